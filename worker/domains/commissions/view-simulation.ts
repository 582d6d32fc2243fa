import { FIRST_RULE } from '#worker/pure/commission-rule.ts'
import type { Id } from '#worker/pure/ids.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { viewRule } from './rule.ts'
import type { Simulation } from './simulate-change.ts'

/** A simulation in the words of the API. */
export function viewSimulation({ row, rules, isCurrent }: Simulation, nowMs: number) {
  const { id, change, report, total, done, savedAtMs } = row
  const starts = change.kind === 'end' ? null : change.rule
  const names = new Map([FIRST_RULE, ...rules, ...(starts ? [starts] : [])].map((rule) => [rule.id, rule.name]))
  const named = (ids: readonly Id<'commissionRule'>[]) => ids.map((each) => ({ id: each, name: names.get(each) ?? each }))
  return {
    id,
    kind: change.kind,
    ruleId: starts?.id ?? (change.kind === 'end' ? change.ruleId : FIRST_RULE.id),
    replacesId: change.kind === 'change' ? change.ruleId : null,
    rule: starts && viewRule(starts, nowMs),
    from: toRfc3339(row.fromMs),
    to: toRfc3339(row.toMs),
    total: Math.max(total, done),
    done,
    isDone: row.isDone === 1,
    isCurrent,
    savedAt: savedAtMs === null ? null : toRfc3339(savedAtMs),
    totals: report.totals,
    vendors: report.vendors,
    mostChanged: report.mostChanged.map(({ thenRuleIds, nowRuleIds, ...order }) => ({
      ...order,
      thenRules: named(thenRuleIds),
      nowRules: named(nowRuleIds),
    })),
  }
}
