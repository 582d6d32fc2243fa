import {
  type NewRefund,
  type Refundable,
  type RefundDecision,
  type RefundRow,
  readRefundable,
  storeRefund,
} from '#db/platform/queries/payments/refunds.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { chargeablePart } from '#worker/pure/money-charge.ts'
import { NotFound, Unavailable } from '#worker/pure/problem.ts'
import { type Bearer, leftOf, NothingLeft, planRefund, type RefundAsk, type RefundPlan } from '#worker/pure/refund-plan.ts'
import { clawbackPostings, toPendingTransfers } from '#worker/pure/refund-postings.ts'
import { Overdrawn, PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { capturedLeftOf, isInBanksHands, isSold, NotCaptured, OrderDisputed, purseOf, refundableOf } from './refund.ts'

/** A refund as somebody wants it; the id is made before, and the same id twice is one refund. */
export type RefundWish = {
  id: Id<'refund'>
  orderId: Id<'order'>
  asks: readonly RefundAsk[] | 'everything' | 'undo'
  bearer: Bearer
  reason: NewRefund['reason']
  note: string
  requestedBy: string
  /** One the buyer's bank sent back: its amount once more, out of what came back. */
  resendOf?: Id<'refund'> | null
  /** The provider's id, where somebody refunded there by hand: it is only written down. */
  providerRef?: string | null
  /** Whoever asks must have seen this amount: a plan that came out otherwise meanwhile is refused. */
  check?: (plan: Pick<RefundPlan, 'amountMinor'>) => void
  audit?: (plan: Pick<RefundPlan, 'amountMinor' | 'bearer'>, found: Refundable) => RefundDecision['audit']
}
type RequestCtx = Pick<Ctx, 'platform' | 'now' | 'relay'>

/** Others may move the order or the vendor's money between look and commit; somebody wins each time. */
const TRIES = 12

/**
 * Decides a refund: planned from what is left, and stored with the money it takes set aside, from `pending`, `available` or
 * `debt` of the vendor, in one commit; the queue has the provider do it (`performRefund`). Safe to repeat, and to race with
 * other refunds, a cancellation, the release and payouts: whoever comes second plans again from what is left then.
 * @throws NotFound 404; NotCaptured, OrderDisputed 409; what `planRefund` throws; Unavailable 503 if others are quicker each time
 */
export async function requestRefund(ctx: RequestCtx, wish: RefundWish): Promise<Pick<RefundRow, 'id' | 'amountMinor' | 'status'>> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const found = await readRefundable(ctx.platform, wish.orderId)
    if (!found) throw new NotFound('order')
    const known = found.refunds.find(({ id }) => id === wish.id)
    if (known) return known
    const decision = await decide(found, wish, ctx.now())
    try {
      await storeRefund(ctx.platform, decision)
      ctx.relay('platform')
      return { ...decision.row, status: 'pending' }
    } catch (error) {
      if (!(error instanceof PreconditionFailed || error instanceof Overdrawn || error instanceof UniqueViolation)) throw error
    }
  }
  throw new Unavailable('This order')
}

async function decide(found: Refundable, wish: RefundWish, atMs: number): Promise<RefundDecision> {
  const { order, payment } = found
  const plan = planOf(found, wish)
  wish.check?.(plan)
  const { id, orderId, reason, note, requestedBy, resendOf = null, providerRef = null } = wish
  const row = {
    id,
    orderId,
    paymentId: payment.id,
    amountMinor: plan.amountMinor,
    currency: order.currency,
    reason,
    bearer: plan.bearer,
    note,
    requestedBy,
    providerRef,
    resendOf,
    createdAtMs: atMs,
  }
  const takenMinor = plan.amountMinor - plan.ofBuyersMinor
  const postings =
    takenMinor === 0 && plan.allocations.length === 0 ? [] : clawbackPostings({ ...plan, amountMinor: takenMinor }, id, purseOf(found))
  return {
    row,
    allocations: plan.allocations,
    transfers: await toPendingTransfers(postings, atMs),
    message: await refundRequested(id, atMs),
    audit: wish.audit?.(plan, found) ?? null,
    seen: { refundCount: order.refundCount, isReleased: order.releasedAtMs !== null },
  }
}

