import { storeRuleChange } from '#db/platform/queries/commissions/changes.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { CommissionRule } from '#worker/pure/commission-rule.ts'
import type { SimulatedChange } from '#worker/pure/commission-simulation.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { SimulationStale, SimulationUnfinished } from './rule.ts'
import { findSimulation, type Simulation } from './simulate-change.ts'

const ACTIONS = { new: 'commission_rule.started', change: 'commission_rule.changed', end: 'commission_rule.ended' } as const

/**
 * Makes a change of rules that was simulated to the end: a new rule starts, an old one ends, or both at one instant. Orders
 * that were placed keep their commission (INV-COM-1). Audited with what was, what is and the reason. Safe to repeat: a
 * change is made once.
 * @returns the rule that starts, or the one that ends
 * @throws NotFound 404; SimulationUnfinished, SimulationStale 409, and nothing is changed
 */
export async function saveChange(ctx: Ctx, input: { simulationId: Id<'commissionSimulation'>; reason: string }): Promise<CommissionRule> {
  const known = await findSimulation(ctx, input.simulationId)
  if (known.row.savedAtMs !== null) return madeBy(known)
  if (!known.row.isDone) throw new SimulationUnfinished()
  const nowMs = ctx.now()
  const plan = planOf(known, nowMs)
  try {
    await storeRuleChange(ctx.platform, { simulation: known.row, ...rowsOf(ctx, plan, input.reason, nowMs), audit: auditOf(ctx, known, plan, input, nowMs), nowMs })
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error
    const now = await findSimulation(ctx, input.simulationId)
    if (now.row.savedAtMs === null) throw new SimulationStale()
    return madeBy(now)
  }
  return madeBy(await findSimulation(ctx, input.simulationId))
} // biome-ignore format: one step a line

type Plan = { starts: CommissionRule | null; ends: (CommissionRule & { endsAtMs: number }) | null }

/** What starts and what ends: nothing in the past, and a planned rule that never began ends where it would have begun. */
function planOf({ row, rules }: Simulation, nowMs: number): Plan {
  const { change } = row
  const starts = change.kind === 'end' ? null : { ...change.rule, startsAtMs: Math.max(nowMs, change.rule.startsAtMs) }
  const old = change.kind === 'new' ? undefined : rules.find(({ id }) => id === change.ruleId)
  const wantedMs = change.kind === 'end' ? change.endsAtMs : (starts?.startsAtMs ?? nowMs)
  return { starts, ends: old ? { ...old, endsAtMs: Math.max(nowMs, wantedMs, old.startsAtMs) } : null }
}

function rowsOf(ctx: Ctx, { starts, ends }: Plan, reason: string, nowMs: number) {
  const row = (rule: CommissionRule) => {
    const { categoryPath: _, ...own } = rule
    return { ...own, replacesId: ends?.id ?? null, reason, createdBy: actorOf(ctx.principal), createdAtMs: nowMs }
  }
  return { starts: starts && row(starts), ends: ends && { ruleId: ends.id, endsAtMs: ends.endsAtMs } }
}

function auditOf(ctx: Ctx, { row, rules }: Simulation, { starts, ends }: Plan, { reason }: { reason: string }, nowMs: number) {
  const before = rules.find(({ id }) => id === ends?.id)
  const after = starts ?? ends
  return {
    id: ctx.newId('audit'),
    actorId: actorOf(ctx.principal),
    action: ACTIONS[row.change.kind],
    subjectId: after?.id ?? '',
    vendorId: after?.vendorId ?? null,
    detail: { reason, simulationId: row.id, orders: row.done, totals: row.report.totals },
    before: before ? wordsOf(before) : null,
    after: after ? wordsOf(after) : null,
    requestId: ctx.requestId,
    ip: ctx.clientIp,
    atMs: nowMs,
  }
}

/** A rule as the audit log keeps it: instants in words, what does not narrow it left out. */
function wordsOf({ startsAtMs, endsAtMs, ...rule }: CommissionRule): Record<string, unknown> {
  const narrowed = Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== null))
  return { ...narrowed, startsAt: toRfc3339(startsAtMs), endsAt: endsAtMs === null ? null : toRfc3339(endsAtMs) }
}

function madeBy({ row, rules }: Simulation): CommissionRule {
  const id = idOf(row.change)
  const rule = rules.find((each) => each.id === id)
  if (!rule) throw new Error(`The rule ${id} was stored and cannot be read`)
  return rule
}

const idOf = (change: SimulatedChange): Id<'commissionRule'> => (change.kind === 'end' ? change.ruleId : change.rule.id)
