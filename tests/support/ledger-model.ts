import fc from 'fast-check'
import { type Id, type IdKind, makeId, seededRandom } from '#worker/pure/ids.ts'
import { type AccountId, accountId, type Phase, type Posting } from '#worker/pure/ledger.ts'
import {
  capturePostings,
  type OrderMoney,
  type PayoutMoney,
  payoutPostings,
  type RefundMoney,
  refundFailedPostings,
  refundPostings,
  releasePostings,
  salePostings,
  saleReversalPostings,
} from '#worker/pure/ledger-postings.ts'
import type { Currency } from '#worker/pure/money.ts'

/** One thing that happens to money; `pick` chooses among what it can happen to. */
export type LedgerCommand =
  | {
      kind: 'capture'
      currency: Currency
      feeMinor: number
      orders: { vendor: number; goodsMinor: number; taxMinor: number; rateBps: number }[]
    }
  | {
      kind: 'place' | 'refund' | 'cancel' | 'refund_fails' | 'release' | 'payout_sent' | 'payout_paid' | 'payout_failed' | 'repeat'
      pick: number
    }

const pickOne = fc.nat({ max: 2 ** 30 })
const kindOf = (kind: Exclude<LedgerCommand['kind'], 'capture'>) => fc.record({ kind: fc.constant(kind), pick: pickOne })

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
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  },
  { weight: 6, arbitrary: kindOf('place') },
  { weight: 2, arbitrary: kindOf('refund') },
  { weight: 2, arbitrary: kindOf('cancel') },
  { weight: 1, arbitrary: kindOf('refund_fails') },
  { weight: 4, arbitrary: kindOf('release') },
  { weight: 2, arbitrary: kindOf('payout_sent') },
  { weight: 2, arbitrary: kindOf('payout_paid') },
  { weight: 1, arbitrary: kindOf('payout_failed') },
  { weight: 3, arbitrary: kindOf('repeat') },
)

type Order = OrderMoney & {
  state: 'paid' | 'placed' | 'released' | 'unplaced_refund' | 'cancelled'
  refund: (RefundMoney & { failed: boolean }) | null
}
type Payment = { paymentId: Id<'payment'>; currency: Currency; capturedMinor: number; feeMinor: number }
/** Postings and how they move money; `post` and `void` settle the pending ones of the same cause and code. */
export type Fact = { postings: Posting[]; phase: Phase }
type Payout = PayoutMoney & { state: 'sent' | 'paid' | 'failed' }

/**
 * What has happened, and what every account should therefore hold, counted from the happenings one by one without any
 * ledger: the naive side of the comparison. `run` answers the postings of a command; none if it could not happen.
 */
