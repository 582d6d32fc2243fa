import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seed } from '#db/seed.ts'
import type { ShopControls } from '#tests/emulators/shopify/shop-controls.ts'
import { newClient, until } from '#tests/stage/http.ts'
import { confirmPayment } from '#tests/stage/pay.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { axeViolations, launchBrowser } from './browser.ts'
import { GUEST, pickFrom } from './buyer-walks.ts'
import { logIn } from './log-in.ts'
import { watchPage } from './watch-page.ts'

const OWNER = 'owner@kiln-and-clay.example'
const SHOP = 'kiln-studio'
/** Units of everything at the start, and what of them no channel sees. */
const STOCK = 12
const BUFFER = 2

type Variant = { sku: string; gtin: string | null; optionValues: Record<string, string>; prices: { priceMinor: number }[] }
type Product = { title: string; variants: Variant[] }
type Order = { id: string; number: number; status: string; source: string; externalNumber: string | null }
type Connection = {
  id: string
  channel: string
  status: string
  settings: { buffer: number }
  counts: { listings: number; unmatched: number }
}

let market: Marketplace
let browser: Browser
let context: BrowserContext
let shop: ShopControls
/** Goods of the store: one listed there under its SKU, one under its GTIN, one under a SKU nobody knows. */
let goods: { sku: string; gtin: string | null; title: string }[]

beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { products: 24, history: false, stock: STOCK, pictures: 'none' })
  browser = await launchBrowser()
  context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
  await logIn(context, market.origin, OWNER)
  const { memberships } = await asStore<{ memberships: { vendorId: string }[] }>('/me')
  const choice = { surface: 'vendor', vendorId: memberships[0]?.vendorId }
  await context.request.post(`${market.origin}/api/v1/auth/surface`, { data: choice, headers: { origin: market.origin } })
  const { items } = await asStore<{ items: Product[] }>('/vendor/products?status=active&limit=10')
  goods = items.flatMap(({ title, variants: [first] }) =>
    first === undefined ? [] : [{ sku: first.sku, gtin: first.gtin, title: [title, ...Object.values(first.optionValues)].join(' ') }],
  )
  shop = market.shopify.shop(SHOP, { name: 'Kiln Studio' })
  const [bySku, byGtin, byHand] = goods
  shop.addProduct({ title: bySku?.title ?? '', sku: bySku?.sku ?? '', priceMinor: 2400, quantity: 3 })
  shop.addProduct({ title: 'Another name', sku: 'THERE-2', barcode: byGtin?.gtin ?? '', priceMinor: 2400, quantity: 3 })
  shop.addProduct({ title: byHand?.title ?? '', sku: 'OLD-3', priceMinor: 1900, quantity: 5 })
})
afterAll(async () => {
  await browser?.close()
  await market?.close()
})

/** Works in the portal; no page of ours may complain. @param refusals statuses a browser may write down that a page answered */
async function atDesk<T>(path: string, work: (page: Page) => Promise<T>, refusals: number[] = []): Promise<T> {
  const page = await context.newPage()
  try {
    const { complaints } = watchPage(page)
    await page.goto(`${market.origin}${path}`, { waitUntil: 'networkidle' })
    const result = await work(page)
    expect(complaints.filter((text) => !refusals.some((status) => text.includes(`status of ${status}`)))).toEqual([])
    return result
  } finally {
    await page.close()
  }
}

