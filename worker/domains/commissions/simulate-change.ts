import { nextOrders, readForSimulation, readSimulation, storeProgress, storeSimulation } from '#db/platform/queries/commissions/changes.ts'
import { readScope } from '#db/platform/queries/commissions/rules.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { draftErrors, type RuleDraft, ruleOf } from '#worker/pure/commission-draft.ts'
import type { CommissionRule } from '#worker/pure/commission-rule.ts'
import { addToReport, EMPTY_REPORT, type SimulatedChange } from '#worker/pure/commission-simulation.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { InvalidInput, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { DAY_MS, MINUTE_MS } from '#worker/pure/time.ts'
import { RateStartsInPast, RuleEnded } from './rule.ts'

/** A change as somebody asks for it. */
export type WantedChange =
  | { kind: 'new'; rule: RuleDraft }
  | { kind: 'change'; ruleId: Id<'commissionRule'>; rule: RuleDraft }
  | { kind: 'end'; ruleId: Id<'commissionRule'>; endsAtMs?: number | undefined }

/** Orders read at a time, and how many times in one request: a few thousand orders a second of the caller's patience. */
const PAGE = 250
const PAGES = 8
const RANGE_MS = 30 * DAY_MS

type SimulationCtx = Pick<Ctx, 'platform' | 'now' | 'newId' | 'principal'>

/**
 * Begins to replay a change of rules on placed orders, and replays the first of them; `continueSimulation` goes on. Nothing
 * but the simulation is stored. Safe to repeat with the same idempotency key.
 * @param range UTC epoch ms, the end not included; the last 30 days by default
 * @throws NotFound 404 (rule, vendor, category, product, which has to be the vendor's, plan); RuleEnded, RateStartsInPast 409; InvalidInput 422
 */
export async function simulateChange(ctx: SimulationCtx, wanted: WantedChange, range: { fromMs?: number | undefined; toMs?: number | undefined }) {
  const nowMs = ctx.now()
  const toMs = range.toMs ?? nowMs
  const fromMs = range.fromMs ?? toMs - RANGE_MS
  if (fromMs >= toMs) throw new InvalidInput([{ pointer: '/from', detail: 'A range begins before it ends.' }])
  const id = ctx.newId('commissionSimulation')
  const { rules, rulesHash, total } = await readForSimulation(ctx.platform, fromMs, toMs)
  const change = await changeOf(ctx, wanted, rules, id)
  const row = { id, change, fromMs, toMs, total, report: EMPTY_REPORT, rulesHash, createdBy: actorOf(ctx.principal), createdAtMs: nowMs }
  await storeSimulation(ctx.platform, row)
  return continueSimulation(ctx, id)
} // biome-ignore format: one step a line

/**
 * Replays the next orders of a simulation, up to two thousand a call. Safe to repeat, and to call twice at once: what
 * another call has done is not done again.
 * @throws NotFound 404
 */
export async function continueSimulation(ctx: SimulationCtx, id: Id<'commissionSimulation'>) {
  const known = await findSimulation(ctx, id)
  const { fromMs, toMs, change } = known.row
  let { done, cursor, isDone, report } = known.row
  if (isDone) return known
  for (let page = 0; page < PAGES && !isDone; page++) {
    const snapshots = await nextOrders(ctx.platform, { fromMs, toMs, cursor }, PAGE, known.categoryPaths)
    report = addToReport(report, snapshots, known.rules, change)
    done += snapshots.length
    cursor = snapshots.at(-1)?.orderId ?? cursor
    isDone = Number(snapshots.length < PAGE)
  }
  try {
    await storeProgress(ctx.platform, known.row, { done, cursor, isDone, report })
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error
  }
  return findSimulation(ctx, id)
}

/** A simulation as it stands, with the rules as they are. @throws NotFound 404 */
export async function findSimulation(ctx: Pick<Ctx, 'platform'>, id: Id<'commissionSimulation'>) {
  const known = await readSimulation(ctx.platform, id)
  if (!known) throw new NotFound('simulation')
  return known
}
export type Simulation = Pick<Awaited<ReturnType<typeof findSimulation>>, 'row' | 'rules' | 'isCurrent'>

async function changeOf(
  ctx: SimulationCtx,
  wanted: WantedChange,
  rules: readonly CommissionRule[],
  id: Id<'commissionSimulation'>,
): Promise<SimulatedChange> {
  const nowMs = ctx.now()
  if (wanted.kind !== 'new') {
    const known = rules.find((rule) => rule.id === wanted.ruleId)
    if (!known) throw new NotFound('commission rule')
    if (known.endsAtMs !== null && known.endsAtMs <= nowMs) throw new RuleEnded()
  }
  if (wanted.kind === 'end') {
    if (wanted.endsAtMs !== undefined && wanted.endsAtMs < nowMs - MINUTE_MS) throw new RateStartsInPast()
    return { ...wanted, endsAtMs: Math.max(nowMs, wanted.endsAtMs ?? nowMs) }
  }
  const { rule: draft } = wanted
  if (draft.startsAtMs !== undefined && draft.startsAtMs < nowMs - MINUTE_MS) throw new RateStartsInPast()
  const errors = draftErrors(draft, nowMs)
  if (errors.length > 0) throw new InvalidInput(errors)
  const scope = await readScope(ctx.platform, draft)
  if (draft.vendorId !== null && !scope.vendor) throw new NotFound('vendor')
  if (draft.categoryId !== null && !scope.category) throw new NotFound('category')
  if (draft.productId !== null && !scope.product) throw new NotFound('product')
  if (draft.vendorId !== null && scope.product && scope.product.vendorId !== draft.vendorId) throw new NotFound('product')
  if (draft.planId !== null && !scope.plan) throw new NotFound('plan')
  const rule = ruleOf(draft, await deriveId('commissionRule', id), scope.category?.path ?? null, Math.max(nowMs, draft.startsAtMs ?? nowMs))
  return wanted.kind === 'new' ? { kind: 'new', rule } : { kind: 'change', ruleId: wanted.ruleId, rule }
}
