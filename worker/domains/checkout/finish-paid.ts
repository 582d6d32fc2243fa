import type { StoredGroup } from '#db/platform/queries/checkout.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { Unavailable } from '#worker/pure/problem.ts'
import { placeOrderGroup } from './place-order-group.ts'

/**
 * Places the orders of a payment that was recorded a moment ago, instead of waiting for its message, which only goes out
 * if that does not work: a store that cannot be reached is the queue's to try again. Safe to repeat.
 * @param known the checkout as it stands, if the caller has read it
 * @returns the checkout as it is now; undefined if a store could not be reached
 */
export async function finishPaid(ctx: Ctx, paid: MessageOf<'checkout.paid'>, known?: StoredGroup): Promise<StoredGroup | undefined> {
  try {
    return await placeOrderGroup(ctx, paid.orderGroupId, known)
  } catch (error) {
    ctx.relay('platform', [paid])
    if (error instanceof Unavailable) return undefined
    throw error
  }
}
