import {
  changeDispute,
  type DisputeRow,
  type DisputeScene,
  type EventRow,
  insertDispute,
  markSynced,
  readScene,
  type SceneOrder,
  type ShareRow,
} from '#db/platform/queries/disputes/record.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { isClosed, isInquiry, isUnanswered, lossOf, nextStatus } from '#worker/pure/dispute.ts'
import { providerPostings, shareDispute, toDisputeTransfers } from '#worker/pure/dispute-postings.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { NotFound, Unavailable } from '#worker/pure/problem.ts'
import { countRate } from './count-rate.ts'
import { holdForDispute } from './hold-for-dispute.ts'
import type { ProviderDispute } from './ports.ts'
import { returnLoss } from './return-loss.ts'
import { settleDispute } from './settle-dispute.ts'
import { eventOf, mailsOf } from './tell-dispute.ts'

/** Each try is a step forward, or finds that somebody else made one. */
const STEPS_MAX = 20

/**
 * Asks the provider what a dispute is now and makes ours the same: recorded with its orders' parts, the ledger level with
 * what was taken and given back (INV-DSP-1), vendors' money kept back while it is open, and its end settled. Events are only
 * a hint to come here: late, repeated and shuffled ones end the same way. Every step is a commit of its own that follows from
 * what is stored, so one that was cut off is gone on with. Safe to repeat and to run twice at once.
 * @throws NotFound for a dispute of a charge that is not ours; Unavailable if the provider or the database does not answer
 */
export async function recordDispute(ctx: Ctx, providerRef: string): Promise<DisputeRow> {
  return followDispute(ctx, await ctx.disputes.fetch(providerRef))
}

/** The same, for whoever has just heard from the provider. */
export async function followDispute(ctx: Ctx, heard: ProviderDispute): Promise<DisputeRow> {
  for (let step = 0; step < STEPS_MAX; step++) {
    const scene = await readScene(ctx.platform, heard)
    const { known } = scene
    const told = known ? levelWith(known, heard) : heard
    if (!known) {
      await openDispute(ctx, told, scene)
    } else if (isNews(known, told)) {
      await updateDispute(ctx, told, known, concerned(scene.shares, scene.orders))
    } else if (known.withdrawnMinor > known.reinstatedMinor && !isClosed(known.status) && !known.isHeld) {
      await holdForDispute(ctx, known)
      for (const vendorId of new Set(scene.shares.map((share) => share.vendorId))) await countRate(ctx, vendorId)
    } else if (isClosed(known.status) && !known.isSettled) {
      // Less is gone than was taken as lost: it goes back whole, and what still is gone is taken anew.
      if (known.lostMinor > 0) await returnLoss(ctx, known, scene.orders)
      else await settleDispute(ctx, known, scene.orders)
    } else {
      await markSynced(ctx.platform, known.id, ctx.now())
      if (step > 0) tellOf(ctx, concerned(scene.shares, scene.orders))
      return known
    }
  }
  throw new Unavailable('This dispute')
}

function tellOf(ctx: Ctx, orders: readonly SceneOrder[]): void {
  ctx.tellPages('platform', 'disputes')
  for (const vendorId of new Set(orders.map((order) => order.vendorId))) ctx.tellPages(vendorId, 'disputes')
}

/** What was moved is only ever more, so whoever says less was asked earlier, and knows less of the fee as well. */
function levelWith(known: DisputeRow, told: ProviderDispute): ProviderDispute {
  const isBehind = told.withdrawnMinor < known.withdrawnMinor || told.reinstatedMinor < known.reinstatedMinor
  return {
    ...told,
    withdrawnMinor: Math.max(known.withdrawnMinor, told.withdrawnMinor),
    reinstatedMinor: Math.max(known.reinstatedMinor, told.reinstatedMinor),
    feeMinor: isBehind ? known.feeMinor : told.feeMinor,
  }
}

const isNews = (known: DisputeRow, told: ProviderDispute): boolean =>
  nextStatus(known.status, told, known.answer) !== known.status ||
  (!isClosed(known.status) && told.dueAtMs !== null && told.dueAtMs !== known.dueAtMs) ||
  told.withdrawnMinor > known.withdrawnMinor ||
  told.reinstatedMinor > known.reinstatedMinor ||
  told.feeMinor !== known.feeMinor

const NO_MONEY = { withdrawnMinor: 0, reinstatedMinor: 0, feeMinor: 0 }

