import { and, asc, eq } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import { plan, planPrice, vendorSubscription } from '#db/platform/schema/plans.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { FREE_PLAN } from '#worker/pure/plan.ts'

export type PlanRow = typeof plan.$inferSelect
export type PlanPriceRow = typeof planPrice.$inferSelect
export type SubscriptionRow = typeof vendorSubscription.$inferSelect

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
    db
      .select()
      .from(plan)
      .where(and(eq(plan.key, FREE_PLAN))),
  ])
  const found = subscribed[0]?.plan ?? free[0]
  if (!found) throw new Error('the migrations bring the free plan')
  return found
}
