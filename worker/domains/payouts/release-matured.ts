import { listMatured, readForRelease, recordRelease } from '#db/platform/queries/payouts/release.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { termsOf } from '#worker/pure/payout-terms.ts'
import { planRelease } from './plan-release.ts'

const BATCH = 200
const BATCHES_MAX = 40
/** Batches that were planned on what has changed since, in one call. */
const REFUSED_MAX = 5

/**
 * Makes the earnings of shipped orders whose hold is over available for payout, less what their vendors owe and what is
 * kept as a reserve. Orders with a refund under way or an open dispute wait. Safe to repeat and to run twice at once: an
 * order is stamped in the commit that posts its earning, and one that changed since it was read is read again.
 * @returns how many orders were released
 */
export async function releaseMatured(ctx: Pick<Ctx, 'platform' | 'now' | 'settings'>): Promise<number> {
  let released = 0
  let refused = 0
  for (let batch = 0; batch < BATCHES_MAX && refused < REFUSED_MAX; batch++) {
    const atMs = ctx.now()
    const orders = await listMatured(ctx.platform, atMs, BATCH)
    if (orders.length === 0) return released
    const { terms, debts } = await readForRelease(ctx.platform, [...new Set(orders.map(({ vendorId }) => vendorId))])
    const platform = terms.get('platform')
    const plan = await planRelease(orders, (vendorId) => termsOf(platform, terms.get(vendorId), ctx.settings.payoutHoldMs), debts, atMs)
    if (await recordRelease(ctx.platform, { orders, ...plan, atMs })) released += orders.length
    else refused++
  }
  return released
}
