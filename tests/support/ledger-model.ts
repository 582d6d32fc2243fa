import fc from 'fast-check'
import { type DisputeMoney, lossPostings, providerPostings } from '#worker/pure/dispute-postings.ts'
import { type Id, type IdKind, makeId, seededRandom } from '#worker/pure/ids.ts'
import { type AccountId, accountId, type Phase, type Posting, type Purpose } from '#worker/pure/ledger.ts'
import {
  capturePostings,
  netOf,
  type OrderMoney,
  type PayoutMoney,
  payoutPostings,
  refundFailedPostings,
  refundPostings,
  releasePostings,
  salePostings,
} from '#worker/pure/ledger-postings.ts'
import type { Currency } from '#worker/pure/money.ts'
import { chargeablePart } from '#worker/pure/money-charge.ts'
import { debtRepaidPostings, type HoldMoney, holdPostings, holdReleasePostings } from '#worker/pure/payout-postings.ts'
import { type Allocation, leftOf, type OrderPart, planRefund, type RefundPlan, sumOf } from '#worker/pure/refund-plan.ts'
import { clawbackPostings, type VendorPurse } from '#worker/pure/refund-postings.ts'

const KINDS = {
  place: 6,
  refund_unplaced: 1,
  refund: 5,
  cancel: 1,
  refund_settles: 5,
  refund_sent: 5,
  refund_fails: 1,
  release: 4,
  payout_sent: 2,
  payout_paid: 2,
  payout_failed: 1,
  hold: 2,
  hold_released: 2,
  debt_repaid: 2,
  dispute: 1,
  dispute_ends: 1,
  repeat: 3,
} as const
type Kind = keyof typeof KINDS

/** One thing that happens to money; `pick` chooses among what it can happen to, `size` how much of it. */
export type LedgerCommand =
  | {
      kind: 'capture'
      currency: Currency
      feeMinor: number
      orders: { vendor: number; goodsMinor: number; taxMinor: number; rateBps: number; discountMinor: number }[]
    }
  | { kind: Kind; pick: number; size: number }

