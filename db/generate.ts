import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

/**
 * `npm run db:generate [-- --name=what-changes]`: compares both schemas with their newest migrations, writes the SQL that
 * is missing, and gathers all SQL into `migrations.gen.ts`, which is how a Worker, having no file system, carries it.
 */
const name = process.argv.find((arg) => arg.startsWith('--name='))?.slice('--name='.length) ?? 'change'

for (const database of ['platform', 'vendor']) {
  execFileSync('drizzle-kit', ['generate', '--name', name], { env: { ...process.env, STOA_DB: database }, stdio: 'inherit' })
  const folder = `db/${database}/migrations`
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
  const migrations = files.map((file, index) => ({
    version: index + 1,
    name: file.replace('.sql', ''),
    statements: readFileSync(`${folder}/${file}`, 'utf8')
      .split('--> statement-breakpoint')
      .map((statement) => statement.trim()),
  }))
  const source = `import type { Migration } from '#db/migrate.ts'\n\n// Written by \`npm run db:generate\` from ${folder}/*.sql: change those.\nexport const ${database}Migrations: readonly Migration[] = ${JSON.stringify(migrations, null, 2)}\n`
  writeFileSync(`db/${database}/migrations.gen.ts`, source)
  execFileSync('biome', ['format', '--write', `db/${database}/migrations.gen.ts`], { stdio: 'ignore' })
}
