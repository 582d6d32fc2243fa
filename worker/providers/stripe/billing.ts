import type Stripe from 'stripe'
import type { BillingGateway, PlanPriceKey, ProviderSubscription } from '#worker/domains/plans/ports.ts'
import { isId } from '#worker/pure/ids.ts'
import { PLAN_INTERVALS, type PlanInterval } from '#worker/pure/plan.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { fromStripe, toStripe } from './amounts.ts'
import { describeInvoice } from './billing-invoice.ts'
import { ask, isRefusal, needId, needList, reasonOf } from './refusals.ts'

const EXPAND = ['latest_invoice.confirmation_secret', 'default_payment_method']

/** 409: the card was not confirmed, or belongs to somebody else. */
class CardNotKept extends Problem {
  constructor() {
    super('card_not_kept', 409, 'This card has not been confirmed yet.')
  }
}

/** Bills vendors for their plans through Stripe Billing. */
export function createBillingGateway(stripe: Stripe): BillingGateway {
  const fetchSubscription = async (ref: string) =>
    describe(await ask('subscription', () => stripe.subscriptions.retrieve(ref, { expand: EXPAND })))
  return {
    fetch: fetchSubscription,
    async createCustomer({ vendorId, name, email }) {
      const params = { name, email, metadata: { vendor_id: vendorId } }
      const customer = await ask('customer', () => stripe.customers.create(params, { idempotencyKey: `customer/${vendorId}` }))
      return { customerRef: needId(customer, 'cus_') }
    },
    ensurePrice: (price) => ask('price', () => ensurePrice(stripe, price)),
    subscribe: (input) => ask('subscription', () => subscribe(stripe, input)),
    async preview({ subscriptionRef, priceRef, atMs }) {
      const item = await itemOf(stripe, subscriptionRef)
      const preview = await ask('subscription', () =>
        stripe.invoices.createPreview({
          subscription: subscriptionRef,
          subscription_details: {
            items: [{ id: item, price: priceRef }],
            proration_behavior: 'always_invoice',
            proration_date: Math.floor(atMs / SECOND_MS),
          },
        }),
      )
      return { dueNow: fromStripe(preview.amount_due, preview.currency), creditMinor: Math.max(0, -preview.total) }
    },
    async change({ subscriptionRef, priceRef, kind, atMs, attemptKey }) {
      const item = await itemOf(stripe, subscriptionRef)
      const changed = await ask('subscription', () =>
        stripe.subscriptions.update(
          subscriptionRef,
          {
            items: [{ id: item, price: priceRef }],
            proration_date: Math.floor(atMs / SECOND_MS),
            ...(kind === 'upgrade'
              ? { proration_behavior: 'always_invoice' as const, payment_behavior: 'pending_if_incomplete' as const }
              : { proration_behavior: 'create_prorations' as const }),
            expand: EXPAND,
          },
          { idempotencyKey: attemptKey },
        ),
      )
      return describe(changed)
    },
    async setEnding(ref, isEnding) {
      return describe(await ask('subscription', () => stripe.subscriptions.update(ref, { cancel_at_period_end: isEnding, expand: EXPAND })))
    },
    async endNow(ref) {
      const found = await fetchSubscription(ref)
      if (found.status === 'ended') return found
      try {
        await stripe.subscriptions.cancel(ref)
      } catch (error) {
        // Ended meanwhile by another try.
        if (!(isRefusal(error) && reasonOf(error) === 'resource_missing')) return ask('subscription', () => Promise.reject(error))
      }
      await ask('subscription', () => voidOpen(stripe, ref))
      return fetchSubscription(ref)
    },
    fetchInvoice: (ref) => ask('invoice', () => describeInvoice(stripe, ref)),
    async openCardChange({ vendorId, customerRef }) {
      const params = { customer: customerRef, usage: 'off_session' as const, metadata: { vendor_id: vendorId } }
      const setup = await ask('customer', () => stripe.setupIntents.create(params))
      needId(setup, 'seti_')
      return { clientSecret: setup.client_secret ?? '' }
    },
    async useCard({ subscriptionRef, customerRef, setupRef }) {
      const setup = await ask('card', () => stripe.setupIntents.retrieve(setupRef))
      const method = typeof setup.payment_method === 'string' ? setup.payment_method : setup.payment_method?.id
      const customer = typeof setup.customer === 'string' ? setup.customer : setup.customer?.id
      if (setup.status !== 'succeeded' || !method || customer !== customerRef) throw new CardNotKept()
      await ask('subscription', () => stripe.subscriptions.update(subscriptionRef, { default_payment_method: method }))
      await ask('invoice', () => payOpen(stripe, subscriptionRef))
      return fetchSubscription(subscriptionRef)
    },
  }
}

/** Tells a price apart from any other amount of the same plan. */
const lookupKeyOf = ({ planKey, currency, interval, amountMinor }: PlanPriceKey) =>
  `plan/${planKey}/${currency}/${interval}/${amountMinor}`.toLowerCase()

