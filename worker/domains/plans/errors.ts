import type { Plan, PlanLimit } from '#worker/pure/plan.ts'
import { Problem } from '#worker/pure/problem.ts'

/** What a limit counts, as people say it: of one, and of any other number. */
const COUNTED: Readonly<Record<PlanLimit, readonly [one: string, many: string]>> = {
  products: ['product', 'products'],
  customDomains: ['domain of your own', 'domains of your own'],
  teamMembers: ['person in the team', 'people in the team'],
  channels: ['connected channel', 'connected channels'],
}

/** 409: the plan allows no more of this; names the cheapest plan that does. */
export class PlanLimitReached extends Problem {
  constructor(plan: { key: string; name: string }, limit: PlanLimit, allowed: number, lifts: Pick<Plan, 'key' | 'name'> | null) {
    const way = lifts ? ` The plan ${lifts.name} allows more.` : ' No plan allows more; write to us.'
    super('plan_limit_reached', 409, `The plan ${plan.name} allows ${allowed} ${COUNTED[limit][allowed === 1 ? 0 : 1]}.${way}`, {
      extensions: { limit, allowed, planKey: plan.key, liftedBy: lifts?.key ?? null },
    })
  }
}

/** 409: nobody can subscribe to this plan, or not in the store's currency or by this interval. */
export class PlanNotOffered extends Problem {
  constructor() {
    super('plan_not_offered', 409, 'This plan is not offered to your store.')
  }
}

/** 409: there is no subscription this could be done to. */
export class NoSubscription extends Problem {
  constructor() {
    super('no_subscription', 409, 'Your store has no subscription.')
  }
}

/** 404: everything is paid. */
export class NothingDue extends Problem {
  constructor() {
    super('nothing_due', 404, 'There is nothing to pay for your plan.')
  }
}
