import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seed } from '#db/seed.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { contrast } from '#web/ui/colour.ts'
import { launchBrowser } from './browser.ts'

let market: Marketplace
let browser: Browser
beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { products: 48, history: false, pictures: 'none' })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await market.close()
})

type Visit = { path: string; width?: number; scheme?: 'light' | 'dark'; scripts?: boolean; origin?: string; status?: number }

/** Opens a page as a guest and hands it over; nothing may be complained of on the way. */
async function visit<T>(
  { path, width = 1440, scheme = 'light', scripts = true, origin = market.origin, status = 200 }: Visit,
  look: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: scripts })
  try {
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    const response = await page.goto(`${origin}${path}`, { waitUntil: 'load' })
    expect(response?.status()).toBe(status)
    const result = await look(page)
    expect(complaints.filter((text) => status === 200 || !text.includes(String(status)))).toEqual([])
    return result
  } finally {
    await context.close()
  }
}

type Card = { id: string; slug: string; title: string; priceMinor: number; vendor: { slug: string; name: string } }
type Answer = { items: Card[]; total: number; facets: { vendors: { slug: string; name: string; count: number }[] } }
type Offer = { variantId: string; gtin: string; vendorSlug: string; vendorName: string; priceMinor: number; isFeatured: boolean }
type Variant = {
  id: string
  gtin: string | null
  isInStock: boolean
  available: number
  prices: { currency: string; priceMinor: number }[]
}
type Product = Card & {
  description: string
  variants: Variant[]
  offers: Offer[]
  options: { name: string; values: string[] }[]
  ratingBps: number | null
}

async function api<T>(path: string): Promise<T> {
  const response = await fetch(`${market.origin}/api/v1${path}`)
  expect(response.status).toBe(200)
  return (await response.json()) as T
}
const listings = (query: string) => api<Answer>(`/listings?limit=24&facets=1&${query}`)
const product = (slug: string) => api<Product>(`/listings/${slug}`)
const dollars = (minor: number) => (minor / 100).toLocaleString('en', { style: 'currency', currency: 'USD' })
const priceOf = ({ prices }: Variant) => prices.find(({ currency }) => currency === 'USD')?.priceMinor ?? Number.NaN

/** All that is for sale, page by page. */
async function everything(): Promise<Card[]> {
  const all: Card[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: Card[]; nextCursor: string | null } = await api(`/listings?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`)
    all.push(...page.items)
    cursor = page.nextCursor
  }
  return all
}

async function findProduct(fits: (one: Product) => boolean): Promise<Product> {
  for (const { slug } of await everything()) {
    const one = await product(slug)
    if (fits(one)) return one
  }
  throw new Error('The seed has no such product.')
}

const titles = (page: Page) => page.locator('main article h2, main article h3').allInnerTexts()
const canonical = (page: Page) => page.locator('link[rel=canonical]').getAttribute('href')

