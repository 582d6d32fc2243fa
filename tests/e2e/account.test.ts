import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seed } from '#db/seed.ts'
import { until } from '#tests/stage/http.ts'
import { confirmPayment } from '#tests/stage/pay.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { launchBrowser } from './browser.ts'
import { linkMailedTo } from './read-mail.ts'
import { watchPage } from './watch-page.ts'

const EMAIL = 'maud@buyer.example'
const PASSWORD = 'harbour thistle magnet plum'

let market: Marketplace
let browser: Browser
let context: BrowserContext
beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { vendors: 2, products: 16, history: false, stock: 20, pictures: 'none' })
  browser = await launchBrowser()
  context = await browser.newContext({ viewport: { width: 390, height: 900 } })
})
afterAll(async () => {
  await browser?.close()
  await market?.close()
})

/** Opens a page as Maud; no page may complain. @param refusals statuses a browser may write down that a page answered */
async function visit<T>(path: string, look: (page: Page) => Promise<T>, { as = context, refusals = [] as number[] } = {}): Promise<T> {
  const page = await as.newPage()
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
const main = (page: Page) => page.locator('main')
const where = (page: Page) => page.url().replace(market.origin, '')
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** One thing of each shop that can be bought. */
async function variantsOfEachShop({ request }: BrowserContext): Promise<string[]> {
  const read = async <T>(path: string) => (await (await request.get(`${market.origin}/api/v1${path}`)).json()) as T
  const { items } = await read<{ items: { slug: string; vendor: { slug: string } }[] }>('/listings?limit=16')
  const shops = [...new Set(items.map(({ vendor }) => vendor.slug))].sort()
  const slugs = shops.map((shop) => items.find(({ vendor }) => vendor.slug === shop)?.slug)
  type Listing = { variants: { id: string; available: number }[] }
  // What is in stock is told to the catalogue by message, a moment after the seed.
  const inStock = (slug: string | undefined) =>
    until(`${slug} in stock`, async () => (await read<Listing>(`/listings/${slug}`)).variants.find(({ available }) => available > 1)?.id)
  return Promise.all(slugs.map(inStock))
}

/** Sends the log-in form that is on the page. */
async function sendLogIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await button(page, 'Log in').click()
}

describe('opening an account', () => {
  test('says the rule first, how good a password is, and what is wrong beside each field', async () => {
    await visit('/signup', async (page) => {
      await expect.poll(() => main(page).textContent()).toContain('At least 15 characters.')
      const password = page.getByLabel('Password', { exact: true })
      await password.fill('short')
      await page.getByText('Still too short').waitFor()
      await password.fill('password123456789')
      await page.getByText('Easy to guess').waitFor()
      await button(page, 'Show the password').click()
      await expect.poll(() => password.getAttribute('type')).toBe('text')
      await button(page, 'Open account').click()
      await page.getByText('Give a name.').waitFor()
      await page.getByText('Give your e-mail address.').waitFor()
      await page.getByText('This is one of the first a stranger would try.').waitFor()
      await password.fill(PASSWORD)
      await page.getByText('Very good').waitFor()
    })
    expect(market.mail.messages(EMAIL)).toEqual([])
  })

  test('goes by a mailed link that only a press uses up, and leads on to where one was going', async () => {
    await visit('/signup?next=%2Faccount%2Faddresses', async (page) => {
      await page.getByLabel('Your name').fill('Maud Ferrier')
      await page.getByLabel('E-mail address').fill(EMAIL)
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
      await button(page, 'Open account').click()
      await page.waitForURL('**/check-mail?for=sign_up')
      await page.getByRole('heading', { level: 1, name: 'Look into your mail', exact: true }).waitFor()
    })
    const link = await linkMailedTo(market, EMAIL, 'Confirm your e-mail address')
    await visit(
      '/login',
      async (page) => {
        await sendLogIn(page, EMAIL, PASSWORD)
        await page.getByRole('alert').waitFor()
        await expect
          .poll(() => page.getByRole('alert').textContent())
          .toBe('The e-mail address or the password is wrong, or the address is not confirmed yet.')
      },
      { refusals: [401] },
    )
    // What a mail scanner does: it looks at the page, twice, and presses nothing.
    for (let count = 0; count < 2; count++) expect((await context.request.get(link)).status()).toBe(200)
    await visit(link, async (page) => {
      await page.getByRole('heading', { level: 1, name: 'Confirm your address', exact: true }).waitFor()
      await button(page, 'Confirm my address').click()
      await page.waitForURL('**/login')
      await expect.poll(() => page.getByRole('status').textContent()).toContain('Your address is confirmed. You can log in now.')
      await sendLogIn(page, EMAIL, PASSWORD)
      await page.waitForURL('**/account/addresses')
      await page.getByRole('heading', { level: 1, name: 'Addresses', exact: true }).waitFor()
    })
    await visit(link, async (page) => {
      await button(page, 'Confirm my address').click()
      await page.getByRole('heading', { name: 'This link no longer works' }).waitFor()
    })
  })
})

