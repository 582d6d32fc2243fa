import { eq } from 'drizzle-orm'
import { account } from '#db/platform/schema/identity.ts'
import { taxRate } from '#db/platform/schema/tenancy.ts'
import { makeId } from '#worker/pure/ids.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { type Client, newClient, until } from './http.ts'
import type { Marketplace } from './start.ts'

export type DemoReport = {
  vendors: string[]
  orderGroup: string
  orders: { vendor: string; totalMinor: number; commissionMinor: number; status: string }[]
  chargedMinor: number
  sumOfOrdersMinor: number
  stockBefore: Record<string, number>
  stockAfter: Record<string, number>
  ledgerImbalance: number
  transfers: { vendor: string; amountMinor: number; currency: string; status: string }[]
  mails: number
  ms: number
}

const PASSWORD = 'lantern pickle gravel 42'
const STORES = [
  {
    slug: 'kiln-and-clay',
    name: 'Kiln & Clay',
    category: 'ceramics',
    product: 'Speckled stoneware mug',
    sku: 'MUG-SPECKLED',
    priceMinor: 2400,
    stock: 12,
    buys: 2,
  },
  {
    slug: 'north-roast',
    name: 'North Roast',
    category: 'coffee',
    product: 'Guji natural, 250 g',
    sku: 'GUJI-250',
    priceMinor: 1650,
    stock: 40,
    buys: 3,
  },
  {
    slug: 'fern-and-pot',
    name: 'Fern & Pot',
    category: 'plants',
    product: 'Maidenhair fern, 12 cm pot',
    sku: 'FERN-12',
    priceMinor: 1899,
    stock: 5,
    buys: 1,
  },
] as const
const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Way', city: 'San Francisco', region: 'CA', postalCode: '94107', country: 'US' }

type Store = { slug: string; id: string; sku: string; owner: Client; variantId: string; stock: number; buys: number; accountRef: string }

/**
 * The main job over HTTP, as the people of a marketplace would do it: three vendors open stores and publish, a buyer fills
 * one cart, is declined once and pays, three orders arrive, a vendor ships, and the money is transferred.
 * @returns the report, and the invariants that do not hold (none, if all is well)
 */
