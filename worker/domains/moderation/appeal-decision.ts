import { findAppeal, listAppeals } from '#db/platform/queries/moderation/appeals.ts'
import { type NewDecision, storeAppeal, storeAppealDecision } from '#db/platform/queries/moderation/decide.ts'
import { type AppealRow, readStanding } from '#db/platform/queries/moderation/items.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailRequested } from '#worker/domains/identity/request-mail.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { APPEAL_DUE_MS, type AppealStatus, findingsKey } from '#worker/pure/moderation.ts'
import { ChangedMeanwhile, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { showDecision } from './decide-item.ts'
import { AlreadyDecided, NotAppealable, SamePerson } from './errors.ts'

type AppealCtx = Pick<Ctx, 'platform' | 'principal' | 'newId' | 'now' | 'requestId' | 'clientIp' | 'settings' | 'relay' | 'tellPages'>
/** Which decisions somebody may appeal against. */
export type Side = { subjectId: string; vendorId: Id<'vendor'>; actions: readonly string[] }

/**
 * Says that the last decision about something was wrong; somebody else than whoever made it answers within 72 hours.
 * Safe to repeat: a decision is appealed once, and a repeat with the same words finds the first.
 * @throws NotAppealable 409 if nothing was decided against it, or it was appealed before
 */
export async function appealDecision(ctx: AppealCtx, { subjectId, vendorId, actions }: Side, text: string) {
  if (ctx.principal.kind !== 'account') throw new NotFound('decision')
  const { decision, appeal: before } = await readStanding(ctx.platform, vendorId, subjectId)
  if (!decision || !actions.includes(decision.action)) throw new NotAppealable('There is no decision to appeal against.')
  if (before?.decisionId === decision.id) {
    if (before.text === text && before.appealedBy === ctx.principal.accountId) return showAppeal(before)
    throw new NotAppealable('This decision was appealed already; the answer to that stands.')
  }
  const nowMs = ctx.now()
  const row = {
    id: ctx.newId('appeal'),
    decisionId: decision.id,
    subjectKind: decision.subjectKind,
    subjectId,
    vendorId,
    decidedFirstBy: decision.decidedBy,
    text,
    appealedBy: ctx.principal.accountId,
    createdAtMs: nowMs,
    dueAtMs: nowMs + APPEAL_DUE_MS,
  }
  try {
    await storeAppeal(
      ctx.platform,
      row,
      auditOf(ctx, {
        action: 'moderation.appeal',
        subjectId,
        vendorId,
        before: null,
        after: { appeal: 'waiting' },
        detail: { decisionId: decision.id, reason: text },
      }),
    )
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new ChangedMeanwhile('decision')
    throw error instanceof UniqueViolation ? new NotAppealable('This decision was appealed already; the answer to that stands.') : error
  }
  return showAppeal({ ...row, status: 'waiting', note: '', decidedBy: null, decidedAtMs: null })
}

/** An appeal as whoever made it sees it. */
export const showAppeal = ({ id, text, status, note, createdAtMs, dueAtMs, decidedAtMs }: AppealRow) => ({
  id,
  text,
  status,
  note,
  createdAt: toRfc3339(createdAtMs),
  dueAt: toRfc3339(dueAtMs),
  decidedAt: decidedAtMs === null ? null : toRfc3339(decidedAtMs),
})

/** A page of appeals, those that are due first first, each with what it is against. */
export async function readAppeals(
  ctx: Pick<Ctx, 'platform' | 'principal' | 'now'>,
  { status, cursor, limit }: { status: AppealStatus; cursor?: Id<'appeal'> | undefined; limit: number },
) {
  const rows = await listAppeals(ctx.platform, { status, after: cursor, limit: limit + 1 })
  const items = rows.slice(0, limit).map(({ appeal, decision, firstName, authorName, vendorName, title, listingSlug, sourceVersion }) => ({
    ...showAppeal(appeal),
    subject: { kind: appeal.subjectKind, id: appeal.subjectId, title, slug: listingSlug },
    vendor: { id: appeal.vendorId, name: vendorName },
    appealedBy: authorName,
    decision: { ...showDecision(decision), byName: firstName ?? '' },
    isOverdue: appeal.status === 'waiting' && appeal.dueAtMs < ctx.now(),
    hasChangedSince: appeal.subjectKind === 'listing' && (sourceVersion ?? 0) > decision.sourceVersion,
    isMine: ctx.principal.kind === 'account' && appeal.decidedFirstBy === ctx.principal.accountId,
  }))
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/**
 * Answers an appeal. An upheld one shows the thing again at once, unless it was decided about anew meanwhile; whoever appealed
 * is told. Audited. Safe to repeat: the same answer of the same person finds the first.
 * @throws NotFound 404; SamePerson 403; AlreadyDecided 409; ChangedMeanwhile 412
 */
export async function decideAppeal(ctx: AppealCtx, appealId: Id<'appeal'>, isUpheld: boolean, note: string) {
  const found = await findAppeal(ctx.platform, appealId)
  if (!found || ctx.principal.kind !== 'account') throw new NotFound('appeal')
  const { appeal, decision } = found
  const by = ctx.principal.accountId
  const status = isUpheld ? 'upheld' : 'rejected'
  if (appeal.status !== 'waiting') {
    if (appeal.decidedBy === by && appeal.status === status && appeal.note === note) return showAppeal(appeal)
    throw new AlreadyDecided(appeal.status)
  }
  if (appeal.decidedFirstBy === by) throw new SamePerson()
  const decidedAtMs = ctx.now()
  const answer = { status, note, decidedBy: by, decidedAtMs } as const
  const audit = auditOf(ctx, {
    action: `moderation.appeal_${status}`,
    subjectId: appeal.subjectId,
    vendorId: appeal.vendorId,
    before: { appeal: 'waiting', decision: decision.action },
    after: { appeal: status, decision: isUpheld ? 'taken_back' : decision.action },
    detail: { reason: note, appealId },
  })
  const restore = isUpheld ? restoreOf(ctx, found, by) : null
  try {
    await storeAppealDecision(ctx.platform, { id: appealId, decisionId: decision.id, ...answer }, restore, { mails: mailsOf(ctx, found, isUpheld, note), audit })
  } catch (error) {
    throw error instanceof PreconditionFailed ? new ChangedMeanwhile('appeal') : error
  }
  ctx.relay('platform')
  ctx.tellPages('platform', 'moderation')
  return showAppeal({ ...appeal, ...answer })
} // biome-ignore format: one step a line

type Found = NonNullable<Awaited<ReturnType<typeof findAppeal>>>

/** A decision to show something is undone by hiding it, any other by showing it. */
function restoreOf(ctx: AppealCtx, { appeal, decision, findings }: Found, by: Id<'account'>): NewDecision {
  const { subjectKind, subjectId, vendorId, sourceVersion, rule, field } = decision
  return {
    id: ctx.newId('moderationDecision'),
    itemId: null,
    subjectKind,
    subjectId,
    vendorId,
    action: decision.action === 'keep' ? 'hide' : 'restore',
    rule,
    evidence: appeal.text,
    field,
    fix: decision.fix,
    findingsKey: findingsKey(findings ?? []),
    sourceVersion,
    decidedBy: by,
    decidedAtMs: ctx.now(),
  }
}

function mailsOf(
  ctx: AppealCtx,
  { appeal, decision, title, vendorName, supportEmail, authorEmail }: Found,
  isUpheld: boolean,
  note: string,
) {
  const isListing = appeal.subjectKind === 'listing'
  const page = isListing ? `/vendor/products/${appeal.subjectId}` : decision.action === 'keep' ? '/vendor/reviews' : '/account/reviews'
  const url = `${ctx.settings.origin}${page}`
  return [
    mailRequested(ctx, isListing ? supportEmail : authorEmail, { template: 'appeal_answered', vendorName, title, isUpheld, note, url }),
  ]
}
