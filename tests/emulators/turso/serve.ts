import { parseArgs } from 'node:util'
import { startTursoEmulator } from './emulator.ts'

/** Runs the emulator as a process of its own: `node tests/emulators/turso/serve.ts --port 8801 --directory .stoa/turso`. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8801' },
    directory: { type: 'string' },
    organization: { type: 'string', default: 'stoa' },
    'platform-token': { type: 'string', default: 'platform-token' },
    /** `name=token`, once per database that must exist from the start. */
    database: { type: 'string', multiple: true, default: [] },
  },
})

const running = await startTursoEmulator({
  port: Number(values.port),
  organization: values.organization,
  platformToken: values['platform-token'],
  ...(values.directory === undefined ? {} : { directory: values.directory }),
  databases: values.database.map((given) => {
    const [name = '', token = ''] = given.split('=')
    return { name, token }
  }),
})
process.stdout.write(`turso ${running.url}\n`)

const stop = () => {
  running.close().then(
    () => process.exit(0),
    () => process.exit(1),
  )
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
