import { and, asc, eq, gt, inArray, lt, lte, notInArray, or, type SQLWrapper, sql } from 'drizzle-orm'
import { commit, guard, readTogether, type Statement } from '#db/commit.ts'
import { type CartKey, cartLinesStatement, cartStatement, idsOf } from '#db/platform/queries/cart.ts'
import { commissionLineStatements, rulesInForceStatement, sellerTermsStatement } from '#db/platform/queries/commissions.ts'
import { type Availability, availabilityStatements } from '#db/platform/queries/inventory.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { outboxStatement, sentStatement } from '#db/platform/queries/outbox.ts'
import { lateRefundStatements, type NewRefund } from '#db/platform/queries/payments/refunds.ts'
import { insertPaymentStatement } from '#db/platform/queries/payments.ts'
import { shippingRatesStatement } from '#db/platform/queries/shipping.ts'
import { cart, cartLine, orderGroup, orderSummary, payment, paymentEvent } from '#db/platform/schema/checkout.ts'
import { taxRate } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { LedgerTransfer } from '#worker/pure/ledger.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import type { OrderSnapshot } from '#worker/pure/order-snapshot.ts'
import type { TaxRate } from '#worker/pure/tax.ts'
import { DAY_MS } from '#worker/pure/time.ts'

export type { CartKey }
export type GroupRow = typeof orderGroup.$inferSelect
export type SummaryRow = typeof orderSummary.$inferSelect
export type GroupPayment = typeof payment.$inferSelect
/** A checkout with everything that belongs to it. */
export type StoredGroup = { group: GroupRow; orders: SummaryRow[]; payment: GroupPayment }

const LIVE = ['pending', 'reserved', 'placed'] as const

/**
 * The cart, its lines, the checkout of it that is live, if any, and what its price follows from: the country's taxes, its
 * stores' deliveries, the commission rules in force and what they go by. One round trip.
 */
export async function readCheckoutCart(db: PlatformDb, key: CartKey, country: string, nowMs: number) {
  const vendorIds = db
    .select({ id: cartLine.vendorId })
    .from(cartLine)
    .where(inArray(cartLine.cartId, idsOf(db, key, nowMs)))
  const [carts, lines, groups, taxRates, shippingRates, commissionRules, sellerTerms] = await readTogether(db, [
    cartStatement(db, key, nowMs),
    cartLinesStatement(db, key, nowMs),
    db
      .select({ id: orderGroup.id })
      .from(orderGroup)
      .innerJoin(cart, eq(cart.id, orderGroup.cartId))
      .where(
        and(
          inArray(orderGroup.status, LIVE),
          'accountId' in key ? eq(cart.accountId, key.accountId) : and(eq(cart.id, key.cartId), eq(cart.secretHash, key.secretHash)),
          eq(cart.status, 'open'),
        ),
      ),
    taxRatesStatement(db, country, nowMs),
    shippingRatesStatement(db, vendorIds),
    rulesInForceStatement(db, vendorIds, nowMs),
    sellerTermsStatement(db, vendorIds, nowMs),
  ])
  return { cart: carts[0], lines, liveGroupId: groups[0]?.id ?? null, taxRates, shippingRates, commissionRules, sellerTerms }
}

/** The newest checkout that a cart became, for a buyer who sends the confirm again after it was placed. */
export async function findPlacedGroup(db: PlatformDb, key: CartKey): Promise<Id<'orderGroup'> | null> {
  const rows = await db
    .select({ id: orderGroup.id })
    .from(orderGroup)
    .innerJoin(cart, eq(cart.id, orderGroup.cartId))
    .where(
      and(
        eq(orderGroup.status, 'placed'),
        'accountId' in key ? eq(cart.accountId, key.accountId) : and(eq(cart.id, key.cartId), eq(cart.secretHash, key.secretHash)),
        eq(cart.status, 'ordered'),
      ),
    )
    .orderBy(sql`${orderGroup.createdAtMs} desc`)
    .limit(1)
  return rows[0]?.id ?? null
}

