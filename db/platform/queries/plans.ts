import { and, asc, eq, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { plan, planPrice, vendorSubscription } from '#db/platform/schema/plans.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { FREE_PLAN } from '#worker/pure/plan.ts'

export type PlanRow = typeof plan.$inferSelect
export type PlanPriceRow = typeof planPrice.$inferSelect

/** Every plan, cheapest rank first, with its prices. One round trip. */
export async function listPlans(db: PlatformDb): Promise<(PlanRow & { prices: PlanPriceRow[] })[]> {
  const [plans, prices] = await readTogether(db, [
    db.select().from(plan).orderBy(asc(plan.rank)),
    db.select().from(planPrice).orderBy(asc(planPrice.planKey), asc(planPrice.currency), asc(planPrice.interval)),
  ])
  return plans.map((row) => ({ ...row, prices: prices.filter(({ planKey }) => planKey === row.key) }))
}

/** The plan that is in force for a vendor: the one it subscribed to, else the free one. One round trip. */
export async function planOf(db: PlatformDb, vendorId: Id<'vendor'>): Promise<PlanRow> {
  const [subscribed, free] = await readTogether(db, [
    db
      .select({ plan })
      .from(vendorSubscription)
      .innerJoin(plan, eq(plan.key, vendorSubscription.planKey))
      .where(eq(vendorSubscription.vendorId, vendorId)),
    db.select().from(plan).where(eq(plan.key, FREE_PLAN)),
  ])
  const found = subscribed[0]?.plan ?? free[0]
  if (!found) throw new Error('the migrations bring the free plan')
  return found
}

/** Keeps the provider's id of a price, unless its amount has been changed meanwhile. */
export async function storePriceRef(
  db: PlatformDb,
  { planKey, currency, interval, amountMinor }: PlanPriceRow,
  ref: string,
): Promise<void> {
  await db
    .update(planPrice)
    .set({ providerRef: ref })
    .where(
      and(
        eq(planPrice.planKey, planKey),
        eq(planPrice.currency, currency),
        eq(planPrice.interval, interval),
        eq(planPrice.amountMinor, amountMinor),
      ),
    )
}

export type PlanChange = Pick<PlanRow, 'name' | 'summary' | 'isOffered' | 'limits' | 'commissionPlanKey'>

/** Changes a plan that still has `version`, and its prices to these. @throws PreconditionFailed if it has another */
export async function updatePlan(
  db: PlatformDb,
  key: string,
  version: number,
  change: PlanChange & { updatedAtMs: number },
  prices: readonly Omit<PlanPriceRow, 'planKey' | 'providerRef'>[],
  audit: AuditRow,
): Promise<void> {
  const kept = prices.map(({ currency, interval }) => `${currency}/${interval}`)
  await commit(db, [
    db
      .update(plan)
      .set({ ...change, version: version + 1 })
      .where(and(eq(plan.key, key), eq(plan.version, version))),
    guard(db),
    db.run(
      sql`delete from ${planPrice} where plan_key = ${key} and currency || '/' || interval not in (select value from json_each(${JSON.stringify(kept)}))`,
    ),
    ...prices.map((price) =>
      db
        .insert(planPrice)
        .values({ ...price, planKey: key })
        .onConflictDoUpdate({
          target: [planPrice.planKey, planPrice.currency, planPrice.interval],
          set: { amountMinor: price.amountMinor, providerRef: null },
          setWhere: sql`${planPrice.amountMinor} <> ${price.amountMinor}`,
        }),
    ),
    auditStatement(db, audit),
  ])
}
