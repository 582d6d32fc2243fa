import { readReviewDecisions } from '#db/platform/queries/reviews/desk.ts'
import {
  findBoughtLine,
  findOwnReview,
  type Question,
  type ReviewRow,
  readOwnReviews,
  storeReview,
  updateReview,
} from '#db/platform/queries/reviews/own.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { readProfile } from '#worker/domains/identity/read-profile.ts'
import { appealDecision, showAppeal } from '#worker/domains/moderation/appeal-decision.ts'
import { checkTexts } from '#worker/domains/moderation/check-content.ts'
import type { Id } from '#worker/pure/ids.ts'
import { findingsKey, findLinks } from '#worker/pure/moderation.ts'
import { pictureUrl } from '#worker/pure/picture.ts'
import type { Principal } from '#worker/pure/principal.ts'
import { ChangedMeanwhile, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { AlreadyReviewed, EDITABLE_MS, isEditable, publicName, ReviewClosed } from './review.ts'

/** So many lines to rate, and so many reviews, are shown at once. */
const SHOWN_MAX = 100
export type Opinion = { stars: number; storeStars: number | null; title: string; text: string }
type WriteCtx = Pick<Ctx, 'platform' | 'principal' | 'newId' | 'now' | 'tellPages'>

function buyerOf(principal: Principal) {
  if (principal.kind !== 'account') throw new NotFound('purchase')
  return { accountId: principal.accountId, verifiedEmail: principal.isEmailVerified ? principal.email.toLowerCase() : null }
}

/**
 * Rates something the caller bought and got, and the store it came from. Shown at once, unless the rules or a link in it want
 * somebody to look first. Safe to repeat: the same words find the first review.
 * @throws NotFound 404 for a line that is not theirs or has not arrived; AlreadyReviewed 409
 */
export async function writeReview(ctx: WriteCtx, orderLineId: Id<'orderLine'>, opinion: Opinion) {
  const buyer = buyerOf(ctx.principal)
  const before = await findOwnReview(ctx.platform, buyer.accountId, { orderLineId })
  if (before) {
    const { stars, storeStars, title, text } = before.review
    if (stars === opinion.stars && storeStars === opinion.storeStars && title === opinion.title && text === opinion.text)
      return showOwn(before.review, ctx.now())
    throw new AlreadyReviewed()
  }
  const line = await findBoughtLine(ctx.platform, buyer, orderLineId)
  if (!line) throw new NotFound('purchase')
  const [profile, findings] = await Promise.all([readProfile(ctx, buyer.accountId), findingsOf(ctx, opinion)])
  const nowMs = ctx.now()
  const row: ReviewRow = {
    ...opinion,
    id: ctx.newId('review'),
    orderLineId,
    orderId: line.orderId,
    vendorId: line.vendorId,
    listingId: line.listingId,
    variantTitle: line.title,
    accountId: buyer.accountId,
    authorName: publicName(profile.name),
    status: findings.length > 0 ? 'held' : 'published',
    findings,
    hiddenReason: null,
    replyText: null,
    repliedAtMs: null,
    repliedBy: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    version: 1,
  }
  try {
    await storeReview(ctx.platform, row, findings.length > 0 ? { id: ctx.newId('moderationItem'), kind: 'hold' } : null)
  } catch (error) {
    throw error instanceof UniqueViolation ? new AlreadyReviewed() : error
  }
  ctx.tellPages(row.vendorId, 'reviews')
  if (findings.length > 0) ctx.tellPages('platform', 'moderation')
  return showOwn(row, nowMs)
}

/**
 * Changes the caller's own review within 30 days; it is checked anew. One that was hidden stays so until somebody has looked
 * at the new words. @throws NotFound 404; ReviewClosed 409; ChangedMeanwhile 412
 */
export async function changeReview(ctx: WriteCtx, id: Id<'review'>, version: number, opinion: Opinion) {
  const { accountId } = buyerOf(ctx.principal)
  const found = await findOwnReview(ctx.platform, accountId, { id })
  if (!found) throw new NotFound('review')
  const { review: before, keptKeys } = found
  if (before.version !== version) throw new ChangedMeanwhile('review')
  const nowMs = ctx.now()
  if (!isEditable(before, nowMs)) throw new ReviewClosed()
  const findings = await findingsOf(ctx, opinion)
  const isHeld = findings.length > 0 && !keptKeys.includes(findingsKey(findings))
  const status = before.status === 'hidden' ? 'hidden' : isHeld ? 'held' : 'published'
  const question: Question =
    status === 'published' ? 'settled' : { id: ctx.newId('moderationItem'), kind: status === 'hidden' ? 'recheck' : 'hold' }
  const after: ReviewRow = { ...before, ...opinion, status, findings, updatedAtMs: nowMs, version: version + 1 }
  try {
    await updateReview(ctx.platform, before, after, question)
  } catch (error) {
    throw error instanceof PreconditionFailed ? new ChangedMeanwhile('review') : error
  }
  return showOwn(after, nowMs)
}

/** Says that hiding the caller's review was wrong. @throws NotFound 404, and as `appealDecision` */
export async function appealReview(ctx: Ctx, id: Id<'review'>, text: string) {
  const { accountId } = buyerOf(ctx.principal)
  const found = await findOwnReview(ctx.platform, accountId, { id })
  if (!found) throw new NotFound('review')
  return appealDecision(ctx, { subjectId: id, vendorId: found.review.vendorId, actions: ['hide'] }, text)
}

/** What the caller got and can rate, and what they wrote, with what was decided about it. */
export async function readMyReviews(ctx: Pick<Ctx, 'platform' | 'principal' | 'now'>) {
  const { lines, rows } = await readOwnReviews(ctx.platform, buyerOf(ctx.principal), SHOWN_MAX)
  const hidden = rows.flatMap(({ review }) => (review.status === 'hidden' ? [review.id] : []))
  const { decisions, appeals } = await readReviewDecisions(ctx.platform, hidden)
  return {
    toReview: lines.map(({ orderLineId, orderGroupId, title, vendorName, listingSlug, images, boughtAtMs }) => ({
      orderLineId,
      orderGroupId,
      title,
      vendorName,
      slug: listingSlug,
      image: imageOf(images === null ? null : (JSON.parse(images) as { key: string; alt: string }[])),
      boughtAt: toRfc3339(boughtAtMs),
    })),
    reviews: rows.map(({ review, listingTitle, listingSlug, images, isVisible, vendorName }) => {
      const decided = decisions.find(({ decision }) => decision.subjectId === review.id)?.decision
      const appeal = appeals.find(({ decisionId }) => decisionId === decided?.id)
      return {
        ...showOwn(review, ctx.now()),
        productTitle: listingTitle ?? review.variantTitle,
        vendorName,
        slug: isVisible ? listingSlug : null,
        image: imageOf(images),
        reply: review.replyText,
        decision: decided ? { rule: decided.rule, fix: decided.fix } : null,
        appeal: appeal ? showAppeal(appeal) : null,
        canAppeal: decided?.action === 'hide' && appeal === undefined,
      }
    }),
  }
}

const imageOf = (images: readonly { key: string; alt: string }[] | null) =>
  images?.[0] ? { url: pictureUrl(images[0].key), alt: images[0].alt } : null

async function findingsOf(ctx: Pick<Ctx, 'platform'>, { title, text }: Opinion) {
  const fields = [
    { field: '/title', text: title },
    { field: '/text', text },
  ]
  return [...(await checkTexts(ctx, fields)), ...findLinks(fields)]
}

const showOwn = ({ id, orderLineId, stars, storeStars, title, text, status, createdAtMs, version }: ReviewRow, nowMs: number) => ({
  id,
  orderLineId,
  stars,
  storeStars,
  title,
  text,
  status,
  createdAt: toRfc3339(createdAtMs),
  editableUntil: toRfc3339(createdAtMs + EDITABLE_MS),
  isEditable: isEditable({ createdAtMs }, nowMs),
  version,
})
