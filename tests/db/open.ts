import { migrate } from '#db/migrate.ts'
import { platformMigrations } from '#db/platform/migrations.gen.ts'
import { openPlatformDb } from '#db/platform/open.ts'
import type { PlatformDb } from '#db/types.ts'
import { startTursoEmulator } from '#tests/emulators/turso/emulator.ts'

/** A platform database on the real engine, migrated, and the emulator that serves it. */
export async function startPlatformDb(databases: string[] = ['platform']) {
  const turso = await startTursoEmulator({ databases: databases.map((name) => ({ name, token: `token-of-${name}` })) })
  const open = (name = 'platform', send: typeof fetch = fetch): PlatformDb =>
    openPlatformDb({ url: `${turso.url}/${name}`, authToken: `token-of-${name}`, fetch: send })
  const db = open()
  await migrate(db, platformMigrations, 0)
  return { db, open, turso, emulator: turso.emulator, close: () => turso.close() }
}
