import { and, asc, eq, gt, gte, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { commit, guard, readTogether, type Statement } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { rulesStatement } from '#db/platform/queries/commissions.ts'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import { commissionRule, commissionSimulation, commissionTax } from '#db/platform/schema/commissions.ts'
import { category, listing } from '#db/platform/schema/search.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { OrderSnapshot } from '#worker/pure/order-snapshot.ts'

export type SimulationRow = typeof commissionSimulation.$inferSelect

/** Says whether rules are the ones they were: they are only ever added, or ended. */
const rulesStamp = sql<string>`(select count(*) || '/' || coalesce(sum(coalesce(ends_at_ms, 0) % 1000003), 0) from commission_rule)`
const ofRange = (fromMs: number, toMs: number): SQL | undefined =>
  and(gte(orderSummary.placedAtMs, fromMs), lt(orderSummary.placedAtMs, toMs), ne(orderSummary.status, 'cancelled'))

/** What a simulation starts from: the rules, and how many orders of the range stand. One round trip. */
export async function readForSimulation(db: PlatformDb, fromMs: number, toMs: number) {
  const [rules, [stamp], [orders]] = await readTogether(db, [
    rulesStatement(db),
    db.select({ hash: rulesStamp }).from(sql`(select 1) one`),
    db.select({ total: sql<number>`count(*)` }).from(orderSummary).where(ofRange(fromMs, toMs)),
  ])
  return { rules, rulesHash: stamp?.hash ?? '', total: orders?.total ?? 0 }
}

/** Stores a simulation that has not begun; safe to repeat. */
export async function storeSimulation(db: PlatformDb, row: typeof commissionSimulation.$inferInsert): Promise<void> {
  await db.insert(commissionSimulation).values(row).onConflictDoNothing()
}

/** A simulation, the rules as they are, and whether they are those it was made with. One round trip. */
export async function readSimulation(db: PlatformDb, id: Id<'commissionSimulation'>) {
  const [rows, rules, [stamp], categories] = await readTogether(db, [
    db.select().from(commissionSimulation).where(eq(commissionSimulation.id, id)),
    rulesStatement(db),
    db.select({ hash: rulesStamp }).from(sql`(select 1) one`),
    db.select({ path: category.path }).from(category).where(isNull(category.mergedIntoId)),
  ])
  const categoryPaths = new Set(categories.map(({ path }) => path))
  return rows[0] && { row: rows[0], rules, isCurrent: stamp?.hash === rows[0].rulesHash, categoryPaths }
}

/**
 * The next placed orders of a range, as they were frozen; only a line whose category has moved since stands where its product
 * stands now, because rules are matched with the tree as it is.
 * @param categoryPaths those there are
 */
export async function nextOrders(
  db: PlatformDb,
  range: { fromMs: number; toMs: number; cursor: string },
  limit: number,
  categoryPaths: ReadonlySet<string>,
): Promise<OrderSnapshot[]> {
  const rows = await db
    .select({ snapshot: orderSummary.snapshot })
    .from(orderSummary)
    .where(and(ofRange(range.fromMs, range.toMs), gt(orderSummary.id, range.cursor as Id<'order'>)))
    .orderBy(asc(orderSummary.id))
    .limit(limit)
  const gone = rows.flatMap(({ snapshot }) => snapshot.lines.filter(({ categoryPath }) => !categoryPaths.has(categoryPath)))
  if (gone.length === 0) return rows.map(({ snapshot }) => snapshot)
  const ids = JSON.stringify([...new Set(gone.map(({ productId }) => productId))])
  const listings = await db
    .select({ id: listing.id, categoryPath: listing.categoryPath })
    .from(listing)
    .where(sql`${listing.id} in (select value from json_each(${ids}))`)
  const now = new Map(listings.map(({ id, categoryPath }) => [id, categoryPath]))
  return rows.map(({ snapshot }) => ({
    ...snapshot,
    lines: snapshot.lines.map((line) =>
      categoryPaths.has(line.categoryPath) ? line : { ...line, categoryPath: now.get(line.productId) ?? line.categoryPath },
    ),
  }))
}

/** Writes down how far a simulation is. @throws PreconditionFailed if somebody else brought it further meanwhile */
export async function storeProgress(
  db: PlatformDb,
  before: Pick<SimulationRow, 'id' | 'cursor'>,
  now: Pick<SimulationRow, 'done' | 'cursor' | 'isDone' | 'report'>,
): Promise<void> {
  await commit(db, [
    db
      .update(commissionSimulation)
      .set(now)
      .where(
        and(eq(commissionSimulation.id, before.id), eq(commissionSimulation.cursor, before.cursor), eq(commissionSimulation.isDone, 0)),
      ),
    guard(db),
  ])
}

export type RuleChange = {
  simulation: SimulationRow
  starts: typeof commissionRule.$inferInsert | null
  ends: { ruleId: Id<'commissionRule'>; endsAtMs: number } | null
  audit: AuditRow
  nowMs: number
}

/**
 * Makes a change that was simulated: the old rule ended, the new one stored, both noted, in one commit.
 * @throws PreconditionFailed if it was made already, or the rules are not those it was simulated with any more
 */
export async function storeRuleChange(db: PlatformDb, { simulation, starts, ends, audit, nowMs }: RuleChange): Promise<void> {
  const ending: Statement[] = ends
    ? [
        db
          .update(commissionRule)
          .set({ endsAtMs: ends.endsAtMs })
          .where(and(eq(commissionRule.id, ends.ruleId), or(isNull(commissionRule.endsAtMs), gt(commissionRule.endsAtMs, ends.endsAtMs)))),
        guard(db),
      ]
    : []
  await commit(db, [
    db
      .update(commissionSimulation)
      .set({ savedAtMs: nowMs })
      .where(
        and(
          eq(commissionSimulation.id, simulation.id),
          isNull(commissionSimulation.savedAtMs),
          sql`${commissionSimulation.rulesHash} = ${rulesStamp}`,
        ),
      ),
    guard(db),
    ...ending,
    ...(starts ? [db.insert(commissionRule).values(starts)] : []),
    auditStatement(db, audit),
  ])
}

/** Sets the tax on commission of a country, or (rate null) takes it away; noted in the same commit. Safe to repeat. */
export async function storeCommissionTax(
  db: PlatformDb,
  change: { country: string; row: typeof commissionTax.$inferInsert | null },
  audit: AuditRow,
): Promise<void> {
  const { country, row } = change
  await commit(db, [
    row
      ? db.insert(commissionTax).values(row).onConflictDoUpdate({ target: commissionTax.country, set: row })
      : db.delete(commissionTax).where(eq(commissionTax.country, country)),
    auditStatement(db, audit),
  ])
}
