import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm'
import { commit, guard, readTogether, type Statement } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { ledgerAccount } from '#db/platform/schema/money.ts'
import { payoutHold } from '#db/platform/schema/payouts.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { accountId, type LedgerTransfer, spendableOf } from '#worker/pure/ledger.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { HoldKind } from '#worker/pure/payout-terms.ts'
import { Overdrawn, PreconditionFailed } from '#worker/pure/storage-refusal.ts'

export type HoldRow = typeof payoutHold.$inferSelect
/** What a vendor's accounts of one currency let be taken from them, in minor units. */
export type Purses = { availableMinor: number; debtMinor: number; debtCreditsMinor: number }

/** A hold by its cause, if there is one, and what the vendor's money allows; one round trip. */
export async function readForHold(
  db: PlatformDb,
  { vendorId, kind, causeId, currency }: { vendorId: Id<'vendor'>; kind: HoldKind; causeId: string; currency: Currency | null },
) {
  const [holds, accounts] = await readTogether(db, [
    db
      .select()
      .from(payoutHold)
      .where(
        and(
          eq(payoutHold.vendorId, vendorId),
          eq(payoutHold.kind, kind),
          eq(payoutHold.causeId, causeId),
          currency === null ? isNull(payoutHold.currency) : eq(payoutHold.currency, currency),
        ),
      ),
    db
      .select()
      .from(ledgerAccount)
      .where(eq(ledgerAccount.id, accountId(vendorId, 'available', currency ?? 'USD'))),
  ])
  const [account] = accounts
  return { hold: holds[0], availableMinor: currency !== null && account ? Math.max(0, spendableOf(account)) : 0 }
}

/** @returns false if the hold is there already, or less is available than was thought; nothing was stored then */
export async function insertHold(db: PlatformDb, row: HoldRow, transfers: LedgerTransfer[], audit: AuditRow | null): Promise<boolean> {
  return planned(() =>
    commit(db, [
      db.insert(payoutHold).values(row).onConflictDoNothing(),
      guard(db),
      ...transferStatements(db, transfers),
      ...(audit === null ? [] : [auditStatement(db, audit)]),
    ]),
  )
}

/** Holds as statements of a commit that releases earnings. Safe to repeat. */
export function holdStatements(db: PlatformDb, rows: readonly HoldRow[]): Statement[] {
  return rows.length === 0
    ? []
    : [
        db
          .insert(payoutHold)
          .values([...rows])
          .onConflictDoNothing(),
      ]
}

export type HoldFilter = {
  id?: Id<'payoutHold'> | undefined
  kind?: HoldKind | undefined
  causeId?: string | undefined
  vendorId?: Id<'vendor'> | undefined
}

/** Active holds of a vendor, or of one cause. The soonest release first. */
export async function findActiveHolds(db: PlatformDb, { id, kind, causeId, vendorId }: HoldFilter, limit = 500): Promise<HoldRow[]> {
  return db
    .select()
    .from(payoutHold)
    .where(
      and(
        eq(payoutHold.status, 'active'),
        id === undefined ? undefined : eq(payoutHold.id, id),
        kind === undefined ? undefined : eq(payoutHold.kind, kind),
        causeId === undefined ? undefined : eq(payoutHold.causeId, causeId),
        vendorId === undefined ? undefined : eq(payoutHold.vendorId, vendorId),
      ),
    )
    .orderBy(sql`${payoutHold.releasesAtMs} is null`, asc(payoutHold.releasesAtMs), asc(payoutHold.id))
    .limit(limit)
}

export async function findHold(db: PlatformDb, holdId: Id<'payoutHold'>): Promise<HoldRow | undefined> {
  const rows = await db.select().from(payoutHold).where(eq(payoutHold.id, holdId))
  return rows[0]
}

/** Active holds whose time is over, the longest over first. */
export async function listDueHolds(db: PlatformDb, nowMs: number, limit: number): Promise<HoldRow[]> {
  return db
    .select()
    .from(payoutHold)
    .where(and(eq(payoutHold.status, 'active'), lte(payoutHold.releasesAtMs, nowMs)))
    .orderBy(asc(payoutHold.releasesAtMs))
    .limit(limit)
}

/** Active holds that took aside less than they were asked to, of vendors that have something available now. */
export async function listUnfilledHolds(
  db: PlatformDb,
  limit: number,
): Promise<(HoldRow & { currency: Currency; availableMinor: number })[]> {
  const rows = await db
    .select({ hold: payoutHold, account: ledgerAccount })
    .from(payoutHold)
    .innerJoin(
      ledgerAccount,
      and(
        eq(ledgerAccount.owner, payoutHold.vendorId),
        eq(ledgerAccount.purpose, 'available'),
        eq(ledgerAccount.currency, payoutHold.currency),
      ),
    )
    .where(
      and(
        eq(payoutHold.status, 'active'),
        inArray(payoutHold.kind, ['dispute', 'manual']),
        lt(payoutHold.amountMinor, payoutHold.wantedMinor),
        isNotNull(payoutHold.currency),
        sql`${ledgerAccount.creditsMinor} - ${ledgerAccount.debitsMinor} - ${ledgerAccount.debitsPendingMinor} > 0`,
      ),
    )
    .orderBy(asc(payoutHold.placedAtMs))
    .limit(limit)
  return rows.flatMap(({ hold, account }) =>
    hold.currency === null ? [] : [{ ...hold, currency: hold.currency, availableMinor: spendableOf(account) }],
  )
}

