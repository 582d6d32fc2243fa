import { readGroup, type StoredGroup } from '#db/platform/queries/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { paidNow, recordPaid } from '#worker/domains/payments/record-payment-state.ts'
import { present } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import { Unavailable } from '#worker/pure/problem.ts'
import { finishPaid } from './finish-paid.ts'
import { placeOrderGroup } from './place-order-group.ts'
import { type CheckoutView, findCheckout, viewCheckout } from './read-checkout.ts'

/**
 * What the page the buyer comes back to does: asks the provider how the payment went, and places the orders if it
 * succeeded, by the same steps as the webhook, whichever comes first. Safe to repeat. If a store cannot be reached now,
 * the answer says `paid`, and the queue goes on.
 * @throws NotFound 404 if the caller is not the buyer; Unavailable 503 if the provider does not answer
 */
export async function completeCheckout(ctx: Ctx, orderGroupId: Id<'orderGroup'>, token: string | undefined): Promise<CheckoutView> {
  const stored = await findCheckout(ctx, orderGroupId, token)
  const { providerRef, status } = stored.payment
  const isOpen = stored.group.status === 'pending' || stored.group.status === 'reserved'
  if (!isOpen || providerRef === null) return viewCheckout(ctx, stored)
  const placed = status === 'succeeded' ? await placeNow(ctx, stored) : await recordAndPlace(ctx, stored, providerRef)
  return viewCheckout(ctx, placed ?? present(await readGroup(ctx.platform, orderGroupId), 'a checkout that was just read'))
}

/** Recorded before, and not placed yet: by whom it may be is under way. Undefined while a store cannot be reached. */
async function placeNow(ctx: Ctx, stored: StoredGroup): Promise<StoredGroup | undefined> {
  try {
    return await placeOrderGroup(ctx, stored.group.id, stored)
  } catch (error) {
    if (error instanceof Unavailable) return undefined
    throw error
  }
}

async function recordAndPlace(ctx: Ctx, stored: StoredGroup, providerRef: string): Promise<StoredGroup | undefined> {
  const provider = await ctx.payments.fetch(providerRef)
  const orders = stored.orders.map(({ id: orderId, totalMinor }) => ({ orderId, totalMinor }))
  const { paid } = await recordPaid(ctx, provider, { known: { payment: stored.payment, orders } })
  if (!paid) return undefined
  return finishPaid(ctx, paid, paidNow(stored, provider))
}
