import { listMatured, recordRelease } from '#db/platform/queries/payouts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import { releasePostings } from '#worker/pure/ledger-postings.ts'

const BATCH = 100
const BATCHES_MAX = 20

/**
 * Makes the earnings of shipped orders whose hold is over available for payout. Safe to repeat and to run twice at once:
 * the transfer's id follows from the order, and the order is stamped in the same commit.
 * @returns how many orders were released
 */
export async function releaseMatured(ctx: Pick<Ctx, 'platform' | 'now'>): Promise<number> {
  let released = 0
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const atMs = ctx.now()
    const orders = await listMatured(ctx.platform, atMs, BATCH)
    if (orders.length === 0) return released
    const transfers = await toTransfers(orders.flatMap(releasePostings), atMs)
    await recordRelease(
      ctx.platform,
      orders.map(({ orderId }) => orderId),
      transfers,
      atMs,
    )
    released += orders.length
  }
  return released
}
