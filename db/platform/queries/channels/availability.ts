import { type Availability, type ShownAt, showAvailability } from '#db/platform/queries/inventory.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

/**
 * Shows buyers what is left after a channel's orders took theirs. Order and repeats do not matter.
 * @returns the store's accounts at channels, which show the same stock
 */
export const showWhatIsLeft = (db: PlatformDb, vendorId: Id<'vendor'>, levels: readonly Availability[]): Promise<ShownAt[]> =>
  showAvailability(db, vendorId, levels)
