import { changeHolds, listUnfilledHolds } from '#db/platform/queries/payouts/holds.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { holdPostings } from '#worker/pure/payout-postings.ts'
import { numbered } from './hold.ts'

const BATCH = 100

/**
 * Takes aside what holds were asked to keep and could not, as far as it has become available since. Called before every
 * run and after releases. Safe to repeat and to run twice at once.
 * @returns how many holds took more
 */
export async function fillHolds(ctx: Pick<Ctx, 'platform' | 'now'>): Promise<number> {
  const unfilled = await listUnfilledHolds(ctx.platform, BATCH)
  const left = new Map<string, number>()
  let filled = 0
  for (const { availableMinor, ...hold } of unfilled) {
    const purse = `${hold.vendorId}/${hold.currency}`
    const thereMinor = left.get(purse) ?? availableMinor
    const takenMinor = Math.min(hold.wantedMinor - hold.amountMinor, thereMinor)
    left.set(purse, thereMinor - takenMinor)
    if (takenMinor <= 0) continue
    const postings = holdPostings({ holdId: hold.id, vendorId: hold.vendorId, currency: hold.currency, amountMinor: takenMinor })
    const change = { seen: hold, next: { amountMinor: hold.amountMinor + takenMinor } }
    // The first part of a hold has no number; a hold that began with nothing takes its first part here.
    if (await changeHolds(ctx.platform, [change], await numbered(postings, hold.amountMinor, ctx.now()))) filled++
  }
  return filled
}