describe('the home page', () => {
  test('shows things of every shop, none twice, and leads to each shop and category', async () => {
    const shops = await api<{ items: { slug: string; name: string }[] }>('/storefronts')
    const tree = await api<{ items: { slug: string; parentSlug: string | null }[] }>('/categories')
    await visit({ path: '/' }, async (page) => {
      const shown = await titles(page)
      expect(shown.length).toBeGreaterThanOrEqual(shops.items.length)
      const links = await page.locator('main article h3 a').evaluateAll((all) => all.map((one) => one.getAttribute('href')))
      expect(new Set(links).size).toBe(links.length)
      const fresh = page.locator('section[aria-labelledby=fresh-title]')
      expect((await fresh.locator('article a[href^="/s/"]').allInnerTexts()).toSorted()).toEqual(
        shops.items.map(({ name }) => name).toSorted(),
      )
      const doors = await page.locator('#shops a').evaluateAll((all) => all.map((one) => one.getAttribute('href')))
      expect(doors).toEqual(shops.items.map(({ slug }) => `/s/${slug}`))
      const bays = await page.locator('.bays a').evaluateAll((all) => all.map((one) => one.getAttribute('href')))
      expect(bays).toEqual(tree.items.filter(({ parentSlug }) => parentSlug === null).map(({ slug }) => `/c/${slug}`))
      await expect.poll(() => canonical(page)).toBe(`${market.origin}/`)
    })
  })

  test.each([
    ['/?q=blue+mug', '/search?q=blue+mug'],
    ['/?category=ceramics', '/c/ceramics'],
  ])('%s, an address of old, leads to %s', async (from, to) => {
    const response = await fetch(`${market.origin}${from}`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([301, to])
  })
})

describe('a category', () => {
  test('shows what the API lists, under its own name and address', async () => {
    const expected = await listings('category=books')
    await visit({ path: '/c/books' }, async (page) => {
      await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('Books')
      await expect.poll(() => page.title()).toBe('Books on Stoa')
      await expect.poll(() => canonical(page)).toBe(`${market.origin}/c/books`)
      await expect.poll(() => titles(page)).toEqual(expected.items.map(({ title }) => title))
      await expect.poll(() => page.getByText(`${expected.total} things for sale`).count()).toBe(1)
    })
  })

  test('narrows to what the API says, by a form and without scripts, and each chip takes one filter away', async () => {
    const all = await listings('category=books')
    const shop = all.facets.vendors.find(({ count }) => count < all.total)
    if (shop === undefined) throw new Error('The seed has books in one shop only.')
    await visit({ path: '/c/books', scripts: false }, async (page) => {
      const row = page.locator('#filters label', { hasText: shop.name })
      await expect.poll(() => row.textContent()).toMatch(new RegExp(`${shop.count}$`))
      await row.locator('input').check()
      await page.locator('#filters input[name=min]').fill('10')
      await page.getByRole('button', { name: 'Show results' }).click()
      await page.waitForURL(`**/c/books?shop=${shop.slug}&min=10&currency=USD`)
      const narrowed = await listings(`category=books&vendor=${shop.slug}&priceMin=1000&currency=USD`)
      await expect.poll(() => titles(page)).toEqual(narrowed.items.map(({ title }) => title))
      await page.getByRole('link', { name: 'Remove filter From $10.00' }).click()
      await page.waitForURL(`**/c/books?shop=${shop.slug}`)
      await expect.poll(() => titles(page)).toEqual((await listings(`category=books&vendor=${shop.slug}`)).items.map(({ title }) => title))
      await page.getByRole('link', { name: `Remove filter ${shop.name}` }).click()
      await page.waitForURL('**/c/books')
      await expect.poll(() => titles(page)).toEqual(all.items.map(({ title }) => title))
    })
  })

  test('sorts by price', async () => {
    const expected = await listings('category=books&sort=price_asc')
    await visit({ path: '/c/books', scripts: false }, async (page) => {
      await page.getByText('Sort: Newest').click()
      await page.getByRole('link', { name: 'Price, low to high' }).click()
      await page.waitForURL('**/c/books?sort=price_asc')
      await expect.poll(() => titles(page)).toEqual(expected.items.map(({ title }) => title))
    })
  })

  test('that does not exist is a 404 with ways on', async () => {
    await visit({ path: '/c/no-such-thing', status: 404 }, async (page) => {
      await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('This bay is empty')
      await expect.poll(() => page.locator('main').getByRole('link', { name: 'Ceramics' }).getAttribute('href')).toBe('/c/ceramics')
    })
  })
})

describe('search', () => {
  test('on a phone the filters come up over the page, without scripts', async () => {
    await visit({ path: '/search', width: 390, scripts: false }, async (page) => {
      const panel = page.locator('#filters')
      await expect.poll(() => panel.isVisible()).toBe(false)
      await page.getByRole('button', { name: 'Filter' }).click()
      await expect.poll(() => panel.isVisible()).toBe(true)
      await panel.getByText('In stock only').click()
      await panel.getByRole('button', { name: 'Show results' }).click()
      await page.waitForURL('**/search?stock=1')
      const { total } = await listings('inStock=true')
      await expect.poll(() => page.getByText(`${total} things for sale`).count()).toBe(1)
    })
  })

  test('that finds nothing says so and shows ways on; what it is about never stands in the page as markup', async () => {
    await visit({ path: '/search?q=%3Cb%3Exqzwvk%3C%2Fb%3E&stock=1' }, async (page) => {
      await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('Results for “<b>xqzwvk</b>”')
      await expect.poll(() => page.getByRole('heading', { name: 'Nothing here by that name' }).count()).toBe(1)
      await expect
        .poll(() => page.getByRole('link', { name: 'Clear the filters' }).getAttribute('href'))
        .toBe('/search?q=%3Cb%3Exqzwvk%3C%2Fb%3E')
      await expect.poll(() => page.locator('main').getByRole('link', { name: 'Ceramics' }).getAttribute('href')).toBe('/c/ceramics')
    })
  })

  test('tidies the address of what a form left empty, and forgets a cursor that is none', async () => {
    const locationOf = async (path: string) => (await fetch(`${market.origin}${path}`, { redirect: 'manual' })).headers.get('location')
    expect(await locationOf('/search?q=mug&min=&max=&currency=USD&rating=')).toBe('/search?q=mug')
    expect(await locationOf('/search?q=mug&cursor=made-up')).toBe('/search?q=mug')
  })
})

describe('a product', () => {
  test('says what it is to people and to engines', async () => {
    const one = await findProduct(({ variants }) => variants.length > 1)
    await visit({ path: `/p/${one.slug}` }, async (page) => {
      await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(one.title)
      await expect.poll(() => page.title()).toBe(`${one.title} from ${one.vendor.name}`)
      await expect.poll(() => canonical(page)).toBe(`${market.origin}/p/${one.slug}`)
      const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '') as {
        '@graph': [{ name: string; offers: { price: string; priceCurrency: string; availability: string }[] }]
      }
      const [described] = data['@graph']
      expect(described.name).toBe(one.title)
      expect(described.offers.map(({ price, priceCurrency, availability }) => [price, priceCurrency, availability])).toEqual(
        one.variants.map((variant) => [
          (priceOf(variant) / 100).toFixed(2),
          'USD',
          `https://schema.org/${variant.isInStock ? 'InStock' : 'OutOfStock'}`,
        ]),
      )
    })
  })

  test('a choice is a link, which changes the price and what goes into the cart', async () => {
    const one = await findProduct(
      ({ variants, options }) =>
        options.length === 1 && variants.every(({ isInStock }) => isInStock) && new Set(variants.map(priceOf)).size > 1,
    )
    const [first] = one.variants
    const other = one.variants.find((variant) => first !== undefined && priceOf(variant) !== priceOf(first))
    if (first === undefined || other === undefined) throw new Error('unreachable')
    await visit({ path: `/p/${one.slug}`, scripts: false }, async (page) => {
      const price = page.locator('h1 ~ div .font-display').first()
      await expect.poll(() => price.textContent()).toBe(dollars(priceOf(first)))
      await page.locator(`a[href="/p/${one.slug}?variant=${other.id}"]`).click()
      await page.waitForURL(`**/p/${one.slug}?variant=${other.id}`)
      await expect.poll(() => price.textContent()).toBe(dollars(priceOf(other)))
      const sent = await page
        .locator('form#buy')
        .evaluate((form) => [...new FormData(form as HTMLFormElement)].map((entry) => entry.map(String)))
      expect(sent).toEqual([
        ['intent', 'add'],
        ['variantId', other.id],
        ['back', `/p/${one.slug}?variant=${other.id}`],
        ['quantity', '1'],
      ])
    })
  })

  test('that several shops sell compares their offers, best first', async () => {
    const sellers = ({ offers, variants }: Product) =>
      offers.filter(({ gtin }) => gtin === variants.find(({ isInStock }) => isInStock)?.gtin)
    const one = await findProduct((candidate) => new Set(sellers(candidate).map(({ vendorSlug }) => vendorSlug)).size > 1)
    const offers = sellers(one)
    await visit({ path: `/p/${one.slug}` }, async (page) => {
      const rows = page.locator('#offers li')
      await expect.poll(() => rows.count()).toBe(offers.length)
      const shown = await rows.evaluateAll((all) =>
        all.map((row) => [
          row.querySelector('a')?.textContent,
          row.querySelector('.font-display')?.textContent,
          row.textContent?.includes('Best offer'),
        ]),
      )
      expect(shown).toEqual(offers.map(({ vendorName, priceMinor, isFeatured }) => [vendorName, dollars(priceMinor), isFeatured]))
      await expect.poll(() => page.getByRole('heading', { name: `Sold by ${offers.length} shops` }).count()).toBe(1)
    })
  })
})

