import { inArray } from 'drizzle-orm'
import { imbalance, readBalances } from '#db/platform/queries/ledger.ts'
import { orderGroup, orderSummary, payment } from '#db/platform/schema/checkout.ts'
import { listing, offer, offerPrice } from '#db/platform/schema/search.ts'
import { shippingRate, taxRate } from '#db/platform/schema/tenancy.ts'
import { order } from '#db/vendor/schema/orders.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { balanceOf } from '#worker/pure/ledger.ts'
import type { Currency } from '#worker/pure/money.ts'

/**
 * A marketplace with open stores, each with one product on sale: what tests of the sale start from. Stores are opened by
 * the real registration, stock is in the real StockLock; the listing is written straight into the projection.
 */
export type Market = Awaited<ReturnType<typeof startMarket>>
export type Shop = TestVendor & { variantId: Id<'variant'>; productId: Id<'product'>; priceMinor: number }

export const ADDRESS = { name: 'Ada Quist', line1: '12 Orchard Lane', city: 'Portland', region: 'OR', postalCode: '97201', country: 'US' }
export const EMAIL = 'ada@quist.example'

let opened = 0

export async function startMarket({ vendors = 3, stock = 20 }: { vendors?: number; stock?: number } = {}) {
  const stack = await startStack()
  const shops: Shop[] = []
  for (let index = 0; index < vendors; index++) {
    const vendor = await openVendor(stack, `shop-${++opened}`)
    shops.push({ ...vendor, ...(await sell(stack, vendor, { title: `Thing ${index + 1}`, priceMinor: 1000 * (index + 1), stock })) })
  }
  await stack.settle()
  stack.mail.reset()
  return { stack, shops, ...toolsOf(stack) }
}

/** Puts one more product of a store on sale, with stock. */
export async function sell(
  stack: Stack,
  vendor: Pick<TestVendor, 'id'>,
  item: { title: string; priceMinor: number; stock: number; currency?: Currency; weightG?: number; taxClass?: string },
) {
  const { platform, now } = stack.ctx()
  const productId = makeId('product', now())
  const variantId = makeId('variant', now())
  const { title, priceMinor, currency = 'USD', weightG = 500, taxClass = 'standard' } = item
  await platform.insert(listing).values({
    id: productId,
    vendorId: vendor.id,
    slug: productId.toLowerCase(),
    title,
    description: '',
    categoryId: makeId('category', now()),
    categoryPath: '/things/',
    images: [],
    options: [],
    available: item.stock,
    isVisible: true,
    sourceVersion: 1,
    publishedAtMs: now(),
    updatedAtMs: now(),
  })
  await platform.insert(offer).values({
    variantId,
    listingId: productId,
    vendorId: vendor.id,
    sku: `SKU-${variantId.slice(-6)}`,
    title,
    optionValues: {},
    weightG,
    taxClass,
    available: item.stock,
  })
  await platform.insert(offerPrice).values({ variantId, listingId: productId, currency, priceMinor })
  if (item.stock > 0) {
    await new InventoryManager(stack.ctx()).restock({
      vendorId: vendor.id,
      operationId: makeId('operation', now()),
      lines: [{ variantId, quantity: item.stock }],
      causeId: 'first delivery',
      reason: 'delivery',
      actorId: 'test',
    })
  }
  return { productId, variantId, priceMinor }
}

