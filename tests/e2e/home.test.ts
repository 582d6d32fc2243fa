import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seed } from '#db/seed.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { axeViolations, launchBrowser } from './browser.ts'

let market: Marketplace
let browser: Browser
beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { products: 40, history: false })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await market.close()
})

type Visit = { path: string; width: number; scheme?: 'light' | 'dark'; scripts?: boolean }

/** Opens a page as a visitor, and hands it over with whatever the console, the network and the page itself complained of. */
async function visit<T>({ path, width, scheme = 'light', scripts = true }: Visit, look: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: scripts })
  try {
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`))
    const response = await page.goto(`${market.origin}${path}`, { waitUntil: 'load' })
    expect(response?.status()).toBe(200)
    const result = await look(page)
    expect(complaints).toEqual([])
    return result
  } finally {
    await context.close()
  }
}

const PAGES = [
  { name: 'home page', path: '/', heading: 'Many shops under one roof.' },
  { name: 'storefront', path: '/s/kiln-and-clay', heading: 'Kiln & Clay' },
]
const LOOKS = [390, 1440].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme })))

describe.each(PAGES)('the $name', ({ path, heading }) => {
  test.each(LOOKS)('at $width px, $scheme: accessible, quiet, and nothing sticks out', async ({ width, scheme }) => {
    await visit({ path, width, scheme }, async (page) => {
      expect((await page.getByRole('heading', { level: 1 }).textContent())?.trim()).toBe(heading)
      expect(await axeViolations(page)).toEqual([])
      expect(await sidewaysScroll(page)).toBe(0)
    })
  })

  test('fits a screen of 320 px', async () => {
    expect(await visit({ path, width: 320 }, sidewaysScroll)).toBe(0)
  })
})

/** How far the page can be scrolled sideways, px. */
const sidewaysScroll = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth') as Promise<number>

type Listing = { title: string; vendor: { name: string } }
const listings = async (query: string): Promise<Listing[]> =>
  ((await (await fetch(`${market.origin}/api/v1/listings?${query}`)).json()) as { items: Listing[] }).items
const titlesOn = async (page: Page): Promise<string[]> => page.locator('#for-sale h3, #goods h3, main li h3').allInnerTexts()

describe('what is for sale', () => {
  test('is on the home page: every title the API lists, in its order', async () => {
    const expected = (await listings('limit=24')).map(({ title }) => title)
    expect(expected.length).toBe(24)
    expect(await visit({ path: '/', width: 1440 }, async (page) => (await titlesOn(page)).slice(0, 24))).toEqual(expected)
  })

  test('is on a storefront: this store’s and nobody else’s', async () => {
    const all = await listings('limit=100')
    const own = all.filter(({ vendor }) => vendor.name === 'Kiln & Clay').map(({ title }) => title)
    expect(own.length).toBe(5)
    const shown = await visit({ path: '/s/kiln-and-clay', width: 1440 }, async (page) => page.locator('main li').allInnerTexts())
    expect(own.filter((title) => !shown.some((text) => text.includes(title)))).toEqual([])
    expect(shown.length).toBe(5)
  })

  test('can be read, searched and walked through without scripts', async () => {
    await visit({ path: '/', width: 390, scripts: false }, async (page) => {
      const first = (await listings('limit=24'))[0]?.title ?? ''
      expect(await page.getByText(first, { exact: true }).count()).toBe(1)
      const [word = ''] = first.split(' ').sort((a, b) => b.length - a.length)
      await page.getByRole('searchbox').fill(word)
      await page.getByRole('button', { name: 'Search' }).click()
      await page.waitForURL(`**/?q=${word}`)
      const found = (await listings(`limit=24&q=${word}`)).map(({ title }) => title)
      expect(found).toContain(first)
      expect(await page.locator('#for-sale li h2').allInnerTexts()).toEqual(found)
    })
  })
})
