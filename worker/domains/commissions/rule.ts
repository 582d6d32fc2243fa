import { type CommissionRule, compareRules, FIRST_RULE } from '#worker/pure/commission-rule.ts'
import { Problem } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** Whether a rule decides sales now, will, or did. */
export type RuleStatus = 'in_force' | 'planned' | 'ended'

export function statusOf(rule: Pick<CommissionRule, 'startsAtMs' | 'endsAtMs'>, nowMs: number): RuleStatus {
  if (rule.endsAtMs !== null && rule.endsAtMs <= Math.max(nowMs, rule.startsAtMs)) return 'ended'
  return rule.startsAtMs > nowMs ? 'planned' : 'in_force'
}

const RANK: Record<RuleStatus, number> = { in_force: 0, planned: 1, ended: 2 }

/** Those in force first, then planned, then ended; of each the narrowest first. */
export const inOrder = (nowMs: number) => (a: CommissionRule, b: CommissionRule) =>
  RANK[statusOf(a, nowMs)] - RANK[statusOf(b, nowMs)] || compareRules(a, b)

/** A rule in the words of the API. */
export function viewRule(rule: CommissionRule, nowMs: number) {
  const { id, name, vendorId, planId, categoryId, categoryPath, productId, country, currency, priority, components } = rule
  return {
    id,
    name,
    scope: { vendorId, planId, categoryId, categoryPath, productId, country, currency },
    priority,
    components,
    startsAt: toRfc3339(rule.startsAtMs),
    endsAt: rule.endsAtMs === null ? null : toRfc3339(rule.endsAtMs),
    status: statusOf(rule, nowMs),
    isBuiltIn: id === FIRST_RULE.id,
  }
}

/** 409: a rule never starts in the past: what was sold then keeps the commission it was sold with. */
export class RateStartsInPast extends Problem {
  constructor() {
    super('rate_starts_in_past', 409, 'A rule starts now or later.')
  }
}

/** 409: a rule that is over cannot be changed or ended. */
export class RuleEnded extends Problem {
  constructor() {
    super('rule_ended', 409, 'This rule has ended. Make a new one.')
  }
}

/** 409: a change is saved once all of its orders were replayed. */
export class SimulationUnfinished extends Problem {
  constructor() {
    super('simulation_unfinished', 409, 'Not all orders have been replayed yet.')
  }
}

/** 409: the rules are not those the change was simulated with. */
export class SimulationStale extends Problem {
  constructor() {
    super('simulation_stale', 409, 'Rules were changed since this was simulated. Simulate it again.')
  }
}
