import { and, asc, desc, eq, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { commit, readTogether } from '#db/commit.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { orderGroup, orderSummary, payment, refund } from '#db/platform/schema/checkout.ts'
import { commissionRule } from '#db/platform/schema/commissions.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import type { Moved, OrderStatus } from '#worker/pure/order.ts'

export type SummaryRow = typeof orderSummary.$inferSelect
export type OrderGroupRow = typeof orderGroup.$inferSelect

/** An order as the platform knows it, with its group, payment and store. One round trip. */
export async function findOrder(db: PlatformDb, orderId: Id<'order'>) {
  const rows = await db
    .select({ order: orderSummary, group: orderGroup, payment, vendorName: vendor.name, vendorEmail: vendor.supportEmail })
    .from(orderSummary)
    .innerJoin(vendor, eq(vendor.id, orderSummary.vendorId))
    .innerJoin(orderGroup, eq(orderGroup.id, orderSummary.orderGroupId))
    .innerJoin(payment, eq(payment.orderGroupId, orderSummary.orderGroupId))
    .where(eq(orderSummary.id, orderId))
  return rows[0]
}

/** What rules of commission are called; the built-in one has no row. */
export async function commissionRuleNames(
  db: PlatformDb,
  ids: readonly Id<'commissionRule'>[],
): Promise<Map<Id<'commissionRule'>, string>> {
  const asked = [...new Set(ids)]
  if (asked.length === 0) return new Map()
  const rows = await db
    .select({ id: commissionRule.id, name: commissionRule.name })
    .from(commissionRule)
    .where(inArray(commissionRule.id, asked))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export type SummaryMove = {
  orderId: Id<'order'>
  /** States the news may find the order in; in any other it is old news, and only the messages are stored. */
  from: readonly OrderStatus[]
  to: Moved
  /** When it left or arrived, and from when the vendor's earning may be paid out. A later word about the same changes nothing. */
  maturity: { shippedAtMs?: number; deliveredAtMs?: number; maturesAtMs?: number } | null
  outbox: Outgoing[]
  nowMs: number
}

/** Takes over what happened at the store, with the mails that follow, in one commit. Safe to repeat. */
export async function recordMove(db: PlatformDb, move: SummaryMove): Promise<void> {
  const { orderId, from, to, maturity, nowMs } = move
  await commit(db, [
    db
      .update(orderSummary)
      .set({ status: to, updatedAtMs: nowMs })
      .where(and(eq(orderSummary.id, orderId), inArray(orderSummary.status, [...from]))),
    ...(maturity === null
      ? []
      : [
          db
            .update(orderSummary)
            .set(maturity)
            .where(
              and(
                eq(orderSummary.id, orderId),
                isNull(orderSummary.releasedAtMs),
                isNull(maturity.deliveredAtMs === undefined ? orderSummary.shippedAtMs : orderSummary.deliveredAtMs),
              ),
            ),
        ]),
    ...move.outbox.map((message) => outboxStatement(db, message)),
  ])
}

/** Stores messages by themselves, where what they tell of is stored already. Safe to repeat. */
export async function storeMessages(db: PlatformDb, messages: readonly Outgoing[]): Promise<void> {
  await commit(
    db,
    messages.map((message) => outboxStatement(db, message)),
  )
}

/** Groups that became orders; what was never paid is no order. */
const isOrdered = inArray(orderGroup.status, ['placed', 'refunded'])

/** Whose orders: the account's, and those of guests with its address, once the address is proven. Part of every query. */
export type BuyerKey = { accountId: Id<'account'>; verifiedEmail: string | null }
const isOwn = ({ accountId, verifiedEmail }: BuyerKey): SQL | undefined =>
  or(
    eq(orderGroup.accountId, accountId),
    verifiedEmail === null ? undefined : and(isNull(orderGroup.accountId), eq(orderGroup.email, verifiedEmail)),
  )

/** Orders that have the words in a title or the store's name, or are the number. */
function mentions(words: string): SQL | undefined {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const number = /^#?(\d{1,9})$/.exec(words)?.[1]
  return or(
    sql`${vendor.name} like ${pattern} escape '\\'`,
    sql`exists (select 1 from json_each(${orderSummary.snapshot}, '$.lines') as line where line.value ->> 'title' like ${pattern} escape '\\')`,
    number === undefined ? undefined : eq(orderSummary.number, Number(number)),
  )
}

/** A page of a buyer's order groups, newest first, each with its orders. Two round trips. */
export async function listBuyerGroups(
  db: PlatformDb,
  buyer: BuyerKey,
  page: { statuses: readonly OrderStatus[] | null; words?: string | undefined; before?: Id<'orderGroup'> | undefined; limit: number },
) {
  const { statuses, words } = page
  const withOrder = db
    .select({ id: orderSummary.orderGroupId })
    .from(orderSummary)
    .innerJoin(vendor, eq(vendor.id, orderSummary.vendorId))
    .where(
      and(statuses === null ? undefined : inArray(orderSummary.status, [...statuses]), words === undefined ? undefined : mentions(words)),
    )
  const groups = await db
    .select()
    .from(orderGroup)
    .where(
      and(
        isOwn(buyer),
        isOrdered,
        page.before === undefined ? undefined : lt(orderGroup.id, page.before),
        statuses === null && words === undefined ? undefined : inArray(orderGroup.id, withOrder),
      ),
    )
    .orderBy(desc(orderGroup.id))
    .limit(page.limit)
  if (groups.length === 0) return []
  const orders = await ordersOf(
    db,
    groups.map(({ id }) => id),
  )
  return groups.map((group) => ({ group, orders: orders.filter(({ order }) => order.orderGroupId === group.id) }))
}

function ordersOf(db: PlatformDb, groupIds: readonly Id<'orderGroup'>[]) {
  return db
    .select({ order: orderSummary, vendorName: vendor.name, vendorSlug: vendor.slug })
    .from(orderSummary)
    .innerJoin(vendor, eq(vendor.id, orderSummary.vendorId))
    .where(inArray(orderSummary.orderGroupId, groupIds))
    .orderBy(asc(orderSummary.orderGroupId), asc(orderSummary.vendorId))
}
export type GroupOrder = Awaited<ReturnType<typeof ordersOf>>[number]

/** One order group with its orders and refunds, for its buyer (`buyer`) or whoever holds its link (null). One round trip. */
export async function readOrderGroup(db: PlatformDb, orderGroupId: Id<'orderGroup'>, buyer: BuyerKey | null) {
  const [groups, orders, refunds] = await readTogether(db, [
    db
      .select()
      .from(orderGroup)
      .where(and(eq(orderGroup.id, orderGroupId), buyer === null ? undefined : isOwn(buyer))),
    ordersOf(db, [orderGroupId]),
    db
      .select({
        orderId: refund.orderId,
        amountMinor: refund.amountMinor,
        status: refund.status,
        reason: refund.reason,
        createdAtMs: refund.createdAtMs,
      })
      .from(refund)
      .innerJoin(orderSummary, eq(orderSummary.id, refund.orderId))
      .where(eq(orderSummary.orderGroupId, orderGroupId))
      .orderBy(asc(refund.createdAtMs), asc(refund.id)),
  ])
  const [group] = groups
  return group && { group, orders, refunds }
}

export type PurchaseRefund = NonNullable<Awaited<ReturnType<typeof readOrderGroup>>>['refunds'][number]

/** The vendor of an order of this buyer; undefined if it is none of theirs. */
export async function findOwnOrder(db: PlatformDb, orderId: Id<'order'>, buyer: BuyerKey) {
  const rows = await db
    .select({ vendorId: orderSummary.vendorId, status: orderSummary.status })
    .from(orderSummary)
    .innerJoin(orderGroup, eq(orderGroup.id, orderSummary.orderGroupId))
    .where(and(eq(orderSummary.id, orderId), isOwn(buyer), isOrdered))
  return rows[0]
}
