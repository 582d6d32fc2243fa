import { payout } from '#db/platform/schema/money.ts'
import type { Id } from '#worker/pure/ids.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import type { OpenStore } from '../open-stores.ts'
import { PEOPLE } from '../people.ts'
import { eachOf, parcels, type SeedTarget, storeAll } from '../target.ts'
import { type Charged, chargeTrade } from './charge.ts'
import { type PastOrder, planTrade, type Trade } from './plan-trade.ts'
import { type PastPayout, payoutsOf, payoutTransfers, transfersOf } from './postings.ts'
import { payoutRow, rowsOf } from './rows.ts'
import { type NumberedOrder, storeGroups, storeOrders, storeTransfers } from './store-rows.ts'
import { type Stripe, stripeOf } from './stripe.ts'

/** The number of a store's first order. */
const FIRST_NUMBER = 1001
/** More events than a history has: none of them is delivered, because what they tell is stored here already. */
const UNTOLD = 1_000_000

/**
 * Gives the marketplace a past: the payments, refunds and transfers at the provider, and every row that the marketplace
 * would have written itself, by the same rules. Current stock is not touched. Safe to repeat.
 * @returns how many orders there were
 */
export async function writeHistory(market: SeedTarget, trade: Trade, stores: readonly OpenStore[]): Promise<number> {
  const { platformDb: db } = market
  const stripe = stripeOf(market)
  const groups = await planTrade(trade)
  const numbered = numberOrders(groups)
  await stripe.control('/webhooks', { drop: UNTOLD })
  try {
    const charged = await chargeTrade(stripe, groups)
    const payouts = await payoutsOf(groups, trade.nowMs - trade.days * DAY_MS, trade.nowMs)
    const payoutRows = await sendPayouts(stripe, stores, payouts)
    // The ledger first: the clock releases what has matured as soon as it sees the order, and the money has to be there.
    const transfers = await Promise.all(charged.map((one) => transfersOf(one, trade.nowMs)))
    await storeTransfers(db, [...transfers.flat(), ...(await payoutTransfers(payouts))])
    for (const rows of parcels(payoutRows, 100)) await storeAll(db, [db.insert(payout).values(rows).onConflictDoNothing()])
    await storeGroups(db, await rowsOfAll(charged, numbered, trade.nowMs), groups)
  } finally {
    await stripe.control('/webhooks', { drop: 0 })
  }
  await eachOf(stores, 4, (store) => {
    const owner = PEOPLE.owners.find(({ email }) => email === `owner@${store.slug}.example`)
    const orders = [...numbered.values()].filter(({ order }) => order.snapshot.vendorId === store.id)
    return owner ? storeOrders(store.db, orders, owner.id) : Promise.resolve()
  })
  return numbered.size
}

/** Each store counts its own orders, in the order they were placed. */
export function numberOrders(groups: readonly NumberedOrder['group'][]): Map<PastOrder, NumberedOrder> {
  const next = new Map<Id<'vendor'>, number>()
  const numbered = new Map<PastOrder, NumberedOrder>()
  for (const group of groups) {
    for (const order of group.orders) {
      const { vendorId } = order.snapshot
      const number = next.get(vendorId) ?? FIRST_NUMBER
      next.set(vendorId, number + 1)
      numbered.set(order, { order, group, number })
    }
  }
  return numbered
}

const rowsOfAll = (charged: readonly Charged[], numbered: ReadonlyMap<PastOrder, NumberedOrder>, nowMs: number) =>
  Promise.all(charged.map((one) => rowsOf(one, (order) => numbered.get(order)?.number ?? 0, nowMs)))

/** The provider's transfers for past payouts, keyed as the marketplace keys them. */
async function sendPayouts(stripe: Stripe, stores: readonly OpenStore[], payouts: readonly PastPayout[]) {
  return eachOf(payouts, 4, async (one) => {
    const destination = stores.find(({ id }) => id === one.vendorId)?.accountRef ?? ''
    const params = {
      amount: String(one.amountMinor),
      currency: one.currency.toLowerCase(),
      destination,
      transfer_group: one.id,
      'metadata[payout_id]': one.id,
    }
    const { id: providerRef } = await stripe.post<{ id: string }>('/v1/transfers', params, one.id, one.atMs)
    return payoutRow(one, destination, providerRef)
  })
}
