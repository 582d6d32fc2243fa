import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, ne, or, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { approvalStatements, type NewApproval } from '#db/platform/queries/approvals.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { outbox } from '#db/platform/schema/messaging.ts'
import { payout } from '#db/platform/schema/money.ts'
import { payoutRun, payoutRunItem } from '#db/platform/schema/payouts.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { LedgerTransfer } from '#worker/pure/ledger.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import type { Currency } from '#worker/pure/money.ts'
import { Overdrawn, PreconditionFailed } from '#worker/pure/storage-refusal.ts'

export type RunRow = typeof payoutRun.$inferSelect
export type RunItemRow = typeof payoutRunItem.$inferSelect
export type NewItem = Pick<RunItemRow, 'runId' | 'vendorId' | 'currency' | 'payableMinor' | 'amountMinor' | 'skip'>

/** Notes a run, with the message that has it drafted. @returns false if it is there already, or one of that day's schedule */
export async function insertRun(db: PlatformDb, row: RunRow, audit: AuditRow, message: Outgoing): Promise<boolean> {
  return held(() =>
    commit(db, [
      db.insert(payoutRun).values(row).onConflictDoNothing(),
      guard(db),
      auditStatement(db, audit),
      outboxStatement(db, message),
    ]),
  )
}

/**
 * Freezes what a run means to do. Safe to repeat: what is frozen stays.
 * @returns false if it is not being drafted any more; nothing was stored then
 */
export async function addItems(db: PlatformDb, runId: Id<'payoutRun'>, items: readonly NewItem[]): Promise<boolean> {
  if (items.length === 0) return true
  return held(() =>
    commit(db, [
      db.run(
        sql`insert into precondition (holds) select exists (select 1 from ${payoutRun} where ${payoutRun.id} = ${runId} and ${payoutRun.status} = 'drafting')`,
      ),
      db
        .insert(payoutRunItem)
        .values([...items])
        .onConflictDoNothing(),
    ]),
  )
}

export type RunTotal = {
  currency: Currency
  payouts: number
  amountMinor: number
  sent: number
  sentMinor: number
  open: number
  items: number
}

/** What a run means to send and has sent, per currency. */
function totalsStatement(db: PlatformDb, runId: Id<'payoutRun'>) {
  return db
    .select({
      currency: payoutRunItem.currency,
      items: sql<number>`count(*)`,
      payouts: sql<number>`sum(${payoutRunItem.skip} is null)`,
      amountMinor: sql<number>`sum(${payoutRunItem.amountMinor})`,
      sent: sql<number>`sum(${payoutRunItem.outcome} in ('sent', 'changed'))`,
      sentMinor: sql<number>`coalesce(sum(${payoutRunItem.sentMinor}), 0)`,
      open: sql<number>`sum(${payoutRunItem.outcome} is null)`,
    })
    .from(payoutRunItem)
    .where(eq(payoutRunItem.runId, runId))
    .groupBy(payoutRunItem.currency)
    .orderBy(asc(payoutRunItem.currency))
}

/** A run with its totals and what became of its payouts; one round trip. */
export async function findRun(db: PlatformDb, runId: Id<'payoutRun'>) {
  const [runs, totals, statuses] = await readTogether(db, [
    db.select().from(payoutRun).where(eq(payoutRun.id, runId)),
    totalsStatement(db, runId),
    db
      .select({ status: payout.status, payouts: sql<number>`count(*)` })
      .from(payoutRunItem)
      .innerJoin(payout, eq(payout.id, payoutRunItem.payoutId))
      .where(eq(payoutRunItem.runId, runId))
      .groupBy(payout.status),
  ])
  const [run] = runs
  return run && { run, totals: totals.map((total) => ({ ...total, sent: total.sent ?? 0 })), statuses }
}

/** Runs that were about somebody, the last made first; with `status` only those. */
export async function listRuns(
  db: PlatformDb,
  { status, before, limit }: { status?: RunRow['status'] | undefined; before?: Id<'payoutRun'> | undefined; limit: number },
) {
  const runs = await db
    .select()
    .from(payoutRun)
    .where(
      and(
        status === undefined ? undefined : eq(payoutRun.status, status),
        before === undefined ? undefined : lt(payoutRun.id, before),
        or(ne(payoutRun.kind, 'scheduled'), sql`exists (select 1 from ${payoutRunItem} where ${payoutRunItem.runId} = ${payoutRun.id})`),
      ),
    )
    .orderBy(desc(payoutRun.id))
    .limit(limit)
  if (runs.length === 0) return []
  const sums = await db
    .select({
      runId: payoutRunItem.runId,
      currency: payoutRunItem.currency,
      payouts: sql<number>`sum(${payoutRunItem.skip} is null)`,
      amountMinor: sql<number>`sum(${payoutRunItem.amountMinor})`,
      failed: sql<number>`coalesce(sum(${payout.status} = 'failed'), 0)`,
    })
    .from(payoutRunItem)
    .leftJoin(payout, eq(payout.id, payoutRunItem.payoutId))
    .where(
      inArray(
        payoutRunItem.runId,
        runs.map(({ id }) => id),
      ),
    )
    .groupBy(payoutRunItem.runId, payoutRunItem.currency)
  return runs.map((run) => ({ run, totals: sums.filter(({ runId }) => runId === run.id) }))
}

export type ItemView = 'all' | 'sending' | 'skipped' | 'changed' | 'failed'

