import { countUse } from '#db/platform/queries/plans/subscriptions.ts'
import { listPlans, planOf } from '#db/platform/queries/plans.ts'
import { countProducts } from '#db/vendor/queries/plans.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type PlanLimit, planThatLifts } from '#worker/pure/plan.ts'
import { PlanLimitReached } from './errors.ts'

/** How many of everything a plan counts a store has now. */
export async function readUse(ctx: Pick<Ctx, 'platform' | 'vendorDb' | 'now'>, vendorId: Id<'vendor'>): Promise<Record<PlanLimit, number>> {
  const [use, products] = await Promise.all([countUse(ctx.platform, vendorId, ctx.now()), ctx.vendorDb(vendorId).then(countProducts)])
  return { ...use, products }
}

/**
 * Makes sure that a store's plan allows some more of something. Two requests at the same instant may both pass: a limit is a
 * price list, not a lock. What a store has above its limit stays; it only cannot add.
 * @param adding how many more it is about to have
 * @throws PlanLimitReached 409 with the plan that lifts the limit
 */
export async function requireWithinPlan(
  ctx: Pick<Ctx, 'platform' | 'vendorDb' | 'now'>,
  vendorId: Id<'vendor'>,
  limit: PlanLimit,
  adding = 1,
): Promise<void> {
  const plan = await planOf(ctx.platform, vendorId)
  const allowed = plan.limits[limit]
  if (allowed === null) return
  const has =
    limit === 'products' ? await countProducts(await ctx.vendorDb(vendorId)) : (await countUse(ctx.platform, vendorId, ctx.now()))[limit]
  if (has + adding <= allowed) return
  throw new PlanLimitReached(plan, limit, allowed, planThatLifts(await listPlans(ctx.platform), limit, has + adding))
}
