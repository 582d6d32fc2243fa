import { recordEnded, type StoredGroup } from '#db/platform/queries/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { closePayment } from './open-payment.ts'
import { placeOrderGroup } from './place-order-group.ts'
import { releaseGroup } from './reserve-group.ts'

/**
 * Ends a checkout that was not paid: first nobody can pay any more, then the stock is given back, then it is written
 * down. If the money came in first, the checkout is placed instead. Safe to repeat; killed in between, the next run goes on.
 * @returns `placed` if it was paid after all
 */
export async function endCheckout(ctx: Ctx, stored: StoredGroup, to: 'failed' | 'expired'): Promise<'ended' | 'placed'> {
  if ((await closePayment(ctx, stored)) === 'succeeded') {
    await placeOrderGroup(ctx, stored.group.id)
    return 'placed'
  }
  await releaseGroup(ctx, stored)
  await recordEnded(ctx.platform, stored.group.id, to, ctx.now())
  return 'ended'
}
