import { allocate } from '#worker/pure/allocate.ts'
import { assert } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import { assertMinor, type Currency, sumMinor } from '#worker/pure/money.ts'
import { chargeablePart, chargeStep, isChargeable } from '#worker/pure/money-charge.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'

/**
 * Who gives what back of an order. INV-REF-1: a row's amount = vendor + platform + commission + commission tax + tax -
 * promotion. INV-REF-2: nothing is taken of a share that is not left of it; so no sequence of refunds is more than the order,
 * and the one that gives back the last of a part brings all its shares to zero. All amounts in minor units.
 */

/** How the money of a part was shared out at its sale: amount = vendor + commission + commission tax + tax - promotion. */
export type Shares = {
  vendorMinor: number
  commissionMinor: number
  commissionTaxMinor: number
  taxMinor: number
  /** What the platform paid of a discount in the buyer's place. */
  promotionMinor: number
}
/** A line of an order, or its delivery (`orderLineId` null): what the buyer paid for it, and whose that was. */
export type OrderPart = Shares & { orderLineId: Id<'orderLine'> | null; quantity: number; amountMinor: number }
/** The same after refunds. What the platform bore is the buyer's, but the vendor and we still keep ours of it. */
export type PartLeft = OrderPart & { platformMinor: number }

/** What a refund gives back of one part. `platformMinor` < 0: the platform gets back what it bore of an order undone. */
export type Allocation = Shares & {
  part: 'line' | 'shipping' | 'tax' | 'goodwill'
  /** The line it is about; null: the delivery. */
  orderLineId: Id<'orderLine'> | null
  quantity: number
  amountMinor: number
  platformMinor: number
}

export type RefundAsk =
  /** So many of a line, at what is left of it for each; or an amount, with or without goods coming back. */
  | { part: 'line'; orderLineId: Id<'orderLine'>; quantity?: number | undefined; amountMinor?: number | undefined }
  /** Delivery: an amount, or all that is left. */
  | { part: 'shipping'; amountMinor?: number | undefined }
  /** Sales tax only, of a line or of everything (no line): an amount, or all that is left. */
  | { part: 'tax'; orderLineId?: Id<'orderLine'> | undefined; amountMinor?: number | undefined }
  /** An amount on the whole order, spread over what is left of its parts, like any reduction of a price. */
  | { part: 'goodwill'; amountMinor: number }
export type Bearer = 'vendor' | 'platform'

/** Why money is given back. The first three are an order that is called off, the last but one was made at the provider by hand. */
export const REFUND_REASONS = [
  'cancelled',
  'late_payment',
  'out_of_stock',
  'returned',
  'damaged',
  'not_as_described',
  'not_received',
  'wrong_price',
  'goodwill',
  'by_provider',
  'other',
] as const
export type RefundReason = (typeof REFUND_REASONS)[number]

export type RefundableOrder = {
  currency: Currency
  parts: readonly OrderPart[]
  /** What refunds that are pending or done, and disputes that are lost, give back. */
  taken: readonly Allocation[]
  /** What is left of the order's share of the payment. */
  capturedLeftMinor: number
}
export type RefundPlan = Shares & {
  currency: Currency
  bearer: Bearer
  amountMinor: number
  platformMinor: number
  allocations: Allocation[]
}

/** 409: everything was given back already, or what is asked comes to nothing. */
export class NothingLeft extends Problem {
  constructor() {
    super('nothing_left_to_refund', 409, 'Nothing is left to give back of this.')
  }
}

/** 409: less is left of a part than is asked. `leftMinor`, and `leftQuantity` of a line, say how much. */
export class MoreThanLeft extends Problem {
  constructor(ask: RefundAsk, left: { leftMinor: number; leftQuantity?: number }) {
    const orderLineId = 'orderLineId' in ask ? (ask.orderLineId ?? null) : null
    super('more_than_left', 409, 'Less is left of this than you want to give back.', {
      extensions: { part: ask.part, orderLineId, ...left },
    })
  }
}

/** 409: the buyer would get more than they paid. */
export class MoreThanCaptured extends Problem {
  constructor(leftMinor: number) {
    super('more_than_captured', 409, 'Less is left of the payment than you want to give back.', { extensions: { leftMinor } })
  }
}