/** Of each place and class the rate that started last. */
const taxRatesStatement = (db: PlatformDb, country: string, atMs: number) =>
  db
    .select()
    .from(taxRate)
    .where(
      and(
        eq(taxRate.country, country),
        lte(taxRate.startsAtMs, atMs),
        sql`not exists (select 1 from tax_rate later where later.country = ${taxRate.country} and later.region = ${taxRate.region}
          and later.tax_class = ${taxRate.taxClass} and later.starts_at_ms > ${taxRate.startsAtMs} and later.starts_at_ms <= ${atMs})`,
      ),
    )
    .orderBy(asc(taxRate.id))

/** The tax rates of a country and its regions that are in force at an instant. */
export async function taxRatesOf(db: PlatformDb, country: string, atMs: number): Promise<TaxRate[]> {
  return taxRatesStatement(db, country, atMs)
}

/** A checkout with its orders and payment, for the end of a batch; `storedGroupOf` reads the results. */
export const groupStatements = (db: PlatformDb, orderGroupId: Id<'orderGroup'> | SQLWrapper) =>
  [
    db.select().from(orderGroup).where(eq(orderGroup.id, orderGroupId)),
    db.select().from(orderSummary).where(eq(orderSummary.orderGroupId, orderGroupId)).orderBy(asc(orderSummary.vendorId)),
    db.select().from(payment).where(eq(payment.orderGroupId, orderGroupId)),
  ] as const

/** What the last three results of a batch, those of `groupStatements`, say. */
export function storedGroupOf(results: readonly unknown[]): StoredGroup | undefined {
  const [[group], orders, [paid]] = results.slice(-3) as [GroupRow[], SummaryRow[], GroupPayment[]]
  return group && paid && { group, orders, payment: paid }
}

/** A checkout by id, with its orders and payment; undefined if there is none. One round trip. */
export async function readGroup(db: PlatformDb, orderGroupId: Id<'orderGroup'>): Promise<StoredGroup | undefined> {
  return storedGroupOf(await readTogether(db, groupStatements(db, orderGroupId)))
}

export type Intent = {
  group: Omit<GroupRow, 'status' | 'placedAtMs'>
  orders: readonly OrderSnapshot[]
  paymentId: Id<'payment'>
  /** The cart has to be as it was when the prices were computed. */
  cartVersion: number
}

/**
 * Writes down what is about to be bought, before stock is held or money asked for, and reads it back: one round trip. Safe
 * to repeat with the same ids.
 * @throws PreconditionFailed if the cart changed meanwhile; UniqueViolation if another checkout of the cart is live
 */
export async function storeIntent(db: PlatformDb, { group, orders, paymentId, cartVersion }: Intent): Promise<StoredGroup | undefined> {
  const nowMs = group.createdAtMs
  const results = await commit(db, [
    db
      .update(cart)
      .set({ version: cartVersion })
      .where(and(eq(cart.id, group.cartId), eq(cart.version, cartVersion), eq(cart.status, 'open'))),
    guard(db),
    db
      .insert(orderGroup)
      .values({ ...group, status: 'pending' })
      .onConflictDoNothing({ target: orderGroup.id }),
    ...orders.map((snapshot) =>
      db
        .insert(orderSummary)
        .values({
          id: snapshot.orderId,
          orderGroupId: group.id,
          vendorId: snapshot.vendorId,
          status: 'draft',
          currency: snapshot.currency,
          itemsMinor: snapshot.itemsMinor,
          shippingMinor: snapshot.shipping.amountMinor,
          taxMinor: snapshot.taxMinor,
          totalMinor: snapshot.totalMinor,
          commissionMinor: snapshot.commissionMinor,
          commissionTaxMinor: snapshot.commissionTaxMinor,
          platformDiscountMinor: snapshot.platformDiscountMinor,
          snapshot,
          updatedAtMs: nowMs,
        })
        .onConflictDoNothing({ target: orderSummary.id }),
    ),
    insertPaymentStatement(db, {
      id: paymentId,
      orderGroupId: group.id,
      currency: group.currency,
      amountMinor: group.totalMinor,
      createdAtMs: nowMs,
    }),
    ...groupStatements(db, group.id),
  ])
  return storedGroupOf(results)
}

