import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import { orderGroup, orderSummary, payment, refund } from '#db/platform/schema/checkout.ts'
import { dispute, disputeEvent, disputeFile, disputeShare } from '#db/platform/schema/disputes.ts'
import { account, session } from '#db/platform/schema/identity.ts'
import { mail } from '#db/platform/schema/messaging.ts'
import { payoutHold } from '#db/platform/schema/payouts.ts'
import { storefront, vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export type FileRow = typeof disputeFile.$inferSelect

/** Everything the platform knows of a dispute and what it is about; one round trip, undefined if there is no such dispute. */
export async function readCase(db: PlatformDb, disputeId: Id<'dispute'>) {
  const orderIds = db.select({ id: disputeShare.orderId }).from(disputeShare).where(eq(disputeShare.disputeId, disputeId))
  const groupId = sql`(select ${dispute.orderGroupId} from ${dispute} where ${dispute.id} = ${disputeId})`
  const buyerId = sql`(select account_id from order_group where id = ${groupId})`
  const email = sql`(select email from order_group where id = ${groupId})`
  const [disputes, shares, groups, buyers, sessions, mails, refunds, files, events, holds, people, earlier] = await readTogether(db, [
    db.select({ dispute, payment }).from(dispute).innerJoin(payment, eq(payment.id, dispute.paymentId)).where(eq(dispute.id, disputeId)),
    db
      .select({
        share: disputeShare,
        order: orderSummary,
        vendorName: vendor.name,
        vendorEmail: vendor.supportEmail,
        policies: storefront.policies,
      })
      .from(disputeShare)
      .innerJoin(orderSummary, eq(orderSummary.id, disputeShare.orderId))
      .innerJoin(vendor, eq(vendor.id, disputeShare.vendorId))
      .leftJoin(storefront, eq(storefront.vendorId, disputeShare.vendorId))
      .where(eq(disputeShare.disputeId, disputeId))
      .orderBy(asc(disputeShare.orderId)),
    db.select().from(orderGroup).where(sql`${orderGroup.id} = ${groupId}`),
    db
      .select({ id: account.id, name: account.name, createdAtMs: account.createdAtMs, emailVerifiedAtMs: account.emailVerifiedAtMs })
      .from(account)
      .where(sql`${account.id} = ${buyerId}`),
    db
      .select({ ip: session.ip, userAgent: session.userAgent, createdAtMs: session.createdAtMs, lastSeenAtMs: session.lastSeenAtMs })
      .from(session)
      .where(sql`${session.accountId} = ${buyerId}`)
      .orderBy(desc(session.createdAtMs))
      .limit(20),
    db
      .select({ template: mail.template, sentAtMs: mail.sentAtMs })
      .from(mail)
      .where(
        and(
          sql`${mail.toEmail} = ${email}`,
          sql`${mail.sentAtMs} is not null`,
          sql`${mail.createdAtMs} >= (select created_at_ms from order_group where id = ${groupId})`,
          inArray(mail.template, ['order_placed', 'order_update', 'refund_sent', 'refund_returned']),
        ),
      )
      .orderBy(asc(mail.createdAtMs))
      .limit(50),
    db
      .select({
        orderId: refund.orderId,
        amountMinor: refund.amountMinor,
        currency: refund.currency,
        status: refund.status,
        reason: refund.reason,
        createdAtMs: refund.createdAtMs,
      })
      .from(refund)
      .where(inArray(refund.orderId, orderIds))
      .orderBy(asc(refund.createdAtMs)),
    db
      .select()
      .from(disputeFile)
      .where(and(eq(disputeFile.disputeId, disputeId), isNull(disputeFile.removedAtMs)))
      .orderBy(asc(disputeFile.addedAtMs), asc(disputeFile.id)),
    db
      .select()
      .from(disputeEvent)
      .where(eq(disputeEvent.disputeId, disputeId))
      .orderBy(asc(disputeEvent.atMs), asc(disputeEvent.id))
      .limit(500),
    db
      .select()
      .from(payoutHold)
      .where(and(eq(payoutHold.kind, 'dispute'), eq(payoutHold.causeId, disputeId))),
    db
      .select({ id: account.id, name: account.name })
      .from(account)
      .where(
        sql`${account.id} in (select actor_id from dispute_event where dispute_id = ${disputeId} union select added_by from dispute_file where dispute_id = ${disputeId} union select assigned_to from dispute where id = ${disputeId})`,
      ),
    db
      .select({ orders: sql<number>`count(*)`, sinceMs: sql<number | null>`min(placed_at_ms)` })
      .from(orderGroup)
      .where(
        and(
          sql`${orderGroup.email} = ${email}`,
          eq(orderGroup.status, 'placed'),
          sql`${orderGroup.placedAtMs} < (select placed_at_ms from order_group where id = ${groupId})`,
          sql`not exists (select 1 from ${dispute} d where d.order_group_id = ${orderGroup.id})`,
        ),
      ),
  ])
  const [found] = disputes
  const [group] = groups
  if (!found || !group) return undefined
  return {
    ...found,
    shares,
    group,
    buyer: buyers[0] ?? null,
    sessions,
    mails,
    refunds,
    files,
    events,
    holds,
    people,
    earlier: earlier[0] ?? { orders: 0, sinceMs: null },
  }
}
export type DisputeCase = NonNullable<Awaited<ReturnType<typeof readCase>>>
