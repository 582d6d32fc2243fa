import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seed } from '#db/seed.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { launchBrowser } from './browser.ts'
import { linkMailedTo } from './read-mail.ts'
import { watchPage } from './watch-page.ts'

const EMAIL = 'tove@loom.example'
const PASSWORD = 'granite pillow otter comet'

let market: Marketplace
let browser: Browser
let context: BrowserContext
beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { vendors: 1, products: 8, history: false, pictures: 'none' })
  browser = await launchBrowser()
  context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
})
afterAll(async () => {
  await browser?.close()
  await market?.close()
})

async function visit<T>(path: string, look: (page: Page) => Promise<T>, refusals: number[] = []): Promise<T> {
  const page = await context.newPage()
  try {
    const { complaints } = watchPage(page)
    await page.goto(path.startsWith('http') ? path : `${market.origin}${path}`, { waitUntil: 'networkidle' })
    const result = await look(page)
    expect(complaints.filter((text) => !refusals.some((status) => text.includes(`status of ${status}`)))).toEqual([])
    return result
  } finally {
    await page.close()
  }
}
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const where = (page: Page) => page.url().replace(market.origin, '')

/** Closes the browser and opens it again at a page, logged in anew, as after a day. */
async function comeBack(): Promise<void> {
  await context.close()
  context = await browser.newContext({ viewport: { width: 390, height: 900 } })
  await visit('/login?next=%2Fsell', async (page) => {
    await page.getByLabel('E-mail address').fill(EMAIL)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await button(page, 'Log in').click()
    await page.waitForURL('**/sell')
  })
}

test('whoever wants to sell opens an account first, and is led back to selling by the mail', async () => {
  await visit('/sell', async (page) => {
    await page.getByRole('heading', { level: 1, name: 'Set up your stall.', exact: true }).waitFor()
    await page.locator('main').getByRole('link', { name: 'Open a store' }).click()
    await page.waitForURL('**/signup?next=%2Fsell%2Fstore')
    await page.getByLabel('Your name').fill('Tove Halvorsen')
    await page.getByLabel('E-mail address').fill(EMAIL)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await button(page, 'Open account').click()
    await page.waitForURL('**/check-mail?for=sign_up')
  })
  await visit(await linkMailedTo(market, EMAIL, 'Confirm your e-mail address'), async (page) => {
    await button(page, 'Confirm my address').click()
    await page.waitForURL('**/login')
    await page.getByLabel('E-mail address').fill(EMAIL)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await button(page, 'Log in').click()
    await page.waitForURL('**/sell/store')
    await page.getByText('0 of 4 done').waitFor()
  })
})

test('the store’s address follows its name, is looked up while it is typed, and a taken one is refused', async () => {
  await visit(
    '/sell/store',
    async (page) => {
      await page.getByLabel('Name of the store').fill('Kiln & Clay')
      await expect.poll(() => page.getByLabel('Address on the web').inputValue()).toBe('kiln-and-clay')
      await page.getByText('kiln-and-clay is taken. Choose another address.').waitFor()
      await page.getByLabel('Country', { exact: true }).selectOption('NO')
      await button(page, 'Open the store').click()
      await page.getByRole('alert').waitFor()
      await expect.poll(() => page.getByRole('alert').textContent()).toBe('kiln-and-clay is taken. Choose another address.')
      await expect.poll(() => page.getByLabel('Name of the store').inputValue()).toBe('Kiln & Clay')
      await page.getByLabel('Name of the store').fill('Tove’s Loom')
      await page.getByLabel('Address on the web').fill('toves-loom')
      await page.getByText('toves-loom is free.').waitFor()
      await page.getByLabel('Currency').selectOption('EUR')
      await button(page, 'Open the store').click()
      await page.waitForURL('**/sell/address')
      await page.getByText('1 of 4 done').waitFor()
      await page.getByText('Tove’s Loom is set up.').waitFor()
    },
    [409],
  )
})

