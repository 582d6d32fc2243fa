import { invalidRequest } from '../refusal.ts'
import type { World } from '../world.ts'
import { collect, issueInvoice, lineOf, voidInvoice } from './invoice.ts'
import type { Invoice, InvoiceLine, Price, Subscription, SubscriptionItem } from './objects.ts'
import { periodEnd, prorated } from './period.ts'

/** How long a subscription, or a change of one, waits for its first payment. */
const PENDING_MS = 23 * 3600 * 1000

export function itemOf(subscription: Subscription): SubscriptionItem {
  const item = subscription.items.data[0]
  if (item === undefined) throw new Error(`${subscription.id} has an item`)
  return item
}

/** Puts a price into an item; the old kind of plan object goes with it. */
export function setPrice(item: SubscriptionItem, price: Price): void {
  item.price = structuredClone(price)
  item.plan = {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: price.recurring.interval,
    interval_count: 1,
    livemode: false,
    metadata: {},
    meter: null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  }
}

export function schedulePeriodEnd(world: World, account: string, subscription: Subscription): void {
  world.schedule({ atMs: itemOf(subscription).current_period_end * 1000, kind: 'renew', account, id: subscription.id })
}
export function schedulePendingEnd(world: World, account: string, subscription: Subscription): void {
  world.schedule({ atMs: world.clock.nowMs() + PENDING_MS, kind: 'expire_subscription', account, id: subscription.id })
}
export const pendingEndS = (world: World): number => world.clock.nowS() + PENDING_MS / 1000

const updated = (world: World, account: string, subscription: Subscription, previous: Record<string, unknown>) =>
  world.emit(account, 'customer.subscription.updated', subscription, previous)

/** An invoice was paid: what it paid for comes into force. */
export function payOff(world: World, account: string, invoice: Invoice): void {
  const subscription = world.tables.subscriptions.find(account, invoice.parent.subscription_details.subscription)
  if (!subscription) return
  const previous = { status: subscription.status }
  if (subscription.pending_update && invoice.id === subscription.latest_invoice) {
    const [pending] = subscription.pending_update.subscription_items
    subscription.pending_update = null
    if (pending) applyPrice(world, account, subscription, pending.price)
    world.emit(account, 'customer.subscription.pending_update_applied', subscription)
    updated(world, account, subscription, previous)
  } else if (subscription.status === 'incomplete' || subscription.status === 'past_due') {
    subscription.status = 'active'
    updated(world, account, subscription, previous)
  }
}

/** A renewal was not paid: the subscription goes on, past due. */
export function refuseRenewal(world: World, account: string, invoice: Invoice): void {
  const subscription = world.tables.subscriptions.find(account, invoice.parent.subscription_details.subscription)
  if (subscription?.status !== 'active' || invoice.billing_reason !== 'subscription_cycle') return
  subscription.status = 'past_due'
  updated(world, account, subscription, { status: 'active' })
}

/** The price from now on; one of another interval begins a period of its own. */
export function applyPrice(world: World, account: string, subscription: Subscription, price: Price): void {
  const item = itemOf(subscription)
  const isOtherInterval = item.price.recurring.interval !== price.recurring.interval
  setPrice(item, price)
  if (!isOtherInterval) return
  item.current_period_start = world.clock.nowS()
  item.current_period_end = periodEnd(item.current_period_start, price.recurring.interval)
  subscription.billing_cycle_anchor = item.current_period_start
  schedulePeriodEnd(world, account, subscription)
}

/** The lines of a change of price: what is left of the old one is given back, what is left of the new one is asked for. */
export function changeLines(world: World, subscription: Subscription, price: Price, atS: number): InvoiceLine[] {
  const item = itemOf(subscription)
  const period = { start: item.current_period_start, end: item.current_period_end }
  const left = { start: atS, end: period.end }
  const back = lineOf(world, subscription, item.price, -prorated(item.price, atS, period), left, true)
  if (item.price.recurring.interval === price.recurring.interval) {
    return [back, lineOf(world, subscription, price, prorated(price, atS, period), left, true)]
  }
  const whole = { start: atS, end: periodEnd(atS, price.recurring.interval) }
  return [back, lineOf(world, subscription, price, price.unit_amount, whole, false)]
}

/** The end of a period: the next one is billed, or the subscription ends if it was to. Anything that is no longer so is left alone. */
export function renew(world: World, account: string, id: string, atMs: number): void {
  const subscription = world.tables.subscriptions.find(account, id)
  if (!subscription || itemOf(subscription).current_period_end * 1000 !== atMs) return
  if (subscription.status !== 'active' && subscription.status !== 'past_due') return
  if (subscription.cancel_at_period_end) {
    cancelNow(world, account, subscription, 'cancellation_requested')
    return
  }
  const item = itemOf(subscription)
  const waiting = world.tables.invoiceItems.newestFirst(account).filter((each) => each.subscription === id)
  item.current_period_start = item.current_period_end
  item.current_period_end = periodEnd(item.current_period_start, item.price.recurring.interval)
  for (const each of waiting) world.tables.invoiceItems.remove(each.id)
  const period = { start: item.current_period_start, end: item.current_period_end }
  const lines = [
    ...waiting.toReversed().map(({ line }) => line),
    lineOf(world, subscription, item.price, item.price.unit_amount, period, false),
  ]
  updated(world, account, subscription, { items: {} })
  collect(world, account, issueInvoice(world, account, subscription, lines, 'subscription_cycle'))
  schedulePeriodEnd(world, account, subscription)
}

/** A first payment, or that of a change, did not come in time. */
export function expireSubscription(world: World, account: string, id: string): void {
  const subscription = world.tables.subscriptions.find(account, id)
  if (!subscription) return
  const invoice = world.tables.invoices.find(account, subscription.latest_invoice ?? '')
  if (subscription.status === 'incomplete') {
    if (invoice?.status === 'open') voidInvoice(world, account, invoice)
    subscription.status = 'incomplete_expired'
    subscription.ended_at = world.clock.nowS()
    updated(world, account, subscription, { status: 'incomplete' })
  } else if (subscription.pending_update && subscription.pending_update.expires_at <= world.clock.nowS()) {
    if (invoice?.status === 'open') voidInvoice(world, account, invoice)
    subscription.pending_update = null
    world.emit(account, 'customer.subscription.pending_update_expired', subscription)
  }
}

/** @throws 404 for one that has ended already, as the provider does */
export function cancelNow(world: World, account: string, subscription: Subscription, reason: string): Subscription {
  if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired') {
    throw invalidRequest(`No such subscription: '${subscription.id}'`, { code: 'resource_missing', param: 'id' })
  }
  const nowS = world.clock.nowS()
  subscription.status = 'canceled'
  subscription.canceled_at ??= nowS
  subscription.ended_at = nowS
  subscription.pending_update = null
  subscription.cancellation_details.reason = reason
  world.emit(account, 'customer.subscription.deleted', subscription)
  return subscription
}
