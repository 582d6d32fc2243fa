import {
  type DeskReview,
  findReview,
  listReviews,
  listStoreReviews,
  readReviewDecisions,
  storeReply,
} from '#db/platform/queries/reviews/desk.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { appealDecision, showAppeal } from '#worker/domains/moderation/appeal-decision.ts'
import { checkTexts } from '#worker/domains/moderation/check-content.ts'
import { decideItem, openQuestion, showDecision } from '#worker/domains/moderation/decide-item.ts'
import { ContentRefused } from '#worker/domains/moderation/errors.ts'
import { reportSubject } from '#worker/domains/moderation/report-subject.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { findLinks, type ReportReason } from '#worker/pure/moderation.ts'
import { ChangedMeanwhile, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { AlreadyAnswered } from './review.ts'

const show = ({ review, listingTitle, listingSlug, vendorName, reportCount }: DeskReview) => ({
  id: review.id,
  stars: review.stars,
  storeStars: review.storeStars,
  title: review.title,
  text: review.text,
  authorName: review.authorName,
  status: review.status,
  hiddenReason: review.hiddenReason,
  findings: review.status === 'held' ? review.findings.map(({ field, kind, match, effect, note }) => ({ field, kind, match, effect, note })) : [],
  reportCount: reportCount ?? 0,
  product: { id: review.listingId, title: listingTitle ?? review.variantTitle, slug: listingSlug },
  vendor: { id: review.vendorId, name: vendorName },
  reply: review.replyText === null || review.repliedAtMs === null ? null : { text: review.replyText, at: toRfc3339(review.repliedAtMs) },
  createdAt: toRfc3339(review.createdAtMs),
}) // biome-ignore format: one fact a line

type AdminPage = {
  status?: 'published' | 'held' | 'hidden' | 'reported' | undefined
  q?: string | undefined
  cursor?: Id<'review'> | undefined
  limit: number
}

/** A page of all reviews for the marketplace's people, newest first, with the last decision about each. */
export async function readAllReviews(ctx: Pick<Ctx, 'platform'>, { status, q, cursor, limit }: AdminPage) {
  const { rows, counts } = await listReviews(ctx.platform, { status, words: q === '' ? undefined : q, before: cursor, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const { decisions, appeals } = await readReviewDecisions(ctx.platform, shown.map(({ review }) => review.id))
  const items = shown.map((row) => {
    const decided = decisions.find(({ decision }) => decision.subjectId === row.review.id)
    const appeal = appeals.find(({ decisionId }) => decisionId === decided?.decision.id)
    return {
      ...show(row),
      decision: decided ? { ...showDecision(decided.decision), byName: decided.byName ?? '' } : null,
      appeal: appeal ? showAppeal(appeal) : null,
    }
  })
  return { items, counts, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
} // biome-ignore format: one step a line

/**
 * Publishes or hides a review, answering the question about it if there is one. A hidden one stops counting at once; its
 * author is told the rule and may appeal. Audited. @throws NotFound 404, and as `decideItem`
 */
export async function decideReview(ctx: Ctx, id: Id<'review'>, verdict: { action: 'keep' | 'hide'; rule: string; fix: string; evidence: string }) {
  const found = await findReview(ctx.platform, id)
  if (!found) throw new NotFound('review')
  if (found.itemId === null) await openQuestion(ctx, 'review', id, verdict.evidence || verdict.rule || verdict.action)
  const open = found.itemId === null ? await findReview(ctx.platform, id) : found
  if (open?.itemId == null || open.itemVersion === null) throw new ChangedMeanwhile('review')
  await decideItem(ctx, open.itemId, open.itemVersion, { ...verdict, field: '' })
  const now = await findReview(ctx.platform, id)
  return show(now ?? found)
} // biome-ignore format: one step a line

/** A page of the store's reviews that buyers see. */
export async function readStoreReviews(
  ctx: Pick<Ctx, 'platform'>,
  vendorId: Id<'vendor'>,
  filter: { stars?: number | undefined; isUnanswered: boolean; page: number; limit: number },
) {
  const { rows, counts } = await listStoreReviews(ctx.platform, vendorId, { ...filter, limit: filter.limit + 1 })
  const shown = rows.slice(0, filter.limit)
  const { decisions, appeals } = await readReviewDecisions(ctx.platform, shown.map(({ review }) => review.id))
  return {
    items: shown.map((row) => {
      const { findings: _, reportCount: __, hiddenReason: ___, vendor: ____, ...review } = show(row)
      const decided = decisions.find(({ decision }) => decision.subjectId === review.id)?.decision
      const isAppealed = appeals.some(({ decisionId }) => decisionId === decided?.id)
      return { ...review, canAppeal: decided?.action === 'keep' && !isAppealed }
    }),
    counts: { all: counts.all, unanswered: counts.unanswered },
    storeRatingBps: counts.storeStars,
    page: filter.page,
    hasMore: rows.length > filter.limit,
  }
} // biome-ignore format: one step a line

/**
 * The store answers a review, once, for everybody to read. Audited. Safe to repeat with the same words.
 * @throws NotFound 404; AlreadyAnswered 409; ContentRefused 409 for banned words or a link
 */
export async function answerReview(ctx: Ctx, vendorId: Id<'vendor'>, by: Id<'account'>, id: Id<'review'>, text: string) {
  const found = await findReview(ctx.platform, id)
  if (found?.review.vendorId !== vendorId || found.review.status !== 'published') throw new NotFound('review')
  if (found.review.replyText === text) return { text, at: toRfc3339(found.review.repliedAtMs ?? ctx.now()) }
  if (found.review.replyText !== null) throw new AlreadyAnswered()
  const fields = [{ field: '/text', text }]
  const findings = [...(await checkTexts(ctx, fields)), ...findLinks(fields)]
  if (findings.length > 0) throw new ContentRefused(findings)
  const nowMs = ctx.now()
  const audit = auditOf(ctx, { action: 'review.reply', subjectId: id, vendorId, before: null, after: { reply: text } })
  try {
    await storeReply(ctx.platform, { id, vendorId, text, by, nowMs }, audit)
  } catch (error) {
    throw error instanceof PreconditionFailed ? new AlreadyAnswered() : error
  }
  return { text, at: toRfc3339(nowMs) }
}

/** The store reports a review of one of its products. @throws NotFound 404 for another store's, and as `reportSubject` */
export async function reportOwnReview(ctx: Ctx, vendorId: Id<'vendor'>, by: Id<'account'>, id: Id<'review'>, input: { reason: ReportReason; text: string }) {
  await requireOwn(ctx, vendorId, id)
  return reportSubject(ctx, by, { kind: 'review', subjectId: id, ...input })
} // biome-ignore format: one step a line

/** The store says that a review should not have been kept. @throws NotFound 404, and as `appealDecision` */
export async function appealKeptReview(ctx: Ctx, vendorId: Id<'vendor'>, id: Id<'review'>, text: string) {
  await requireOwn(ctx, vendorId, id)
  return appealDecision(ctx, { subjectId: id, vendorId, actions: ['keep'] }, text)
}

async function requireOwn(ctx: Ctx, vendorId: Id<'vendor'>, id: Id<'review'>): Promise<void> {
  const found = await findReview(ctx.platform, id)
  if (found?.review.vendorId !== vendorId) throw new NotFound('review')
}
