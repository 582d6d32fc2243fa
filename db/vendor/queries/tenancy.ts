import type { Statement } from '#db/commit.ts'
import { setting } from '#db/vendor/schema/messaging.ts'
import type { VendorDb } from '#db/types.ts'

/** The settings a new store starts with. Safe to repeat: what is there stays. */
export function storeDefaultsStatements(db: VendorDb, store: { name: string; currency: string; country: string }, nowMs: number): Statement[] {
  const defaults: Record<string, unknown> = { store, 'inventory.low_stock_at': 5, 'orders.first_number': 1001 }
  return Object.entries(defaults).map(([key, value]) => db.insert(setting).values({ key, value, updatedAtMs: nowMs }).onConflictDoNothing())
}
