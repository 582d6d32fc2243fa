import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import { commit, readTogether } from '#db/commit.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { orderGroup, orderSummary } from '#db/platform/schema/checkout.ts'
import { mail } from '#db/platform/schema/messaging.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'

export type MailClaim = 'claimed' | 'sent' | 'being_sent'

/**
 * Takes on sending a mail: the one caller whose claim is stored sends it. A claim made before `staleMs` is taken over,
 * because whoever made it died. One round trip.
 */
export async function claimMail(
  db: PlatformDb,
  row: { id: Id<'mail'>; template: string; toEmail: string },
  nowMs: number,
  staleMs: number,
): Promise<MailClaim> {
  const [claimed, rows] = await commit(db, [
    db
      .insert(mail)
      .values({ ...row, claimedAtMs: nowMs, createdAtMs: nowMs })
      .onConflictDoUpdate({
        target: mail.id,
        set: { claimedAtMs: nowMs },
        setWhere: sql`${mail.sentAtMs} is null and ${mail.claimedAtMs} <= ${staleMs}`,
      })
      .returning({ id: mail.id }),
    db.select({ sentAtMs: mail.sentAtMs }).from(mail).where(eq(mail.id, row.id)),
  ])
  if (claimed.length === 1) return 'claimed'
  return rows[0]?.sentAtMs ? 'sent' : 'being_sent'
}

/** The provider took the mail. Safe to repeat. */
export async function markMailSent(db: PlatformDb, mailId: Id<'mail'>, nowMs: number): Promise<void> {
  await db
    .update(mail)
    .set({ sentAtMs: nowMs })
    .where(and(eq(mail.id, mailId), isNull(mail.sentAtMs)))
}

/** The provider did not take it: the next delivery may try at once. */
export async function dropMailClaim(db: PlatformDb, mailId: Id<'mail'>): Promise<void> {
  await db
    .update(mail)
    .set({ claimedAtMs: 0 })
    .where(and(eq(mail.id, mailId), isNull(mail.sentAtMs)))
}

const orders = (db: PlatformDb) =>
  db
    .select({ order: orderSummary, vendorName: vendor.name, vendorEmail: vendor.supportEmail })
    .from(orderSummary)
    .innerJoin(vendor, eq(vendor.id, orderSummary.vendorId))
    .$dynamic()

/** What mails say of a checkout: the group and its orders, store by store. One round trip. */
export async function readGroupFacts(db: PlatformDb, orderGroupId: Id<'orderGroup'>) {
  const [groups, rows] = await readTogether(db, [
    db.select().from(orderGroup).where(eq(orderGroup.id, orderGroupId)),
    orders(db)
      .where(and(eq(orderSummary.orderGroupId, orderGroupId), ne(orderSummary.status, 'draft')))
      .orderBy(asc(orderSummary.vendorId)),
  ])
  const [group] = groups
  return group && { group, orders: rows }
}
export type GroupFacts = NonNullable<Awaited<ReturnType<typeof readGroupFacts>>>

/** What mails say of one order. One round trip. */
export async function readOrderFacts(db: PlatformDb, orderId: Id<'order'>): Promise<GroupFacts | undefined> {
  const ofGroup = db.select({ id: orderSummary.orderGroupId }).from(orderSummary).where(eq(orderSummary.id, orderId))
  const [groups, rows] = await readTogether(db, [
    db.select().from(orderGroup).where(inArray(orderGroup.id, ofGroup)),
    orders(db).where(eq(orderSummary.id, orderId)),
  ])
  const [group] = groups
  return group && { group, orders: rows }
}

/** Puts mails into the outbox. The same id twice is one mail. */
export async function queueMails(db: PlatformDb, messages: readonly Outgoing[]): Promise<void> {
  await commit(
    db,
    messages.map((message) => outboxStatement(db, message)),
  )
}
