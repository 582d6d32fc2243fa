import { readdirSync, readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seed } from '#db/seed.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { axeViolations, launchBrowser } from './browser.ts'
import { type Facts, LOG_INS, PAGES, type PageRow, type Who } from './every-page.ts'
import { findFacts } from './find-facts.ts'
import { logIn } from './log-in.ts'
import { sidewaysScroll, watchPage } from './watch-page.ts'

/** Bytes on the wire, gzip: what a page may load before anybody touched it. */
const BUDGETS: Record<'plain' | 'shop' | 'checkout' | 'account' | 'portal', { script: number; stylesheet: number }> = {
  /** Pages that need no framework: a script for the search field, and nothing else. */
  plain: { script: 4_000, stylesheet: 12_000 },
  shop: { script: 110_000, stylesheet: 12_000 },
  checkout: { script: 130_000, stylesheet: 12_000 },
  /** Forms that are checked while somebody types: log-in, account, opening a store. */
  account: { script: 155_000, stylesheet: 12_000 },
  portal: { script: 230_000, stylesheet: 12_000 },
}
const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 390, height: 844 }
const LAZY_CHUNK_MAX = 120_000

/** Opens every page of these people at two widths, light and dark, and holds it to what every page of ours has to be. */
export function checkPages(whoAll: Who[]): void {
  let market: Marketplace
  let browser: Browser
  let facts: Facts
  const contexts = new Map<Who, Promise<BrowserContext>>()
  beforeAll(async () => {
    market = await startMarketplace()
    await seed(market, { products: 80 })
    browser = await launchBrowser()
    facts = await findFacts(market, browser)
  })
  afterAll(async () => {
    await browser.close()
    await market.close()
  })

  const makeContext = async (who: Who): Promise<BrowserContext> => {
    const context = await browser.newContext({ viewport: WIDE })
    if (who !== 'guest') await logIn(context, market.origin, LOG_INS[who])
    return context
  }
  const contextOf = (who: Who): Promise<BrowserContext> => {
    const context = contexts.get(who) ?? makeContext(who)
    contexts.set(who, context)
    return context
  }
  const open = async <T>(row: PageRow, look: (page: Page, watch: ReturnType<typeof watchPage>) => Promise<T>): Promise<T> => {
    const page = await (await contextOf(row.as)).newPage()
    try {
      const watch = watchPage(page)
      const response = await page.goto(`${market.origin}${row.path(facts)}`, {
        waitUntil: budgetOf(row) === 'plain' ? 'load' : 'networkidle',
      })
      expect(response?.status(), page.url()).toBe(row.status ?? 200)
      expect(new URL(page.url()).pathname, 'the page itself, not a log-in or another page').toBe(
        new URL(row.path(facts), market.origin).pathname,
      )
      const result = await look(page, watch)
      const expected = row.status === undefined ? [] : [expect.stringContaining(String(row.status))]
      expect(watch.complaints).toEqual(expected)
      return result
    } finally {
      await page.close()
    }
  }

  describe.concurrent.each(PAGES.filter(({ as }) => whoAll.includes(as)))('$route', (row) => {
    test('at 1440 and 390 px: has a title and one heading, is accessible in light and dark, quiet, fits 320 px, and its budget', async () => {
      await open(row, async (page, watch) => {
        const { script, stylesheet } = await watch.weight()
        const budget = BUDGETS[budgetOf(row)]
        expect(script).toBeLessThanOrEqual(budget.script)
        expect(stylesheet).toBeLessThanOrEqual(budget.stylesheet)
        await expectGoodPage(page)
        await page.setViewportSize(NARROW)
        await expectGoodPage(page)
        await page.emulateMedia({ colorScheme: 'dark' })
        expect(await axeViolations(page, COLOUR_RULES), 'in the dark').toEqual([])
        await page.setViewportSize({ ...NARROW, width: 320 })
        expect(await sidewaysScroll(page)).toBe(0)
      })
    })
  })

  test('no chunk that is fetched later is heavier than a page’s first', async () => {
    const { gzipSync } = await import('node:zlib')
    const folder = 'web/build/client/assets'
    const heavy = readdirSync(folder)
      .filter((file) => file.endsWith('.js'))
      .map((file) => ({ file, bytes: gzipSync(readFileSync(`${folder}/${file}`)).length }))
      .filter(({ bytes }) => bytes > LAZY_CHUNK_MAX)
    expect(heavy).toEqual([])
  })
}

/** What a dark scheme can break that a light one has not shown. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

async function expectGoodPage(page: Page): Promise<void> {
  expect((await page.title()).length).toBeGreaterThan(3)
  expect(await page.locator('h1:visible').count()).toBe(1)
  expect(await axeViolations(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)
}

function budgetOf({ route, as }: PageRow): keyof typeof BUDGETS {
  if (as === 'vendor' || as === 'payer' || as === 'admin') return 'portal'
  if (/checkout/.test(route)) return 'checkout'
  if (/hydrates: false/.test(readFileSync(`web/routes/${route}.tsx`, 'utf8'))) return 'plain'
  return /account|sell|signup|reset-password/.test(route) ? 'account' : 'shop'
}