/** A page of a run's items with the stores' names and the state of their payouts, by vendor and currency. */
export async function listItems(
  db: PlatformDb,
  { runId, show, after, limit }: { runId: Id<'payoutRun'>; show: ItemView; after: string; limit: number },
) {
  const shown = {
    all: undefined,
    sending: isNull(payoutRunItem.skip),
    skipped: or(isNotNull(payoutRunItem.skip), eq(payoutRunItem.outcome, 'skipped')),
    changed: or(eq(payoutRunItem.outcome, 'changed'), and(isNull(payoutRunItem.skip), eq(payoutRunItem.outcome, 'skipped'))),
    failed: eq(payout.status, 'failed'),
  }[show]
  const position = sql<string>`${payoutRunItem.vendorId} || '/' || ${payoutRunItem.currency}`
  return db
    .select({ item: payoutRunItem, name: vendor.name, payoutStatus: payout.status, failure: payout.failure, position })
    .from(payoutRunItem)
    .innerJoin(vendor, eq(vendor.id, payoutRunItem.vendorId))
    .leftJoin(payout, eq(payout.id, payoutRunItem.payoutId))
    .where(and(eq(payoutRunItem.runId, runId), sql`${position} > ${after}`, shown))
    .orderBy(asc(payoutRunItem.vendorId), asc(payoutRunItem.currency))
    .limit(limit)
}

export type RunMove = {
  runId: Id<'payoutRun'>
  from: readonly RunRow['status'][]
  set: Partial<Omit<RunRow, 'id'>>
  outbox?: Outgoing | undefined
  audit?: AuditRow | undefined
  /** The request for a second person that goes with it. */
  approval?: { row: NewApproval; audit: AuditRow } | undefined
}

/** Moves a run on, with its message. @returns false if it was not in `from` any more; nothing was stored then */
export async function moveRun(db: PlatformDb, move: RunMove): Promise<boolean> {
  return held(() =>
    commit(db, [
      db
        .update(payoutRun)
        .set(move.set)
        .where(and(eq(payoutRun.id, move.runId), inArray(payoutRun.status, [...move.from]))),
      guard(db),
      ...(move.outbox === undefined ? [] : [outboxStatement(db, move.outbox)]),
      ...(move.audit === undefined ? [] : [auditStatement(db, move.audit)]),
      ...(move.approval === undefined ? [] : approvalStatements(db, move.approval.row, move.approval.audit)),
    ]),
  )
}

export type Decided = Pick<RunItemRow, 'vendorId' | 'currency' | 'outcome' | 'sentMinor' | 'outcomeSkip' | 'payoutId'>
type PayoutInsert = typeof payout.$inferInsert

/**
 * Decides payouts of a run: their rows, the money set aside for them, the messages that have them sent, and what came of
 * each item, all in one commit. Each payout is stored only while that much is available and its period has none
 * (INV-PYT-1), so of two runs at once one pays.
 * @returns false if anything was not as it was read; nothing was stored then
 */
export async function recordDecisions(
  db: PlatformDb,
  runId: Id<'payoutRun'>,
  {
    decided,
    payouts,
    transfers,
    messages,
  }: { decided: readonly Decided[]; payouts: PayoutInsert[]; transfers: LedgerTransfer[]; messages: Outgoing[] },
): Promise<boolean> {
  const rows = decided.map(
    (item) => sql`(${item.vendorId}, ${item.currency}, ${item.outcome}, ${item.sentMinor}, ${item.outcomeSkip}, ${item.payoutId})`,
  )
  return held(() =>
    commit(db, [
      db.run(sql`update ${payoutRunItem} set outcome = v.column3, sent_minor = v.column4, outcome_skip = v.column5, payout_id = v.column6
        from (values ${sql.join(rows, sql`, `)}) as v
        where run_id = ${runId} and vendor_id = v.column1 and currency = v.column2 and ${payoutRunItem}.outcome is null`),
      guard(db, decided.length),
      ...(payouts.length === 0
        ? []
        : [
            db.insert(payout).values(payouts).onConflictDoNothing(),
            guard(db, payouts.length),
            ...transferStatements(db, transfers),
            db
              .insert(outbox)
              .values(
                messages.map((message) => ({
                  id: message.id,
                  type: message.type,
                  body: message,
                  createdAtMs: message.occurredAtMs,
                  claimedUntilMs: 0,
                })),
              )
              .onConflictDoNothing(),
          ]),
    ]),
  )
}

/** The last day whose schedule a run has served, before one if it is named; null if none ever was. */
export async function lastScheduledDay(db: PlatformDb, before?: string): Promise<string | null> {
  const rows = await db
    .select({ day: sql<string | null>`max(${payoutRun.scheduledFor})` })
    .from(payoutRun)
    .where(before === undefined ? undefined : lt(payoutRun.scheduledFor, before))
  return rows[0]?.day ?? null
}

/** Runs that should go on: half drafted, approved or half executed; untouched since an instant. In any order: none that fails keeps the others waiting. */
export async function listUnfinishedRuns(db: PlatformDb, untouchedSinceMs: number, limit: number): Promise<RunRow[]> {
  return db
    .select()
    .from(payoutRun)
    .where(and(inArray(payoutRun.status, ['drafting', 'approved', 'executing']), lt(payoutRun.updatedAtMs, untouchedSinceMs)))
    .orderBy(sql`random()`)
    .limit(limit)
}

async function held(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed || error instanceof Overdrawn) return false
    throw error
  }
}
