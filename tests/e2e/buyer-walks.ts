import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { DEMO_PASSWORD } from '#db/seed.ts'
import { type Client, newClient, until } from '#tests/stage/http.ts'
import type { Marketplace } from '#tests/stage/start.ts'
import { formatMoney, type Money } from '#worker/pure/money.ts'

/** What a guest buys in these tests, and what it costs by the API: the pages have to show the same. */
export const GUEST = {
  email: 'ada@buyer.example',
  address: { name: 'Ada Byron', line1: '12 Orchard Lane', city: 'San Francisco', region: 'CA', postalCode: '94107', country: 'US' },
}
export type Pick = { vendor: string; vendorName: string; slug: string; title: string; variantId: string; available: number }
type Variant = { id: string; available: number; isInStock: boolean; prices: { currency: string }[] }

/** The first thing of a store that is in stock, sold in dollars, with at least `atLeast` of it; what came or went a moment ago may not show yet. */
export const pickFrom = (market: Marketplace, vendor: string, atLeast = 2): Promise<Pick> =>
  until(`${vendor} to have something to sell`, () => findIn(market, vendor, atLeast))

async function findIn(market: Marketplace, vendor: string, atLeast: number): Promise<Pick | undefined> {
  const client = newClient(market.origin)
  const { items } = await client.ok<{ items: { slug: string; title: string; vendor: { name: string } }[] }>(
    'GET',
    `/listings?vendor=${vendor}&limit=50`,
  )
  for (const { slug, title, vendor: seller } of items) {
    const { variants } = await client.ok<{ variants: Variant[] }>('GET', `/listings/${slug}`)
    const variant = variants.find(({ isInStock }) => isInStock)
    // The product page shows the first variant in stock, which is then what the form adds.
    if (variant && variant.available >= atLeast && variant.prices.some(({ currency }) => currency === 'USD'))
      return { vendor, vendorName: seller.name, slug, title, variantId: variant.id, available: variant.available }
  }
  return undefined
}

export const availableOf = async (market: Marketplace, { slug, variantId }: Pick): Promise<number | undefined> => {
  const { variants } = await newClient(market.origin).ok<{ variants: Variant[] }>('GET', `/listings/${slug}`)
  return variants.find(({ id }) => id === variantId)?.available
}

export type Quote = { total: Money; vendors: { name: string; total: Money }[] }

/** What the API says the same cart costs another guest, delivered to the same address. */
export async function quoteFor(market: Marketplace, picks: { pick: Pick; quantity: number }[]): Promise<Quote> {
  const client = newClient(market.origin)
  for (const { pick, quantity } of picks) await client.ok('POST', '/cart/lines', { variantId: pick.variantId, quantity })
  return client.ok<Quote>('POST', '/checkout/quote', { shippingAddress: GUEST.address })
}

export const money = (amount: Money): string => formatMoney(amount, 'en')

/** A person of the seed at the API, on one of its surfaces. */
export async function person(market: Marketplace, email: string, surface: 'vendor' | 'admin'): Promise<Client> {
  const client = newClient(market.origin)
  const { accessToken } = await client.ok<{ accessToken: string }>('POST', '/auth/login', {
    email,
    password: DEMO_PASSWORD,
    delivery: 'body',
  })
  const shop = client.as(accessToken)
  const { memberships } = await shop.ok<{ memberships: { vendorId: string }[] }>('GET', '/me')
  const onto = surface === 'vendor' ? { surface, vendorId: memberships[0]?.vendorId } : { surface }
  return client.as((await shop.ok<{ accessToken: string }>('POST', '/auth/surface', onto)).accessToken)
}

/** A guest at a phone. */
export const newGuest = (browser: Browser, options: { scripts?: boolean } = {}): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US', javaScriptEnabled: options.scripts ?? true })

/** Puts things into this browser's cart without walking through the shop. */
export async function fillCart(context: BrowserContext, market: Marketplace, picks: { pick: Pick; quantity: number }[]): Promise<void> {
  for (const { pick, quantity } of picks) {
    const data = { variantId: pick.variantId, quantity }
    const answer = await context.request.post(`${market.origin}/api/v1/cart/lines`, { data, headers: { origin: market.origin } })
    expect(answer.status()).toBe(201)
  }
}

/** Fills in who buys and where it goes, by mouse, and goes on to the total. */
export async function fillDetails(page: Page): Promise<void> {
  const { address, email } = GUEST
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Full name').fill(address.name)
  await page.getByLabel('Address', { exact: true }).fill(address.line1)
  await page.getByLabel('ZIP code').fill(address.postalCode)
  await page.getByLabel('City').fill(address.city)
  await page.getByLabel('State').selectOption(address.region)
  await page.getByRole('button', { name: 'Continue to payment' }).click()
}

/** The provider's card form, inside its frame. */
export const cardFrame = (page: Page) => page.frameLocator('iframe[title="Secure payment input frame"]')

/** Types a card into the provider's form, over whatever is there. */
export async function fillCard(page: Page, number: string): Promise<void> {
  const frame = cardFrame(page)
  await frame.getByLabel('Card number').fill(number)
  await frame.getByLabel('Expiration date').fill('12 / 34')
  await frame.getByLabel('Security code').fill('123')
}

/** The total on the page. */
export const totalOn = async (page: Page): Promise<string> => (await page.locator('#total').textContent())?.trim() ?? ''
