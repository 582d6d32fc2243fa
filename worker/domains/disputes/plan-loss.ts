import type { LossFacts } from '#db/platform/queries/disputes/settle.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { readSetting } from '#worker/domains/settings/read-setting.ts'
import type { Bearer } from '#worker/pure/dispute.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { chargeablePart } from '#worker/pure/money-charge.ts'
import { partsOf } from '#worker/pure/order-parts.ts'
import { leftOf, planRefund, type RefundPlan } from '#worker/pure/refund-plan.ts'

/** Who bears the loss of a dispute and the provider's fee: as decided for this one, else as it is set for all. */
export async function bearersOf(
  ctx: Pick<Ctx, 'platform' | 'now'>,
  { bearer }: { bearer: Bearer | null },
): Promise<{ loss: Bearer; fee: Bearer }> {
  if (bearer !== null) return { loss: bearer, fee: bearer }
  return { loss: await readSetting(ctx, 'disputeLossBearer'), fee: await readSetting(ctx, 'disputeFeeBearer') }
}

/** What a loss takes of an order, and what of the dispute it cannot cover. `plan` null: there is nothing to take it from. */
export type PlannedLoss = { plan: RefundPlan | null; uncoveredMinor: number; isUnplaced: boolean }

/**
 * Plans the loss of an order's part of a dispute as a refund of that amount: commission and taxes go back in proportion. Where
 * less is left of the order by now (a refund that was under way went through), the rest is nobody's but ours.
 */
export function planLoss({ share, order, capturedLeftMinor, taken }: LossFacts, bearer: Bearer): PlannedLoss {
  const { currency } = order
  // Paid for and never placed: the money is still the buyers'.
  if (order.status === 'draft' || order.isLatePaymentRefund) {
    const amountMinor = Math.min(share.amountMinor, Math.max(0, capturedLeftMinor))
    return { plan: null, uncoveredMinor: share.amountMinor - amountMinor, isUnplaced: true }
  }
  const parts = partsOf(order.snapshot)
  const leftMinor = sumMinor(leftOf(parts, taken).map(({ amountMinor }) => amountMinor))
  const amountMinor = chargeablePart(Math.max(0, Math.min(share.amountMinor, capturedLeftMinor, leftMinor)), currency)
  const uncoveredMinor = share.amountMinor - amountMinor
  if (amountMinor === 0) return { plan: null, uncoveredMinor, isUnplaced: false }
  const asks = amountMinor === leftMinor ? ('everything' as const) : [{ part: 'goodwill' as const, amountMinor }]
  const plan = planRefund({ currency, parts, taken, capturedLeftMinor: Math.max(capturedLeftMinor, amountMinor) }, asks, bearer)
  return { plan, uncoveredMinor, isUnplaced: false }
}