/** `ofBuyersMinor`: what of it is the buyers' already, and taken from nobody. */
type Planned = RefundPlan & { ofBuyersMinor: number }

/** What a wish comes to now. @throws like `requestRefund` */
export function planOf(found: Refundable, wish: Pick<RefundWish, 'asks' | 'bearer' | 'resendOf' | 'providerRef'>): Planned {
  if (found.payment.status !== 'succeeded') throw new NotCaptured()
  // What the provider has given back already is a fact, whatever a bank took since.
  if (!wish.providerRef && isInBanksHands(found)) throw new OrderDisputed()
  const resent = wish.resendOf ? found.refunds.find(({ id }) => id === wish.resendOf) : undefined
  if (wish.resendOf) return whole(found, resent?.status === 'returned' && !isResent(found, wish.resendOf) ? resent.amountMinor : 0)
  if (wish.providerRef) return planOfFact(found, askedOf(wish))
  if (isSold(found)) return { ...planRefund(refundableOf(found), wish.asks, wish.bearer), ofBuyersMinor: 0 }
  return whole(found, typeof wish.asks === 'string' ? capturedLeftOf(found) : Math.min(capturedLeftOf(found), askedOf(wish)))
}

const askedOf = ({ asks }: Pick<RefundWish, 'asks'>): number =>
  typeof asks === 'string' ? 0 : sumMinor(asks.map((ask) => ask.amountMinor ?? 0))

/**
 * What the provider gave back by itself: of what is left of the order as far as that goes. The rest, given back to a buyer whose
 * bank had taken it already, has no share of the order to come from: it is the platform's loss.
 */
function planOfFact(found: Refundable, amountMinor: number): Planned {
  const { currency } = found.order
  const [capturedMinor, partsMinor] = isSold(found) ? [capturedLeftOf(found), partsLeftOf(found)] : [buyersLeftOf(found), amountMinor]
  const leftMinor = chargeablePart(Math.max(0, Math.min(amountMinor, capturedMinor, partsMinor)), currency)
  const beyondMinor = amountMinor - leftMinor
  const plan =
    isSold(found) && leftMinor > 0
      ? { ...planRefund(refundableOf(found), [{ part: 'goodwill', amountMinor: leftMinor }], 'platform'), ofBuyersMinor: 0 }
      : { ...NOBODYS, currency, amountMinor: leftMinor, ofBuyersMinor: leftMinor }
  return { ...plan, bearer: 'platform', amountMinor, platformMinor: plan.platformMinor + beyondMinor }
}

function partsLeftOf(found: Refundable): number {
  const { parts, taken } = refundableOf(found)
  return sumMinor(leftOf(parts, taken).map(({ amountMinor }) => amountMinor))
}

/** Of an order that was never placed: a dispute takes of the buyers' funds only once it is lost. */
const buyersLeftOf = (found: Refundable): number => capturedLeftOf(found) + found.contestedMinor

/** A refund that was sent again is done with, unless that came to nothing. */
export const isResent = ({ refunds }: Pick<Refundable, 'refunds'>, refundId: Id<'refund'>): boolean =>
  refunds.some(({ resendOf, status }) => resendOf === refundId && status !== 'failed')

const NO_SHARES = { vendorMinor: 0, platformMinor: 0, commissionMinor: 0, commissionTaxMinor: 0, taxMinor: 0, promotionMinor: 0 }
const NOBODYS = { ...NO_SHARES, bearer: 'vendor' as const, allocations: [] }

/** Money that is the buyer's already: it is taken from nobody. */
function whole({ order }: Refundable, amountMinor: number): Planned {
  if (amountMinor <= 0) throw new NothingLeft()
  return { ...NOBODYS, currency: order.currency, amountMinor, ofBuyersMinor: amountMinor }
}

/** The message that has a refund done. */
export async function refundRequested(refundId: Id<'refund'>, occurredAtMs: number): Promise<MessageOf<'refund.requested'>> {
  const id = await deriveId('message', refundId, 'refund.requested')
  return { id, type: 'refund.requested', version: 1, vendorId: null, occurredAtMs, refundId }
}
