import { findOrder, storeMessages } from '#db/platform/queries/orders.ts'
import { storeOrderEvent } from '#db/vendor/queries/orders.ts'
import type { MessageOf } from '#queues/messages.ts'
import { statusUrl } from '#worker/domains/checkout/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import { type RefundFacts, readRefundFacts } from '#worker/domains/payments/read-refund.ts'
import { present } from '#worker/pure/assert.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { sumOf } from '#worker/pure/refund-plan.ts'

type Settled = { refundId: Id<'refund'>; status: 'succeeded' | 'failed' | 'returned'; settledAtMs: number }
type NoteCtx = Pick<Ctx, 'platform' | 'vendorDb' | 'settings' | 'linkKey' | 'now' | 'relay' | 'tellPages'>
type Mail = MessageOf<'mail.requested'>['content']

const KINDS = { succeeded: 'refunded', failed: 'refund_failed', returned: 'refund_returned' } as const
/** Their own mail has told the buyer already. */
const TOLD_OTHERWISE: readonly string[] = ['cancelled', 'late_payment', 'out_of_stock']

/**
 * Tells of what became of a refund: the order's timeline at its store, the buyer by mail, and the store where the
 * marketplace took it from them. Safe to repeat: one event and one mail for each outcome.
 * @throws NotFound 404; Unavailable if the store's database does not answer
 */
export async function noteRefund(ctx: NoteCtx, settled: Settled): Promise<void> {
  const facts = await readRefundFacts(ctx, settled.refundId)
  const { refund, order } = facts
  // An order that was never placed is not in the store's books.
  if (order.placedAtMs === null) return
  const { id: refundId, amountMinor, currency, reason, bearer, note, failure } = refund
  await storeOrderEvent(await ctx.vendorDb(order.vendorId), {
    id: await deriveId('orderEvent', refundId, settled.status),
    orderId: order.id,
    kind: KINDS[settled.status],
    detail: { refundId, amountMinor, currency, reason, bearer, ...(note ? { note } : {}), ...(failure ? { failure } : {}) },
    actorId: refund.requestedBy,
    atMs: settled.settledAtMs,
  })
  ctx.tellPages(order.vendorId, 'orders', 'refunds')
  const mails = TOLD_OTHERWISE.includes(reason) && settled.status === 'succeeded' ? [] : await mailsOf(ctx, facts, settled)
  if (mails.length === 0) return
  await storeMessages(ctx.platform, mails)
  ctx.relay('platform')
}

async function mailsOf(
  ctx: NoteCtx,
  { refund, order, allocations }: RefundFacts,
  { status }: Settled,
): Promise<MessageOf<'mail.requested'>[]> {
  const found = present(await findOrder(ctx.platform, order.id), 'an order that was placed')
  const { amountMinor, currency, reason, note, requestedBy } = refund
  const orderNumber = order.number ?? 0
  const mails: { to: string; content: Mail }[] = []
  if (status !== 'failed') {
    const template = status === 'succeeded' ? ('refund_sent' as const) : ('refund_returned' as const)
    const url = await statusUrl(ctx, found.group.id)
    const content = { template, vendorName: found.vendorName, orderNumber, amountMinor, currency, isGoodwill: reason === 'goodwill', url }
    mails.push({ to: found.group.email, content })
  }
  const { vendorMinor } = sumOf(allocations)
  if (status === 'succeeded' && vendorMinor > 0 && !TOLD_OTHERWISE.includes(reason) && !isByStore(requestedBy)) {
    const url = `${ctx.settings.origin}/vendor/orders/${order.id}`
    const content = { template: 'refund_for_vendor' as const, orderNumber, amountMinor, vendorMinor, currency, reason, note, url }
    mails.push({ to: found.vendorEmail, content })
  }
  return Promise.all(
    mails.map(async ({ to, content }) => mailOnce(await deriveId('mail', refund.id, status, content.template), to, content, ctx.now())),
  )
}

/** `vendor:acc_…` asked for it themselves. */
const isByStore = (requestedBy: string) => requestedBy.startsWith('vendor:')