/** 409: the payment provider moves amounts of this currency in steps of ten only. */
export class NotInSteps extends Problem {
  constructor(currency: Currency) {
    super('amount_not_in_steps', 409, `An amount in ${currency} ends in 0: its last digit cannot be given back by itself.`, {
      extensions: { stepMinor: chargeStep(currency) },
    })
  }
}

/**
 * Plans a refund: the rows of who gives what back. The asks are taken one after the other from what is left. Commission,
 * its tax and the sales tax go back in proportion; where the platform bears the refund, only the sales tax does, and the
 * vendor and we keep what we earned.
 * @param asks `everything`: all that is left; `undo`: the same for an order that is called off, where the vendor keeps
 *   nothing, so that the platform gets back what it bore before, also beside the order's parts
 * @throws NotFound 404 for a line that is none of the order's; NothingLeft, MoreThanLeft, MoreThanCaptured, NotInSteps 409
 */
export function planRefund(
  order: RefundableOrder,
  asks: readonly RefundAsk[] | 'everything' | 'undo',
  bearer: Bearer = 'vendor',
): RefundPlan {
  const left = leftOf(order.parts, order.taken)
  const taken = typeof asks === 'string' ? left.map((part) => takeAll(part, asks, bearer)) : takeAsks(order, left, asks, bearer)
  const allocations = asks === 'undo' ? withinCaptured(taken, order.capturedLeftMinor) : taken
  const rows = allocations.filter((row) => row.quantity > 0 || isMoving(row))
  const plan = { currency: order.currency, bearer, ...sumOf(rows), allocations: rows }
  if (asks === 'undo' ? !rows.some(isMoving) : plan.amountMinor === 0) throw new NothingLeft()
  if (plan.amountMinor > order.capturedLeftMinor) throw new MoreThanCaptured(order.capturedLeftMinor)
  if (!isChargeable(plan.amountMinor, order.currency)) throw new NotInSteps(order.currency)
  for (const row of rows) assert(isAddedUp(row), 'INV-REF-1: a refund takes exactly what it gives')
  return plan
}

const AMOUNTS = [
  'amountMinor',
  'vendorMinor',
  'platformMinor',
  'commissionMinor',
  'commissionTaxMinor',
  'taxMinor',
  'promotionMinor',
] as const
type Amounts = Record<(typeof AMOUNTS)[number], number>
const NOTHING: Amounts = {
  amountMinor: 0,
  vendorMinor: 0,
  platformMinor: 0,
  commissionMinor: 0,
  commissionTaxMinor: 0,
  taxMinor: 0,
  promotionMinor: 0,
}
const isMoving = (row: Amounts) => AMOUNTS.some((amount) => row[amount] !== 0)
const isAddedUp = (row: Amounts) =>
  row.amountMinor === row.vendorMinor + row.platformMinor + row.commissionMinor + row.commissionTaxMinor + row.taxMinor - row.promotionMinor

/** What allocations, or parts, come to together. */
export function sumOf(rows: readonly (Shares & { amountMinor: number; platformMinor?: number })[]): Amounts {
  const sum = { ...NOTHING }
  for (const each of rows) for (const amount of AMOUNTS) sum[amount] += each[amount] ?? 0
  for (const amount of AMOUNTS) assertMinor(sum[amount])
  return sum
}

/** What is left of each part after what was taken. */
export function leftOf(parts: readonly OrderPart[], taken: readonly Allocation[]): PartLeft[] {
  const left = parts.map((part): PartLeft => ({ ...part, platformMinor: 0 }))
  for (const row of taken) deduct(partOf(left, row.orderLineId), row)
  return left
}

function partOf(left: readonly PartLeft[], orderLineId: Id<'orderLine'> | null): PartLeft {
  const part = left.find((each) => each.orderLineId === orderLineId)
  if (!part) throw new NotFound('order line')
  return part
}

function deduct(left: PartLeft, row: Allocation): void {
  left.amountMinor -= row.amountMinor
  left.vendorMinor -= row.vendorMinor
  left.commissionMinor -= row.commissionMinor
  left.commissionTaxMinor -= row.commissionTaxMinor
  left.taxMinor -= row.taxMinor
  left.promotionMinor -= row.promotionMinor
  left.platformMinor += row.platformMinor
  left.quantity -= row.quantity
  const isSound = left.amountMinor >= 0 && left.quantity >= 0 && left.taxMinor >= 0 && left.vendorMinor >= 0 && left.promotionMinor >= 0
  assert(isSound && left.commissionMinor >= 0 && left.commissionTaxMinor >= 0, 'INV-REF-2: no share gives back more than is left of it')
  assert(isAddedUp({ ...left, platformMinor: -left.platformMinor }), 'INV-REF-1: what is left adds up')
}

