import { type NewDecision, storeDecision, openItem as storeItem } from '#db/platform/queries/moderation/decide.ts'
import { decisionOfItem, findItem, type ShownItem } from '#db/platform/queries/moderation/items.ts'
import { findSubject } from '#db/platform/queries/moderation/subjects.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailRequested } from '#worker/domains/identity/request-mail.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { findingsKey, type SubjectKind } from '#worker/pure/moderation.ts'
import { ChangedMeanwhile, InvalidInput, NotFound, Problem } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { AlreadyDecided } from './errors.ts'

export type Verdict = {
  action: 'keep' | 'hide' | 'take_down'
  /** The rule that was broken, in the marketplace's words. */
  rule: string
  evidence: string
  /** JSON pointer of the field at fault; empty for all of it. */
  field: string
  /** What has to change. */
  fix: string
}
type ModerationCtx = Pick<Ctx, 'platform' | 'principal' | 'newId' | 'now' | 'requestId' | 'clientIp' | 'settings' | 'relay' | 'tellPages'>

/**
 * Answers one question: what is hidden or taken down is gone from the shop, from carts and from checkout with this commit,
 * and its vendor is told which field, which rule, and what to fix. Audited with before and after.
 * Safe to repeat: the same verdict of the same person again finds the first one.
 * @throws NotFound 404; InvalidInput 422 for a hidden thing without a rule and a fix; AlreadyDecided 409; ChangedMeanwhile 412
 *   if what it is about, or the question, has changed since `version`
 */
export async function decideItem(ctx: ModerationCtx, itemId: Id<'moderationItem'>, version: number, verdict: Verdict) {
  checkVerdict(verdict)
  const found = await findItem(ctx.platform, itemId)
  if (!found) throw new NotFound('question')
  const { item } = found
  if (item.subjectKind === 'review' && verdict.action === 'take_down')
    throw new InvalidInput([{ pointer: '/action', detail: 'A review is hidden, not taken down.' }])
  if (item.status !== 'open') return repeatOf(ctx, itemId, verdict)
  if (item.version !== version) throw new ChangedMeanwhile('question')
  const decision = decisionOf(ctx, found, verdict)
  const audit = auditOf(ctx, {
    action: `moderation.${verdict.action}`,
    subjectId: item.subjectId,
    vendorId: item.vendorId,
    before: { state: stateOf(found) },
    after: { state: STATE_AFTER[item.subjectKind][verdict.action] },
    detail: { reason: verdict.rule || verdict.evidence, evidence: verdict.evidence, field: verdict.field, fix: verdict.fix, itemId },
  }) // biome-ignore format: one row
  try {
    await storeDecision(ctx.platform, { id: itemId, version }, decision, { mails: await mailsOf(ctx, found, verdict), audit })
  } catch (error) {
    throw error instanceof PreconditionFailed ? new ChangedMeanwhile('question') : error
  }
  ctx.relay('platform')
  ctx.tellPages('platform', 'moderation')
  return showDecision(decision)
}

/** What became of each of several questions. */
export type Outcome = { itemId: Id<'moderationItem'>; refusal: { code: string; detail: string } | null }

/** Answers up to 50 questions the same way, each by itself: what is refused is reported and holds nothing up. */
export async function decideItems(
  ctx: ModerationCtx,
  items: readonly { itemId: Id<'moderationItem'>; version: number }[],
  verdict: Verdict,
): Promise<Outcome[]> {
  checkVerdict(verdict)
  const outcomes: Outcome[] = []
  for (const { itemId, version } of items) {
    try {
      await decideItem(ctx, itemId, version, verdict)
      outcomes.push({ itemId, refusal: null })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      outcomes.push({ itemId, refusal: { code: error.code, detail: error.message } })
    }
  }
  return outcomes
}

/**
 * Opens a question about a listing or review that nobody reported, so that it can be decided like any other. Safe to repeat.
 * @throws NotFound 404
 */
