import { and, asc, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import { commit, readTogether, type Statement } from '#db/commit.ts'
import { type PublishedWords, publishedStatement } from '#db/platform/queries/notifications/words.ts'
import { outboxStatement, sentStatement } from '#db/platform/queries/outbox.ts'
import { channelAccount } from '#db/platform/schema/channels.ts'
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
 * @returns with it the words that were published for such mails, if any
 */
export async function claimMail(
  db: PlatformDb,
  row: { id: Id<'mail'>; template: string; toEmail: string },
  nowMs: number,
  staleMs: number,
): Promise<{ claim: MailClaim; words: PublishedWords | undefined }> {
  const [claimed, rows, [words]] = await commit(db, [
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
    publishedStatement(db, [row.template]),
  ])
  const claim = claimed.length === 1 ? 'claimed' : rows[0]?.sentAtMs ? 'sent' : 'being_sent'
  return { claim, words }
}

const markSentStatement = (db: PlatformDb, mailIds: readonly Id<'mail'>[], nowMs: number): Statement =>
  db
    .update(mail)
    .set({ sentAtMs: nowMs })
    .where(and(inArray(mail.id, [...mailIds]), isNull(mail.sentAtMs)))

const dropClaimStatement = (db: PlatformDb, mailIds: readonly Id<'mail'>[]): Statement =>
  db
    .update(mail)
    .set({ claimedAtMs: 0 })
    .where(and(inArray(mail.id, [...mailIds]), isNull(mail.sentAtMs)))

/** The provider took the mail. Safe to repeat. */
export async function markMailSent(db: PlatformDb, mailId: Id<'mail'>, nowMs: number): Promise<void> {
  await markSentStatement(db, [mailId], nowMs)
}

/** The provider did not take it: the next delivery may try at once. */
export async function dropMailClaim(db: PlatformDb, mailId: Id<'mail'>): Promise<void> {
  await dropClaimStatement(db, [mailId])
}

/** A mail about an order that was placed: to the store (`orderId`), or about all of them to the buyer (null). */
export type PlacedMail = { id: Id<'mail'>; template: 'order_placed' | 'order_for_vendor'; orderId: Id<'order'> | null }

/** The active accounts at channels of every store that has an order in a group: they show the same stock. */
const soldAtStatement = (db: PlatformDb, orderGroupId: Id<'orderGroup'>) =>
  db
    .select({ vendorId: channelAccount.vendorId, connectionId: channelAccount.connectionId })
    .from(channelAccount)
    .where(
      and(
        inArray(
          channelAccount.vendorId,
          db.select({ id: orderSummary.vendorId }).from(orderSummary).where(eq(orderSummary.orderGroupId, orderGroupId)),
        ),
        eq(channelAccount.status, 'active'),
      ),
    )

/**
 * Takes on sending the mails of a checkout, as `claimMail` does each, and reads what they say: one round trip.
 * @returns which are ours to send, and which went out before; the rest somebody else is sending. With it the stores' accounts at
 *   channels, for whoever tells them
 */
export async function claimPlacedMails(
  db: PlatformDb,
  orderGroupId: Id<'orderGroup'>,
  mails: readonly PlacedMail[],
  { nowMs, staleMs }: { nowMs: number; staleMs: number },
) {
  const claims = mails.map(({ id, template, orderId }) => {
    const to =
      orderId === null
        ? sql`select email from order_group where id = ${orderGroupId}`
        : sql`select v.support_email from order_summary o join vendor v on v.id = o.vendor_id where o.id = ${orderId}`
    return db.all<{ id: Id<'mail'> }>(sql`
      insert into mail (id, template, to_email, claimed_at_ms, created_at_ms)
      select ${id}, ${template}, (${to}), ${nowMs}, ${nowMs} where exists (${to})
      on conflict (id) do update set claimed_at_ms = excluded.claimed_at_ms where sent_at_ms is null and claimed_at_ms <= ${staleMs}
      returning id`)
  })
  const results = await commit(db, [
    ...claims,
    db
      .select({ id: mail.id })
      .from(mail)
      .where(
        and(
          inArray(
            mail.id,
            mails.map(({ id }) => id),
          ),
          isNotNull(mail.sentAtMs),
        ),
      ),
    publishedStatement(db, ['order_placed', 'order_for_vendor']),
    soldAtStatement(db, orderGroupId),
    ...factsStatements(db, orderGroupId),
  ])
  const claimed = results.slice(0, mails.length).flatMap((rows) => (rows as { id: Id<'mail'> }[]).map(({ id }) => id))
  const sent = (results[mails.length] as { id: Id<'mail'> }[]).map(({ id }) => id)
  const words = results[mails.length + 1] as PublishedWords[]
  const accounts = results[mails.length + 2] as { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> }[]
  return { claimed: new Set(claimed), sent: new Set(sent), words, accounts, facts: groupFactsOf(results) }
}

/**
 * What became of a checkout's mails, in one commit: those the provider took are sent, those it did not become messages of
 * their own, and the message that asked for all of them is done with.
 */
export async function recordPlacedMails(
  db: PlatformDb,
  outcome: { sent: Id<'mail'>[]; unsent: Id<'mail'>[]; queued: readonly Outgoing[]; doneMessageId: Id<'message'>; nowMs: number },
): Promise<void> {
  await commit(db, [
    ...(outcome.sent.length === 0 ? [] : [markSentStatement(db, outcome.sent, outcome.nowMs)]),
    ...(outcome.unsent.length === 0 ? [] : [dropClaimStatement(db, outcome.unsent)]),
    ...outcome.queued.map((message) => outboxStatement(db, message)),
    sentStatement(db, [outcome.doneMessageId], outcome.nowMs),
  ])
}

const orders = (db: PlatformDb) =>
  db
    .select({ order: orderSummary, vendorName: vendor.name, vendorEmail: vendor.supportEmail })
    .from(orderSummary)
    .innerJoin(vendor, eq(vendor.id, orderSummary.vendorId))
    .$dynamic()

/** What mails say of a checkout: the group and its orders, store by store. One round trip. */
export async function readGroupFacts(db: PlatformDb, orderGroupId: Id<'orderGroup'>): Promise<GroupFacts | undefined> {
  return groupFactsOf(await readTogether(db, factsStatements(db, orderGroupId)))
}

const factsStatements = (db: PlatformDb, orderGroupId: Id<'orderGroup'>) =>
  [
    db.select().from(orderGroup).where(eq(orderGroup.id, orderGroupId)),
    orders(db)
      .where(and(eq(orderSummary.orderGroupId, orderGroupId), ne(orderSummary.status, 'draft')))
      .orderBy(asc(orderSummary.vendorId)),
  ] as const

function groupFactsOf(results: readonly unknown[]): GroupFacts | undefined {
  const [[group], rows] = results.slice(-2) as [GroupFacts['group'][], GroupFacts['orders']]
  return group && { group, orders: rows }
}
export type GroupFacts = { group: typeof orderGroup.$inferSelect; orders: Awaited<ReturnType<typeof orders>> }

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
