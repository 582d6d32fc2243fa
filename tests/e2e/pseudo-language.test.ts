import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seed } from '#db/seed.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { launchBrowser } from './browser.ts'
import { type Facts, LOG_INS, PAGES, type Who } from './every-page.ts'
import { findFacts } from './find-facts.ts'
import { logIn } from './log-in.ts'
import { buildPseudo, CLOSE, OPEN, pseudo } from './pseudo-build.ts'
import { sidewaysScroll } from './watch-page.ts'

/* Every page in a language that is 40 % longer than English and has brackets around each message. */

let market: Marketplace
let browser: Browser
let facts: Facts
const contexts = new Map<Who, Promise<BrowserContext>>()
beforeAll(async () => {
  market = await startMarketplace({ bundle: await buildPseudo() })
  await seed(market, { products: 40 })
  browser = await launchBrowser()
  facts = await findFacts(market, browser)
}, 1_800_000)
afterAll(async () => {
  await browser.close()
  await market.close()
})

test('the language keeps placeholders and grows by 40 %', () => {
  expect(pseudo('Go to {place}')).toBe('⟦Gö tö {place} ñö⟧')
})

async function makeContext(who: Who): Promise<BrowserContext> {
  // Pages are whole without their scripts; what scripts do is looked at in the other tests.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, javaScriptEnabled: false })
  if (who !== 'guest') await logIn(context, market.origin, LOG_INS[who])
  return context
}

async function open(who: Who, path: string): Promise<Page> {
  const context = contexts.get(who) ?? makeContext(who)
  contexts.set(who, context)
  const page = await (await context).newPage()
  await page.goto(`${market.origin}${path}`, { waitUntil: 'load' })
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  return page
}

describe.concurrent.each(PAGES)('$route', ({ as, path }) => {
  test('has every text from the messages, and room for it at 1440, 390 and 320 px', async () => {
    const page = await open(as, path(facts))
    try {
      const heading = (await page.locator('h1:visible').textContent())?.trim() ?? ''
      expect(`${await page.title()} ${heading}`, 'a title is a message, or the name of what is shown').toMatch(named(heading))
      expect(await ownWords(page)).toEqual([])
      for (const width of [1440, 390, 320]) {
        await page.setViewportSize({ width, height: 900 })
        expect(await sidewaysScroll(page), `at ${width} px`).toBe(0)
        expect(await clipped(page), `at ${width} px`).toEqual([])
      }
    } finally {
      await page.close()
    }
  })
})

/** A title made of messages, or one that repeats a heading that is a name. */
const named = (heading: string): RegExp =>
  new RegExp(heading === '' || heading.includes(OPEN) ? OPEN : `${OPEN}|^${heading.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)

/** Texts of the kinds that never are data (buttons, column heads) and that no message made; `messages.test.ts` reads the source for the rest. */
const ownWords = (page: Page) =>
  page.evaluate(
    ([open, close]) =>
      [...document.querySelectorAll('button, th[scope="col"], [role="tab"]')]
        .map((element) => (element.textContent ?? '').trim())
        .filter((text) => /\p{L}{2}/u.test(text) && !(text.includes(open as string) && text.includes(close as string))),
    [OPEN, CLOSE],
  )

/** Texts that are wider or higher than the box that hides what does not fit. What is shortened on purpose has an ellipsis. */
const clipped = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== ''))
      .filter((element) => {
        const style = getComputedStyle(element)
        const isHiding =
          style.overflowX !== 'visible' &&
          style.overflowX !== 'auto' &&
          style.textOverflow !== 'ellipsis' &&
          style.webkitLineClamp === 'none'
        const isForReadersOnly = style.clipPath !== 'none'
        const isCut = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1
        return isHiding && !isForReadersOnly && isCut && element.checkVisibility()
      })
      .map((element) => `${element.tagName.toLowerCase()}: ${(element.textContent ?? '').trim().slice(0, 60)}`),
  )