/** What tests do as a buyer, and what they look at afterwards. */
function toolsOf(stack: Stack) {
  return {
    /** Moves every clock: the Worker's, the stores', and the provider's, whose webhooks carry the time. */
    async advance(ms: number) {
      await stack.advance(ms)
      stack.stripe.clock.advance(ms)
    },
    /** A browser of its own: keeps its cart cookie; `token` signs it in. */
    browser: (token?: string) => new Browser(stack, token),
    /** Pays as the buyer's browser does: with the client secret and the publishable key. */
    pay: (clientSecret: string, card = 'pm_card_visa') => pay(stack, clientSecret, card),
    levels: (shop: Pick<Shop, 'id' | 'variantId'>) => new InventoryManager(stack.ctx()).levels(shop.id, [shop.variantId]),
    setTax: (rows: (typeof taxRate.$inferInsert)[]) => stack.ctx().platform.insert(taxRate).values(rows),
    async setDelivery(shop: Pick<Shop, 'id'>, rates: Omit<typeof shippingRate.$inferInsert, 'id' | 'vendorId'>[]) {
      const { platform, now } = stack.ctx()
      await platform.delete(shippingRate).where(inArray(shippingRate.vendorId, [shop.id]))
      await platform.insert(shippingRate).values(rates.map((rate) => ({ ...rate, id: makeId('shippingRate', now()), vendorId: shop.id })))
    },
    groups: () => stack.ctx().platform.select().from(orderGroup),
    summaries: () => stack.ctx().platform.select().from(orderSummary),
    payments: () => stack.ctx().platform.select().from(payment),
    ordersOf: async (shop: Pick<Shop, 'id'>) => (await stack.ctx().vendorDb(shop.id)).select().from(order),
    ledger: () => readLedger(stack),
    /** What the provider was charged, gave back and holds for us, in minor units. */
    provider: () => readProvider(stack),
  }
}

export class Browser {
  readonly #stack: Stack
  readonly #token: string | undefined
  cookie: string | undefined

  constructor(stack: Stack, token?: string) {
    this.#stack = stack
    this.#token = token
  }

  async call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await this.#stack.fetch(`/api/v1${path}`, {
      method,
      headers: {
        ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
        ...(this.cookie ? { cookie: `__Host-stoa_cart=${this.cookie}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const set = /__Host-stoa_cart=([^;]*)/.exec(response.headers.get('set-cookie') ?? '')?.[1]
    if (set !== undefined) this.cookie = set || undefined
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: (text === '' ? {} : JSON.parse(text)) as T }
  }

  add(shop: Pick<Shop, 'variantId'>, quantity = 1) {
    return this.call<CartBody>('POST', '/cart/lines', { variantId: shop.variantId, quantity })
  }

  checkout(more: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
    return this.call<CheckoutBody>('POST', '/checkout', { email: EMAIL, shippingAddress: ADDRESS, ...more }, headers)
  }
}

export type CartBody = {
  id: string | null
  currency: string
  units: number
  isBuyable: boolean
  subtotal: { amountMinor: number }
  vendors: {
    vendorId: string
    subtotal: { amountMinor: number }
    shippingEstimate: unknown
    lines: { id: string; variantId: string; quantity: number; unitPrice: { amountMinor: number }; isBuyable: boolean; notices: unknown[] }[]
  }[]
}
export type CheckoutBody = {
  orderGroupId: Id<'orderGroup'>
  clientSecret: string
  amountMinor: number
  currency: string
  statusUrl: string
  code?: string
  quoteHash?: string
  lines?: unknown[]
}

async function pay(stack: Stack, clientSecret: string, card: string) {
  const [intentId = ''] = clientSecret.split('_secret_')
  const response = await fetch(`${stack.stripe.url}/v1/payment_intents/${intentId}/confirm`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stack.env.STRIPE_PUBLISHABLE_KEY}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ client_secret: clientSecret, payment_method: card, return_url: 'https://stoa.test/back' }).toString(),
  })
  return { status: response.status, body: (await response.json()) as { status?: string; error?: { code: string } } }
}

async function readLedger(stack: Stack) {
  const { platform } = stack.ctx()
  const accounts = await readBalances(platform)
  const checks = await imbalance(platform)
  return {
    balance: Object.fromEntries(accounts.map((account) => [account.id, balanceOf(account)])),
    differenceMinor: checks.reduce((sum, check) => sum + Math.abs(check.differenceMinor), 0),
    drifted: checks.reduce((sum, check) => sum + check.driftedAccounts, 0),
  }
}

function readProvider(stack: Stack) {
  stack.stripe.assertBalanced()
  const charges = stack.stripe.world.tables.charges.all().map(({ value }) => value)
  const paid = charges.filter((charge) => charge.status === 'succeeded')
  return {
    charges: paid.length,
    chargedMinor: paid.reduce((sum, charge) => sum + charge.amount, 0),
    refundedMinor: paid.reduce((sum, charge) => sum + charge.amount_refunded, 0),
    intents: stack.stripe.world.tables.paymentIntents.all().map(({ value }) => value.status),
  }
}