async function openDispute(ctx: Ctx, told: ProviderDispute, { payment, orders: ofPayment }: DisputeScene): Promise<void> {
  // Of another system that shares the account, or made by hand there.
  if (!payment) throw new NotFound('payment')
  // In other money than was paid it is no part of any order: the platform's, until somebody has looked at it.
  const orders = told.amount.currency === payment.currency ? ofPayment : []
  const atMs = ctx.now()
  const id = await deriveId('dispute', payment.id, told.providerRef)
  const { shares, excessMinor } = partsOf(told, orders)
  const status = nextStatus(null, told, null)
  const { withdrawnMinor, reinstatedMinor, feeMinor } = told
  const row: DisputeRow = {
    id, paymentId: payment.id, orderGroupId: payment.orderGroupId, providerRef: told.providerRef, ...told.amount, excessMinor,
    reason: told.reason, networkCode: told.networkCode, cardBrand: told.cardBrand, wasInquiry: isInquiry(status), status,
    dueAtMs: told.dueAtMs, openedAtMs: told.openedAtMs, closedAtMs: isClosed(status) ? atMs : null,
    withdrawnMinor, reinstatedMinor, feeMinor, isHeld: false, isSettled: false, lostMinor: 0, bearer: null,
    answer: null, answeredBy: null, answerReason: '', answerDecidedAtMs: null, answeredAtMs: null, evidence: {}, submitted: null,
    assignedTo: null, remindedDays: null, syncedAtMs: atMs, createdAtMs: atMs, updatedAtMs: atMs, version: 1,
  } // biome-ignore format: a row reads best as a row
  const rows = await Promise.all(
    orders.map(async ({ orderId, vendorId }, index): Promise<ShareRow> => {
      const shareId = await deriveId('disputeShare', id, orderId)
      const nothing = { feeMinor: 0, heldMinor: 0, vendorMinor: 0, debtMinor: 0 }
      const unsaid = { vendorText: '', vendorCarrier: '', vendorTracking: '', vendorAnsweredAtMs: null }
      return { id: shareId, disputeId: id, orderId, vendorId, amountMinor: shares[index] ?? 0, ...nothing, ...unsaid }
    }),
  )
  const opened = await eventOf(row, 'opened', {
    detail: { ...told.amount, reason: told.reason, status, dueAtMs: told.dueAtMs, openedAtMs: told.openedAtMs },
    atMs,
  })
  await insertDispute(
    ctx.platform,
    row,
    rows.filter(({ amountMinor }) => amountMinor > 0),
    {
      events: [opened, ...(await moneyEvents(row, NO_MONEY, told, atMs))],
      transfers: await toDisputeTransfers(providerPostings(id, row.currency, NO_MONEY, told), atMs),
      messages: isClosed(status) ? [] : await mailsOf(ctx, 'dispute_opened', { dispute: row, orders: concerned(rows, orders) }, status),
    },
  )
  ctx.relay('platform')
}

/** By what each order has left: what refunds under way will take counts as gone, unless then too little would be left. */
function partsOf({ amount }: ProviderDispute, orders: readonly SceneOrder[]) {
  const left = orders.map((order) => order.capturedMinor - order.refundedMinor - order.disputedMinor)
  const sure = orders.map((order, index) => (left[index] ?? 0) - order.refundingMinor)
  const isEnough = sumMinor(sure.map((minor) => Math.max(0, minor))) >= amount.amountMinor
  return shareDispute(amount.amountMinor, isEnough ? sure : left, amount.currency)
}

const concerned = (shares: readonly ShareRow[], orders: readonly SceneOrder[]) =>
  orders.filter(({ orderId }) => shares.some((share) => share.orderId === orderId && share.amountMinor > 0))

async function updateDispute(ctx: Ctx, told: ProviderDispute, known: DisputeRow, orders: readonly SceneOrder[]): Promise<void> {
  const atMs = ctx.now()
  const status = nextStatus(known.status, told, known.answer)
  const { withdrawnMinor, reinstatedMinor, feeMinor } = told
  // The card holder was not content with the answer to an inquiry: there is another deadline, and another answer to give.
  const isEscalated = isInquiry(known.status) && isUnanswered(status) && !isInquiry(status)
  const change = {
    status,
    dueAtMs: told.dueAtMs ?? known.dueAtMs,
    withdrawnMinor,
    reinstatedMinor,
    feeMinor,
    closedAtMs: isClosed(status) ? (known.closedAtMs ?? atMs) : null,
    // Money that is taken anew is kept back anew.
    isHeld: known.isHeld && withdrawnMinor <= known.withdrawnMinor,
    isSettled: known.isSettled && lossOf({ status, withdrawnMinor, reinstatedMinor }) === known.lostMinor,
    syncedAtMs: atMs,
    updatedAtMs: atMs,
    ...(isEscalated
      ? { answer: null, answeredBy: null, answerDecidedAtMs: null, answeredAtMs: null, submitted: null, remindedDays: null }
      : {}),
  }
  const moved = await eventOf(known, status, { detail: { before: known.status }, atMs, key: String(known.version) })
  const postings = providerPostings(known.id, known.currency, known, change)
  const before = `${known.withdrawnMinor}/${known.reinstatedMinor}/${known.feeMinor}`
  await changeDispute(ctx.platform, known, change, {
    events: [...(status === known.status ? [] : [moved]), ...(await moneyEvents(known, known, change, atMs))],
    transfers: await toDisputeTransfers(postings, atMs, before),
    messages: isEscalated ? await mailsOf(ctx, 'dispute_opened', { dispute: { ...known, ...change }, orders }, status) : [],
  })
  ctx.relay('platform')
}

async function moneyEvents(
  dispute: Pick<DisputeRow, 'id' | 'currency'>,
  before: typeof NO_MONEY,
  now: typeof NO_MONEY,
  atMs: number,
): Promise<EventRow[]> {
  const events: Promise<EventRow>[] = []
  const add = (kind: string, amountMinor: number, total: number) =>
    events.push(eventOf(dispute, kind, { detail: { amountMinor, currency: dispute.currency }, atMs, key: String(total) }))
  if (now.withdrawnMinor > before.withdrawnMinor) add('withdrawn', now.withdrawnMinor - before.withdrawnMinor, now.withdrawnMinor)
  if (now.feeMinor > before.feeMinor) add('fee', now.feeMinor - before.feeMinor, now.feeMinor)
  if (now.reinstatedMinor > before.reinstatedMinor) add('reinstated', now.reinstatedMinor - before.reinstatedMinor, now.reinstatedMinor)
  return Promise.all(events)
}
