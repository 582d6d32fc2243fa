import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seed } from '#db/seed.ts'
import { newClient, until } from '#tests/stage/http.ts'
import { confirmPayment } from '#tests/stage/pay.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { launchBrowser } from './browser.ts'
import { logIn } from './log-in.ts'
import { watchPage } from './watch-page.ts'

const OWNER = 'owner@kiln-and-clay.example'
const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Way', city: 'San Francisco', region: 'CA', postalCode: '94107', country: 'US' }

let market: Marketplace
let browser: Browser
let context: BrowserContext
beforeAll(async () => {
  market = await startMarketplace()
  await seed(market, { products: 40, history: false, stock: 12 })
  browser = await launchBrowser()
  context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
  await logIn(context, market.origin, OWNER)
})
afterAll(async () => {
  await browser?.close()
  await market?.close()
})

/** Works in the portal; no page may complain. @param refusals statuses a browser may write down that a page answered */
async function atDesk<T>(path: string, work: (page: Page) => Promise<T>, refusals: number[] = []): Promise<T> {
  const page = await context.newPage()
  try {
    const { complaints } = watchPage(page)
    await page.goto(`${market.origin}${path}`, { waitUntil: 'networkidle' })
    const result = await work(page)
    expect(complaints.filter((text) => !refusals.some((status) => text.includes(`status of ${status}`)))).toEqual([])
    return result
  } finally {
    await page.close()
  }
}