/** The API as the store's owner, by the browser's own cookies. */
async function asStore<T>(path: string): Promise<T> {
  const answer = await context.request.get(`${market.origin}/api/v1${path}`, { maxRetries: 2 })
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`)
  return (await answer.json()) as T
}
const connectionOf = async (channel: string) =>
  (await asStore<{ connections: Connection[] }>('/platforms')).connections.find((each) => each.channel === channel)
const inQueue = async (externalNumber: string) =>
  (await asStore<{ items: Order[] }>('/vendor/orders?source=shopify')).items.find((order) => order.externalNumber === externalNumber)

/** A guest elsewhere buys something of the store, and pays. */
async function buyAsGuest(): Promise<void> {
  const guest = newClient(market.origin)
  const { variantId } = await pickFrom(market, 'kiln-and-clay')
  await guest.ok('POST', '/cart/lines', { variantId, quantity: 1 })
  const order = { email: GUEST.email, shippingAddress: GUEST.address }
  const { clientSecret } = await guest.ok<{ clientSecret: string }>('POST', '/checkout', order)
  expect((await confirmPayment(market, clientSecret, 'pm_card_visa')).status).toBe('succeeded')
}

describe('a channel', () => {
  test('is connected by its own page, brought in, matched, and told what may be sold', async () => {
    // The stand-in for Shopify has no icon for its pages.
    await atDesk(
      '/vendor/channels',
      async (page) => {
        await page.getByRole('link', { name: 'Connect Shopify' }).click()
        await page.getByLabel('Your shop').fill('not a shop!')
        await page.getByRole('button', { name: 'Continue at Shopify' }).click()
        await page.getByText('Only the shop’s name, as in your-shop.myshopify.com.').waitFor()
        await page.getByLabel('Your shop').fill(`${SHOP}.myshopify.com`)
        await page.getByRole('button', { name: 'Continue at Shopify' }).click()
        await page.getByRole('button', { name: 'Install' }).click()
        await page.getByText('Shopify is connected.').waitFor()
        await page.getByLabel('Kept back').fill(String(BUFFER))
        await page.getByText(`Shown: ${STOCK - BUFFER} units`).waitFor()
        expect(await axeViolations(page)).toEqual([])
        await page.getByRole('button', { name: 'Save and go on' }).click()
        await page.getByRole('button', { name: 'Bring in listings' }).click()
        await page.getByRole('link', { name: 'Check the matches' }).click({ timeout: 30_000 })
        await page.getByText('1 listing is none of your products yet.').waitFor()
      },
      [404, 422],
    )
    expect(await connectionOf('shopify')).toMatchObject({
      status: 'active',
      settings: { buffer: BUFFER },
      counts: { listings: 3, unmatched: 1 },
    })
    await until('the stock at the channel', async () => shop.quantity(goods[0]?.sku ?? '') === STOCK - BUFFER)
    await until('the stock of what a GTIN told', async () => shop.quantity('THERE-2') === STOCK - BUFFER)
    expect(shop.quantity('OLD-3')).toBe(5)
  })

  test('sends its orders into the one queue; what is shipped there is told back', async () => {
    const placed = shop.placeOrder({ lines: [{ sku: goods[0]?.sku ?? '', quantity: 2 }], shippingMinor: 500 })
    if (placed === null) throw new Error('the shop has none left')
    const order = await until('the order', () => inQueue(placed.name))
    await atDesk('/vendor/orders?source=shopify', async (page) => {
      await page.getByText(placed.name).waitFor()
      await page.getByRole('link', { name: `#${order.number}` }).click()
      await page.getByRole('heading', { name: 'At Shopify' }).waitFor()
      await page.getByLabel('Tracking number').fill('1Z999AA10123456784')
      await page.getByRole('button', { name: 'Mark shipped' }).click()
      await page.getByText(`Order #${order.number} is shipped. Its channel is being told.`).waitFor()
    })
    const sent = await until('the fulfilment there', async () => shop.order(placed.id).fulfilments[0]?.tracking)
    expect(sent).toMatchObject({ number: '1Z999AA10123456784', company: 'UPS' })
  })

  test('is followed by pages that are open: an order elsewhere, a pause by somebody else, without a reload', async () => {
    const queue = await context.newPage()
    await queue.goto(`${market.origin}/vendor/orders?show=all`)
    await queue.getByText('Live', { exact: true }).waitFor()
    const rows = async () => (await queue.getByRole('row').allTextContents()).flatMap((text) => /#\d+/.exec(text)?.[0] ?? [])
    const before = await rows()
    await atDesk('/vendor', async (home) => {
      await home.getByText('Live', { exact: true }).waitFor()
      await home.evaluate('window.isTheSame = true')
      const orders = home.locator('main').getByText('Orders today', { exact: true }).first().locator('xpath=following-sibling::p[1]')
      const had = Number(await orders.textContent())
      await buyAsGuest()
      await expect.poll(() => orders.textContent()).toBe(String(had + 1))

      const { id } = (await connectionOf('shopify')) ?? {}
      const tile = home.locator(`a[href="/vendor/channels/${id}"]`)
      for (const [verb, word] of [
        ['pause', 'Paused'],
        ['resume', 'Connected'],
      ] as const) {
        await context.request.post(`${market.origin}/api/v1/platforms/${id}/${verb}`, { headers: { origin: market.origin } })
        await expect.poll(() => tile.textContent()).toContain(word)
      }
      expect(await home.evaluate('window.isTheSame')).toBe(true)
      expect(await axeViolations(home)).toEqual([])
    })
    // In the queue nothing moves until somebody asks for it.
    await queue.getByText('1 new order', { exact: true }).waitFor()
    expect(await rows()).toEqual(before)
    await queue.getByRole('button', { name: 'Show' }).click()
    await expect.poll(async () => (await rows()).length).toBe(before.length + 1)
    await queue.close()
  })

  test('tells nobody elsewhere: a socket that another site opens with the store’s cookies is refused', async () => {
    const ask = async (headers: Record<string, string>) => {
      const answer = await context.request.get(`${market.origin}/api/v1/vendor/live`, { headers })
      return [answer.status(), ((await answer.json()) as { code: string }).code]
    }
    const upgrade = {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    }
    expect(await ask({})).toEqual([426, 'upgrade_required'])
    expect(await ask({ ...upgrade, origin: 'https://evil.example' })).toEqual([403, 'cross_site_request'])
    expect(await ask({ ...upgrade })).toEqual([403, 'cross_site_request'])
  })

  test('keeps an order of an unknown product, which one press brings in', async () => {
    const placed = shop.placeOrder({ lines: [{ sku: 'OLD-3', quantity: 1 }] })
    if (placed === null) throw new Error('the shop has none left')
    await until('the order that waits', async () => {
      const { items } = await asStore<{ items: { externalNumber: string }[] }>('/channel-orders?status=parked')
      return items.some(({ externalNumber }) => externalNumber === placed.name)
    })
    await atDesk('/vendor/orders', async (page) => {
      await page.getByRole('link', { name: '1 order from a channel needs you' }).click()
      await page.getByText('We do not know which of your products this is.').waitFor()
      expect(await axeViolations(page)).toEqual([])
      await page.getByRole('button', { name: /^It is / }).click()
      await page.getByText('Matched. The order is on its way into your queue.').waitFor()
    })
    expect(await until('the order', () => inQueue(placed.name))).toMatchObject({ source: 'shopify', status: 'placed' })
    expect((await connectionOf('shopify'))?.counts.unmatched).toBe(0)
  })

  test('whose key is wrong says so beside the field, and connects nothing', async () => {
    await atDesk(
      '/vendor/channels/connect/bestbuy',
      async (page) => {
        await page.getByLabel('API key').fill('0f0f0f0f-not-a-key')
        await page.getByRole('button', { name: 'Connect Best Buy' }).click()
        const error = page.getByText('The channel does not accept this key.')
        await error.waitFor()
        await expect.poll(() => page.getByLabel('API key').getAttribute('aria-describedby')).toContain(await error.getAttribute('id'))
      },
      [409],
    )
    expect(await connectionOf('bestbuy')).toBeUndefined()
  })

  test('that was taken away there says what to do, and how', async () => {
    shop.uninstall()
    await until('the connection to break', async () => (await connectionOf('shopify'))?.status === 'broken')
    await atDesk('/vendor/channels', async (page) => {
      await page.getByText('The channel does not accept this connection any more.').first().waitFor()
      await page.getByText('Connect again with the same account. Your listings and settings stay.').waitFor()
      await page.getByRole('link', { name: 'Connect again' }).click()
      await page.getByRole('heading', { name: 'Connect Kiln Studio at Shopify again' }).waitFor()
    })
  })
})
