import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seed } from '#db/seed.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { axeViolations, launchBrowser } from './browser.ts'
import { sidewaysScroll, watchPage } from './watch-page.ts'

let market: Marketplace
let browser: Browser
beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { products: 40, history: false, pictures: 'none' })
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
    const { complaints } = watchPage(page)
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

type Listing = { id: string; title: string; ratingCount: number; vendor: { name: string } }
const listings = async (query: string): Promise<Listing[]> =>
  ((await (await fetch(`${market.origin}/api/v1/listings?${query}`)).json()) as { items: Listing[] }).items

describe('what is for sale', () => {
  test('stands on the home page as a selection: the best rated, then the newest of every shop, as the API lists them', async () => {
    const best = (await listings('limit=60&sort=rating&inStock=true')).filter(({ ratingCount }) => ratingCount > 0)
    const newest = await listings('limit=60&sort=newest&inStock=true')
    await visit({ path: '/', width: 1440 }, async (page) => {
      const shelf = (id: string) => page.locator(`section[aria-labelledby=${id}-title] h3`).allTextContents()
      const loved = byTurns(best).slice(0, 7)
      await expect.poll(() => shelf('loved')).toEqual(loved.map(({ title }) => title))
      const left = newest.filter(({ id }) => !loved.some((one) => one.id === id))
      await expect
        .poll(() => shelf('fresh'))
        .toEqual(
          byTurns(left)
            .slice(0, 8)
            .map(({ title }) => title),
        )
    })
  })

  test('can be read, searched and walked through without scripts', async () => {
    await visit({ path: '/', width: 390, scripts: false }, async (page) => {
      const [first = ''] = await page.locator('main article h3').allTextContents()
      const [word = ''] = first.split(' ').sort((a, b) => b.length - a.length)
      await page.getByRole('searchbox').fill(word)
      await page.getByRole('button', { name: 'Search' }).click()
      await page.waitForURL(`**/search?q=${word}`)
      const found = (await listings(`limit=24&q=${word}`)).map(({ title }) => title)
      expect(found).toContain(first)
      await expect.poll(() => page.locator('main article h2').allTextContents()).toEqual(found)
    })
  })
})

/** One of each shop first, then the rest, both in their order. */
function byTurns(all: Listing[]): Listing[] {
  const isFirst = (one: Listing) => all.find(({ vendor }) => vendor.name === one.vendor.name) === one
  return [...all.filter(isFirst), ...all.filter((one) => !isFirst(one))]
}
