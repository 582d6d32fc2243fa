import { type DisputeRow, type EventRow, listStaff, type SceneOrder } from '#db/platform/queries/disputes/record.ts'
import type { MailContent, MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'

/** What people are told of a dispute. */
export type DisputeNews = Extract<MailContent, { template: 'dispute_opened' | 'dispute_due' | 'dispute_closed' }>
type Facts = Omit<DisputeNews, 'template' | 'url' | 'audience'>

/**
 * The mails that tell of a dispute: one to each store that sold something of it, one to each of our people who look after it.
 * Their ids follow from the dispute and the occasion, so telling twice sends once.
 * @param occasion tells this news from others of the same kind, e.g. the days before the deadline
 */
export async function mailsOf(
  ctx: Pick<Ctx, 'platform' | 'settings' | 'now'>,
  template: DisputeNews['template'],
  { dispute, orders }: { dispute: DisputeRow; orders: readonly Pick<SceneOrder, 'vendorId' | 'vendorEmail' | 'number'>[] },
  occasion: string,
): Promise<MessageOf<'mail.requested'>[]> {
  const facts: Facts = {
    disputeId: dispute.id,
    reason: dispute.reason,
    status: dispute.status,
    amountMinor: dispute.amountMinor,
    currency: dispute.currency,
    dueAtMs: dispute.dueAtMs,
    orderNumbers: orders.flatMap(({ number }) => (number === null ? [] : [number])).slice(0, 20),
  }
  const vendors = [...new Map(orders.map((order) => [order.vendorId, order])).values()]
  const staff = await listStaff(ctx.platform, dispute.assignedTo)
  const letters: { to: string; content: DisputeNews; key: string }[] = [
    ...vendors.map((each) => ({
      to: each.vendorEmail,
      key: each.vendorId,
      content: {
        ...facts,
        // A store is told of its own order, not of what else the buyer bought.
        orderNumbers: orders
          .filter(({ vendorId }) => vendorId === each.vendorId)
          .flatMap(({ number }) => (number === null ? [] : [number])),
        template,
        audience: 'vendor' as const,
        url: `${ctx.settings.origin}/vendor/disputes/${dispute.id}`,
      },
    })),
    ...staff.map(({ accountId, email }) => ({
      to: email,
      key: accountId,
      content: { ...facts, template, audience: 'staff' as const, url: `${ctx.settings.origin}/admin/disputes/${dispute.id}` },
    })),
  ]
  return Promise.all(
    letters.map(async ({ to, content, key }) =>
      mailOnce(await deriveId('mail', dispute.id, template, occasion, key), to, content, ctx.now()),
    ),
  )
}

/** Tells an end of a dispute from another one of its: it may be won, lost and won again. */
export const roundOf = ({ status, withdrawnMinor }: DisputeRow): string => `${status}/${withdrawnMinor}`

/** A line of a dispute's timeline. Its id follows from the dispute, the kind and what tells it from others of its kind. */
export async function eventOf(
  { id: disputeId }: { id: Id<'dispute'> },
  kind: string,
  { detail = {}, actorId = 'provider', atMs, key = '' }: { detail?: Record<string, unknown>; actorId?: string; atMs: number; key?: string },
): Promise<EventRow> {
  return { id: await deriveId('disputeEvent', disputeId, kind, key), disputeId, kind, detail, actorId, atMs }
}
