import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { openApiDocument } from '#worker/api.ts'

/** `npm run openapi` writes the document of the API; `-- --check` fails if the committed one has drifted. */
const PATH = 'worker/openapi.json'
const text = `${JSON.stringify(openApiDocument(), null, 2)}\n`

if (process.argv.includes('--check')) {
  if (!existsSync(PATH) || readFileSync(PATH, 'utf8') !== text) {
    console.error(`${PATH} is not what the routes say: run \`npm run openapi\` and commit the result.`)
    process.exit(1)
  }
  console.info(`${PATH} is what the routes say`)
} else {
  writeFileSync(PATH, text)
  console.info(`wrote ${PATH}: ${Object.keys(openApiDocument().paths ?? {}).length} paths`)
}
