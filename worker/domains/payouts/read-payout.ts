import { findPayoutPlace, readBetween } from '#db/platform/queries/payouts/finance.ts'
import { listReversals } from '#db/platform/queries/payouts/settle-payouts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { showPayout } from './payout.ts'

/** Entries a payout is shown with. */
const ENTRIES_MAX = 1000

/**
 * A payout with everything it is made of: what the one before left, each order's earning and each deduction since, and what
 * it left itself. The sums tie to the ledger: opening + entries - amount = closing. Minor units.
 * @param vendorId whose it must be; null for the marketplace's own people
 * @throws NotFound 404, also for another vendor's
 */
export async function readPayout(ctx: Pick<Ctx, 'platform'>, payoutId: Id<'payout'>, vendorId: Id<'vendor'> | null) {
  const place = await findPayoutPlace(ctx.platform, payoutId)
  if (!place || (vendorId !== null && place.payout.vendorId !== vendorId)) throw new NotFound('payout')
  const { payout } = place
  const { entries, openingMinor } = await readBetween(ctx.platform, place, ENTRIES_MAX)
  const movedMinor = entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const reversals = await listReversals(ctx.platform, [payoutId])
  return {
    ...showPayout(payout),
    openingMinor,
    closingMinor: openingMinor + movedMinor - payout.amountMinor,
    isComplete: entries.length < ENTRIES_MAX,
    entries: entries.map(({ atMs, ...entry }) => ({ ...entry, at: toRfc3339(atMs) })),
    reversals: reversals.map(({ id, amountMinor, reason, status, failure, createdAtMs }) => {
      return { id, amountMinor, reason, status, failure, at: toRfc3339(createdAtMs) }
    }),
  }
}
