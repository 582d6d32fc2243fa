import { readCase } from '#db/platform/queries/disputes/case.ts'
import {
  countDisputes,
  type DisputeFilter,
  findRate,
  type ListedDispute,
  listDisputes,
  listRates,
  type RateRow,
} from '#db/platform/queries/disputes/list.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { RATE_DAYS, type RateLevel } from '#worker/pure/dispute.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { DAY_MS, toRfc3339 } from '#worker/pure/time.ts'
import { readThresholds } from './count-rate.ts'
import { isAnswerable } from './dispute.ts'
import { gatherEvidence } from './gather-evidence.ts'
import { writeOffMinor } from './write-off.ts'

/** What is due within this many days is due soon. */
const SOON_DAYS = 3

export type ListInput = {
  filter: DisputeFilter
  vendorId?: Id<'vendor'> | undefined
  assignedTo?: Id<'account'> | undefined
  offset?: number | undefined
  limit: number
}

/** Disputes: first those that wait for an answer, the soonest due on top; and how many stand where. */
export async function readDisputes(ctx: Pick<Ctx, 'platform' | 'now'>, { offset = 0, ...input }: ListInput) {
  const dueBeforeMs = ctx.now() + SOON_DAYS * DAY_MS
  const rows = await listDisputes(ctx.platform, { ...input, offset, dueBeforeMs, limit: input.limit + 1 })
  const { atStake, ...counts } = await countDisputes(ctx.platform, dueBeforeMs)
  return {
    items: rows.slice(0, input.limit).map(show),
    counts,
    atStake,
    nextOffset: rows.length > input.limit ? offset + input.limit : null,
  }
}

const instant = (atMs: number | null): string | null => (atMs === null ? null : toRfc3339(atMs))

function show({ dispute, shares, assigneeName }: ListedDispute) {
  return {
    id: dispute.id,
    status: dispute.status,
    reason: dispute.reason,
    amountMinor: dispute.amountMinor,
    currency: dispute.currency,
    dueAt: instant(dispute.dueAtMs),
    openedAt: toRfc3339(dispute.openedAtMs),
    closedAt: instant(dispute.closedAtMs),
    answer: dispute.answer,
    assigneeName,
    orders: shares.map(({ share, number, vendorName }) => ({
      orderId: share.orderId,
      number,
      vendorId: share.vendorId,
      vendorName,
      amountMinor: share.amountMinor,
      hasVendorAnswered: share.vendorAnsweredAtMs !== null,
    })),
  }
}

/**
 * A dispute as our people work on it: what is known, the evidence with what is missing, what happened, and what the money
 * did so far.
 * @throws NotFound 404; Unavailable 503 if a store's database does not answer
 */
export async function readDispute(ctx: Ctx, disputeId: Id<'dispute'>) {
  const { found, gathered, texts, checklist } = await gatherEvidence(ctx, disputeId)
  const { dispute, group, payment } = found
  const names = new Map(found.people.map(({ id, name }) => [id as string, name]))
  const holds = found.holds.map((hold) => ({
    vendorId: hold.vendorId,
    heldMinor: hold.status === 'active' ? hold.amountMinor - hold.releasedMinor : 0,
  }))
  return {
    ...showCase(found, ctx.now()),
    networkCode: dispute.networkCode,
    cardBrand: dispute.cardBrand,
    providerRef: dispute.providerRef,
    paymentRef: payment.providerRef ?? '',
    wasInquiry: dispute.wasInquiry,
    orderGroupId: dispute.orderGroupId,
    buyer: { name: found.buyer?.name ?? group.shippingAddress.name, email: group.email },
    answerReason: dispute.answerReason,
    assignedTo: dispute.assignedTo,
    assigneeName: dispute.assignedTo === null ? null : (names.get(dispute.assignedTo) ?? null),
    bearer: dispute.bearer,
    writeOffMinor: writeOffMinor(
      dispute,
      found.shares.map(({ share }) => share),
    ),
    evidence: { gathered, edited: dispute.evidence, texts },
    checklist,
    files: found.files.map((file) => showFile(file, names)),
    money: {
      withdrawnMinor: dispute.withdrawnMinor,
      reinstatedMinor: dispute.reinstatedMinor,
      feeMinor: dispute.feeMinor,
      excessMinor: dispute.excessMinor,
      isSettled: dispute.isSettled,
    },
    orders: found.shares.map(({ share, order, vendorName }) => ({
      ...showShare(share, order),
      vendorId: share.vendorId,
      vendorName,
      holdMinor: holds.find(({ vendorId }) => vendorId === share.vendorId)?.heldMinor ?? 0,
    })),
    timeline: found.events.map(({ id, kind, detail, actorId, atMs }) => {
      return { id, kind, detail: showDetail(detail), actorId, actorName: names.get(actorId) ?? null, at: toRfc3339(atMs) }
    }),
  }
}

type Found = NonNullable<Awaited<ReturnType<typeof readCase>>>

function showCase({ dispute }: Pick<Found, 'dispute'>, nowMs: number) {
  return {
    id: dispute.id,
    status: dispute.status,
    reason: dispute.reason,
    amountMinor: dispute.amountMinor,
    currency: dispute.currency,
    dueAt: instant(dispute.dueAtMs),
    openedAt: toRfc3339(dispute.openedAtMs),
    closedAt: instant(dispute.closedAtMs),
    answer: dispute.answer,
    answeredAt: instant(dispute.answeredAtMs),
    isAnswerable: isAnswerable(dispute, nowMs),
    version: dispute.version,
  }
}