export async function openQuestion(ctx: ModerationCtx, subjectKind: SubjectKind, subjectId: string, evidence: string) {
  const subject = await findSubject(ctx.platform, subjectKind, subjectId)
  if (!subject) throw new NotFound(subjectKind)
  if (subject.openItemId !== null) return { id: subject.openItemId }
  const id = ctx.newId('moderationItem')
  await storeItem(
    ctx.platform,
    {
      id,
      subjectKind,
      subjectId,
      vendorId: subject.vendorId,
      kind: 'report',
      severity: 2,
      reportCount: 0,
      findings: [],
      sourceVersion: subject.sourceVersion,
      status: 'open',
      openedAtMs: ctx.now(),
      closedAtMs: null,
      version: 1,
    },
    auditOf(ctx, { action: 'moderation.open', subjectId, vendorId: subject.vendorId, detail: { reason: evidence } }),
  )
  const now = await findSubject(ctx.platform, subjectKind, subjectId)
  return { id: now?.openItemId ?? id }
}

function checkVerdict({ action, rule, fix }: Verdict): void {
  if (action === 'keep') return
  const missing = [
    ...(rule === '' ? [{ pointer: '/rule', detail: 'Name the rule that was broken.' }] : []),
    ...(fix === '' ? [{ pointer: '/fix', detail: 'Say what has to change.' }] : []),
  ]
  if (missing.length > 0) throw new InvalidInput(missing)
}

async function repeatOf(ctx: ModerationCtx, itemId: Id<'moderationItem'>, verdict: Verdict) {
  const decided = await decisionOfItem(ctx.platform, itemId)
  if (!decided) throw new AlreadyDecided('closed')
  const isMine = ctx.principal.kind === 'account' && decided.decidedBy === ctx.principal.accountId
  if (!isMine || decided.action !== verdict.action || decided.rule !== verdict.rule || decided.fix !== verdict.fix)
    throw new AlreadyDecided(decided.action)
  return showDecision(decided)
}

function decisionOf(ctx: ModerationCtx, { item }: ShownItem, verdict: Verdict): NewDecision {
  if (ctx.principal.kind !== 'account') throw new NotFound('question')
  return {
    ...verdict,
    id: ctx.newId('moderationDecision'),
    itemId: item.id,
    subjectKind: item.subjectKind,
    subjectId: item.subjectId,
    vendorId: item.vendorId,
    findingsKey: verdict.action === 'keep' ? findingsKey(item.findings) : '',
    sourceVersion: item.sourceVersion,
    decidedBy: ctx.principal.accountId,
    decidedAtMs: ctx.now(),
  }
}

const STATE_AFTER = {
  listing: { keep: 'shown', hide: 'hidden', take_down: 'taken_down' },
  review: { keep: 'published', hide: 'hidden', take_down: 'hidden' },
} as const

const stateOf = ({ item, block, reviewStatus }: ShownItem): string =>
  item.subjectKind === 'review' ? (reviewStatus ?? 'gone') : (block ?? 'shown')

/** The vendor hears of a listing that is kept from buyers or shown again, a review's author of their review. */
async function mailsOf(ctx: ModerationCtx, { item, title, listingTitle, block, vendorName }: ShownItem, verdict: Verdict) {
  const subject = await findSubject(ctx.platform, item.subjectKind, item.subjectId)
  if (!subject) return []
  const { rule, fix, field } = verdict
  if (item.subjectKind === 'review') {
    if (verdict.action === 'keep') return []
    const url = `${ctx.settings.origin}/account/reviews`
    return [mailRequested(ctx, subject.email, { template: 'review_hidden', name: subject.name, title: listingTitle ?? title, rule, fix, url })]
  }
  const url = `${ctx.settings.origin}/vendor/products/${item.subjectId}`
  if (verdict.action !== 'keep')
    return [mailRequested(ctx, subject.email, { template: 'listing_blocked', vendorName, title, isFinal: verdict.action === 'take_down', rule, field, fix, url })]
  return block === null ? [] : [mailRequested(ctx, subject.email, { template: 'listing_cleared', vendorName, title, url })]
} // biome-ignore format: one mail a line

/** A decision as its vendor and the marketplace's people see it. */
export const showDecision = ({ id, action, rule, evidence, field, fix, decidedAtMs }: NewDecision) => ({
  id,
  action,
  rule,
  evidence,
  field,
  fix,
  at: new Date(decidedAtMs).toISOString(),
})