function takeAsks(order: RefundableOrder, left: PartLeft[], asks: readonly RefundAsk[], bearer: Bearer): Allocation[] {
  const rows: Allocation[] = []
  for (const ask of asks) {
    for (const row of takeAsk(left, ask, order.currency, bearer)) {
      deduct(partOf(left, row.orderLineId), row)
      rows.push(row)
    }
  }
  const totalMinor = sumMinor(rows.map(({ amountMinor }) => amountMinor))
  const excessMinor = totalMinor - chargeablePart(totalMinor, order.currency)
  const last = rows.at(-1)
  // Odd digits of a part taken by quantity stay for the refund that gives back everything; a typed amount is the person's word.
  const isTyped = asks.some((ask) => ask.amountMinor !== undefined)
  if (excessMinor === 0 || !last || isTyped || last.amountMinor <= excessMinor) return rows
  const part = partOf(leftOf(order.parts, [...order.taken, ...rows.slice(0, -1)]), last.orderLineId)
  return [...rows.slice(0, -1), { ...take(part, last.amountMinor - excessMinor, bearer, last.part), quantity: last.quantity }]
}

function takeAsk(left: readonly PartLeft[], ask: RefundAsk, currency: Currency, bearer: Bearer): Allocation[] {
  switch (ask.part) {
    case 'line':
      return [takeLine(partOf(left, ask.orderLineId), ask, currency, bearer)]
    case 'shipping': {
      const part = partOf(left, null)
      const amountMinor = wanted(ask, ask.amountMinor ?? part.amountMinor, part.amountMinor)
      return [take(part, amountMinor, bearer, 'shipping')]
    }
    case 'tax': {
      const parts = ask.orderLineId === undefined ? left : [partOf(left, ask.orderLineId)]
      const limits = parts.map((part) => Math.min(part.taxMinor, part.amountMinor))
      return spread(ask, ask.amountMinor ?? sumMinor(limits), limits, currency).map((amountMinor, index) =>
        row(parts[index] as PartLeft, 'tax', { amountMinor, taxMinor: amountMinor }),
      )
    }
    case 'goodwill': {
      const limits = left.map(({ amountMinor }) => amountMinor)
      return spread(ask, ask.amountMinor, limits, currency).map((amountMinor, index) =>
        take(left[index] as PartLeft, amountMinor, bearer, 'goodwill'),
      )
    }
  }
}

function takeLine(part: PartLeft, ask: RefundAsk & { part: 'line' }, currency: Currency, bearer: Bearer): Allocation {
  const quantity = ask.quantity ?? 0
  assert(Number.isSafeInteger(quantity) && quantity >= 0, 'a quantity is a whole number')
  if (quantity > part.quantity) throw new MoreThanLeft(ask, { leftMinor: part.amountMinor, leftQuantity: part.quantity })
  const isAll = quantity > 0 && quantity === part.quantity
  const ofQuantity = () => (isAll ? part.amountMinor : chargeablePart(portion(part.amountMinor, quantity, part.quantity), currency))
  const amountMinor = wanted(ask, ask.amountMinor ?? ofQuantity(), part.amountMinor)
  // What was free for the buyer still was the platform's money at the vendor.
  if (isAll && part.amountMinor === 0) return { ...takeAll(part, 'everything', bearer), quantity }
  return { ...take(part, amountMinor, bearer, 'line'), quantity }
}

function wanted(ask: RefundAsk, amountMinor: number, leftMinor: number): number {
  assert(Number.isSafeInteger(amountMinor) && amountMinor >= 0, 'a refund is a whole number of minor units')
  if (amountMinor > leftMinor) throw new MoreThanLeft(ask, { leftMinor })
  return amountMinor
}

