import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seed } from '#db/seed.ts'
import { confirmPayment, providerList } from '#tests/stage/pay.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { launchBrowser } from './browser.ts'
import {
  cardFrame,
  fillCard,
  fillCart,
  fillDetails,
  money,
  newGuest,
  type Pick,
  person,
  pickFrom,
  quoteFor,
  totalOn,
} from './buyer-walks.ts'
import { watchPage } from './watch-page.ts'

const DECLINED = '4000000000009995'
const ASKS_THE_BANK = '4000002500003155'

let market: Marketplace
let browser: Browser
let picks: Pick[]
beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { products: 40, history: false })
  browser = await launchBrowser()
  picks = await Promise.all(['kiln-and-clay', 'oxbow-books'].map((store) => pickFrom(market, store, 4)))
})
afterAll(async () => {
  await browser.close()
  await market.close()
})

const paid = async () => (await providerList(market, 'charges')).filter(({ status }) => status === 'succeeded').map(({ amount }) => amount)

type Intent = { id: string; client_secret: string; transfer_group: string }
/** What the provider was asked to take, newest first. */
const intents = async () => {
  const headers = { authorization: `Bearer ${market.secrets.STRIPE_SECRET_KEY}` }
  return ((await (await fetch(`${market.stripe.url}/v1/payment_intents?limit=100`, { headers })).json()) as { data: Intent[] }).data
}

/** A guest at the card form, with one of each in the cart unless told otherwise. */
async function toTheCard(lines = picks.map((pick) => ({ pick, quantity: 1 }))): Promise<{ context: BrowserContext; page: Page }> {
  const context = await newGuest(browser)
  await fillCart(context, market, lines)
  const page = await context.newPage()
  await page.goto(`${market.origin}/checkout`, { waitUntil: 'networkidle' })
  await fillDetails(page)
  return { context, page }
}

test('a declined card, then one whose bank asks, on the same page: one payment, and books that balance', async () => {
  const before = await paid()
  const quote = await quoteFor(
    market,
    picks.map((pick) => ({ pick, quantity: 1 })),
  )
  const { context, page } = await toTheCard()
  const watch = watchPage(page)
  let refusals = 0
  page.on('response', (response) => {
    if (response.status() === 402) refusals += 1
  })
  const pay = page.getByRole('button', { name: `Pay ${money(quote.total)}` })
  await cardFrame(page).getByLabel('Card number').waitFor()

  await fillCard(page, DECLINED)
  await pay.click()
  await page.getByRole('alert').filter({ hasText: 'There is not enough money on this card' }).waitFor()
  await expect.poll(() => new URL(page.url()).pathname).toBe('/checkout')
  await expect.poll(async () => (await cardFrame(page).getByLabel('Card number').inputValue()).replaceAll(' ', '')).toBe(DECLINED)
  await expect.poll(() => totalOn(page)).toBe(money(quote.total))
  expect(await paid()).toEqual(before)

  await fillCard(page, ASKS_THE_BANK)
  await pay.dblclick()
  await page.frameLocator('dialog iframe').getByRole('button', { name: 'Complete authentication' }).click()
  await page.getByRole('heading', { level: 1, name: 'Thank you.' }).waitFor()
  await expect.poll(() => page.locator('section[aria-labelledby^="order-"]').count()).toBe(2)
  // The browser itself tells of the one refusal it got, and again for each frame that is opened later.
  expect([...new Set(watch.complaints)]).toEqual([expect.stringContaining('402')])
  expect(refusals).toBe(1)

  expect(await paid()).toEqual([quote.total.amountMinor, ...before])
  const admin = await person(market, 'admin@stoa.example', 'admin')
  const { currencies } = await admin.ok<{ currencies: { differenceMinor: number; driftedAccounts: number }[] }>(
    'GET',
    '/admin/ledger/check',
  )
  expect(currencies.map(({ differenceMinor, driftedAccounts }) => [differenceMinor, driftedAccounts])).toEqual(currencies.map(() => [0, 0]))
  expect(currencies.length).toBeGreaterThan(0)
  await context.close()
})

test('the back button leads to no second payment, and a cart that was paid for is empty', async () => {
  const { context, page } = await toTheCard()
  await cardFrame(page).getByLabel('Card number').waitFor()
  await fillCard(page, '4242424242424242')
  await page.getByRole('button', { name: /^Pay / }).click()
  await page.getByRole('heading', { level: 1, name: 'Thank you.' }).waitFor()
  const charged = await paid()
  await page.goto(`${market.origin}/checkout`)
  await expect.poll(() => new URL(page.url()).pathname).toBe('/cart')
  await expect.poll(() => page.getByText('Nothing in it yet').count()).toBe(1)
  expect(await paid()).toEqual(charged)
  await context.close()
})

test('a reload goes on with the same reservation, and a browser that died after paying finds the order', async () => {
  const { context, page } = await toTheCard()
  const reload = async () => {
    await cardFrame(page).getByLabel('Card number').waitFor()
    await page.reload()
  }
  await reload()
  const [intent, ...older] = await intents()
  await reload()
  await reload()
  await cardFrame(page).getByLabel('Card number').waitFor()
  expect((await intents()).map(({ id }) => id)).toEqual([intent, ...older].map((each) => each?.id))

  await page.close()
  expect((await confirmPayment(market, intent?.client_secret ?? '', 'pm_card_visa')).status).toBe('succeeded')
  const later = await context.newPage()
  await later.goto(`${market.origin}/checkout`)
  await later.getByRole('heading', { level: 1, name: 'Thank you.' }).waitFor()
  await expect.poll(() => new URL(later.url()).pathname).toBe(`/checkout/${intent?.transfer_group}`)
  await context.close()
})

test('somebody was faster: the page says what is left, and one press goes on with that', async () => {
  const [pick] = picks
  if (pick === undefined) throw new Error('There is nothing to buy')
  const wanted = 900
  const { context, page } = await toTheCard([{ pick, quantity: wanted }])
  const trouble = page.getByRole('alert').filter({ hasText: 'Somebody was faster' })
  await trouble.waitFor()
  await expect.poll(() => trouble.getByText(pick.title).count()).toBe(1)
  await trouble.getByRole('button', { name: /^Take / }).click()
  await cardFrame(page).getByLabel('Card number').waitFor()
  await expect.poll(() => new URL(page.url()).pathname).toBe('/checkout')
  await context.close()
})
