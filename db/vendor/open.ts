import { type Connection, openDatabase } from '#db/client.ts'
import type { VendorDb } from '#db/types.ts'

/** Opens one vendor's database. Only `worker/context.ts` and the scripts under `db/` may call this. */
export function openVendorDb(connection: Connection): VendorDb {
  return openDatabase(connection) as VendorDb
}