/** An amount over parts by their limits, each at most its own; in the currency's steps where they allow it. */
function spread(ask: RefundAsk, amountMinor: number, limits: readonly number[], currency: Currency): number[] {
  const leftMinor = sumMinor(limits)
  wanted(ask, amountMinor, leftMinor)
  if (leftMinor === 0) return limits.map(() => 0)
  const step = chargeStep(currency)
  const steps = limits.map((limit) => Math.floor(limit / step))
  if (amountMinor % step === 0 && sumMinor(steps) * step >= amountMinor && amountMinor > 0)
    return allocate(amountMinor / step, steps).map((part) => part * step)
  return allocate(amountMinor, limits)
}

/** `whole` x `of` / `all`, to the nearest unit. */
const portion = (whole: number, of: number, all: number): number => (all === 0 ? 0 : (allocate(whole, [of, all - of])[0] ?? 0))

/** So much of a part: each share in proportion to what is left of it. Never more than is left, and together exactly the amount. */
function take(part: PartLeft, amountMinor: number, bearer: Bearer, kind: Allocation['part']): Allocation {
  // The platform got back what it bore of a refund that came to nothing afterwards: that it gives first.
  const recoveredMinor = Math.min(amountMinor, Math.max(0, -part.platformMinor))
  if (recoveredMinor > 0) {
    const left = { ...part, amountMinor: part.amountMinor - recoveredMinor, platformMinor: part.platformMinor + recoveredMinor }
    const rest = take(left, amountMinor - recoveredMinor, bearer, kind)
    return { ...rest, amountMinor, platformMinor: rest.platformMinor + recoveredMinor }
  }
  // Of what the platform bore the vendor and we keep ours: shares are left of more than the buyer can still get.
  const sharedMinor = part.amountMinor + part.platformMinor
  if (amountMinor === 0 || sharedMinor === 0) return row(part, kind, {})
  if (bearer === 'platform') {
    const taxMinor = portion(part.taxMinor, amountMinor, sharedMinor)
    return row(part, kind, { amountMinor, taxMinor, platformMinor: amountMinor - taxMinor })
  }
  const promotionMinor = portion(part.promotionMinor, amountMinor, sharedMinor)
  const shares = [part.taxMinor, part.commissionMinor, part.commissionTaxMinor, part.vendorMinor]
  const [taxMinor = 0, commissionMinor = 0, commissionTaxMinor = 0, vendorMinor = 0] = allocate(amountMinor + promotionMinor, shares)
  return row(part, kind, { amountMinor, taxMinor, commissionMinor, commissionTaxMinor, vendorMinor, promotionMinor })
}

/** All that is left of a part. */
function takeAll(part: PartLeft, how: 'everything' | 'undo', bearer: Bearer): Allocation {
  const kind = part.orderLineId === null ? 'shipping' : 'line'
  const { quantity, amountMinor } = part
  if (how === 'everything' && (bearer === 'platform' || part.platformMinor !== 0) && amountMinor > 0)
    return { ...take(part, amountMinor, bearer, kind), quantity }
  if (how === 'everything' && amountMinor === 0 && (bearer === 'platform' || part.platformMinor !== 0))
    return { ...row(part, kind, {}), quantity }
  const { vendorMinor, commissionMinor, commissionTaxMinor, taxMinor, promotionMinor, platformMinor } = part
  const shares = { vendorMinor, commissionMinor, commissionTaxMinor, taxMinor, promotionMinor }
  return { ...row(part, kind, { amountMinor, ...shares, platformMinor: 0 - platformMinor }), quantity }
}

/** What the buyer got already beside the order's parts, of a bank and by hand at once, was the platform's: it has that back. */
function withinCaptured(rows: readonly Allocation[], capturedLeftMinor: number): Allocation[] {
  let beyondMinor = Math.max(0, sumMinor(rows.map(({ amountMinor }) => amountMinor)) - Math.max(0, capturedLeftMinor))
  return rows.map((each) => {
    const ofPlatformMinor = Math.min(each.amountMinor, beyondMinor)
    beyondMinor -= ofPlatformMinor
    return { ...each, amountMinor: each.amountMinor - ofPlatformMinor, platformMinor: each.platformMinor - ofPlatformMinor }
  })
}

const row = ({ orderLineId }: PartLeft, part: Allocation['part'], amounts: Partial<Amounts>): Allocation => {
  return { part, orderLineId, quantity: 0, ...NOTHING, ...amounts }
}
