import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seed } from '#db/seed.ts'
import { until } from '#tests/stage/http.ts'
import { providerList } from '#tests/stage/pay.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { launchBrowser } from './browser.ts'
import { availableOf, fillCart, GUEST, money, newGuest, type Pick, person, pickFrom, quoteFor, totalOn } from './buyer-walks.ts'
import { tabTo, typeInto } from './shop-by-keyboard.ts'
import { watchPage } from './watch-page.ts'

const STORES = ['kiln-and-clay', 'night-ferry-coffee', 'oxbow-books'] as const
/** From a product's page to paid; each press that leads on is one. */
const ACTIVATIONS_MAX = 5
const FIELDS_MAX = 8
const CHECKOUT_SCRIPT_MAX = 130_000

let market: Marketplace
let browser: Browser
let picks: Pick[]
beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { products: 40, history: false })
  browser = await launchBrowser()
  picks = await Promise.all(STORES.map((store) => pickFrom(market, store)))
})
afterAll(async () => {
  await browser.close()
  await market.close()
})

/** Finds a product by the search field and puts it into the cart; the keyboard is all that is used. */
async function addByKeyboard(page: Page, { title, slug }: Pick): Promise<void> {
  await typeInto(page, 'Search everything for sale', title, 'searchbox')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/search\?/)
  await tabTo(page, { role: 'link', name: title })
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`/p/${slug}`))
  await tabTo(page, { role: 'button', name: 'Add to cart' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/cart/)
}

test('a guest with a phone and no mouse buys from three stores, and pays exactly what the API says', async () => {
  const lines = picks.map((pick) => ({ pick, quantity: 1 }))
  const quote = await quoteFor(market, lines)
  const context = await newGuest(browser)
  const page = await context.newPage()
  const watch = watchPage(page)
  let activations = 0
  const press = async (wanted: Parameters<typeof tabTo>[1]) => {
    await tabTo(page, wanted)
    await page.keyboard.press('Enter')
    activations += 1
  }

  await page.goto(`${market.origin}/`)
  for (const pick of picks) await addByKeyboard(page, pick)
  activations = 1
  await expect
    .poll(() => page.getByRole('heading', { level: 2 }).allInnerTexts())
    .toEqual(expect.arrayContaining(picks.map(({ vendorName }) => vendorName)))

  await press({ role: 'link', name: 'Check out' })
  await page.waitForURL(/\/checkout$/)
  const fields = page.locator('main input:visible, main select:visible, main textarea:visible')
  await expect.poll(() => fields.count()).toBe(7)
  await expect.poll(() => fields.count()).toBeLessThanOrEqual(FIELDS_MAX)
  const { address, email } = GUEST
  await typeInto(page, 'Email', email)
  await typeInto(page, 'Full name', address.name)
  await typeInto(page, 'Address', address.line1)
  await typeInto(page, 'ZIP code', address.postalCode)
  await typeInto(page, 'City', address.city)
  await typeInto(page, 'State', 'California', 'combobox')
  await press({ role: 'button', name: 'Continue to payment' })

  await page.locator('#total').waitFor()
  await expect.poll(() => totalOn(page)).toBe(money(quote.total))
  await page.frameLocator('iframe').getByLabel('Card number').waitFor()
  await typeInto(page, 'Card number', '4242424242424242')
  await typeInto(page, 'Expiration date', '1234')
  await typeInto(page, 'Security code', '123')
  await press({ role: 'button', name: `Pay ${money(quote.total)}` })
  await page.getByRole('heading', { level: 1, name: 'Thank you.' }).waitFor()
  expect(activations).toBe(4)
  expect(activations).toBeLessThanOrEqual(ACTIVATIONS_MAX)

  await showsOrders(page, quote)
  expect(watch.complaints).toEqual([])
  const charges = await providerList(market, 'charges')
  expect(charges.map(({ status, amount }) => ({ status, amount }))).toEqual([{ status: 'succeeded', amount: quote.total.amountMinor }])
  for (const [index, pick] of picks.entries()) {
    const owner = await person(market, `owner@${STORES[index]}.example`, 'vendor')
    const { items } = await owner.ok<{ items: { email: string; total: unknown; units: number }[] }>('GET', '/vendor/orders')
    const total = quote.vendors.find(({ name }) => name === pick.vendorName)?.total
    expect(items.map((order) => ({ email: order.email, units: order.units, total: order.total }))).toEqual([{ email, units: 1, total }])
    expect(await until('the stock to show', async () => (await availableOf(market, pick)) === pick.available - 1)).toBe(true)
  }
  await context.close()
})

/** An order a store on the page of thanks, and the same on the page its link opens. */
async function showsOrders(page: Page, quote: Awaited<ReturnType<typeof quoteFor>>) {
  const expected = quote.vendors.map(({ name, total }) => [name, money(total)]).sort()
  const shown = async () => {
    const parcels = await page.locator('section[aria-labelledby^="order-"]').all()
    const read = await Promise.all(
      parcels.map(async (parcel) => [await parcel.getByRole('heading').textContent(), await parcel.locator('dd').last().textContent()]),
    )
    return read.sort()
  }
  await expect.poll(shown).toEqual(expected)
  await tabTo(page, { role: 'link', name: 'See your order' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/order-status\?t=/)
  await expect.poll(shown).toEqual(expected)
  await expect.poll(() => page.getByText(GUEST.email).count()).toBe(0)
}

test('the checkout weighs no more than it may', async () => {
  const context = await newGuest(browser)
  const [pick] = picks
  if (pick === undefined) throw new Error('There is nothing to buy')
  await fillCart(context, market, [{ pick, quantity: 1 }])
  const page = await context.newPage()
  const watch = watchPage(page)
  await page.goto(`${market.origin}/checkout`, { waitUntil: 'networkidle' })
  const { script } = await watch.weight()
  expect(script).toBeGreaterThan(0)
  expect(script).toBeLessThanOrEqual(CHECKOUT_SCRIPT_MAX)
  await context.close()
})