test('it is taken up where it was left: the browser closed, the next step waits', async () => {
  await comeBack()
  await visit('/sell', async (page) => {
    await page.getByRole('link', { name: 'Go on with Tove’s Loom' }).click()
    await page.waitForURL('**/sell/address')
    await expect.poll(() => page.getByLabel('Business or sender').inputValue()).toBe('Tove’s Loom')
    await expect.poll(() => page.getByLabel('Country', { exact: true }).inputValue()).toBe('NO')
    await page.getByLabel('Street and number').fill('Havnegata 4')
    await page.getByLabel('Postal code').fill('7010')
    await page.getByLabel('Town or city').fill('Trondheim')
    await page.getByLabel('In your country').fill('four')
    await button(page, 'Go on').click()
    await page.getByText('Give an amount like 4.90.').waitFor()
    await expect.poll(() => page.getByLabel('Street and number').inputValue()).toBe('Havnegata 4')
    await page.getByLabel('In your country').fill('4.90')
    await page.getByLabel('Free from').fill('60')
    await page.getByLabel('To other countries').fill('12.5')
    await button(page, 'Go on').click()
    await page.waitForURL('**/sell/payments')
  })
  const answer = await context.request.get(`${market.origin}/api/v1/vendor/shipping-rates`)
  const { items } = (await answer.json()) as {
    items: { country: string; kind: string; baseMinor: number; freeOverMinor: number | null; currency: string }[]
  }
  expect(items.map(({ country, kind, baseMinor, freeOverMinor, currency }) => [country, kind, baseMinor, freeOverMinor, currency])).toEqual(
    [
      ['*', 'flat', 1250, null, 'EUR'],
      ['NO', 'free_over', 490, 6000, 'EUR'],
    ],
  )
})

test('payouts are set up at the provider, which leads back', async () => {
  await visit('/sell/payments', async (page) => {
    await button(page, 'Set up payouts').click()
    await page.getByRole('heading', { name: 'Set up payments' }).waitFor()
    await button(page, 'Agree and submit').click()
    await page.waitForURL('**/sell/payments?connect=done')
    await page.getByText('All set: your store can be paid.').waitFor()
    await page.getByRole('link', { name: 'Go on', exact: true }).click()
    await page.waitForURL('**/sell/first-product')
  })
})

test('the first product gets its picture, price and stock; then somebody of the marketplace has a look', async () => {
  await visit('/sell/first-product', async (page) => {
    await page.getByLabel('Title').fill('Wool blanket, undyed')
    await page.getByLabel('Category').selectOption({ index: 1 })
    await page.getByLabel('Price in EUR').fill('189')
    await page.getByLabel('How many you have').fill('3')
    const png = await page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 300 } })
    await page.getByLabel('Picture', { exact: true }).setInputFiles({ name: 'blanket.png', mimeType: 'image/png', buffer: png })
    await page.getByText('blanket.png').waitFor()
    await button(page, 'Put it on the shelf').click()
    await page.waitForURL('**/sell/done')
    await page.getByRole('heading', { level: 1, name: 'Tove’s Loom is ready', exact: true }).waitFor()
    await page.getByText('We are having a look').waitFor()
    await page.getByText('4 of 4 done').waitFor()
  })
  type Page = {
    items: { title: string; status: string; images: unknown[]; variants: { prices: { currency: string; priceMinor: number }[] }[] }[]
  }
  const { items } = (await (await context.request.get(`${market.origin}/api/v1/vendor/products`)).json()) as Page
  expect(
    items.map(({ title, status, variants }) => [title, status, variants[0]?.prices[0]?.currency, variants[0]?.prices[0]?.priceMinor]),
  ).toEqual([['Wool blanket, undyed', 'active', 'EUR', 18_900]])
  await visit('/sell', async (page) => {
    await expect.poll(() => page.getByRole('link', { name: 'To your portal' }).count()).toBe(1)
    expect(where(page)).toBe('/sell')
  })
})
