import { countUse } from '#db/platform/queries/plans/limits.ts'
import { listPlans, planOf } from '#db/platform/queries/plans.ts'
import { countProducts } from '#db/vendor/queries/plans.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type PlanLimit, planThatLifts } from '#worker/pure/plan.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { PlanLimitReached } from './errors.ts'

type LimitCtx = Pick<Ctx, 'platform' | 'vendorDb' | 'now'>

/** How many of everything a plan counts a store has now. */
export async function readUse(ctx: LimitCtx, vendorId: Id<'vendor'>): Promise<Record<PlanLimit, number>> {
  const [use, products] = await Promise.all([countUse(ctx.platform, vendorId, ctx.now()), ctx.vendorDb(vendorId).then(countProducts)])
  return { ...use, products }
}

/** The most products a store may have, for the commit in its own database that adds one; null: no limit. */
export async function mostProducts(ctx: Pick<Ctx, 'platform'>, vendorId: Id<'vendor'>): Promise<number | null> {
  return (await planOf(ctx.platform, vendorId)).limits.products
}

/** The refusal of one more of something, with the plan that lifts the limit. */
export async function limitReached(ctx: LimitCtx, vendorId: Id<'vendor'>, limit: PlanLimit): Promise<PlanLimitReached> {
  const [plan, plans, use] = await Promise.all([planOf(ctx.platform, vendorId), listPlans(ctx.platform), readUse(ctx, vendorId)])
  return new PlanLimitReached(plan, limit, plan.limits[limit] ?? 0, planThatLifts(plans, limit, use[limit] + 1))
}

/**
 * Stores one more of what a plan counts. The commit itself holds the limit (`planAllows`, or the store's own database for
 * products), so that two at the same instant never both pass; what a store has above its limit stays, it only cannot add.
 * @param add stores it; PreconditionFailed means that the plan allows no more
 * @throws PlanLimitReached 409 with the plan that lifts the limit, and nothing is stored
 */
export async function addWithinPlan<T>(ctx: LimitCtx, vendorId: Id<'vendor'>, limit: PlanLimit, add: () => Promise<T>): Promise<T> {
  try {
    return await add()
  } catch (error) {
    if (error instanceof PreconditionFailed) throw await limitReached(ctx, vendorId, limit)
    throw error
  }
}

/**
 * Refuses early what the plan will not allow, before somebody is sent on a way that ends at the limit. The commit that adds asks
 * again.
 * @throws PlanLimitReached 409
 */
export async function requireRoom(ctx: LimitCtx, vendorId: Id<'vendor'>, limit: PlanLimit): Promise<void> {
  const [plan, use] = await Promise.all([planOf(ctx.platform, vendorId), readUse(ctx, vendorId)])
  const allowed = plan.limits[limit]
  if (allowed !== null && use[limit] >= allowed) throw await limitReached(ctx, vendorId, limit)
}
