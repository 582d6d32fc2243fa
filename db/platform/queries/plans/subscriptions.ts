import { and, asc, desc, eq, gt, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import { commit, guard, type Statement } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { account } from '#db/platform/schema/identity.ts'
import { planInvoice, vendorSubscription } from '#db/platform/schema/plans.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { LedgerTransfer } from '#worker/pure/ledger.ts'
import type { Outgoing } from '#worker/pure/message.ts'

export type SubscriptionRow = typeof vendorSubscription.$inferSelect
export type InvoiceRow = typeof planInvoice.$inferSelect

/** A vendor as its plan needs it: what it is called, whom to write to, its money, and its subscription if it has one. */
export async function findPayer(db: PlatformDb, vendorId: Id<'vendor'>) {
  const rows = await db
    .select({
      vendorId: vendor.id,
      name: vendor.name,
      currency: vendor.currency,
      supportEmail: vendor.supportEmail,
      ownerEmail: account.email,
      subscription: vendorSubscription,
    })
    .from(vendor)
    .innerJoin(account, eq(account.id, vendor.ownerAccountId))
    .leftJoin(vendorSubscription, eq(vendorSubscription.vendorId, vendor.id))
    .where(eq(vendor.id, vendorId))
  return rows[0]
}

/** Stores what a vendor chose, before the provider is asked. @throws PreconditionFailed if the row is not of `version` any more */
export async function storeChoice(db: PlatformDb, row: SubscriptionRow, version: number, audit: AuditRow): Promise<void> {
  const { vendorId, createdAtMs: _, ...change } = row
  const write =
    version === 0
      ? db.insert(vendorSubscription).values(row).onConflictDoNothing()
      : db
          .update(vendorSubscription)
          .set(change)
          .where(and(eq(vendorSubscription.vendorId, vendorId), eq(vendorSubscription.version, version)))
  await commit(db, [write, guard(db), auditStatement(db, audit)])
}

/** Writes down what the provider says, with the mails it leads to. @throws PreconditionFailed if somebody else was quicker */
export async function recordSubscription(
  db: PlatformDb,
  vendorId: Id<'vendor'>,
  version: number,
  change: Partial<Omit<SubscriptionRow, 'vendorId' | 'version'>>,
  more: { messages: readonly Outgoing[]; audit?: AuditRow | undefined },
): Promise<void> {
  await commit(db, [
    db
      .update(vendorSubscription)
      .set({ ...change, version: version + 1 })
      .where(and(eq(vendorSubscription.vendorId, vendorId), eq(vendorSubscription.version, version))),
    guard(db),
    ...more.messages.map((message) => outboxStatement(db, message)),
    ...(more.audit ? [auditStatement(db, more.audit)] : []),
  ])
}

/** Keeps the provider's id of a vendor as a customer; the first one counts. */
export async function storeCustomerRef(db: PlatformDb, vendorId: Id<'vendor'>, customerRef: string): Promise<void> {
  await db
    .update(vendorSubscription)
    .set({ customerRef })
    .where(and(eq(vendorSubscription.vendorId, vendorId), isNull(vendorSubscription.customerRef)))
}

/** An invoice as the provider has it now, and what it moved in the ledger; told twice it moves nothing twice (INV-PLN-3). */
export async function recordInvoice(db: PlatformDb, row: InvoiceRow, transfers: readonly LedgerTransfer[]): Promise<void> {
  const { id: _, vendorId: __, providerRef: ___, createdAtMs: ____, ...change } = row
  const statements: Statement[] = [
    db
      .insert(planInvoice)
      .values(row)
      .onConflictDoUpdate({ target: planInvoice.providerRef, set: change, setWhere: sql`${planInvoice.status} <> 'paid'` }),
    ...transferStatements(db, transfers),
  ]
  await commit(db, statements)
}

/** The bills of a vendor, newest first. */
export async function listInvoices(db: PlatformDb, vendorId: Id<'vendor'>, limit: number): Promise<InvoiceRow[]> {
  return db.select().from(planInvoice).where(eq(planInvoice.vendorId, vendorId)).orderBy(desc(planInvoice.createdAtMs)).limit(limit)
}

/** Vendors whose grace ends by `untilMs` and who have not been reminded of it; in any order, so that some that fail every time do not keep the others waiting. */
export async function listGraceEnding(db: PlatformDb, nowMs: number, untilMs: number, limit: number): Promise<Id<'vendor'>[]> {
  const { vendorId, graceEndsAtMs, graceRemindedAtMs } = vendorSubscription
  const rows = await db
    .select({ vendorId })
    .from(vendorSubscription)
    .where(and(gt(graceEndsAtMs, nowMs), lte(graceEndsAtMs, untilMs), isNull(graceRemindedAtMs)))
    .orderBy(sql`random()`)
    .limit(limit)
  return rows.map((row) => row.vendorId)
}

/** Vendors whose grace is over and who still have their plan; in any order, so that some that fail every time do not keep the others waiting. */
export async function listGraceOver(db: PlatformDb, nowMs: number, limit: number): Promise<Id<'vendor'>[]> {
  const rows = await db
    .select({ vendorId: vendorSubscription.vendorId })
    .from(vendorSubscription)
    .where(and(isNotNull(vendorSubscription.graceEndsAtMs), lte(vendorSubscription.graceEndsAtMs, nowMs)))
    .orderBy(sql`random()`)
    .limit(limit)
  return rows.map(({ vendorId }) => vendorId)
}

/** Who has which plan, and what it brings; the next to pay first. At most 500. */
export async function listSubscribers(db: PlatformDb) {
  return db
    .select({ subscription: vendorSubscription, name: vendor.name, slug: vendor.slug, vendorStatus: vendor.status })
    .from(vendorSubscription)
    .innerJoin(vendor, eq(vendor.id, vendorSubscription.vendorId))
    .orderBy(asc(vendorSubscription.periodEndsAtMs), asc(vendorSubscription.vendorId))
    .limit(500)
}

/** How many vendors have which plan in which standing and pay what: few rows, however many vendors. */
export async function countSubscribers(db: PlatformDb) {
  const { planKey, status, currency, interval, amountMinor } = vendorSubscription
  return db
    .select({ planKey, status, currency, interval, amountMinor, vendors: sql<number>`count(*)` })
    .from(vendorSubscription)
    .groupBy(planKey, status, currency, interval, amountMinor)
}

/** How many vendors there are in all: those without a subscription have the free plan. */
export async function countVendors(db: PlatformDb): Promise<number> {
  const rows = await db.select({ count: sql<number>`count(*)` }).from(vendor)
  return rows[0]?.count ?? 0
}