async function ensurePrice(stripe: Stripe, price: PlanPriceKey): Promise<{ priceRef: string }> {
  const lookupKey = lookupKeyOf(price)
  const find = async () => needList(await stripe.prices.list({ lookup_keys: [lookupKey], active: true, limit: 1 }))[0]
  const known = await find()
  if (known) return { priceRef: needId(known, 'price_') }
  const product = `plan_${price.planKey}`
  try {
    await stripe.products.create({ id: product, name: price.planName, metadata: { plan_key: price.planKey } })
  } catch (error) {
    if (!(isRefusal(error) && reasonOf(error) === 'resource_already_exists')) throw error
  }
  const { amount, currency } = toStripe(price)
  try {
    const made = await stripe.prices.create({
      product,
      currency,
      unit_amount: amount,
      recurring: { interval: price.interval },
      lookup_key: lookupKey,
      metadata: { plan_key: price.planKey },
    })
    return { priceRef: needId(made, 'price_') }
  } catch (error) {
    // Another try of the same was quicker.
    const meanwhile = isRefusal(error) ? await find() : undefined
    if (meanwhile) return { priceRef: needId(meanwhile, 'price_') }
    throw error
  }
}

async function subscribe(stripe: Stripe, input: Parameters<BillingGateway['subscribe']>[0]): Promise<ProviderSubscription> {
  const { customerRef, priceRef, vendorId, attemptKey } = input
  // Looked up first, always: one vendor has one live subscription, whoever began it and however long ago.
  const known = needList(await stripe.subscriptions.list({ customer: customerRef, status: 'all', limit: 20 }))
  const live = known.find(({ status }) => status === 'active' || status === 'past_due')
  if (live) return describe(await stripe.subscriptions.retrieve(live.id, { expand: EXPAND }))
  // What was never paid, and what Stripe keeps after it gave up on a payment, would go on being billed beside the new one.
  for (const waiting of known.filter(({ status }) => status === 'incomplete' || status === 'unpaid' || status === 'paused')) {
    const isSame = waiting.status === 'incomplete' && waiting.items.data[0]?.price.id === priceRef
    if (isSame) return describe(await stripe.subscriptions.retrieve(waiting.id, { expand: EXPAND }))
    await stripe.subscriptions.cancel(waiting.id)
    await voidOpen(stripe, waiting.id)
  }
  const made = await stripe.subscriptions.create(
    {
      customer: customerRef,
      items: [{ price: priceRef }],
      payment_behavior: 'default_incomplete',
      payment_settings: { save_default_payment_method: 'on_subscription' },
      metadata: { vendor_id: vendorId },
      expand: EXPAND,
    },
    // The same choice at another price, or after its first subscription has expired, is another one.
    { idempotencyKey: `${attemptKey}/${known.length}` },
  )
  return describe(made)
}

async function itemOf(stripe: Stripe, subscriptionRef: string): Promise<string> {
  const { items } = await ask('subscription', () => stripe.subscriptions.retrieve(subscriptionRef))
  const item = items.data[0]
  if (!item) throw new NotFound('subscription')
  return needId(item, 'si_')
}

const openInvoices = async (stripe: Stripe, subscription: string) =>
  needList(await stripe.invoices.list({ subscription, status: 'open', limit: 20 }))

async function voidOpen(stripe: Stripe, subscriptionRef: string): Promise<void> {
  for (const { id } of await openInvoices(stripe, subscriptionRef)) if (id) await stripe.invoices.voidInvoice(id)
}

/** Tries what waits with the card that is kept now; a refusal by the bank leaves it waiting. */
async function payOpen(stripe: Stripe, subscriptionRef: string): Promise<void> {
  for (const { id } of await openInvoices(stripe, subscriptionRef)) {
    try {
      if (id) await stripe.invoices.pay(id)
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
  }
}

function describe(subscription: Stripe.Subscription): ProviderSubscription {
  const item = subscription.items.data[0]
  const { vendor_id: vendorId = '' } = subscription.metadata
  const planKey = item?.price.metadata.plan_key
  // Of another system that shares the account, or made by hand there.
  if (!item || !planKey || !isId('vendor', vendorId)) throw new NotFound('subscription')
  const interval = PLAN_INTERVALS.find((each): each is PlanInterval => each === item.price.recurring?.interval)
  if (!interval) throw new NotFound('subscription')
  const card = typeof subscription.default_payment_method === 'object' ? subscription.default_payment_method?.card : null
  return {
    subscriptionRef: needId(subscription, 'sub_'),
    customerRef: typeof subscription.customer === 'string' ? subscription.customer : subscription.customer.id,
    vendorId,
    planKey,
    interval,
    price: fromStripe(item.price.unit_amount ?? 0, item.price.currency),
    status: STATUS[subscription.status] ?? 'ended',
    periodEndsAtMs: item.current_period_end * SECOND_MS,
    endsAtMs: subscription.cancel_at === null ? null : subscription.cancel_at * SECOND_MS,
    pendingPlanKey: subscription.pending_update?.subscription_items?.[0]?.price.metadata.plan_key ?? null,
    due: dueOf(subscription),
    card: card ? { brand: card.brand, last4: card.last4 } : null,
  }
}

const STATUS: Readonly<Record<string, ProviderSubscription['status']>> = {
  incomplete: 'incomplete',
  trialing: 'active',
  active: 'active',
  past_due: 'past_due',
}

function dueOf({ latest_invoice: invoice }: Stripe.Subscription): ProviderSubscription['due'] {
  if (!invoice || typeof invoice === 'string' || invoice.status !== 'open') return null
  const clientSecret = invoice.confirmation_secret?.client_secret
  return clientSecret ? { amount: fromStripe(invoice.amount_remaining, invoice.currency), clientSecret } : null
}
