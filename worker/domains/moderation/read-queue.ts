import { type ItemFilter, listItems, readItem, readStanding, type ShownItem } from '#db/platform/queries/moderation/items.ts'
import { readProduct } from '#worker/domains/catalog/read-product.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { pictureUrl } from '#worker/pure/picture.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { showAppeal } from './appeal-decision.ts'
import { showDecision } from './decide-item.ts'

const showItem = ({ item, title, listingSlug, images, block, reviewText, reviewStars, reviewStatus, vendorName }: ShownItem) => ({
  id: item.id,
  kind: item.kind,
  severity: item.severity,
  reportCount: item.reportCount,
  findings: item.findings.map(({ field, kind, match, effect, note }) => ({ field, kind, match, effect, note })),
  status: item.status,
  openedAt: toRfc3339(item.openedAtMs),
  closedAt: item.closedAtMs === null ? null : toRfc3339(item.closedAtMs),
  version: item.version,
  vendor: { id: item.vendorId, name: vendorName },
  subject: {
    kind: item.subjectKind,
    id: item.subjectId,
    title,
    slug: listingSlug,
    image: images?.[0] === undefined ? null : { url: pictureUrl(images[0].key), alt: images[0].alt },
    text: reviewText ?? '',
    stars: reviewStars,
    state: item.subjectKind === 'review' ? (reviewStatus ?? ('hidden' as const)) : (block ?? ('shown' as const)),
  },
})

/** A page of questions, the worst and oldest first, and how many wait in each queue. One round trip. */
export async function readQueue(
  ctx: Pick<Ctx, 'platform'>,
  { cursor, limit, ...filter }: Omit<ItemFilter, 'after'> & { cursor?: Id<'moderationItem'> | undefined },
) {
  const { rows, counts } = await listItems(ctx.platform, { ...filter, after: cursor, limit: limit + 1 })
  const items = rows.slice(0, limit).map(showItem)
  return { items, counts, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** One question with its reports, and what was decided about its subject before. One round trip. @throws NotFound 404 */
export async function readQuestion(ctx: Pick<Ctx, 'platform'>, itemId: Id<'moderationItem'>) {
  const found = await readItem(ctx.platform, itemId)
  if (!found) throw new NotFound('question')
  return {
    ...showItem(found),
    reports: found.reports.map(({ report, reporterName }) => ({
      id: report.id,
      reason: report.reason,
      text: report.text,
      reporterName: reporterName ?? '',
      status: report.status,
      createdAt: toRfc3339(report.createdAtMs),
    })),
    decisions: found.decisions.map(({ decision, byName }) => ({ ...showDecision(decision), byName: byName ?? '' })),
    appeals: found.appeals.map(showAppeal),
  }
}

/**
 * How a product of a vendor stands with the marketplace: shown, held, hidden or taken down, why, and what became of its
 * appeal. Who reported it and who decided is not told. @throws NotFound 404
 */
export async function readProductStanding(ctx: Ctx, vendorId: Id<'vendor'>, productId: Id<'product'>) {
  const { listing, item, decision, appeal } = await readStanding(ctx.platform, vendorId, productId)
  if (!listing) await readProduct(ctx, vendorId, productId)
  const block = listing?.block ?? null
  const isAgainst = decision?.action === 'hide' || decision?.action === 'take_down'
  const ofDecision = decision && (appeal?.decisionId === decision.id || decision.action === 'restore') ? appeal : undefined
  return {
    state: block ?? ('shown' as const),
    findings: block === 'held' ? (item?.findings ?? []).map(({ field, kind, match, effect, note }) => ({ field, kind, match, effect, note })) : [],
    isLookedAt: item !== undefined && item.kind !== 'report',
    decision: decision && block !== null && isAgainst ? showDecision(decision) : null,
    appeal: ofDecision ? showAppeal(ofDecision) : null,
    canAppeal: block !== null && isAgainst && ofDecision === undefined,
  }
} // biome-ignore format: one fact a line
