import { taxRate } from '#db/platform/schema/tenancy.ts'
import { setDefaultRate } from '#tests/support/commission.ts'
import { makeId } from '#worker/pure/ids.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { type Client, newClient, until } from './http.ts'
import { openStore, type Store, type StorePlan } from './open-store.ts'
import { confirmPayment, providerList } from './pay.ts'
import { becomeAdmin } from './people.ts'
import type { Marketplace } from './start.ts'

/** What happened, in figures. Amounts in minor units of USD; stock in units that can be sold, by SKU. */
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

const STORES: readonly StorePlan[] = [
  {
    slug: 'kiln-and-clay',
    name: 'Kiln & Clay',
    category: 'Ceramics',
    product: 'Speckled stoneware mug',
    sku: 'MUG-SPECKLED',
    priceMinor: 2400,
    shippingMinor: 590,
    stock: 12,
  },
  {
    slug: 'north-roast',
    name: 'North Roast',
    category: 'Coffee',
    product: 'Guji natural, 250 g',
    sku: 'GUJI-250',
    priceMinor: 1650,
    shippingMinor: 395,
    stock: 40,
  },
  {
    slug: 'fern-and-pot',
    name: 'Fern & Pot',
    category: 'Plants',
    product: 'Maidenhair fern, 12 cm pot',
    sku: 'FERN-12',
    priceMinor: 1899,
    shippingMinor: 890,
    stock: 5,
  },
]
/** How many of each store's product the buyer takes. */
const UNITS = [2, 3, 1] as const
const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Way', city: 'San Francisco', region: 'CA', postalCode: '94107', country: 'US' }
/** Three mails that a store is set up, three that it is open, the buyer's confirmation, three to vendors, and that one order shipped. */
const MAILS = 11

/**
 * The main job over HTTP, as the people of a marketplace would do it: three vendors open stores and publish, a buyer fills
 * one cart, is declined once and pays, three orders arrive, a vendor ships, and the money is transferred.
 * @returns the report, and the invariants that do not hold (none, if all is well)
 */
export async function runMainJob(market: Marketplace, say: (text: string) => void): Promise<{ report: DemoReport; broken: string[] }> {
  const startedMs = performance.now()
  const admin = await becomeAdmin(market)
  say('An admin sets the commission to 12 %, and California its sales tax to 7.25 %.')
  await setDefaultRate(admin.ok, 1200)
  await market.platformDb
    .insert(taxRate)
    .values({ id: makeId('taxRate', 0), country: 'US', region: 'CA', taxClass: 'standard', rateBps: 725, isInclusive: false })

  const stores: Store[] = []
  for (const plan of STORES) {
    stores.push(await openStore(market, admin, plan))
    say(
      `${plan.name} is approved and opens at ${plan.slug}.${new URL(market.origin).host} on a database of its own, and sells "${plan.product}".`,
    )
  }
  const stockBefore = await stockOf(stores)
  const orderGroupId = await buy(market, stores, say)
  const orders = await Promise.all(stores.map((store) => theOrderOf(store)))
  const [first, firstOrder] = [stores[0], orders[0]]
  if (!first || !firstOrder) throw new Error('There is no first store')
  await ship(market, first, firstOrder.id)
  say(`${first.name} ships; its earning is released, and a payout run, asked for twice, transfers it once.`)
  const transfers = await payOut(admin)

  const mails = await until('every mail', async () => {
    const sent = market.mail.messages().filter(({ to }) => !to.some((address) => /^(owner|admin)@/.test(address)))
    return sent.length >= MAILS && sent.length
  })
  const check = await admin.ok<{ currencies: { differenceMinor: number; driftedAccounts: number }[] }>('GET', '/admin/ledger/check')
  const finalOrders = await Promise.all(stores.map((store) => theOrderOf(store)))
  const charges = (await providerList(market, 'charges')).filter(({ status }) => status === 'succeeded')
  const report: DemoReport = {
    vendors: stores.map(({ slug }) => slug),
    orderGroup: orderGroupId,
    orders: await Promise.all(
      finalOrders.map(async ({ id, status, total }, index) => ({
        vendor: stores[index]?.slug ?? '',
        totalMinor: total.amountMinor,
        commissionMinor: await commissionOf(admin, id),
        status,
      })),
    ),
    chargedMinor: sumMinor(charges.map(({ amount }) => amount)),
    sumOfOrdersMinor: sumMinor(finalOrders.map(({ total }) => total.amountMinor)),
    stockBefore,
    stockAfter: await stockOf(stores),
    ledgerImbalance: sumMinor(check.currencies.map((each) => Math.abs(each.differenceMinor) + each.driftedAccounts)),
    transfers: transfers.map(({ vendorId, amountMinor, currency, status }) => {
      return { vendor: stores.find(({ id }) => id === vendorId)?.slug ?? vendorId, amountMinor, currency, status }
    }),
    mails,
    ms: Math.round(performance.now() - startedMs),
  }
  return { report, broken: brokenInvariants(report, stores, { charges, transfers: await providerList(market, 'transfers') }) }
}

