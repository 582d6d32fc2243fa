import { commit } from '#db/commit.ts'
import { type Availability, availabilityStatements } from '#db/platform/queries/inventory.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

/** Shows buyers what is left after a channel's orders took theirs. Order and repeats do not matter. */
export async function showWhatIsLeft(db: PlatformDb, vendorId: Id<'vendor'>, levels: readonly Availability[]): Promise<void> {
  if (levels.length > 0) await commit(db, availabilityStatements(db, vendorId, levels))
}
