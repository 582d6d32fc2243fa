import { type Connection, openDatabase } from '#db/client.ts'
import type { PlatformDb } from '#db/types.ts'

/** Opens the marketplace's own database. Only `worker/context.ts` and the scripts under `db/` may call this. */
export function openPlatformDb(connection: Connection): PlatformDb {
  return openDatabase(connection) as PlatformDb
}