export function createMarket(seed: number) {
  const random = seededRandom(seed)
  let tick = 1_700_000_000_000
  const id = <K extends IdKind>(kind: K): Id<K> => makeId(kind, tick++, random)
  const vendors = Array.from({ length: 5 }, () => id('vendor'))
  const payments: Payment[] = []
  const orders: Order[] = []
  const payouts: Payout[] = []
  const facts: Fact[] = []
  const choose = <T>(list: T[], pick: number): T | undefined => list[pick % Math.max(list.length, 1)]
  const inState = (pick: number, ...states: Order['state'][]) =>
    choose(orders.filter(({ state }) => states.includes(state)).slice(-40), pick)

  const refundOf = (order: Order) => {
    order.refund = { refundId: id('refund'), currency: order.currency, amountMinor: order.totalMinor, failed: false }
    return order.refund
  }
  const available = (vendorId: Id<'vendor'>, currency: Currency) =>
    sum(orders, (o) => o.vendorId === vendorId && o.currency === currency && o.state === 'released', net) -
    sum(
      payouts,
      (p) => p.vendorId === vendorId && p.currency === currency && p.state !== 'failed',
      (p) => p.amountMinor,
    )

  const happenings: {
    [K in LedgerCommand['kind']]: (command: Extract<LedgerCommand, { kind: K }> & { pick: number }) => Posting[] | Fact
  } = {
    capture({ currency, feeMinor, orders: parts }) {
      const made = parts.map(({ vendor, goodsMinor, taxMinor, rateBps }): Order => {
        const commissionMinor = Math.floor((goodsMinor * rateBps) / 10_000)
        const vendorId = vendors[vendor] ?? 'ven_'
        return {
          orderId: id('order'),
          vendorId,
          currency,
          totalMinor: goodsMinor + taxMinor,
          taxMinor,
          commissionMinor,
          commissionTaxMinor: 0,
          platformDiscountMinor: 0,
          state: 'paid',
          refund: null,
        }
      })
      orders.push(...made)
      const payment = {
        paymentId: id('payment'),
        currency,
        feeMinor,
        capturedMinor: sum(
          made,
          () => true,
          (o) => o.totalMinor,
        ),
      }
      payments.push(payment)
      return capturePostings(payment)
    },
    place({ pick }) {
      const order = inState(pick, 'paid')
      if (!order) return []
      order.state = 'placed'
      return salePostings(order)
    },
    refund({ pick }) {
      const order = inState(pick, 'paid')
      if (!order) return []
      order.state = 'unplaced_refund'
      return refundPostings(refundOf(order))
    },
    cancel({ pick }) {
      const order = inState(pick, 'placed')
      if (!order) return []
      order.state = 'cancelled'
      return [...saleReversalPostings(order), ...refundPostings(refundOf(order))]
    },
    refund_fails({ pick }) {
      const order = choose(orders.filter(({ refund }) => refund && !refund.failed).slice(-40), pick)
      if (!order?.refund) return []
      order.refund.failed = true
      return refundFailedPostings(order.refund)
    },
    release({ pick }) {
      const order = inState(pick, 'placed')
      if (!order) return []
      order.state = 'released'
      return releasePostings({ ...order, vendorRefundedMinor: 0 })
    },
    payout_sent({ pick }) {
      const vendorId = choose(vendors, pick) ?? 'ven_'
      const currency = choose<Currency>(['USD', 'JPY', 'KWD'], Math.floor(pick / 5)) ?? 'USD'
      const amountMinor = available(vendorId, currency)
      if (amountMinor <= 0) return []
      const payout: Payout = { payoutId: id('payout'), vendorId, currency, amountMinor, state: 'sent' }
      payouts.push(payout)
      return { postings: payoutPostings(payout), phase: 'pending' }
    },
    payout_paid({ pick }) {
      const payout = choose(
        payouts.filter(({ state }) => state === 'sent'),
        pick,
      )
      if (!payout) return []
      payout.state = 'paid'
      return { postings: payoutPostings(payout), phase: 'post' }
    },
    payout_failed({ pick }) {
      const payout = choose(
        payouts.filter(({ state }) => state === 'sent'),
        pick,
      )
      if (!payout) return []
      payout.state = 'failed'
      return { postings: payoutPostings(payout), phase: 'void' }
    },
    repeat: ({ pick }) => choose(facts, pick) ?? [],
  }

  return {
    run(command: LedgerCommand): Fact {
      const happen = happenings[command.kind] as (command: LedgerCommand) => Posting[] | Fact
      const happened = happen(command)
      const fact: Fact = Array.isArray(happened) ? { postings: happened, phase: 'posted' } : happened
      if (fact.postings.length > 0 && command.kind !== 'repeat') facts.push(fact)
      return fact
    },
    /** What each account should hold, on its normal side; accounts that hold nothing are left out. */
    expected(): Map<AccountId, number> {
      const held = new Map<AccountId, number>()
      const add = (account: AccountId, minor: number) => held.set(account, (held.get(account) ?? 0) + minor)
      for (const { currency, capturedMinor, feeMinor } of payments) {
        add(accountId('platform', 'stripe_clearing', currency), capturedMinor - feeMinor)
        add(accountId('platform', 'processing_fees', currency), feeMinor)
      }
      for (const order of orders) addOrder(order, add)
      for (const { vendorId, currency, amountMinor, state } of payouts) {
        if (state !== 'paid') continue
        add(accountId(vendorId, 'available', currency), -amountMinor)
        add(accountId('platform', 'stripe_clearing', currency), -amountMinor)
      }
      for (const [account, minor] of held) if (minor === 0) held.delete(account)
      return held
    },
  }
}

function addOrder(order: Order, add: (account: AccountId, minor: number) => void): void {
  const { currency, vendorId, totalMinor, refund } = order
  if (order.state === 'paid' || refund?.failed) add(accountId('platform', 'buyer_funds', currency), totalMinor)
  if (refund && !refund.failed) add(accountId('platform', 'stripe_clearing', currency), -totalMinor)
  if (order.state !== 'placed' && order.state !== 'released') return
  add(accountId('platform', 'commission', currency), order.commissionMinor)
  add(accountId('platform', 'tax_payable', currency), order.taxMinor)
  add(accountId(vendorId, order.state === 'placed' ? 'pending' : 'available', currency), net(order))
}

const net = (order: OrderMoney) => order.totalMinor - order.commissionMinor - order.taxMinor
const sum = <T>(list: T[], which: (each: T) => boolean, minor: (each: T) => number) =>
  list.filter(which).reduce((total, each) => total + minor(each), 0)