export async function runMainJob(market: Marketplace, say: (text: string) => void): Promise<{ report: DemoReport; broken: string[] }> {
  const startedMs = performance.now()
  const admin = await becomeAdmin(market)
  say('An admin sets the commission to 12 %, the sales tax of California, and three categories.')
  await admin.ok('POST', '/admin/commission-rates', { rateBps: 1200 })
  await market.platformDb
    .insert(taxRate)
    .values({ id: makeId('taxRate', 0), country: 'US', region: 'CA', taxClass: 'standard', rateBps: 725, isInclusive: false })

  const stores: Store[] = []
  for (const plan of STORES) stores.push(await openStore(market, admin, plan, say))

  const buyer = newClient(market.origin)
  for (const { variantId, buys } of stores) await buyer.ok('POST', '/cart/lines', { variantId, quantity: buys })
  say('A guest puts offers of all three stores into one cart and checks out.')
  const checkout = await buyer.ok<{ orderGroupId: string; clientSecret: string; amountMinor: number }>(
    'POST',
    '/checkout',
    { email: 'ada@buyer.example', shippingAddress: ADDRESS },
    { 'idempotency-key': 'demo-checkout-1' },
  )
  const intent = checkout.clientSecret.split('_secret_')[0] ?? ''
  const declined = await confirm(market, intent, checkout.clientSecret, 'pm_card_chargeDeclined')
  say(`The first card is declined (${declined.error?.decline_code ?? declined.error?.code}); the cart and the holds stay.`)
  market.stripe.emulator.webhooks.duplicate = 10
  const paid = await confirm(market, intent, checkout.clientSecret, 'pm_card_visa')
  if (paid.status !== 'succeeded') throw new Error(`The second card did not pay: ${JSON.stringify(paid)}`)
  say(`The second card pays ${paid.amount_received} minor units once; its webhook is delivered twice.`)

  const placed = await until('three placed orders', async () => {
    const group = await buyer.ok<{ status: string }>('GET', `/checkout/${checkout.orderGroupId}`)
    return group.status === 'placed' && group
  })
  if (!placed) throw new Error('unreachable')
  const orders = await Promise.all(stores.map((store) => theOrderOf(store)))

  say('One vendor ships; its earning is released and a payout run transfers it.')
  const [first] = stores
  const [firstOrder] = orders
  if (!first || !firstOrder) throw new Error('There is no first store')
  await first.owner.ok(
    'POST',
    `/vendor/orders/${firstOrder.id}/ship`,
    { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' },
    { 'idempotency-key': 'demo-ship-1' },
  )
  await until('the earning to mature', async () => {
    await market.tick()
    const { items } = await first.owner.ok<{ items: { availableMinor: number }[] }>('GET', '/vendor/balance')
    return (items[0]?.availableMinor ?? 0) > 0
  })
  await admin.ok('POST', '/admin/payout-runs', {}, { 'idempotency-key': 'demo-payout-1' })
  await admin.ok('POST', '/admin/payout-runs', {}, { 'idempotency-key': 'demo-payout-2' })
  const transfers = await until('the transfer', async () => {
    const { items } = await admin.ok<{ items: { vendorId: string; amountMinor: number; currency: string; status: string }[] }>(
      'GET',
      '/admin/payouts',
    )
    return items.length > 0 && items.every(({ status }) => status === 'paid') && items
  })

  const mails = await until('every mail', async () => {
    const sent = market.mail.messages().filter(({ subject }) => !/confirm|verify/i.test(subject))
    return sent.length >= 8 && sent.length
  })
  const check = await admin.ok<{ items: { currency: string; imbalanceMinor: number }[] }>('GET', '/admin/ledger/check')
  const stockAfter = Object.fromEntries(await Promise.all(stores.map(async (store) => [store.sku, await availableOf(store)] as const)))
  const final = await Promise.all(stores.map((store) => theOrderOf(store)))
  const report: DemoReport = {
    vendors: stores.map(({ slug }) => slug),
    orderGroup: checkout.orderGroupId,
    orders: final.map((order, index) => ({
      vendor: stores[index]?.slug ?? '',
      totalMinor: order.totalMinor,
      commissionMinor: order.commissionMinor,
      status: order.status,
    })),
    chargedMinor: paid.amount_received,
    sumOfOrdersMinor: sumMinor(final.map(({ totalMinor }) => totalMinor)),
    stockBefore: Object.fromEntries(stores.map(({ sku, stock }) => [sku, stock])),
    stockAfter,
    ledgerImbalance: sumMinor(check.items.map(({ imbalanceMinor }) => Math.abs(imbalanceMinor))),
    transfers: transfers.map(({ vendorId, amountMinor, currency, status }) => ({
      vendor: stores.find(({ id }) => id === vendorId)?.slug ?? vendorId,
      amountMinor,
      currency,
      status,
    })),
    mails,
    ms: Math.round(performance.now() - startedMs),
  }
  return { report, broken: await brokenInvariants(market, report, stores) }
}

async function brokenInvariants(market: Marketplace, report: DemoReport, stores: Store[]): Promise<string[]> {
  const charges = await stripeGet(market, '/v1/charges?limit=100')
  const transfers = await stripeGet(market, '/v1/transfers?limit=100')
  const succeeded = charges.data.filter(({ status }) => status === 'succeeded')
  const facts: [holds: boolean, invariant: string][] = [
    [report.orders.length === 3, 'three orders'],
    [report.chargedMinor === report.sumOfOrdersMinor, 'the charge is the sum of the orders'],
    [succeeded.length === 1 && succeeded[0]?.amount === report.chargedMinor, 'one charge at the provider'],
    [stores.every(({ sku, stock, buys }) => report.stockAfter[sku] === stock - buys), 'stock fell by what was bought'],
    [report.ledgerImbalance === 0, 'the ledger sums to zero'],
    [report.transfers.length === 1 && transfers.data.length === 1, 'one transfer, though the payout ran twice'],
    [transfers.data[0]?.amount === report.transfers[0]?.amountMinor, 'the transfer at the provider is the one in our table'],
    [report.orders.filter(({ status }) => status === 'shipped').length === 1, 'one order shipped'],
  ]
  return facts.filter(([holds]) => !holds).map(([, invariant]) => invariant)
}

async function becomeAdmin(market: Marketplace): Promise<Client> {
  const { client } = await signUp(market, 'admin@stoa.example', 'Grace Admin')
  // The first admin is made where the marketplace is run; every later one by an admin.
  await market.platformDb.update(account).set({ platformRole: 'platform_admin' }).where(eq(account.email, 'admin@stoa.example'))
  return client.as((await client.ok<{ accessToken: string }>('POST', '/auth/surface', { surface: 'admin' })).accessToken)
}

async function signUp(market: Marketplace, email: string, name: string): Promise<{ client: Client }> {
  const client = newClient(market.origin)
  await client.ok('POST', '/auth/register', { email, password: PASSWORD, name })
  const mail = await until(`the mail to ${email}`, async () => market.mail.messages(email).at(0))
  const token = /token=([\w.%-]+)/.exec(mail.text ?? '')?.[1]
  await client.ok('POST', '/auth/verify-email', { token: decodeURIComponent(token ?? '') })
  const { accessToken } = await client.ok<{ accessToken: string }>('POST', '/auth/login', { email, password: PASSWORD })
  return { client: client.as(accessToken) }
}

async function openStore(market: Marketplace, admin: Client, plan: (typeof STORES)[number], say: (text: string) => void): Promise<Store> {
  const { client } = await signUp(market, `owner@${plan.slug}.example`, `Owner of ${plan.name}`)
  const category = await admin.ok<{ id: string }>('POST', '/admin/categories', { slug: plan.category, name: plan.category })
  const registered = await client.ok<{ id: string }>(
    'POST',
    '/vendors',
    { slug: plan.slug, name: plan.name, country: 'US', currency: 'USD', supportEmail: `hello@${plan.slug}.example` },
    { 'idempotency-key': `demo-open-${plan.slug}` },
  )
  const token = async () =>
    (await client.ok<{ accessToken: string }>('POST', '/auth/surface', { surface: 'vendor', vendorId: registered.id })).accessToken
  const owner = client.as(await token())
  await until(`the database of ${plan.slug}`, async () => (await owner.ok<{ status: string }>('GET', '/vendor')).status === 'active')
  const product = await owner.ok<{ id: string; variants: { id: string }[] }>('POST', '/vendor/products', {
    title: plan.product,
    description: `${plan.product}, from ${plan.name}.`,
    brand: plan.name,
    categoryId: category.id,
    taxClass: 'standard',
    options: [],
    attributes: {},
    variants: [{ sku: plan.sku, gtin: null, optionValues: {}, weightG: 400, prices: [{ currency: 'USD', priceMinor: plan.priceMinor }] }],
  })
  const variantId = product.variants[0]?.id ?? ''
  await owner.ok(
    'POST',
    '/vendor/inventory/receipts',
    { lines: [{ variantId, quantity: plan.stock }], reason: 'First delivery' },
    { 'idempotency-key': `demo-stock-${plan.slug}` },
  )
  await owner.ok('POST', `/vendor/products/${product.id}/publish`)
  const link = await owner.ok<{ url: string }>('POST', '/vendor/connect', {})
  const accountRef = /acct_\w+/.exec(link.url)?.[0] ?? ''
  await onboard(market, accountRef)
  await until(`the listing of ${plan.sku}`, async () => {
    const { items } = await client.ok<{ items: { vendor: { slug: string }; isInStock: boolean }[] }>('GET', `/listings?vendor=${plan.slug}`)
    return items[0]?.isInStock === true
  })
  await until(
    'the account to be ready',
    async () => (await owner.ok<{ canReceiveTransfers: boolean }>('GET', '/vendor')).canReceiveTransfers,
  )
  say(`${plan.name} opened at ${plan.slug}.${new URL(market.origin).host}, with a database of its own, and sells "${plan.product}".`)
  return { slug: plan.slug, id: registered.id, sku: plan.sku, owner, variantId, stock: plan.stock, buys: plan.buys, accountRef }
}

/** What the vendor does on the provider's onboarding page. */
async function onboard(market: Marketplace, accountRef: string): Promise<void> {
  const response = await fetch(`${market.stripe.url}/_emulator/accounts/${accountRef}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ capabilities: { transfers: 'active', card_payments: 'active' } }),
  })
  if (!response.ok) throw new Error(`onboarding answered ${response.status}: ${await response.text()}`)
}

type Order = { id: string; totalMinor: number; commissionMinor: number; status: string }
async function theOrderOf({ owner }: Store): Promise<Order> {
  const { items } = await owner.ok<{ items: Order[] }>('GET', '/vendor/orders')
  const [order] = items
  if (!order || items.length !== 1) throw new Error(`A store has ${items.length} orders instead of one`)
  return order
}

async function availableOf({ owner, variantId }: Store): Promise<number> {
  const { items } = await owner.ok<{ items: { variantId: string; available: number }[] }>('GET', '/vendor/inventory')
  return items.find((level) => level.variantId === variantId)?.available ?? Number.NaN
}

type Confirmed = { status?: string; amount_received: number; error?: { code: string; decline_code?: string } }
/** What the card form in the buyer's browser does. */
async function confirm(market: Marketplace, intent: string, clientSecret: string, paymentMethod: string): Promise<Confirmed> {
  const response = await fetch(`${market.stripe.url}/v1/payment_intents/${intent}/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${market.secrets.STRIPE_PUBLISHABLE_KEY}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_secret: clientSecret, payment_method: paymentMethod, return_url: `${market.origin}/checkout/done` }),
  })
  return response.json() as Promise<Confirmed>
}

async function stripeGet(market: Marketplace, path: string) {
  const response = await fetch(`${market.stripe.url}${path}`, { headers: { authorization: `Bearer ${market.secrets.STRIPE_SECRET_KEY}` } })
  return (await response.json()) as { data: { status?: string; amount: number }[] }
}
