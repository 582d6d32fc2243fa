import { and, asc, desc, eq, inArray, isNull, like, lt, type SQL, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import { dispute, disputeRate, disputeShare } from '#db/platform/schema/disputes.ts'
import { account } from '#db/platform/schema/identity.ts'
import { payoutHold } from '#db/platform/schema/payouts.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import { OPEN_STATUSES, type RateLevel, UNANSWERED_STATUSES } from '#worker/pure/dispute.ts'
import type { Id } from '#worker/pure/ids.ts'

export const DISPUTE_FILTERS = ['open', 'due', 'review', 'closed', 'all'] as const
export type DisputeFilter = (typeof DISPUTE_FILTERS)[number]

/** `due`: nobody has decided on an answer, and the last day is within this. */
const conditionsOf = (filter: DisputeFilter, dueBeforeMs: number): SQL | undefined =>
  ({
    all: undefined,
    open: inArray(dispute.status, [...OPEN_STATUSES]),
    due: and(inArray(dispute.status, [...UNANSWERED_STATUSES]), isNull(dispute.answer), lt(dispute.dueAtMs, dueBeforeMs)),
    review: inArray(dispute.status, ['under_review', 'warning_under_review']),
    closed: inArray(dispute.status, ['won', 'lost', 'accepted', 'warning_closed']),
  })[filter]

export type ListAsk = {
  filter: DisputeFilter
  dueBeforeMs: number
  vendorId?: Id<'vendor'> | undefined
  assignedTo?: Id<'account'> | undefined
  /** How many to pass over: the list is sorted by deadline, which moves, so pages are by place. */
  offset: number
  limit: number
}

/** Disputes: those that wait for an answer first, the soonest due on top; then the last opened. One round trip. */
export async function listDisputes(db: PlatformDb, { filter, dueBeforeMs, vendorId, assignedTo, offset, limit }: ListAsk) {
  const isWaiting = sql`(${inArray(dispute.status, [...UNANSWERED_STATUSES])} and ${dispute.answer} is null)`
  const isAsked = and(
    conditionsOf(filter, dueBeforeMs),
    assignedTo === undefined ? undefined : eq(dispute.assignedTo, assignedTo),
    vendorId === undefined
      ? undefined
      : sql`exists (select 1 from dispute_share s where s.dispute_id = ${dispute.id} and s.vendor_id = ${vendorId})`,
  )
  const page = db
    .select({ id: dispute.id })
    .from(dispute)
    .where(isAsked)
    .orderBy(desc(isWaiting), asc(sql`case when ${isWaiting} then ${dispute.dueAtMs} end`), desc(dispute.openedAtMs), desc(dispute.id))
    .limit(limit)
    .offset(offset)
  const [rows, shares] = await readTogether(db, [
    db
      .select({ dispute, assigneeName: account.name })
      .from(dispute)
      .leftJoin(account, eq(account.id, dispute.assignedTo))
      .where(isAsked)
      .orderBy(desc(isWaiting), asc(sql`case when ${isWaiting} then ${dispute.dueAtMs} end`), desc(dispute.openedAtMs), desc(dispute.id))
      .limit(limit)
      .offset(offset),
    db
      .select({ share: disputeShare, number: orderSummary.number, vendorName: vendor.name })
      .from(disputeShare)
      .innerJoin(orderSummary, eq(orderSummary.id, disputeShare.orderId))
      .innerJoin(vendor, eq(vendor.id, disputeShare.vendorId))
      .where(and(inArray(disputeShare.disputeId, page), vendorId === undefined ? undefined : eq(disputeShare.vendorId, vendorId)))
      .orderBy(disputeShare.orderId),
  ])
  return rows.map((row) => ({ ...row, shares: shares.filter(({ share }) => share.disputeId === row.dispute.id) }))
}
export type ListedDispute = Awaited<ReturnType<typeof listDisputes>>[number]

/** How many disputes stand where, and what they are about, for the head of the list. One round trip. */
export async function countDisputes(db: PlatformDb, dueBeforeMs: number) {
  const [counts, atStake] = await readTogether(db, [
    db
      .select({
        open: sql<number>`coalesce(sum(${conditionsOf('open', dueBeforeMs)}), 0)`,
        due: sql<number>`coalesce(sum(${conditionsOf('due', dueBeforeMs)}), 0)`,
        review: sql<number>`coalesce(sum(${conditionsOf('review', dueBeforeMs)}), 0)`,
      })
      .from(dispute),
    db
      .select({ currency: dispute.currency, amountMinor: sql<number>`sum(${dispute.withdrawnMinor} - ${dispute.reinstatedMinor})` })
      .from(dispute)
      .where(conditionsOf('open', dueBeforeMs))
      .groupBy(dispute.currency)
      .having(sql`sum(${dispute.withdrawnMinor} - ${dispute.reinstatedMinor}) > 0`),
  ])
  return { ...(counts[0] ?? { open: 0, due: 0, review: 0 }), atStake }
}

export type RateRow = typeof disputeRate.$inferSelect

/** What a vendor's disputes and sales come to since an instant; inquiries that never took money do not count. One round trip. */
export async function readRateFigures(db: PlatformDb, vendorId: Id<'vendor'>, sinceMs: number) {
  const [disputed, sold, known] = await readTogether(db, [
    db
      .select({ currency: dispute.currency, disputes: sql<number>`count(*)`, amountMinor: sql<number>`sum(${disputeShare.amountMinor})` })
      .from(disputeShare)
      .innerJoin(dispute, eq(dispute.id, disputeShare.disputeId))
      .where(and(eq(disputeShare.vendorId, vendorId), sql`${dispute.openedAtMs} >= ${sinceMs}`, sql`${dispute.withdrawnMinor} > 0`))
      .groupBy(dispute.currency),
    db
      .select({ currency: orderSummary.currency, orders: sql<number>`count(*)`, amountMinor: sql<number>`sum(${orderSummary.totalMinor})` })
      .from(orderSummary)
      .where(and(eq(orderSummary.vendorId, vendorId), sql`${orderSummary.placedAtMs} >= ${sinceMs}`))
      .groupBy(orderSummary.currency),
    db.select().from(disputeRate).where(eq(disputeRate.vendorId, vendorId)),
  ])
  return { disputed, sold, known: known[0] }
}

/** Writes down how a vendor's rate was counted. Safe to repeat. */
export async function storeRate(db: PlatformDb, row: RateRow): Promise<void> {
  const { vendorId: _, ...set } = row
  await db.insert(disputeRate).values(row).onConflictDoUpdate({ target: disputeRate.vendorId, set })
}

/** Vendors whose disputes may have changed their rate: those with any since an instant, and those that are marked. */
export async function listRatedVendors(db: PlatformDb, sinceMs: number, countedBeforeMs: number, limit: number): Promise<Id<'vendor'>[]> {
  const rows = await db.all<{ vendorId: Id<'vendor'> }>(sql`
    select vendor_id as vendorId from (
      select s.vendor_id from ${disputeShare} s join ${dispute} d on d.id = s.dispute_id where d.opened_at_ms >= ${sinceMs}
      union select r.vendor_id from ${disputeRate} r where r.disputes > 0
    ) v where not exists (select 1 from ${disputeRate} r where r.vendor_id = v.vendor_id and r.counted_at_ms >= ${countedBeforeMs})
    order by vendor_id limit ${limit}`)
  return rows.map(({ vendorId }) => vendorId)
}

/** Vendors by how often their sales end in disputes, the worst first. */
export async function listRates(db: PlatformDb, level: RateLevel | undefined, limit: number) {
  return db
    .select({ rate: disputeRate, vendorName: vendor.name })
    .from(disputeRate)
    .innerJoin(vendor, eq(vendor.id, disputeRate.vendorId))
    .where(and(sql`${disputeRate.disputes} > 0`, level === undefined ? undefined : eq(disputeRate.level, level)))
    .orderBy(desc(disputeRate.rateBps), desc(disputeRate.disputes), asc(vendor.name))
    .limit(limit)
}

/** The stop of a vendor's payouts that its rate of disputes is the cause of, while it lasts. */
export async function findRateHold(db: PlatformDb, vendorId: Id<'vendor'>): Promise<string | undefined> {
  const rows = await db
    .select({ causeId: payoutHold.causeId })
    .from(payoutHold)
    .where(
      and(
        eq(payoutHold.vendorId, vendorId),
        eq(payoutHold.kind, 'risk'),
        eq(payoutHold.status, 'active'),
        like(payoutHold.causeId, 'dispute_rate/%'),
      ),
    )
    .limit(1)
  return rows[0]?.causeId
}

export async function findRate(db: PlatformDb, vendorId: Id<'vendor'>): Promise<RateRow | undefined> {
  const rows = await db.select().from(disputeRate).where(eq(disputeRate.vendorId, vendorId))
  return rows[0]
}