describe('logging in', () => {
  test('refuses a wrong password, keeps the address and never the password', async () => {
    const guest = await browser.newContext()
    await visit(
      '/login',
      async (page) => {
        await sendLogIn(page, EMAIL, 'not the password at all')
        await page.getByRole('alert').waitFor()
        await expect.poll(() => page.getByLabel('E-mail address').inputValue()).toBe(EMAIL)
        await expect.poll(() => page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
        expect(await page.content()).not.toContain('not the password at all')
      },
      { as: guest, refusals: [401] },
    )
    await guest.close()
  })

  test.each(['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)'])('never leads to %s', async (next) => {
    const guest = await browser.newContext()
    await visit(
      `/login?next=${encodeURIComponent(next)}`,
      async (page) => {
        await sendLogIn(page, EMAIL, PASSWORD)
        await page.waitForURL('**/account')
        expect(where(page)).toBe('/account')
      },
      { as: guest },
    )
    await guest.close()
  })

  test('works without scripts, keeps what a guest put into the cart, and out again', async () => {
    const guest = await browser.newContext({ javaScriptEnabled: false })
    const [variantId] = await variantsOfEachShop(guest)
    const added = await guest.request.post(`${market.origin}/api/v1/cart/lines`, {
      data: { variantId, quantity: 2 },
      headers: { origin: market.origin },
    })
    expect(added.status(), await added.text()).toBe(201)
    await visit(
      '/login?next=%2Faccount%2Fsessions',
      async (page) => {
        await sendLogIn(page, EMAIL, PASSWORD)
        await page.waitForURL('**/account/sessions')
        await page.getByText('This device').waitFor()
        expect(((await (await guest.request.get(`${market.origin}/api/v1/cart`)).json()) as { units: number }).units).toBe(2)
        await button(page, 'Log out').first().click()
        await expect.poll(() => page.getByRole('status').textContent()).toContain('You are logged out.')
        await page.goto(`${market.origin}/account`)
        await expect.poll(() => where(page)).toBe('/login?next=%2Faccount')
      },
      { as: guest },
    )
    await guest.request.delete(`${market.origin}/api/v1/cart`, { headers: { origin: market.origin } })
    await guest.close()
  })
})

test('addresses are kept, one of them first, rewritten, removed and brought back', async () => {
  await visit('/account/addresses', async (page) => {
    await page.getByRole('link', { name: 'Add an address' }).click()
    await page.getByRole('heading', { name: 'Add an address' }).waitFor()
    await expect.poll(() => page.getByLabel('Full name').inputValue()).toBe('Maud Ferrier')
    await page.getByLabel('Country').selectOption('US')
    await page.getByLabel('Street and number').fill('8 Signal Hill')
    await page.getByLabel('Postal code').fill('97201')
    await page.getByLabel('Town or city').fill('Portland')
    await button(page, 'Save address').click()
    await page.getByText('Choose the state or region.').waitFor()
    await page.getByLabel('State or region').selectOption('OR')
    await button(page, 'Save address').click()
    await page.waitForURL('**/account/addresses')
    await page.getByText('The address is kept.').waitFor()
    await expect
      .poll(() => page.locator('article').allInnerTexts())
      .toEqual([expect.stringMatching(/^Filled in first\s+Maud Ferrier\s+8 Signal Hill\s+Portland, OR 97201\s+United States/)])
    await button(page, 'Remove').click()
    await page.getByText('The address is removed.').waitFor()
    await expect.poll(() => page.locator('article').count()).toBe(0)
    await button(page, 'Undo').click()
    await page.getByText('The address is back.').waitFor()
    await expect.poll(() => page.locator('article').count()).toBe(1)
  })
})

describe('an order', () => {
  let orderGroupId: string
  beforeAll(async () => {
    const api = `${market.origin}/api/v1`
    const headers = { origin: market.origin }
    for (const variantId of await variantsOfEachShop(context)) {
      await context.request.post(`${api}/cart/lines`, { data: { variantId, quantity: 1 }, headers })
    }
    const shippingAddress = {
      name: 'Maud Ferrier',
      line1: '8 Signal Hill',
      city: 'Portland',
      region: 'OR',
      postalCode: '97201',
      country: 'US',
    }
    const opened = (await (await context.request.post(`${api}/checkout`, { data: { email: EMAIL, shippingAddress }, headers })).json()) as {
      orderGroupId: string
      clientSecret: string
    }
    orderGroupId = opened.orderGroupId
    await confirmPayment(market, opened.clientSecret, 'pm_card_visa')
    await until('the order', async () => (await context.request.get(`${api}/orders/${orderGroupId}`)).ok())
  })

  test('is found by a word, tells its steps per shop, and one part can be cancelled and bought again', async () => {
    await visit('/account/orders', async (page) => {
      await expect.poll(() => page.locator('article').count()).toBe(1)
      await page.getByRole('searchbox', { name: 'Search your orders' }).fill('nothing like it')
      await button(page, 'Search').last().click()
      await page.getByText('No order matches').waitFor()
      await page.getByRole('link', { name: 'Show all orders' }).click()
      await page.locator('article a').click()
      await page.waitForURL(`**/account/orders/${orderGroupId}`)
      await page.getByText('2 shops each send you a parcel of their own.').waitFor()
      const part = page.locator('section', { has: button(page, 'Buy again') }).first()
      const shop = (await part.getByRole('heading', { level: 2 }).textContent()) ?? ''
      await expect
        .poll(async () => (await part.locator('ol p:first-of-type').allInnerTexts()).map((text) => text.trim()))
        .toEqual(['Order placed', 'Packed', 'Left the shop', 'Delivered'])
      await part.getByText('Cancel order').click()
      await part.getByRole('button', { name: 'Yes, cancel it' }).click()
      await page.getByText(`Your order at ${shop} is cancelled. The money is on its way back.`).waitFor()
      await part.getByText('You cancelled it.').waitFor()
      await part.getByRole('button', { name: 'Buy again' }).click()
      await page.waitForURL('**/cart')
      await page.getByText('It is all in your cart again.').waitFor()
    })
  })

  test('follows what its shop does while the page is open', async () => {
    const vendorId = await until('the part that goes on', async () => {
      const { orders } = (await (await context.request.get(`${market.origin}/api/v1/orders/${orderGroupId}`)).json()) as {
        orders: { id: string; status: string; vendor: { id: string; slug: string } }[]
      }
      return orders.find(({ status }) => status === 'placed')
    })
    await visit(`/account/orders/${orderGroupId}`, async (page) => {
      const seller = await browser.newContext()
      const headers = { origin: market.origin }
      const post = (path: string, data: object) => seller.request.post(`${market.origin}/api/v1${path}`, { data, headers })
      await post('/auth/login', { email: `owner@${vendorId.vendor.slug}.example`, password: 'walnut ferry umbrella quartz' })
      await post('/auth/surface', { surface: 'vendor', vendorId: vendorId.vendor.id })
      expect((await post(`/vendor/orders/${vendorId.id}/ship`, { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' })).status()).toBe(
        200,
      )
      await seller.close()
      await button(page, 'Refresh now').click()
      const link = page.getByRole('link', { name: '1Z999AA10123456784' })
      await link.waitFor()
      await expect.poll(() => link.getAttribute('href')).toBe('https://www.ups.com/track?tracknum=1Z999AA10123456784')
    })
  })

  test('is nobody else’s', async () => {
    const stranger = await browser.newContext()
    await stranger.request.post(`${market.origin}/api/v1/auth/login`, {
      data: { email: 'leo@buyer.example', password: 'walnut ferry umbrella quartz' },
      headers: { origin: market.origin },
    })
    await visit(
      `/account/orders/${orderGroupId}`,
      async (page) => {
        await page.getByRole('heading', { level: 1, name: 'This bay is empty', exact: true }).waitFor()
      },
      { as: stranger, refusals: [404] },
    )
    await stranger.close()
  })
})

test('a device can be logged out from another', async () => {
  const other = await browser.newContext({
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile/15E148 Safari/604.1',
  })
  await visit(
    '/login',
    async (page) => {
      await sendLogIn(page, EMAIL, PASSWORD)
      await page.waitForURL('**/account')
    },
    { as: other },
  )
  await visit('/account/sessions', async (page) => {
    const phone = page.locator('li', { hasText: 'Safari on iPhone' })
    await expect.poll(() => phone.count()).toBe(1)
    await phone.getByRole('button', { name: 'Log out there' }).click()
    await page.getByText('Logged out there.').waitFor()
    await expect.poll(() => phone.count()).toBe(0)
  })
  await visit('/account', async (page) => expect(where(page)).toBe('/login?next=%2Faccount'), { as: other })
  await other.close()
})

test('a forgotten password is set anew by a mailed link, which logs in here and out everywhere else', async () => {
  await visit('/reset-password', async (page) => {
    await page.getByLabel('E-mail address').fill(EMAIL)
    await button(page, 'Send the link').click()
    await page.waitForURL('**/check-mail?for=reset')
  })
  const link = await linkMailedTo(market, EMAIL, 'Set a new password')
  const fresh = await browser.newContext()
  await visit(
    link,
    async (page) => {
      await page.getByLabel('New password').fill('velvet anchor turnip sleigh')
      await button(page, 'Set password and log in').click()
      await page.waitForURL('**/account')
      await page.getByRole('heading', { level: 1, name: 'Hello, Maud Ferrier', exact: true }).waitFor()
    },
    { as: fresh },
  )
  await fresh.close()
  await visit('/account', async (page) => expect(where(page)).toBe('/login?next=%2Faccount'))
})