/**
 * The stock is held, which buyers see, and the payment is open: the buyer can pay. Safe to repeat; a payment that is further stays so.
 * @throws PreconditionFailed if the checkout was ended meanwhile
 */
export async function recordReserved(
  db: PlatformDb,
  orderGroupId: Id<'orderGroup'>,
  paid: { paymentId: Id<'payment'>; providerRef: string },
  levels: readonly StoreLevels[],
  nowMs: number,
): Promise<void> {
  await commit(db, [
    db
      .update(orderGroup)
      .set({ status: 'reserved' })
      .where(and(eq(orderGroup.id, orderGroupId), inArray(orderGroup.status, ['pending', 'reserved']))),
    guard(db),
    db
      .update(payment)
      .set({ status: 'pending', providerRef: paid.providerRef, updatedAtMs: nowMs })
      .where(and(eq(payment.id, paid.paymentId), eq(payment.status, 'created'))),
    ...levels.flatMap((store) => availabilityStatements(db, store.vendorId, store.levels)),
  ])
}

/** What is available at a store after what this checkout moved there. */
export type StoreLevels = { vendorId: Id<'vendor'>; levels: readonly Availability[] }

/**
 * Ends a checkout that was never paid; its cart is free for another. A paid one, or one that ended, is left alone.
 * Safe to repeat.
 */
export async function recordEnded(db: PlatformDb, orderGroupId: Id<'orderGroup'>, to: 'failed' | 'expired', nowMs: number): Promise<void> {
  const isUnpaid = sql`not exists (select 1 from payment where order_group_id = ${orderGroupId} and status = 'succeeded')`
  await commit(db, [
    db
      .update(payment)
      .set({ status: 'cancelled', updatedAtMs: nowMs })
      .where(and(eq(payment.orderGroupId, orderGroupId), eq(payment.status, 'created'))),
    db
      .update(orderGroup)
      .set({ status: to })
      .where(and(eq(orderGroup.id, orderGroupId), inArray(orderGroup.status, ['pending', 'reserved']), isUnpaid)),
  ])
}

export type Placement = {
  group: Pick<GroupRow, 'id' | 'cartId' | 'status'>
  /** placed: at least one order stands; refunded: none does. */
  to: 'placed' | 'refunded'
  placed: { snapshot: OrderSnapshot; number: number }[]
  /** What buyers are to see of the stock. */
  levels: readonly StoreLevels[]
  /** Orders whose stock was gone when the money came. */
  late: OrderSnapshot[]
  transfers: LedgerTransfer[]
  refunds: { row: NewRefund; message: Outgoing }[]
  /** What whoever commits this sends itself, until when. */
  outbox: Outgoing[]
  claimedUntilMs: number
  lateMail: Outgoing | null
  /** The message that asked for this: it is done with. */
  doneMessageId: Id<'message'>
  nowMs: number
}

/**
 * Places a checkout: group, orders, commission, ledger, refunds of what could not be had, and the messages that tell of
 * it, in one commit, and reads it back. @throws PreconditionFailed if it was placed by somebody else meanwhile
 */