/** What the browser makes of a colour token at an element: `#rrggbb`. */
const painted = (page: Page, selector: string, property: 'color' | 'backgroundColor') =>
  page
    .locator(selector)
    .first()
    .evaluate((element, name) => {
      const rgb = getComputedStyle(element)[name as 'color'].match(/\d+/g) ?? []
      return `#${rgb
        .slice(0, 3)
        .map((part) => Number(part).toString(16).padStart(2, '0'))
        .join('')}`
    }, property)

describe('a shop', () => {
  test.each(['light', 'dark'] as const)('has its own colours, and its text can be read: %s', async (scheme) => {
    const { theme } = await api<{ theme: { primary: string } }>('/storefronts/kiln-and-clay')
    await visit({ path: '/s/kiln-and-clay', scheme }, async (page) => {
      const ground = await painted(page, '.shop-theme .bg-shop', 'backgroundColor')
      if (scheme === 'light') expect(ground).toBe(theme.primary)
      expect(contrast(await painted(page, '.bg-shop h1', 'color'), ground)).toBeGreaterThanOrEqual(4.5)
      const paper = await painted(page, '.shop-theme', 'backgroundColor')
      expect(contrast(await painted(page, '.shop-theme a[href="#about"]', 'color'), paper)).toBeGreaterThanOrEqual(4.5)
      expect(
        contrast(
          await painted(page, '#filters button[type=submit]', 'color'),
          await painted(page, '#filters button[type=submit]', 'backgroundColor'),
        ),
      ).toBeGreaterThanOrEqual(4.5)
    })
  })

  test('shows its own things and nobody else’s, also when it is searched', async () => {
    const own = await listings('vendor=oxbow-books')
    await visit({ path: '/s/oxbow-books', scripts: false }, async (page) => {
      await expect.poll(() => titles(page)).toEqual(own.items.map(({ title }) => title))
      const word = (own.items[0]?.title ?? '').split(' ').toSorted((a, b) => b.length - a.length)[0] ?? ''
      await page.locator('#words-here').fill(word)
      await page.locator('main').getByRole('button', { name: 'Search' }).click()
      await page.waitForURL(`**/s/oxbow-books?q=${word}`)
      const found = await listings(`vendor=oxbow-books&q=${word}`)
      await expect.poll(() => titles(page)).toEqual(found.items.map(({ title }) => title))
    })
  })

  test('has a host of its own, where everything is its own', async () => {
    const origin = market.origin.replace('//localhost', '//kiln-and-clay.localhost')
    const own = await listings('vendor=kiln-and-clay')
    await visit({ path: '/', origin }, async (page) => {
      await expect.poll(() => page.title()).toBe('Kiln & Clay')
      await expect.poll(() => page.getByRole('link', { name: 'Kiln & Clay' }).first().getAttribute('href')).toBe('/')
      await expect.poll(() => titles(page)).toEqual(own.items.map(({ title }) => title))
      const [first] = own.items
      await page.getByRole('link', { name: first?.title ?? '', exact: true }).click()
      await page.waitForURL(`${origin}/p/${first?.slug}`)
      await expect.poll(() => canonical(page)).toBe(`${origin}/p/${first?.slug}`)
      const theme = await page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--color-shop')")
      expect(String(theme)).toContain('#7a3e2b')
    })
    const { items } = await listings('vendor=oxbow-books')
    await visit({ path: `/p/${items[0]?.slug}`, origin, status: 404 }, async (page) => {
      await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('This bay is empty')
    })
  })
})

test('engines are told of every page, and what to leave alone', async () => {
  const read = async (path: string) => (await fetch(`${market.origin}${path}`)).text()
  expect(await read('/robots.txt')).toContain(`Sitemap: ${market.origin}/sitemap.xml`)
  const places = async (path: string) =>
    [...(await read(path)).matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url = '']) => url.slice(market.origin.length))
  const lists = await places('/sitemap.xml')
  const all = (await Promise.all(lists.map(places))).flat()
  const things = (await everything()).map(({ slug }) => `/p/${slug}`)
  expect(all.filter((path) => path.startsWith('/p/')).toSorted()).toEqual(things.toSorted())
  expect(all).toContain('/s/kiln-and-clay')
  expect(all).toContain('/c/mugs-cups')
})