/** What becomes of a hold: more is taken aside, some of it goes back, or all of it and it is over. */
export type HoldChange = {
  seen: HoldRow
  next: Partial<Pick<HoldRow, 'amountMinor' | 'releasedMinor' | 'status' | 'liftedBy' | 'liftedAtMs'>>
}

/**
 * Changes holds with the transfers that go with it, in one commit, if each is as it was seen, and so is what the vendor
 * owes (`debt`).
 * @returns false if something changed meanwhile; nothing was stored then: read again and plan again
 */
export async function changeHolds(
  db: PlatformDb,
  changes: readonly HoldChange[],
  transfers: LedgerTransfer[],
  { debts = [], audit = null }: { debts?: readonly SeenDebt[]; audit?: AuditRow | null } = {},
): Promise<boolean> {
  if (changes.length === 0 && transfers.length === 0) return true
  return planned(() =>
    commit(db, [
      ...changes.flatMap(({ seen, next }) => [
        db
          .update(payoutHold)
          .set(next)
          .where(
            and(
              eq(payoutHold.id, seen.id),
              eq(payoutHold.status, seen.status),
              eq(payoutHold.amountMinor, seen.amountMinor),
              eq(payoutHold.releasedMinor, seen.releasedMinor),
            ),
          ),
        guard(db),
      ]),
      ...debtGuards(db, debts),
      ...transferStatements(db, transfers),
      ...(audit === null ? [] : [auditStatement(db, audit)]),
    ]),
  )
}

export type SeenDebt = { vendorId: Id<'vendor'>; currency: Currency; creditsMinor: number }

/** Refuses the commit if one of these debts was paid back in part since it was seen: two plans would pay it back twice. */
export function debtGuards(db: PlatformDb, debts: readonly SeenDebt[]): Statement[] {
  return debts.map(({ vendorId, currency, creditsMinor }) =>
    db.run(
      sql`insert into precondition (holds) select count(*) = 1 from ${ledgerAccount} where ${ledgerAccount.id} = ${accountId(vendorId, 'debt', currency)} and ${ledgerAccount.creditsMinor} = ${creditsMinor}`,
    ),
  )
}

export type Debtor = {
  vendorId: Id<'vendor'>
  currency: Currency
  debtMinor: number
  creditsMinor: number
  availableMinor: number
  heldMinor: number
}

/** Vendors that owe, and what they have that could pay it back; all of them, or one. */
export async function listDebtors(
  db: PlatformDb,
  { vendorId, after = '' }: { vendorId?: Id<'vendor'>; after?: string },
  limit: number,
): Promise<Debtor[]> {
  return db.all<Debtor>(sql`
    select d.owner as vendorId, d.currency, d.debits_minor - d.credits_minor as debtMinor, d.credits_minor as creditsMinor,
      coalesce((select a.credits_minor - a.debits_minor - a.debits_pending_minor from ${ledgerAccount} a
        where a.owner = d.owner and a.purpose = 'available' and a.currency = d.currency), 0) as availableMinor,
      coalesce((select h.credits_minor - h.debits_minor - h.debits_pending_minor from ${ledgerAccount} h
        where h.owner = d.owner and h.purpose = 'held' and h.currency = d.currency), 0) as heldMinor
    from ${ledgerAccount} d
    where d.purpose = 'debt' and d.debits_minor > d.credits_minor and d.id > ${after}
      and d.owner = coalesce(${vendorId ?? null}, d.owner)
    order by d.id limit ${limit}`)
}

/** Reserves of a vendor that still hold something, the next to be released first. */
export async function listReserves(db: PlatformDb, vendorId: Id<'vendor'>, currency: Currency, limit: number): Promise<HoldRow[]> {
  return db
    .select()
    .from(payoutHold)
    .where(
      and(
        eq(payoutHold.vendorId, vendorId),
        eq(payoutHold.status, 'active'),
        eq(payoutHold.kind, 'reserve'),
        eq(payoutHold.currency, currency),
        lt(payoutHold.releasedMinor, payoutHold.amountMinor),
      ),
    )
    .orderBy(asc(payoutHold.releasesAtMs), asc(payoutHold.id))
    .limit(limit)
}

/** Holds of a vendor, active ones first, then the last placed. */
export async function listHolds(db: PlatformDb, vendorId: Id<'vendor'>, limit: number): Promise<HoldRow[]> {
  return db
    .select()
    .from(payoutHold)
    .where(
      and(eq(payoutHold.vendorId, vendorId), or(eq(payoutHold.status, 'active'), inArray(payoutHold.kind, ['risk', 'manual', 'dispute']))),
    )
    .orderBy(asc(payoutHold.status), sql`${payoutHold.placedAtMs} desc`)
    .limit(limit)
}

/** Runs a commit that was planned on what was read; false if that has changed since. */
async function planned(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed || error instanceof Overdrawn) return false
    throw error
  }
}