/** A guest's cart, checkout, declined card and payment, until the three orders are placed. */
async function buy(market: Marketplace, stores: Store[], say: (text: string) => void): Promise<string> {
  const buyer = newClient(market.origin)
  for (const [index, { variantId }] of stores.entries()) await buyer.ok('POST', '/cart/lines', { variantId, quantity: UNITS[index] })
  say('A guest puts offers of all three stores into one cart and checks out.')
  const checkout = await buyer.ok<{ orderGroupId: string; clientSecret: string; statusUrl: string }>(
    'POST',
    '/checkout',
    { email: 'ada@buyer.example', shippingAddress: ADDRESS },
    { 'idempotency-key': 'demo-checkout-1' },
  )
  const declined = await confirmPayment(market, checkout.clientSecret, 'pm_card_chargeDeclined')
  if (!declined.error) throw new Error(`The first card was not declined: ${JSON.stringify(declined)}`)
  say(`The first card is declined (${declined.error.decline_code ?? declined.error.code}); the cart and the holds stay.`)
  market.stripe.webhooks.duplicate = 10
  const paid = await confirmPayment(market, checkout.clientSecret, 'pm_card_visa')
  if (paid.status !== 'succeeded') throw new Error(`The second card did not pay: ${JSON.stringify(paid)}`)
  say('The second card pays everything at once; its webhooks are delivered twice.')
  const token = encodeURIComponent(new URL(checkout.statusUrl).searchParams.get('t') ?? '')
  await until('three placed orders', async () => {
    const { status } = await buyer.ok<{ status: string }>('GET', `/checkout/${checkout.orderGroupId}?t=${token}`)
    return status === 'placed'
  })
  await market.stripe.webhooks.idle()
  market.stripe.webhooks.duplicate = 0
  return checkout.orderGroupId
}

/** Ships an order, and waits until its earning can be paid out. */
async function ship(market: Marketplace, { owner }: Store, orderId: string): Promise<void> {
  const note = { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' }
  await owner.ok('POST', `/vendor/orders/${orderId}/ship`, note, { 'idempotency-key': 'demo-ship-1' })
  await until('the earning to mature', async () => {
    await market.tick()
    const { items } = await owner.ok<{ items: { availableMinor: number }[] }>('GET', '/vendor/balance')
    return (items[0]?.availableMinor ?? 0) > 0
  })
}

/** Runs the payout twice, as somebody would who got no answer the first time; waits until what it decided is paid. */
async function payOut(admin: Client) {
  await admin.ok('POST', '/admin/payout-runs', {}, { 'idempotency-key': 'demo-payout-1' })
  await admin.ok('POST', '/admin/payout-runs', {}, { 'idempotency-key': 'demo-payout-2' })
  type Payout = { vendorId: string; amountMinor: number; currency: string; status: string }
  return until('the transfer', async () => {
    const { items } = await admin.ok<{ items: Payout[] }>('GET', '/admin/payouts')
    return items.length > 0 && items.every(({ status }) => status === 'paid') && items
  })
}

type Amounts = { amount: number }[]
function brokenInvariants(report: DemoReport, stores: Store[], { charges, transfers }: { charges: Amounts; transfers: Amounts }): string[] {
  const facts: [holds: boolean, invariant: string][] = [
    [report.orders.length === 3, 'three orders'],
    [report.chargedMinor === report.sumOfOrdersMinor, 'the charge is the sum of the orders'],
    [charges.length === 1, 'one charge at the provider'],
    [stores.every(({ sku, stock }, at) => report.stockAfter[sku] === stock - (UNITS[at] ?? 0)), 'stock fell by what was bought'],
    [report.ledgerImbalance === 0, 'the ledger sums to zero'],
    [report.transfers.length === 1 && transfers.length === 1, 'one transfer, though the payout ran twice'],
    [transfers[0]?.amount === report.transfers[0]?.amountMinor, 'the transfer at the provider is the one in our table'],
    [report.orders.filter(({ status }) => status === 'shipped').length === 1, 'one order shipped'],
    [report.mails === MAILS, `${MAILS} mails, none of them twice`],
  ]
  return facts.filter(([holds]) => !holds).map(([, invariant]) => invariant)
}

type Order = { id: string; status: string; total: { amountMinor: number } }
async function theOrderOf({ owner, slug }: Store): Promise<Order> {
  const { items } = await owner.ok<{ items: Order[] }>('GET', '/vendor/orders')
  const [order] = items
  if (!order || items.length !== 1) throw new Error(`${slug} has ${items.length} orders instead of one`)
  return order
}

/** What the ledger says the platform kept of an order. */
async function commissionOf(admin: Client, orderId: string): Promise<number> {
  const { items } = await admin.ok<{ items: { code: string; amountMinor: number }[] }>('GET', `/admin/ledger/transfers?causeId=${orderId}`)
  return sumMinor(items.filter(({ code }) => code === 'commission').map(({ amountMinor }) => amountMinor))
}

/** What each store can still sell, as it sees it itself. */
async function stockOf(stores: Store[]): Promise<Record<string, number>> {
  const levels = stores.map(async ({ owner, sku }) => {
    const { items } = await owner.ok<{ items: { sku: string; available: number }[] }>('GET', '/vendor/inventory')
    return [sku, items.find((item) => item.sku === sku)?.available ?? Number.NaN] as const
  })
  return Object.fromEntries(await Promise.all(levels))
}