function showShare(share: Found['shares'][number]['share'], order: Found['shares'][number]['order']) {
  return {
    orderId: share.orderId,
    number: order.number,
    orderStatus: order.status,
    amountMinor: share.amountMinor,
    feeMinor: share.feeMinor,
    heldMinor: share.heldMinor,
    vendorMinor: share.vendorMinor,
    debtMinor: share.debtMinor,
    isReleased: order.releasedAtMs !== null,
    vendorText: share.vendorText,
    vendorCarrier: share.vendorCarrier,
    vendorTracking: share.vendorTracking,
    vendorAnsweredAt: instant(share.vendorAnsweredAtMs),
  }
}

const showFile = (file: Found['files'][number], names: ReadonlyMap<string, string>) => ({
  id: file.id,
  field: file.field,
  name: file.name,
  contentType: file.contentType,
  bytes: file.bytes,
  isVendors: file.vendorId !== null,
  addedByName: names.get(file.addedBy) ?? null,
  addedAt: toRfc3339(file.addedAtMs),
})

/** Details of a timeline are amounts, days and words; nothing deeper is shown. */
const showDetail = (detail: Record<string, unknown>): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(detail).flatMap(([key, value]) => (typeof value === 'string' || typeof value === 'number' ? [[key, value]] : [])),
  )

/** What a vendor may know of a timeline: what happened to the dispute and its money, never our notes. */
const VENDORS_EVENTS = new Set([
  'opened', 'withdrawn', 'reinstated', 'held', 'settled', 'under_review', 'warning_under_review', 'needs_response', 'won', 'lost', 'accepted',
  'warning_closed', 'vendor_answered', 'file_added', 'file_removed', 'evidence_sent', 'reminded', 'written_off', 'file_left_out',
]) // biome-ignore format: a list of names

/** Of its own files a vendor knows the names, of others nothing. */
const isOfFile = (kind: string): boolean => kind.startsWith('file_')

/**
 * A dispute as a vendor sees it: its own order's part, what it has said, and what its money did. Nothing of other vendors'
 * orders, nothing of the buyer that its order does not tell.
 * @throws NotFound 404, also for a dispute of others
 */
export async function readVendorDispute(ctx: Pick<Ctx, 'platform' | 'now'>, vendorId: Id<'vendor'>, disputeId: Id<'dispute'>) {
  const found = await readCase(ctx.platform, disputeId)
  const own = found?.shares.find(({ share }) => share.vendorId === vendorId)
  if (!found || !own) throw new NotFound('dispute')
  const names = new Map(found.people.map(({ id, name }) => [id as string, name]))
  const files = found.files.filter((file) => file.vendorId === vendorId)
  const hold = found.holds.find((each) => each.vendorId === vendorId && each.status === 'active')
  const total = found.dispute.amountMinor
  return {
    ...showCase(found, ctx.now()),
    // Of the whole charge only the vendor's own part is its business.
    amountMinor: own.share.amountMinor,
    isPartOfMore: own.share.amountMinor < total,
    order: { ...showShare(own.share, own.order), holdMinor: hold ? hold.amountMinor - hold.releasedMinor : 0 },
    files: files.map((file) => showFile(file, names)),
    timeline: found.events
      .filter(
        ({ kind, detail }) =>
          VENDORS_EVENTS.has(kind) && (isOfFile(kind) || detail.vendorId !== undefined ? detail.vendorId === vendorId : true),
      )
      .map(({ id, kind, detail, atMs }) => ({
        id,
        kind,
        detail: kind === 'reminded' ? showDetail({ days: detail.days }) : isOfFile(kind) ? showDetail({ name: detail.name }) : {},
        at: toRfc3339(atMs),
      })),
  }
}

/** How often vendors' sales end in disputes, the worst first, and the thresholds. */
export async function readRates(ctx: Pick<Ctx, 'platform' | 'now'>, { level, limit }: { level?: RateLevel | undefined; limit: number }) {
  const rows = await listRates(ctx.platform, level, limit)
  return {
    days: RATE_DAYS,
    ...(await readThresholds(ctx)),
    items: rows.map(({ rate, vendorName }) => ({ vendorId: rate.vendorId, vendorName, ...showRate(rate) })),
  }
}

/** One vendor's rate, for its own portal; nothing disputed, nothing counted. */
export async function readVendorRate(ctx: Pick<Ctx, 'platform' | 'now'>, vendorId: Id<'vendor'>) {
  const rate = await findRate(ctx.platform, vendorId)
  const none = { disputes: 0, orders: 0, rateBps: 0, amountBps: 0, level: 'fine' as const, countedAt: null }
  return { days: RATE_DAYS, ...(await readThresholds(ctx)), ...(rate ? showRate(rate) : none) }
}

const showRate = ({ disputes, orders, rateBps, amountBps, level, countedAtMs }: RateRow) => ({
  disputes,
  orders,
  rateBps,
  amountBps,
  level,
  countedAt: instant(countedAtMs),
})
