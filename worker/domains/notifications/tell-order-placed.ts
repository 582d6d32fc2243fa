import { queueMails, readGroupFacts } from '#db/platform/queries/notifications.ts'
import type { MailContent, MessageOf } from '#queues/messages.ts'
import { statusUrl } from '#worker/domains/checkout/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'

/**
 * Tells the buyer and every store that an order was placed. The mails' ids follow from the order's, so telling twice
 * sends once. @throws NotFound for a checkout that is not there
 */
export async function tellOrderPlaced(
  ctx: Pick<Ctx, 'platform' | 'linkKey' | 'settings' | 'now' | 'relay'>,
  orderGroupId: Id<'orderGroup'>,
): Promise<void> {
  const facts = await readGroupFacts(ctx.platform, orderGroupId)
  if (!facts) throw new NotFound('checkout')
  const url = await statusUrl(ctx, orderGroupId)
  const standing = facts.orders.filter(({ order }) => !order.isLatePaymentRefund)
  const mails = [
    mail(ctx, await deriveId('mail', orderGroupId, 'order_placed'), facts.group.email, { template: 'order_placed', orderGroupId, url }),
    ...standing.map(async ({ order, vendorEmail }) =>
      mail(ctx, await deriveId('mail', order.id, 'order_for_vendor'), vendorEmail, {
        template: 'order_for_vendor',
        orderId: order.id,
        url: `${ctx.settings.origin}/vendor/orders/${order.id}`,
      }),
    ),
  ]
  await queueMails(ctx.platform, await Promise.all(mails))
  ctx.relay('platform')
}

async function mail(ctx: Pick<Ctx, 'now'>, mailId: Id<'mail'>, to: string, content: MailContent): Promise<MessageOf<'mail.requested'>> {
  const id = await deriveId('message', mailId)
  return { id, type: 'mail.requested', version: 1, vendorId: null, occurredAtMs: ctx.now(), mailId, to, content }
}
