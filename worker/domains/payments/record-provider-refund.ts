import { findPaymentOrders, findRefundsByRef, type Refundable, readRefundable } from '#db/platform/queries/payments/refunds.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { allocate } from '#worker/pure/allocate.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { chargeStep } from '#worker/pure/money-charge.ts'
import { NotFound, Unavailable } from '#worker/pure/problem.ts'
import { performRefund } from './perform-refund.ts'
import type { ProviderRefund } from './ports.ts'
import { capturedLeftOf } from './refund.ts'
import { requestRefund } from './request-refund.ts'

/**
 * Acts on a refund the provider tells of: ours is followed to its state of now; one that somebody made there by hand is
 * written down as a refund of the payment's orders (`by_provider`), in proportion to what is left of each; where banks have
 * taken too much for that, to what was left before them. The marketplace bears it, as its people made it and no vendor was
 * asked; an adjustment moves it to a vendor where that is right. Safe to repeat and to be killed between two orders: what is
 * recorded already keeps its amount, the rest goes to the others.
 * @throws NotFound for a refund of a payment that is none of ours; Unavailable while refunds of ours under way stand against it
 */
export async function recordProviderRefund(ctx: Pick<Ctx, 'platform' | 'payments' | 'now' | 'relay'>, providerRef: string): Promise<void> {
  const known = await findRefundsByRef(ctx.platform, providerRef)
  const isWhole = known.some(({ reason }) => reason !== 'by_provider')
  if (!isWhole) {
    const made = await ctx.payments.fetchRefund(providerRef)
    if (made.refundId !== null) return void (await performRefund(ctx, made.refundId))
    if (made.status !== 'failed') await recordByHand(ctx, made)
  }
  for (const { id } of await findRefundsByRef(ctx.platform, providerRef)) await performRefund(ctx, id)
}

async function recordByHand(ctx: Pick<Ctx, 'platform' | 'now' | 'relay'>, made: ProviderRefund): Promise<void> {
  const orders = await findPaymentOrders(ctx.platform, made.paymentRef)
  if (orders.length === 0) throw new NotFound('payment')
  const known = await findRefundsByRef(ctx.platform, made.providerRef)
  const others = orders.filter(({ orderId }) => known.every((refund) => refund.orderId !== orderId))
  const leftMinor = made.amount.amountMinor - sumMinor(known.map(({ amountMinor }) => amountMinor))
  if (leftMinor === 0 || others.length === 0) return
  const step = chargeStep(made.amount.currency)
  const found = await Promise.all(others.map(({ orderId }) => readRefundable(ctx.platform, orderId)))
  const inSteps = (of: (order: Refundable) => number) => found.map((order) => (order ? Math.floor(Math.max(of(order), 0) / step) : 0))
  const [left, before] = [inSteps(capturedLeftOf), inSteps((order) => capturedLeftOf(order) + order.disputedMinor)]
  const isEnough = (steps: number[]) => sumMinor(steps) * step >= leftMinor
  // A refund of ours that is under way will fail at the provider, and then make room.
  const isUnderWay = found.some((order) => order?.refunds.some(({ status, reason }) => status === 'pending' && reason !== 'by_provider'))
  if (!isEnough(left) && (isUnderWay || !isEnough(before))) throw new Unavailable('This payment')
  const shares = allocate(leftMinor / step, isEnough(left) ? left : before).map((share) => share * step)
  for (const [index, { orderId }] of others.entries()) {
    const amountMinor = shares[index] ?? 0
    if (amountMinor === 0) continue
    await requestRefund(ctx, {
      id: await deriveId('refund', orderId, made.providerRef),
      orderId,
      asks: [{ part: 'goodwill', amountMinor }],
      bearer: 'platform',
      reason: 'by_provider',
      note: '',
      requestedBy: 'provider',
      providerRef: made.providerRef,
    })
  }
}
