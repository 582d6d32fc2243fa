import { commit } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { setting } from '#db/vendor/schema/messaging.ts'

/** Stores the settings a new store starts with. Safe to repeat: what is there stays. */
export async function storeDefaults(
  db: VendorDb,
  store: { name: string; currency: string; country: string },
  nowMs: number,
): Promise<void> {
  const defaults: Record<string, unknown> = { store, 'inventory.low_stock_at': 5, 'orders.first_number': 1001 }
  await commit(
    db,
    Object.entries(defaults).map(([key, value]) => db.insert(setting).values({ key, value, updatedAtMs: nowMs }).onConflictDoNothing()),
  )
}
