import { type CartKey, findPlacedGroup, type Intent, readGroup, type StoredGroup, storeIntent } from '#db/platform/queries/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { HOLD_MS } from '#worker/domains/inventory/inventory-manager.ts'
import type { ProviderPayment } from '#worker/domains/payments/ports.ts'
import { recordPaymentState } from '#worker/domains/payments/record-payment-state.ts'
import { present } from '#worker/pure/assert.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { freezeOrder } from '#worker/pure/quote.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { AlreadyPaid, CartEmpty, CheckoutBusy, type CheckoutInput, NothingToPay, QuoteChanged, statusUrl } from './checkout.ts'
import { endCheckout } from './end-checkout.ts'
import { openPayment } from './open-payment.ts'
import { type Quote, quoteCart } from './quote-cart.ts'
import { reserveGroup } from './reserve-group.ts'

export type OpenCheckout = { stored: StoredGroup; provider: ProviderPayment; statusUrl: string }

/** A cart that changes under every try is being used elsewhere. */
const TRIES = 5

/**
 * Turns the caller's cart into a checkout that can be paid: figures computed here, the intent stored, stock held, then one
 * payment opened. A cart has one live checkout: the same confirm again gets it back and goes on where it stopped, one
 * that differs replaces it (its payment is cancelled and its holds are given back first). Safe to repeat, at any point.
 * @throws CartEmpty, CartNotBuyable, NoDelivery, QuoteChanged, OutOfStock, NothingToPay, AlreadyPaid, CheckoutBusy 409;
 *   TooManyHolds 429; Unavailable 503 (nothing is charged; the same request goes on)
 */
export async function startCheckout(ctx: Ctx, key: CartKey | null, input: CheckoutInput): Promise<OpenCheckout> {
  for (let tries = 0; tries < TRIES; tries++) {
    const quote = await quoteOrExplain(ctx, key, input)
    if (input.quoteHash !== undefined && input.quoteHash !== quote.hash) throw new QuoteChanged(quote.hash)
    if (quote.totalMinor === 0) throw new NothingToPay()
    const live = quote.liveGroupId && (await readGroup(ctx.platform, quote.liveGroupId))
    const stored = live || (await storeQuote(ctx, quote, input))
    if (!stored) continue
    if (live && !isSame(ctx, live, quote, input)) {
      if ((await endCheckout(ctx, live, 'expired')) === 'placed') throw await alreadyPaid(ctx, live)
      continue
    }
    const opened = await open(ctx, stored)
    if (opened) return opened
  }
  throw new CheckoutBusy()
}

/** A cart that has become an order is empty; say so in words that help. */
async function quoteOrExplain(ctx: Ctx, key: CartKey | null, input: CheckoutInput): Promise<Quote> {
  try {
    return await quoteCart(ctx, key, input)
  } catch (error) {
    const placed = error instanceof CartEmpty && key && 'cartId' in key ? await findPlacedGroup(ctx.platform, key) : null
    throw placed ? new AlreadyPaid(placed, await statusUrl(ctx, placed)) : error
  }
}

const alreadyPaid = async (ctx: Ctx, { group }: StoredGroup) => new AlreadyPaid(group.id, await statusUrl(ctx, group.id))

const isSame = (ctx: Ctx, { group, payment }: StoredGroup, quote: Quote, input: CheckoutInput): boolean =>
  payment.status === 'succeeded' ||
  (group.quoteHash === quote.hash &&
    group.email === input.email.toLowerCase() &&
    group.holdsExpireAtMs > ctx.now() &&
    payment.status !== 'cancelled')

/** The intent, stored and read back; null if the cart changed or another checkout of it came first. */
async function storeQuote(ctx: Ctx, quote: Quote, input: CheckoutInput): Promise<StoredGroup | null> {
  const nowMs = ctx.now()
  const id = ctx.newId('orderGroup')
  const { currency, commissionRules } = quote
  const orders = await Promise.all(
    quote.vendors.map((vendor) => freezeOrder(id, currency, vendor, commissionRules, vendor.commissionTerms)),
  )
  const group: Intent['group'] = {
    id,
    cartId: quote.cart.id,
    accountId: quote.cart.accountId,
    email: input.email.toLowerCase(),
    currency: quote.currency,
    totalMinor: quote.totalMinor,
    shippingAddress: input.shippingAddress,
    buyerIp: ctx.clientIp,
    quoteHash: quote.hash,
    holdsExpireAtMs: nowMs + HOLD_MS,
    createdAtMs: nowMs,
  }
  const intent = { group, orders, paymentId: await deriveId('payment', id), cartVersion: quote.cart.version }
  try {
    const stored = present(await storeIntent(ctx.platform, intent), 'a checkout that was just stored')
    // A request that is run again makes the same id again, and the checkout of it may have ended since.
    return stored.group.status === 'pending' ? stored : null
  } catch (error) {
    if (error instanceof PreconditionFailed || error instanceof UniqueViolation) return null
    throw error
  }
}

/** The steps after the intent. Null if this checkout is over and the cart needs a new one. */
async function open(ctx: Ctx, stored: StoredGroup): Promise<OpenCheckout | null> {
  if (stored.payment.status === 'succeeded') throw await alreadyPaid(ctx, stored)
  const levels = stored.group.status === 'pending' ? await reserveGroup(ctx, stored) : []
  if (!levels) return null
  const provider = await openPayment(ctx, stored, levels)
  if (!provider) return null
  if (provider.status === 'pending') return { stored, provider, statusUrl: await statusUrl(ctx, stored.group.id) }
  await recordPaymentState(ctx, provider)
  if (provider.status === 'succeeded') throw await alreadyPaid(ctx, stored)
  await endCheckout(ctx, stored, 'expired')
  return null
}