export async function recordPlaced(db: PlatformDb, placement: Placement): Promise<StoredGroup | undefined> {
  const { group, to, placed, late, nowMs } = placement
  const results = await commit(db, [
    db
      .update(orderGroup)
      .set({ status: to, placedAtMs: nowMs })
      .where(and(eq(orderGroup.id, group.id), eq(orderGroup.status, group.status), notInArray(orderGroup.status, ['placed', 'refunded']))),
    guard(db),
    ...placed.flatMap(({ snapshot, number }): Statement[] => [
      db
        .update(orderSummary)
        .set({ status: 'placed', number, placedAtMs: nowMs, updatedAtMs: nowMs })
        .where(and(eq(orderSummary.id, snapshot.orderId), eq(orderSummary.status, 'draft'))),
      guard(db),
      ...commissionLineStatements(db, snapshot, nowMs),
    ]),
    ...late.flatMap(({ orderId }): Statement[] => [
      db
        .update(orderSummary)
        .set({ status: 'cancelled', isLatePaymentRefund: true, updatedAtMs: nowMs })
        .where(and(eq(orderSummary.id, orderId), eq(orderSummary.status, 'draft'))),
      guard(db),
    ]),
    ...placement.levels.flatMap((store) => availabilityStatements(db, store.vendorId, store.levels)),
    // A cart whose goods could not be had at all stays the buyer's, to try again.
    ...(to === 'placed' ? [db.update(cart).set({ status: 'ordered' }).where(eq(cart.id, group.cartId))] : []),
    ...transferStatements(db, placement.transfers),
    ...placement.refunds.flatMap(({ row, message }) => lateRefundStatements(db, row, message)),
    ...placement.outbox.map((message) => outboxStatement(db, message, placement.claimedUntilMs)),
    ...(placement.lateMail === null ? [] : [outboxStatement(db, placement.lateMail)]),
    sentStatement(db, [placement.doneMessageId], nowMs),
    ...groupStatements(db, group.id),
  ])
  return storedGroupOf(results)
}

const unfinished = inArray(orderGroup.status, ['pending', 'reserved'])

/** Unpaid checkouts whose holds ran out, the longest over first. */
export async function listOverdue(db: PlatformDb, nowMs: number, limit: number): Promise<Id<'orderGroup'>[]> {
  const rows = await db
    .select({ id: orderGroup.id })
    .from(orderGroup)
    .where(and(unfinished, lte(orderGroup.holdsExpireAtMs, nowMs)))
    .orderBy(asc(orderGroup.holdsExpireAtMs))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/**
 * Checkouts that were paid `beforeMs` or earlier and still are no orders, oldest first: whatever was to place them died.
 * Of those that had ended when the money came, the last day's: older ones were seen by every run since.
 */
export async function listPaidUnplaced(db: PlatformDb, beforeMs: number, limit: number): Promise<Id<'orderGroup'>[]> {
  const rows = await db
    .select({ id: orderGroup.id })
    .from(orderGroup)
    .innerJoin(payment, eq(payment.orderGroupId, orderGroup.id))
    .where(
      and(
        or(unfinished, and(inArray(orderGroup.status, ['failed', 'expired']), gt(orderGroup.holdsExpireAtMs, beforeMs - DAY_MS))),
        eq(payment.status, 'succeeded'),
        lte(payment.updatedAtMs, beforeMs),
      ),
    )
    .orderBy(asc(payment.updatedAtMs))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Checkouts with an open payment whose holds run out before `beforeMs`: the last moment to ask the provider once more. */
export async function listAlmostOver(db: PlatformDb, nowMs: number, beforeMs: number, limit: number): Promise<Id<'orderGroup'>[]> {
  const rows = await db
    .select({ id: orderGroup.id })
    .from(orderGroup)
    .innerJoin(payment, eq(payment.orderGroupId, orderGroup.id))
    .where(
      and(
        eq(orderGroup.status, 'reserved'),
        sql`${orderGroup.holdsExpireAtMs} > ${nowMs}`,
        lt(orderGroup.holdsExpireAtMs, beforeMs),
        eq(payment.status, 'pending'),
      ),
    )
    .orderBy(asc(orderGroup.holdsExpireAtMs))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Why the last attempt to pay failed, in the provider's words for buyers; null if none did. */
export async function lastFailureOf(db: PlatformDb, paymentId: Id<'payment'>): Promise<string | null> {
  const rows = await db
    .select({ detail: paymentEvent.detail })
    .from(paymentEvent)
    .where(and(eq(paymentEvent.paymentId, paymentId), eq(paymentEvent.kind, 'failed')))
    .orderBy(sql`${paymentEvent.atMs} desc, ${paymentEvent.id} desc`)
    .limit(1)
  return rows[0]?.detail ?? null
}
