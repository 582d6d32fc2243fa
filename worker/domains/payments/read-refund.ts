import { readRefund, type StoredRefund } from '#db/platform/queries/payments/refunds.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'

export type RefundFacts = Pick<StoredRefund, 'refund' | 'order' | 'allocations'>

/** A refund, its order and who gives what back, for whoever tells of it. @throws NotFound 404 */
export async function readRefundFacts(ctx: Pick<Ctx, 'platform'>, refundId: Id<'refund'>): Promise<RefundFacts> {
  const known = await readRefund(ctx.platform, refundId)
  if (!known) throw new NotFound('refund')
  return known
}
