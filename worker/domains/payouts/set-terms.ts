import { type PolicyRow, readTerms, storePolicy, storeTerms, type TermsOwner, type TermsRow } from '#db/platform/queries/payouts/terms.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { INTERVALS, type Interval, type StoredTerms, termsOf } from '#worker/pure/payout-terms.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { ChangedMeanwhile, Problem } from '#worker/pure/problem.ts'
import { DAY_MS, toRfc3339 } from '#worker/pure/time.ts'

/** 403: the marketplace does not let vendors choose this rhythm. */
export class IntervalNotOffered extends Problem {
  constructor(offered: readonly Interval[]) {
    super('interval_not_offered', 403, 'The marketplace does not offer this rhythm of payouts.', { extensions: { offered } })
  }
}

const NO_TERMS: StoredTerms = {
  interval: null,
  weekday: null,
  monthDay: null,
  holdFrom: null,
  holdDays: null,
  latestDays: null,
  reserveBps: null,
  reserveDays: null,
  minimums: null,
}
const TERM_NAMES = Object.keys(NO_TERMS) as (keyof StoredTerms)[]
const onlyTerms = (row: TermsRow | undefined): StoredTerms =>
  row ? (Object.fromEntries(TERM_NAMES.map((name) => [name, row[name]])) as StoredTerms) : NO_TERMS
/** What vendors may choose where nobody has said. */
const OFFERED: readonly Interval[] = ['daily', 'weekly', 'monthly']

/** The terms of everybody or of one vendor: what is its own, and what holds. `version` 0: nobody has set any. */
export async function readTermsOf(ctx: Pick<Ctx, 'platform' | 'settings'>, owner: TermsOwner) {
  const { rows, policy } = await readTerms(ctx.platform, owner === 'platform' ? [] : [owner])
  const own = rows.get(owner)
  const platform = rows.get('platform')
  const { holdMs, latestMs, ...terms } = termsOf(platform, owner === 'platform' ? undefined : own, ctx.settings.payoutHoldMs)
  return {
    owner,
    own: onlyTerms(own),
    inForce: { ...terms, holdDays: holdMs / DAY_MS, latestDays: latestMs / DAY_MS },
    offered: policy?.vendorIntervals ?? [...OFFERED],
    version: own?.version ?? 0,
    updatedAt: own ? toRfc3339(own.updatedAtMs) : null,
  }
}

/**
 * Sets the terms of everybody or of one vendor; NULL = as it is for everybody. They hold for what is shipped and released
 * from now on. Audited with before and after.
 * @throws ChangedMeanwhile 412 if `version` is not the newest
 */
export async function setTerms(
  ctx: Ctx,
  owner: TermsOwner,
  { version, reason, ...terms }: { [K in keyof StoredTerms]?: StoredTerms[K] | undefined } & { version: number; reason: string },
) {
  const before = (await readTerms(ctx.platform, owner === 'platform' ? [] : [owner])).rows.get(owner)
  if ((before?.version ?? 0) !== version) throw new ChangedMeanwhile('payout terms')
  const given = Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined))
  const after: StoredTerms = { ...onlyTerms(before), ...given }
  const row: TermsRow = { owner, ...after, updatedBy: actorOf(ctx.principal), updatedAtMs: ctx.now(), version: version + 1 }
  const audit = auditOf(ctx, {
    action: 'payout_terms.set',
    subjectId: owner,
    vendorId: owner === 'platform' ? null : owner,
    detail: { reason },
    before: before ? onlyTerms(before) : null,
    after,
  })
  if (!(await storeTerms(ctx.platform, row, version, audit))) throw new ChangedMeanwhile('payout terms')
  return readTermsOf(ctx, owner)
}

/**
 * Lets a vendor choose when it is paid, among what the marketplace offers. Audited.
 * @throws IntervalNotOffered 403; ChangedMeanwhile 412
 */
export async function chooseSchedule(
  ctx: Ctx,
  vendorId: Id<'vendor'>,
  {
    interval,
    weekday,
    monthDay,
    version,
  }: { interval: Interval; weekday?: number | undefined; monthDay?: number | undefined; version: number },
) {
  const { offered } = await readTermsOf(ctx, vendorId)
  if (!offered.includes(interval)) throw new IntervalNotOffered(offered)
  return setTerms(ctx, vendorId, { interval, weekday: weekday ?? null, monthDay: monthDay ?? null, version, reason: '' })
}

export type Policy = {
  scheduledRuns: 'send' | 'wait'
  approvalOver: Partial<Record<Currency, number>>
  vendorIntervals: Interval[]
}

/** What runs may do by themselves, when a second person is needed, and what vendors may choose. */
export async function readPolicy(ctx: Pick<Ctx, 'platform'>) {
  const { policy } = await readTerms(ctx.platform, [])
  return showPolicy(policy)
}

/** Changes the policy. Audited with before and after. @throws ChangedMeanwhile 412 if `version` is not the newest */
export async function setPolicy(ctx: Ctx, { version, reason, ...policy }: Policy & { version: number; reason: string }) {
  const { policy: before } = await readTerms(ctx.platform, [])
  if ((before?.version ?? 0) !== version) throw new ChangedMeanwhile('payout terms')
  const row: PolicyRow = { id: 'platform', ...policy, updatedBy: actorOf(ctx.principal), updatedAtMs: ctx.now(), version: version + 1 }
  const audit = auditOf(ctx, {
    action: 'payout_policy.set',
    subjectId: 'platform',
    detail: { reason },
    before: before ? { ...showPolicy(before) } : null,
    after: { ...showPolicy(row) },
  })
  if (!(await storePolicy(ctx.platform, row, version, audit))) throw new ChangedMeanwhile('payout terms')
  return showPolicy(row)
}

const showPolicy = (row: PolicyRow | undefined) => ({
  scheduledRuns: row?.scheduledRuns ?? ('send' as const),
  approvalOver: row?.approvalOver ?? {},
  vendorIntervals: row?.vendorIntervals ?? [...OFFERED],
  allIntervals: [...INTERVALS],
  version: row?.version ?? 0,
})