const some = fc.nat({ max: 2 ** 30 })
export const ledgerCommand: fc.Arbitrary<LedgerCommand> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('capture' as const),
      currency: fc.constantFrom<Currency>('USD', 'JPY', 'KWD'),
      feeMinor: fc.nat({ max: 500 }),
      orders: fc.array(
        fc.record({
          vendor: fc.nat({ max: 4 }),
          goodsMinor: fc.integer({ min: 1, max: 1_000_000 }),
          taxMinor: fc.nat({ max: 200_000 }),
          rateBps: fc.integer({ min: 0, max: 10_000 }),
          discountMinor: fc.oneof(fc.constant(0), fc.nat({ max: 300_000 })),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  },
  ...Object.entries(KINDS).map(([kind, weight]) => ({
    weight,
    arbitrary: fc.record({ kind: fc.constant(kind as Kind), pick: some, size: some }),
  })),
)

/** Postings and how they move money; `post` and `void` settle the pending ones of the same cause, code and accounts. */
export type Fact = { postings: Posting[]; phase: Phase }
type State = 'paid' | 'placed' | 'released' | 'over'
type Refund = {
  refundId: Id<'refund'>
  amountMinor: number
  postings: Posting[]
  plan: RefundPlan
  isUnreleased: boolean
  fromDebtMinor: number
  state: 'pending' | 'settled' | 'sent' | 'returned' | 'void'
}
type Order = OrderMoney & {
  part: OrderPart
  taken: Allocation[]
  state: State
  vendorRefundedMinor: number
  refund: Refund | null
  dispute: (DisputeMoney & { id: Id<'dispute'>; amountMinor: number }) | null
}
type Payout = PayoutMoney & { state: 'sent' | 'paid' | 'failed' }
type Hold = HoldMoney & { leftMinor: number; releases: number }

/**
 * What has happened, and what every account should therefore hold, counted from the happenings one by one without any
 * ledger: the naive side of the comparison. `run` answers the postings of a command; none if it could not happen.
 */
export function createMarket(seed: number) {
  const random = seededRandom(seed)
  let tick = 1_700_000_000_000
  const id = <K extends IdKind>(kind: K): Id<K> => makeId(kind, tick++, random)
  const vendors = Array.from({ length: 5 }, () => id('vendor'))
  const orders: Order[] = []
  const payouts: Payout[] = []
  const holds: Hold[] = []
  const facts: Fact[] = []
  const held = new Map<AccountId, number>()
  const aside = new Map<AccountId, number>()
  const seen = new Set<string>()

  const choose = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(list.length, 1)]
  const among = (pick: number, which: (order: Order) => boolean) => choose(orders.filter(which).slice(-40), pick)
  const add = (owner: 'platform' | Id<'vendor'>, purpose: Purpose, currency: Currency, minor: number, to = held) => {
    const account = accountId(owner, purpose, currency)
    to.set(account, (to.get(account) ?? 0) + minor)
  }
  const holding = (owner: Id<'vendor'>, purpose: Purpose, currency: Currency) => held.get(accountId(owner, purpose, currency)) ?? 0
  const spendable = (owner: Id<'vendor'>, purpose: Purpose, currency: Currency) =>
    holding(owner, purpose, currency) - (aside.get(accountId(owner, purpose, currency)) ?? 0)
  const purseOf = ({ vendorId, currency, state }: Order): VendorPurse => ({
    vendorId,
    pendingMinor: state === 'placed' ? spendable(vendorId, 'pending', currency) : null,
    availableMinor: spendable(vendorId, 'available', currency),
  })
  const leftMinor = ({ part, taken }: Order) => sumOf(leftOf([part], taken)).amountMinor
  const isFree = ({ refund, dispute }: Order) => dispute === null && (refund === null || refund.state === 'sent' || refund.state === 'void')
  const planOf = (order: Order, asks: Parameters<typeof planRefund>[1], bearer: 'vendor' | 'platform' = 'vendor') =>
    planRefund({ currency: order.currency, parts: [order.part], taken: order.taken, capturedLeftMinor: leftMinor(order) }, asks, bearer)
  const vendorIn = (pick: number) => ({
    vendorId: choose(vendors, pick) ?? 'ven_',
    currency: choose<Currency>(['USD', 'JPY', 'KWD'], Math.floor(pick / 5)) ?? 'USD',
  })

  /** Who gives a refund, or a lost dispute, counted by its plan: the vendor's part from where it was. */
  function count(
    { vendorId, currency }: Order,
    plan: Omit<RefundPlan, 'allocations' | 'bearer'>,
    isUnreleased: boolean,
    debtMinor: number,
  ) {
    add(vendorId, isUnreleased ? 'pending' : 'available', currency, -(plan.vendorMinor - debtMinor))
    add(vendorId, 'debt', currency, debtMinor)
    add('platform', 'commission', currency, -plan.commissionMinor)
    add('platform', 'commission_tax', currency, -plan.commissionTaxMinor)
    add('platform', 'tax_payable', currency, -plan.taxMinor)
    add('platform', 'promotions', currency, -plan.promotionMinor)
    add('platform', 'refunds', currency, plan.platformMinor)
  }
  const owedOf = (plan: Pick<RefundPlan, 'vendorMinor'>, purse: VendorPurse) =>
    purse.pendingMinor === null ? plan.vendorMinor - Math.min(plan.vendorMinor, Math.max(purse.availableMinor, 0)) : 0

  function refund(order: Order, plan: RefundPlan): Fact {
    const purse = purseOf(order)
    const refundId = id('refund')
    const postings = clawbackPostings(plan, refundId, purse)
    const isUnreleased = order.state === 'placed'
    const fromDebtMinor = owedOf(plan, purse)
    order.refund = { refundId, amountMinor: plan.amountMinor, postings, plan, isUnreleased, fromDebtMinor, state: 'pending' }
    add(order.vendorId, isUnreleased ? 'pending' : 'available', order.currency, plan.vendorMinor - fromDebtMinor, aside)
    return { postings, phase: 'pending' }
  }

  const happenings: { [K in Kind]: (pick: number, size: number) => Posting[] | Fact } = {
    place(pick) {
      const order = among(pick, ({ state }) => state === 'paid')
      if (!order) return []
      order.state = 'placed'
      const { vendorId, currency } = order
      add('platform', 'buyer_funds', currency, -order.totalMinor)
      add('platform', 'promotions', currency, order.platformDiscountMinor)
      add('platform', 'commission', currency, order.commissionMinor)
      add('platform', 'commission_tax', currency, order.commissionTaxMinor)
      add('platform', 'tax_payable', currency, order.taxMinor)
      add(vendorId, 'pending', currency, netOf(order))
      return salePostings(order)
    },
    refund_unplaced(pick) {
      const order = among(pick, ({ state }) => state === 'paid')
      if (!order || order.totalMinor === 0) return []
      order.state = 'over'
      add('platform', 'buyer_funds', order.currency, -order.totalMinor)
      add('platform', 'stripe_clearing', order.currency, -order.totalMinor)
      return refundPostings({ refundId: id('refund'), currency: order.currency, amountMinor: order.totalMinor })
    },
    refund(pick, size) {
      const order = among(pick, (each) => (each.state === 'placed' || each.state === 'released') && isFree(each) && leftMinor(each) > 0)
      if (!order) return []
      const amountMinor = chargeablePart(1 + (size % leftMinor(order)), order.currency)
      if (amountMinor === 0) return []
      return refund(order, planOf(order, [{ part: 'goodwill', amountMinor }], size % 4 === 0 ? 'platform' : 'vendor'))
    },
    cancel(pick) {
      const order = among(pick, (each) => each.state === 'placed' && isFree(each) && leftMinor(each) > 0)
      return order ? refund(order, planOf(order, 'undo')) : []
    },
    refund_settles(pick, size) {
      const order = among(pick, (each) => each.refund?.state === 'pending')
      const made = order?.refund
      if (!order || !made) return []
      const isDone = size % 5 !== 0
      add(order.vendorId, made.isUnreleased ? 'pending' : 'available', order.currency, made.fromDebtMinor - made.plan.vendorMinor, aside)
      made.state = isDone ? 'settled' : 'void'
      if (!isDone) return { postings: made.postings, phase: 'void' }
      order.taken.push(...made.plan.allocations)
      if (made.isUnreleased) order.vendorRefundedMinor += made.plan.vendorMinor
      count(order, made.plan, made.isUnreleased, made.fromDebtMinor)
      add('platform', 'buyer_funds', order.currency, made.amountMinor)
      return { postings: made.postings, phase: 'post' }
    },
    refund_sent(pick) {
      const order = among(pick, (each) => each.refund?.state === 'settled')
      const made = order?.refund
      if (!order || !made) return []
      made.state = 'sent'
      add('platform', 'buyer_funds', order.currency, -made.amountMinor)
      add('platform', 'stripe_clearing', order.currency, -made.amountMinor)
      return refundPostings({ ...made, currency: order.currency })
    },
    refund_fails(pick) {
      const order = among(pick, (each) => each.refund?.state === 'sent')
      const made = order?.refund
      if (!order || !made) return []
      made.state = 'returned'
      add('platform', 'buyer_funds', order.currency, made.amountMinor)
      add('platform', 'stripe_clearing', order.currency, made.amountMinor)
      return refundFailedPostings({ ...made, currency: order.currency })
    },
    release(pick) {
      const order = among(pick, (each) => each.state === 'placed' && each.dispute === null && each.refund?.state !== 'pending')
      if (!order) return []
      order.state = 'released'
      const movedMinor = netOf(order) - order.vendorRefundedMinor
      add(order.vendorId, 'pending', order.currency, -movedMinor)
      add(order.vendorId, 'available', order.currency, movedMinor)
      return releasePostings(order)
    },
    payout_sent(pick) {
      const { vendorId, currency } = vendorIn(pick)
      const amountMinor = spendable(vendorId, 'available', currency)
      if (amountMinor <= 0) return []
      const payout: Payout = { payoutId: id('payout'), vendorId, currency, amountMinor, state: 'sent' }
      payouts.push(payout)
      add(vendorId, 'available', currency, amountMinor, aside)
      return { postings: payoutPostings(payout), phase: 'pending' }
    },
    payout_paid: (pick) => settlePayout(pick, 'paid'),
    payout_failed: (pick) => settlePayout(pick, 'failed'),
    hold(pick, size) {
      const { vendorId, currency } = vendorIn(pick)
      const mostMinor = spendable(vendorId, 'available', currency)
      if (mostMinor <= 0) return []
      const amountMinor = 1 + (size % mostMinor)
      const hold = { holdId: id('payoutHold'), vendorId, currency, amountMinor, leftMinor: amountMinor, releases: 0 }
      holds.push(hold)
      add(vendorId, 'available', currency, -amountMinor)
      add(vendorId, 'held', currency, amountMinor)
      return holdPostings(hold)
    },
    hold_released(pick) {
      const hold = choose(
        holds.filter((each) => each.leftMinor > 0),
        pick,
      )
      if (!hold) return []
      const { vendorId, currency, leftMinor: amountMinor } = hold
      hold.leftMinor = 0
      add(vendorId, 'held', currency, -amountMinor)
      add(vendorId, 'available', currency, amountMinor)
      return holdReleasePostings({ ...hold, amountMinor })
    },
    debt_repaid(pick) {
      const { vendorId, currency } = vendorIn(pick)
      const amountMinor = Math.min(spendable(vendorId, 'available', currency), holding(vendorId, 'debt', currency))
      if (amountMinor <= 0) return []
      add(vendorId, 'available', currency, -amountMinor)
      add(vendorId, 'debt', currency, -amountMinor)
      return debtRepaidPostings({ causeId: id('order'), vendorId, currency, amountMinor })
    },
    dispute(pick, size) {
      const order = among(pick, (each) => (each.state === 'placed' || each.state === 'released') && isFree(each) && leftMinor(each) > 0)
      if (!order) return []
      const money = { withdrawnMinor: leftMinor(order), reinstatedMinor: 0, feeMinor: size % 2000 }
      order.dispute = { ...money, id: id('dispute'), amountMinor: money.withdrawnMinor }
      add('platform', 'disputes', order.currency, money.withdrawnMinor)
      add('platform', 'processing_fees', order.currency, money.feeMinor)
      add('platform', 'stripe_clearing', order.currency, -money.withdrawnMinor - money.feeMinor)
      return providerPostings(order.dispute.id, order.currency, { withdrawnMinor: 0, reinstatedMinor: 0, feeMinor: 0 }, money)
    },
    dispute_ends(pick, size) {
      const order = among(pick, (each) => each.dispute !== null)
      const dispute = order?.dispute
      if (!order || !dispute) return []
      order.dispute = null
      add('platform', 'disputes', order.currency, -dispute.amountMinor)
      if (size % 2 === 0) {
        add('platform', 'stripe_clearing', order.currency, dispute.amountMinor)
        return providerPostings(dispute.id, order.currency, dispute, { ...dispute, reinstatedMinor: dispute.amountMinor })
      }
      const bearer = size % 3 === 0 ? 'platform' : 'vendor'
      const plan = planOf(order, 'everything', bearer)
      const purse = purseOf(order)
      order.taken.push(...plan.allocations)
      if (order.state === 'placed') order.vendorRefundedMinor += plan.vendorMinor
      // What the platform loses is a loss of its own; what it gets back of what it bore before comes back to the refunds.
      count(order, { ...plan, platformMinor: Math.min(plan.platformMinor, 0) }, order.state === 'placed', owedOf(plan, purse))
      add('platform', 'dispute_losses', order.currency, Math.max(plan.platformMinor, 0))
      return lossPostings(plan, id('disputeShare'), purse)
    },
    repeat: (pick) => choose(facts, pick) ?? [],
  }

  function capture({ currency, feeMinor, orders: parts }: Extract<LedgerCommand, { kind: 'capture' }>): Posting[] {
    const made = parts.map(({ vendor, goodsMinor: goods, taxMinor, rateBps, discountMinor: discount }): Order => {
      // Everything that is charged by itself ends in 0 where the currency asks for it.
      const goodsMinor = goods - chargeablePart(goods, currency) === 0 ? goods : goods + 10 - (goods % 10)
      const tax = chargeablePart(taxMinor, currency)
      const promotionMinor = chargeablePart(Math.min(discount, goodsMinor), currency)
      const commissionMinor = Math.floor((goodsMinor * rateBps) / 12_000)
      const commissionTaxMinor = Math.floor(commissionMinor / 5)
      const vendorId = vendors[vendor] ?? 'ven_'
      const totalMinor = goodsMinor + tax - promotionMinor
      const shares = { commissionMinor, commissionTaxMinor, taxMinor: tax }
      const vendorMinor = goodsMinor - commissionMinor - commissionTaxMinor
      return {
        orderId: id('order'),
        vendorId,
        currency,
        totalMinor,
        ...shares,
        platformDiscountMinor: promotionMinor,
        part: { ...shares, orderLineId: null, quantity: 0, amountMinor: totalMinor, promotionMinor, vendorMinor },
        taken: [],
        state: 'paid',
        vendorRefundedMinor: 0,
        refund: null,
        dispute: null,
      }
    })
    orders.push(...made)
    const capturedMinor = made.reduce((sum, { totalMinor }) => sum + totalMinor, 0)
    add('platform', 'stripe_clearing', currency, capturedMinor - feeMinor)
    add('platform', 'processing_fees', currency, feeMinor)
    add('platform', 'buyer_funds', currency, capturedMinor)
    return capturePostings({ paymentId: id('payment'), currency, capturedMinor, feeMinor })
  }

  function settlePayout(pick: number, to: 'paid' | 'failed'): Posting[] | Fact {
    const payout = choose(
      payouts.filter(({ state }) => state === 'sent'),
      pick,
    )
    if (!payout) return []
    const { vendorId, currency, amountMinor } = payout
    payout.state = to
    add(vendorId, 'available', currency, -amountMinor, aside)
    if (to === 'paid') {
      add(vendorId, 'available', currency, -amountMinor)
      add('platform', 'stripe_clearing', currency, -amountMinor)
    }
    return { postings: payoutPostings(payout), phase: to === 'paid' ? 'post' : 'void' }
  }

  return {
    run(command: LedgerCommand): Fact {
      const happened = command.kind === 'capture' ? capture(command) : happenings[command.kind](command.pick, command.size)
      const fact: Fact = Array.isArray(happened) ? { postings: happened, phase: 'posted' } : happened
      if (fact.postings.length > 0 && command.kind !== 'repeat') {
        facts.push(fact)
        seen.add(command.kind)
      }
      return fact
    },
    /** What each account should hold, on its normal side; accounts that hold nothing are left out. */
    expected: (): Map<AccountId, number> => new Map([...held].filter(([, minor]) => minor !== 0)),
    /** The kinds of things that have happened. */
    seen,
  }
}