/** The API as the store's owner, by the browser's own cookies. */
async function asStore<T>(path: string): Promise<T> {
  const answer = await context.request.get(`${market.origin}/api/v1/vendor${path}`)
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`)
  return (await answer.json()) as T
}
type Variant = { id: string; sku: string; optionValues: Record<string, string>; available: number; prices: { priceMinor: number }[] }
type Product = { id: string; slug: string; title: string; status: string; version: number; variants: Variant[]; images: { alt: string }[] }
type Products = { items: Product[] }
type Level = { items: { variantId: string; sku: string; onHand: number; available: number }[] }

/** Two pictures that are not the same, made by the browser itself. */
async function twoPictures(): Promise<Buffer[]> {
  const page = await context.newPage()
  await page.setContent('<body style="margin:0;background:linear-gradient(90deg,#c33,#36c)"></body>')
  const take = (x: number) => page.screenshot({ clip: { x, y: 0, width: 320, height: 320 } })
  const pictures = [await take(0), await take(700)]
  await page.close()
  return pictures
}

/** Drops a file as a hand would from a folder. */
async function dropPicture(page: Page, name: string, bytes: Buffer): Promise<void> {
  const carried = await page.evaluateHandle(
    ({ base64, fileName }) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], fileName, { type: 'image/png' }))
      return data
    },
    { base64: bytes.toString('base64'), fileName: name },
  )
  await page.locator('label', { hasText: 'Drop pictures here' }).dispatchEvent('drop', { dataTransfer: carried })
}

const option = async (page: Page, name: string, values: string) => {
  await page.getByRole('button', { name: 'Add an option' }).click()
  await page.getByRole('textbox', { name: 'Option', exact: true }).last().fill(name)
  const entry = page.getByRole('textbox', { name: `Values of ${name}` })
  await entry.fill(values)
  await entry.press('Enter')
}

describe('a product', () => {
  let product: Product

  test('is drafted with a 2 x 3 grid and two pictures, put on sale, and is in the shop', async () => {
    const [first, second] = (await twoPictures()) as [Buffer, Buffer]
    await atDesk('/vendor/products', async (page) => {
      await page.getByRole('link', { name: 'New product' }).click()
      await page.getByRole('heading', { name: 'New product' }).waitFor()
      await page.getByLabel('Title').fill('Harbour beaker')
      await page.getByLabel('Category').selectOption({ index: 3 })
      await option(page, 'Colour', 'Moss, Sand')
      await option(page, 'Size', 'S, M, L')
      await expect.poll(() => page.locator('.variant-grid tbody tr').count()).toBe(6)
      await page.getByLabel('Price of Moss · S').fill('24')
      await page.getByRole('button', { name: 'Fill down Price (USD)' }).click()
      await page.getByLabel('Price of Sand · L').fill('36.50')
      await page.getByLabel('Stock of Moss · S').fill('5')
      await page.getByRole('button', { name: 'Fill down Stock' }).click()
      await page.getByLabel('SKU of Moss · M').fill('HB-MM')
      await page.locator('input[type=file]').setInputFiles({ name: 'front.png', mimeType: 'image/png', buffer: first })
      await dropPicture(page, 'side.png', second)
      await expect.poll(() => page.locator('img[alt="front.png"], img[alt="side.png"]').count()).toBe(2)
      await page.getByRole('button', { name: 'Save and put on sale' }).click()
      await page.getByText('Saved and on sale.').waitFor()
      const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
      product = await until('the first stock', async () => {
        const now = await asStore<Product>(`/products/${id}`)
        return now.variants.every(({ available }) => available === 5) && now
      })
    })
    expect(product).toMatchObject({ title: 'Harbour beaker', slug: 'harbour-beaker', status: 'active' })
    expect(
      product.variants.map(({ sku, optionValues, prices }) => [sku, Object.values(optionValues).join(' '), prices[0]?.priceMinor]),
    ).toEqual([
      ['HARBOUR-BEAKER-MOSS-S', 'Moss S', 2400],
      ['HB-MM', 'Moss M', 2400],
      ['HARBOUR-BEAKER-MOSS-L', 'Moss L', 2400],
      ['HARBOUR-BEAKER-SAND-S', 'Sand S', 2400],
      ['HARBOUR-BEAKER-SAND-M', 'Sand M', 2400],
      ['HARBOUR-BEAKER-SAND-L', 'Sand L', 3650],
    ])
    expect(product.images.length).toBe(2)
    const listed = await until('the listing', async () => {
      const answer = await fetch(`${market.origin}/api/v1/listings?q=harbour+beaker`)
      const { items } = (await answer.json()) as { items: { title: string; isInStock: boolean; priceMinor: number }[] }
      return items.find(({ title, isInStock }) => title === 'Harbour beaker' && isInStock)
    })
    expect(listed.priceMinor).toBe(2400)
  })

  test('keeps its pictures in the order and with the words they are given, and what was typed beside them', async () => {
    await atDesk(`/vendor/products/${product.id}`, async (page) => {
      await page.getByText('See it in the shop').waitFor()
      await page.getByLabel('Brand').fill('Harbour Works')
      await page.getByLabel('Description of picture 2').fill('From the side')
      await page.getByLabel('Description of picture 2').press('Enter')
      await page.getByRole('button', { name: 'Move picture 2 earlier' }).click()
      await until('the pictures', async () => (await asStore<Product>(`/products/${product.id}`)).images[0]?.alt === 'From the side')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('Saved.', { exact: true }).waitFor()
    })
    expect(await asStore(`/products/${product.id}`)).toMatchObject({
      brand: 'Harbour Works',
      images: [{ alt: 'From the side' }, { alt: '' }],
    })
  })

  test('that was changed meanwhile is not overwritten: the page says so and keeps every entry', async () => {
    await atDesk(
      `/vendor/products/${product.id}`,
      async (late) => {
        await atDesk(`/vendor/products/${product.id}`, async (page) => {
          await page.getByLabel('Title').fill('Harbour cup')
          await page.getByRole('button', { name: 'Save', exact: true }).click()
          await page.getByText('Saved.', { exact: true }).waitFor()
        })
        await late.getByLabel('Title').fill('Harbour glass')
        await late.getByLabel('Price of Moss · L').fill('27')
        await late.getByRole('button', { name: 'Save', exact: true }).click()
        await expect
          .poll(() => late.getByRole('alert').textContent())
          .toContain('Somebody else changed this product while you worked on it.')
        expect([await late.getByLabel('Title').inputValue(), await late.getByLabel('Price of Moss · L').inputValue()]).toEqual([
          'Harbour glass',
          '27',
        ])
      },
      [412],
    )
    expect((await asStore<Product>(`/products/${product.id}`)).title).toBe('Harbour cup')
  })

  test('tells beside the entries what is wrong, and sends nothing', async () => {
    await atDesk('/vendor/products/new', async (page) => {
      await page.getByLabel('Price of This product').fill('24.505')
      await page.getByRole('button', { name: 'Save draft' }).click()
      await page.getByText('Give it a title, at most 160 characters.').waitFor()
      await page.getByText('Choose a category.', { exact: true }).waitFor()
      await page.getByText('Write an amount such as 24.00.').waitFor()
      await expect.poll(() => new URL(page.url()).pathname).toBe('/vendor/products/new')
    })
  })

  test('stock is counted with a reason, and the level is exact at once', async () => {
    const [item] = (await asStore<Level>('/inventory?q=HB-MM')).items
    await atDesk('/vendor/inventory?q=HB-MM', async (page) => {
      await page.getByRole('link', { name: /^Adjust the stock of Harbour cup/ }).click()
      await page.getByLabel('Units').fill('3')
      await page.getByLabel('Reason').selectOption('Damaged')
      await page.getByLabel('Note').fill('fell off the shelf')
      await page.getByRole('button', { name: 'Save adjustment' }).click()
      await page.getByText('Harbour cup, Moss · M: 3 on hand, 3 available.').waitFor()
      await expect.poll(() => page.locator('tbody tr').first().locator('td').nth(1).textContent()).toBe('3')
    })
    const moves = await until('the movement', async () => {
      const { items } = await asStore<{ items: { kind: string; onHandDelta: number; reason: string }[] }>(
        `/inventory/${item?.variantId}/movements`,
      )
      return items[0]?.kind === 'adjust' && items
    })
    expect(moves.map(({ kind, onHandDelta, reason }) => [kind, onHandDelta, reason])).toEqual([
      ['adjust', -2, 'Damaged: fell off the shelf'],
      ['restock', 5, 'First stock'],
    ])
  })

  test('several at once go off sale, and back by Undo; what cannot be put on sale is named', async () => {
    const { items } = await asStore<Products>('/products?sort=title&limit=2')
    const statuses = () => Promise.all(items.map(async ({ id }) => (await asStore<Product>(`/products/${id}`)).status))
    await atDesk('/vendor/products?sort=title', async (page) => {
      for (const { title } of items) await page.getByLabel(`Select ${title}`).check()
      await expect.poll(() => page.getByText('2 selected').count()).toBe(1)
      await page.getByRole('button', { name: 'Take off sale' }).click()
      await page.getByText('2 products are off sale.').waitFor()
      expect(await statuses()).toEqual(['archived', 'archived'])
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('2 products are on sale.').waitFor()
      expect(await statuses()).toEqual(['active', 'active'])
    })
    await atDesk('/vendor/products/new', async (page) => {
      await page.getByLabel('Title').fill('Unpriced jug')
      await page.getByLabel('Category').selectOption({ index: 3 })
      await page.getByRole('button', { name: 'Save draft' }).click()
      await page.getByText('Draft saved.').waitFor()
      await expect.poll(() => page.getByText('Why buyers cannot buy it now').count()).toBe(1)
      await page.goto(`${market.origin}/vendor/products?status=draft`, { waitUntil: 'networkidle' })
      await page.getByLabel('Select Unpriced jug').check()
      await page.getByRole('button', { name: 'Put on sale' }).click()
      await page.getByText('Unpriced jug: This product cannot be sold yet: Give at least one variant a price.').waitFor()
    })
  })
})

/** A guest buys over the API, as a shop of somebody else's would. */
async function placeOrder(variantId: string, quantity: number) {
  const buyer = newClient(market.origin)
  await buyer.ok('POST', '/cart/lines', { variantId, quantity })
  const opened = await buyer.ok<{ orderGroupId: string; clientSecret: string; statusUrl: string }>('POST', '/checkout', {
    email: 'ada@desk.example',
    shippingAddress: ADDRESS,
  })
  await confirmPayment(market, opened.clientSecret, 'pm_card_visa')
  const token = new URL(opened.statusUrl).searchParams.get('t')
  type Status = { orders: { id: string; status: string; shipment: { trackingNumber: string } | null }[] }
  const status = () => buyer.call<Status>('GET', `/order-status?t=${token}`)
  const id = await until('the order', async () => {
    const { status: code, body } = await status()
    return code === 200 && body.orders[0]?.id
  })
  const { number, total } = await until('the store’s order', () =>
    asStore<{ number: number; total: { amountMinor: number } }>(`/orders/${id}`),
  )
  return { id, number, totalMinor: total.amountMinor, status }
}

describe('an order', () => {
  const variantOf = async () =>
    (await asStore<Products>('/products?limit=40&status=active')).items.find(({ title }) => title !== 'Harbour cup')

  test('is shipped with its slip from home by two presses; the buyer sees it, and the slip has no price', async () => {
    const bought = await variantOf()
    const order = await placeOrder(bought?.variants[0]?.id ?? '', 2)
    await atDesk('/vendor/orders', async (page) => {
      await expect.poll(() => page.getByRole('link', { name: `#${order.number}` }).count()).toBe(1)
    })
    let presses = 0
    await atDesk('/vendor', async (page) => {
      const press = async (role: 'link' | 'button', name: string) => {
        await page.getByRole(role, { name }).click()
        presses += 1
      }
      await press('link', `Ship order ${order.number}`)
      await page.getByLabel('Tracking number').fill('1Z999AA10123456784')
      await expect.poll(() => page.getByLabel('Carrier').inputValue()).toBe('UPS')
      await press('button', 'Ship and print slip')
      await page.getByText(`Order #${order.number} is shipped. The buyer has been told.`).waitFor()
      const slip = page.getByRole('article')
      const text = (await slip.textContent()) ?? ''
      for (const part of [
        `#${order.number}`,
        'Kiln & Clay',
        'Ada Byron',
        '12 Analytical Way',
        bought?.title ?? '',
        bought?.variants[0]?.sku ?? '',
      ])
        expect(text).toContain(part)
      await expect.poll(() => slip.getByRole('img', { name: /^Packed:/ }).count()).toBe(1)
      const prices = [order.totalMinor, bought?.variants[0]?.prices[0]?.priceMinor ?? 0].map((minor) => `$${(minor / 100).toFixed(2)}`)
      expect(prices.filter((price) => text.includes(price))).toEqual([])
      await page.emulateMedia({ media: 'print' })
      expect(
        await page
          .locator('header, nav, button')
          .evaluateAll((all) => all.filter((one) => !one.closest('article') && one.checkVisibility()).length),
      ).toBe(0)
    })
    expect(presses).toBe(2)
    const { orders } = await until('the buyer’s status', async () => {
      const { body } = await order.status()
      return body.orders[0]?.status === 'shipped' && body
    })
    expect(orders[0]?.shipment?.trackingNumber).toBe('1Z999AA10123456784')
  })

  test('slips of several are printed together, each on a sheet of its own', async () => {
    const variantId = (await variantOf())?.variants[0]?.id ?? ''
    const orders = [await placeOrder(variantId, 1), await placeOrder(variantId, 1)]
    await atDesk('/vendor/orders', async (page) => {
      await page.getByLabel('Select all on this page').first().check()
      await page.getByRole('button', { name: 'Print packing slips' }).click()
      await page.getByRole('heading', { name: '2 packing slips' }).waitFor()
      await expect.poll(() => page.getByRole('article').count()).toBe(2)
      for (const { number } of orders) await expect.poll(() => page.getByRole('article', { name: `Order #${number}` }).count()).toBe(1)
      expect(
        await page
          .getByRole('article')
          .first()
          .evaluate((one) => getComputedStyle(one).breakAfter),
      ).toBe('page')
    })
  })

  test('that was cancelled meanwhile is not shipped: the page says so, and shows how it stands', async () => {
    const order = await placeOrder((await variantOf())?.variants[0]?.id ?? '', 1)
    await atDesk(
      `/vendor/orders/${order.id}`,
      async (late) => {
        await atDesk(`/vendor/orders/${order.id}`, async (page) => {
          await page.getByText('Cancel this order').click()
          await page.getByLabel('Reason').fill('Damaged before shipping')
          await page.getByRole('button', { name: /^Cancel order and refund/ }).click()
          await page.getByText(`Order #${order.number} is cancelled, and the refund is on its way.`).waitFor()
        })
        await late.getByLabel('Tracking number').fill('1Z999AA10123456784')
        await late.getByRole('button', { name: 'Mark shipped' }).click()
        await late.getByText('This order was cancelled meanwhile, and the buyer gets their money back. Do not send it.').waitFor()
        await late.getByRole('button', { name: 'Mark shipped' }).waitFor({ state: 'detached' })
      },
      [409],
    )
    expect((await asStore<{ status: string }>(`/orders/${order.id}`)).status).toBe('cancelled')
  })

  test('is found by number, by name and by address without scripts', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false })
    await logIn(plain, market.origin, OWNER)
    const page = await plain.newPage()
    for (const words of ['#1001', 'byron', 'ada@desk']) {
      await page.goto(`${market.origin}/vendor/orders?show=all`)
      await page.getByPlaceholder('Number, name or e-mail').fill(words)
      await page.getByRole('button', { name: 'Find', exact: true }).click()
      await expect.poll(() => page.getByRole('link', { name: '#1001' }).count()).toBe(1)
    }
    await plain.close()
  })
})
