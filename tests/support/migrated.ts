import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Engine from 'libsql'
import { migrate } from '#db/migrate.ts'
import { platformMigrations } from '#db/platform/migrations.gen.ts'
import type { PlatformDb } from '#db/types.ts'

/** A platform's database after every migration, as the bytes of its file. */
let migrated: Buffer | undefined

/**
 * Brings the platform's database of a stand-in up to date. Only the first one of a process runs the migrations, which take
 * longer than most tests; the others start as its copy. Nothing may have touched the database before.
 */
export async function migratePlatform(turso: { directory: string }, name: string, db: PlatformDb, nowMs: number): Promise<void> {
  const { databases } = JSON.parse(readFileSync(join(turso.directory, 'registry.json'), 'utf8')) as {
    databases: { name: string; id: string }[]
  }
  const file = join(turso.directory, `${databases.find((each) => each.name === name)?.id}.db`)
  if (migrated) {
    writeFileSync(file, migrated)
    return
  }
  await migrate(db, platformMigrations, nowMs)
  migrated = copyOf(file)
}

/** A copy that needs no log beside it. */
function copyOf(file: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'migrated-'))
  const engine = new Engine(file)
  try {
    engine.exec(`VACUUM INTO '${join(folder, 'copy.db')}'`)
    return readFileSync(join(folder, 'copy.db'))
  } finally {
    engine.close()
    rmSync(folder, { recursive: true })
  }
}
