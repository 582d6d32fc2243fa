import { storeCommissionTax } from '#db/platform/queries/commissions/changes.ts'
import { listCommissionTaxes, listRules } from '#db/platform/queries/commissions/rules.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { FIRST_RULE } from '#worker/pure/commission-rule.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { inOrder, viewRule } from './rule.ts'

const BUILT_IN = { ...FIRST_RULE, reason: '', replacesId: null, createdBy: 'system', createdByName: null, createdAtMs: 0 }

/** Every rule: those in force first, then planned, then ended; of each the narrowest first. Reads only. */
export async function readRules(ctx: Pick<Ctx, 'platform' | 'now'>) {
  const nowMs = ctx.now()
  const rules = [...(await listRules(ctx.platform)), BUILT_IN].sort(inOrder(nowMs))
  return rules.map(({ reason, replacesId, createdBy, createdByName, createdAtMs, ...rule }) => ({
    ...viewRule(rule, nowMs),
    reason,
    replacesId,
    createdBy,
    createdByName,
    createdAt: toRfc3339(createdAtMs),
  }))
}

/** One rule. @throws NotFound 404 */
export async function readRule(ctx: Pick<Ctx, 'platform' | 'now'>, ruleId: Id<'commissionRule'>) {
  const rule = (await readRules(ctx)).find(({ id }) => id === ruleId)
  if (!rule) throw new NotFound('commission rule')
  return rule
}

/** The tax on commission by the vendor's country. Reads only. */
export async function readCommissionTaxes(ctx: Pick<Ctx, 'platform'>) {
  const rows = await listCommissionTaxes(ctx.platform)
  return rows.map(({ country, rateBps, registration, updatedBy, updatedAtMs }) => ({
    country,
    rateBps,
    registration,
    updatedBy,
    updatedAt: toRfc3339(updatedAtMs),
  }))
}

/**
 * Sets the tax on commission of vendors of a country from now on; 0 takes it away. Orders that were placed keep theirs.
 * Audited with what was and what is. Safe to repeat.
 */
export async function setCommissionTax(ctx: Ctx, input: { country: string; rateBps: number; registration: string; reason: string }) {
  const { country, rateBps, registration, reason } = input
  const before = (await listCommissionTaxes(ctx.platform)).find((row) => row.country === country)
  const nowMs = ctx.now()
  const actorId = actorOf(ctx.principal)
  const row = rateBps === 0 ? null : { country, rateBps, registration, updatedBy: actorId, updatedAtMs: nowMs }
  await storeCommissionTax(
    ctx.platform,
    { country, row },
    {
      id: ctx.newId('audit'),
      actorId,
      action: 'commission_tax.set',
      subjectId: country,
      vendorId: null,
      detail: { reason },
      before: before ? { rateBps: before.rateBps, registration: before.registration } : null,
      after: row ? { rateBps, registration } : null,
      requestId: ctx.requestId,
      ip: ctx.clientIp,
      atMs: nowMs,
    },
  )
  return { country, rateBps, registration, updatedBy: actorId, updatedAt: toRfc3339(nowMs) }
}
