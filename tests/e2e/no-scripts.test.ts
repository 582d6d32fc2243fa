import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seed } from '#db/seed.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { launchBrowser } from './browser.ts'
import { fillDetails, GUEST, money, newGuest, type Pick, pickFrom, quoteFor, totalOn } from './buyer-walks.ts'
import { watchPage } from './watch-page.ts'

let market: Marketplace
let browser: Browser
let pick: Pick
beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { products: 40, history: false })
  browser = await launchBrowser()
  pick = await pickFrom(market, 'kiln-and-clay', 3)
})
afterAll(async () => {
  await browser.close()
  await market.close()
})

const quantity = (page: Page) => page.getByRole('spinbutton').inputValue()

async function findAndAdd(page: Page): Promise<void> {
  await page.goto(`${market.origin}/`)
  await page.getByRole('searchbox').fill(pick.title)
  await page.getByRole('search').getByRole('button').click()
  await page.getByRole('link', { name: pick.title, exact: true }).first().click()
  await page.getByRole('button', { name: 'Add to cart' }).first().click()
  await page.waitForURL(/\/cart/)
}

test('without scripts a guest finds, adds, changes, takes out and takes back, and checks out up to the card form', async () => {
  const context = await newGuest(browser, { scripts: false })
  const page = await context.newPage()
  const watch = watchPage(page)
  await findAndAdd(page)
  await expect.poll(() => quantity(page)).toBe('1')
  await page.getByRole('button', { name: `One more of ${pick.title}` }).click()
  await expect.poll(() => quantity(page)).toBe('2')
  await page.getByRole('spinbutton').fill('3')
  await page.getByRole('spinbutton').press('Enter')
  await expect.poll(() => quantity(page)).toBe('3')
  await page.getByRole('button', { name: `One less of ${pick.title}` }).click()
  await expect.poll(() => quantity(page)).toBe('2')

  await page.getByRole('button', { name: `Remove ${pick.title}` }).click()
  await expect.poll(() => page.getByText('Nothing in it yet').count()).toBe(1)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => quantity(page)).toBe('2')

  await page.getByRole('link', { name: 'Check out' }).first().click()
  await page.getByLabel('Full name').fill(GUEST.address.name)
  // A browser without scripts lists those it did not fetch; nothing else went wrong.
  expect(watch.complaints.filter((complaint) => !/^failed: \S+\/assets\/[\w.$-]+\.js$/.test(complaint))).toEqual([])
  await expectRefusal(page)
  await fillDetails(page)
  const quote = await quoteFor(market, [{ pick, quantity: 2 }])
  await expect.poll(() => totalOn(page)).toBe(money(quote.total))

  await choosesDelivery(page)
  // By its element: searches for text leave out what stands in a noscript.
  const told = page.locator('noscript p').first()
  await expect.poll(() => told.isVisible()).toBe(true)
  await expect.poll(() => told.textContent()).toBe('The card form needs JavaScript')
  await expect.poll(() => page.locator('iframe').count()).toBe(0)
  await context.close()
})

/** What is missing is told beside its field, and what was entered is kept. A browser without scripts says it as it can. */
async function expectRefusal(page: Page): Promise<void> {
  await page.locator('form:has([name="intent"][value="details"])').evaluate((form) => form.setAttribute('novalidate', ''))
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await expect.poll(() => page.getByLabel('Email').getAttribute('aria-invalid')).toBe('true')
  await expect.poll(() => page.getByText('Enter your email, so that we can send the confirmation.').count()).toBe(1)
  await expect.poll(() => page.getByLabel('Full name').inputValue()).toBe(GUEST.address.name)
}

/** Another way of delivery, by its button: the total follows. */
async function choosesDelivery(page: Page): Promise<void> {
  const before = await totalOn(page)
  await page.getByRole('radio', { name: /^Two-day/ }).check()
  await page.getByRole('button', { name: 'Use this delivery' }).click()
  await page.waitForURL(/\/checkout$/)
  await expect.poll(() => page.getByRole('radio', { name: /^Two-day/ }).isChecked()).toBe(true)
  await expect.poll(() => totalOn(page)).not.toBe(before)
}
