import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cart } from '#db/platform/schema/checkout.ts'
import { listing, offer, offerPrice } from '#db/platform/schema/search.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import { type CartBody, type Market, type Shop, sell, startMarket } from '#tests/domains/checkout/market.ts'
import { mortal } from '#tests/support/kill-switch.ts'
import { signIn } from '#tests/support/people.ts'
import { addToCart } from '#worker/domains/cart/change-cart.ts'
import { purgeCarts } from '#worker/domains/cart/purge-carts.ts'
import { makeId } from '#worker/pure/ids.ts'
import { DAY_MS } from '#worker/pure/time.ts'

let market: Market
let shops: [Shop, Shop]
beforeAll(async () => {
  market = await startMarket({ vendors: 2, stock: 20 })
  shops = market.shops as [Shop, Shop]
})
afterAll(() => market.stack.close())

const lineOf = (cart: CartBody, variantId: string) =>
  cart.vendors.flatMap(({ lines }) => lines).find((line) => line.variantId === variantId)
const item = (title = 'Cup', priceMinor = 800, stock = 10) => sell(market.stack, shops[0], { title, priceMinor, stock })

describe('a guest’s cart', () => {
  test('opens with its first line in one database round trip', async () => {
    const process = mortal(market)
    const opened = await process.run(() => addToCart(process.ctx(), null, { variantId: shops[0].variantId, quantity: 2 }))
    expect(process.count).toBe(1)
    expect(opened?.cart).toMatchObject({ units: 2, currency: 'USD', subtotal: { amountMinor: 2000, currency: 'USD' } })
    expect(opened?.cookie).toMatch(/^crt_[0-9A-Z]{26}\.[\w-]{43}$/)
  })

  test('is opened by a cookie no script can read; the secret is stored nowhere', async () => {
    const response = await market.stack.fetch('/api/v1/cart/lines', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ variantId: shops[0].variantId, quantity: 1 }),
    })
    const cookie = response.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^__Host-stoa_cart=crt_[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const secret = /\.([\w-]{43});/.exec(cookie)?.[1] ?? ''
    const dump = JSON.stringify(await market.stack.ctx().platform.all('select * from cart' as never))
    expect(dump).not.toContain(secret)
  })

  test('groups lines by store, adds up units of the same variant, and sums', async () => {
    const guest = market.browser()
    await guest.add(shops[0], 2)
    await guest.add(shops[1], 1)
    const cart = (await guest.add(shops[0], 3)).body
    expect(
      cart.vendors.map(({ vendorId, subtotal, lines }) => [vendorId, subtotal.amountMinor, lines.map(({ quantity }) => quantity)]),
    ).toEqual(
      [
        [shops[0].id, 5000, [5]],
        [shops[1].id, 2000, [1]],
      ].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    )
    expect(cart).toMatchObject({ units: 6, subtotal: { amountMinor: 7000 }, isBuyable: true })
  })

  test('estimates each store’s cheapest delivery to a country', async () => {
    await market.setDelivery(shops[1], [
      { name: 'Express', country: 'US', kind: 'flat', currency: 'USD', baseMinor: 1500, daysMin: 1, daysMax: 2 },
      { name: 'By weight', country: 'US', kind: 'weight', currency: 'USD', baseMinor: 400, perKgMinor: 100, daysMin: 3, daysMax: 6 },
    ])
    const guest = market.browser()
    await guest.add(shops[1], 5)
    const estimate = async (country: string) =>
      (await guest.call<CartBody>('GET', `/cart?country=${country}`)).body.vendors[0]?.shippingEstimate
    // 5 x 500 g: the first kilogram and two started ones.
    expect(await estimate('US')).toEqual({ name: 'By weight', amount: { amountMinor: 600, currency: 'USD' }, daysMin: 3, daysMax: 6 })
    expect(await estimate('FR')).toBeNull()
  })

  test('an empty cart is no error', async () => {
    expect((await market.browser().call('GET', '/cart')).body).toEqual({
      id: null,
      currency: 'USD',
      vendors: [],
      units: 0,
      subtotal: { amountMinor: 0, currency: 'USD' },
      isBuyable: false,
      expiresAt: null,
    })
  })
})

describe('every read compares with today', () => {
  test('the price changed: both figures, and it can be bought', async () => {
    const cup = await item()
    const guest = market.browser()
    await guest.add(cup, 2)
    await market.stack.ctx().platform.update(offerPrice).set({ priceMinor: 950 }).where(eq(offerPrice.variantId, cup.variantId))
    const cart = (await guest.call<CartBody>('GET', '/cart')).body
    expect(lineOf(cart, cup.variantId)).toMatchObject({
      unitPrice: { amountMinor: 950 },
      isBuyable: true,
      notices: [{ code: 'price_changed', fromMinor: 800, toMinor: 950 }],
    })
    expect(cart.subtotal.amountMinor).toBe(1900)
    // Changing the line takes the new price as seen.
    const changed = await guest.call<CartBody>('PATCH', `/cart/lines/${lineOf(cart, cup.variantId)?.id}`, { quantity: 3 })
    expect(lineOf(changed.body, cup.variantId)).toMatchObject({ quantity: 3, notices: [] })
  })

  test('fewer left than wanted, then none', async () => {
    const cup = await item()
    const guest = market.browser()
    await guest.add(cup, 5)
    const available = (count: number) =>
      market.stack.ctx().platform.update(offer).set({ available: count }).where(eq(offer.variantId, cup.variantId))
    await available(2)
    const few = (await guest.call<CartBody>('GET', '/cart')).body
    expect(lineOf(few, cup.variantId)).toMatchObject({ isBuyable: false, notices: [{ code: 'fewer_available', wanted: 5, available: 2 }] })
    expect(few).toMatchObject({ isBuyable: false, subtotal: { amountMinor: 0 } })
    await available(0)
    const none = (await guest.call<CartBody>('GET', '/cart')).body
    expect(lineOf(none, cup.variantId)).toMatchObject({ isBuyable: false, notices: [{ code: 'sold_out' }] })
  })

  test.each([
    [
      'the product was taken down',
      async (cup: Awaited<ReturnType<typeof item>>) => {
        await market.stack.ctx().platform.update(listing).set({ isVisible: false }).where(eq(listing.id, cup.productId))
      },
    ],
    [
      'the variant is gone',
      async (cup: Awaited<ReturnType<typeof item>>) => {
        await market.stack.ctx().platform.delete(offer).where(eq(offer.variantId, cup.variantId))
      },
    ],
    [
      'it has no price in the cart’s currency',
      async (cup: Awaited<ReturnType<typeof item>>) => {
        await market.stack.ctx().platform.delete(offerPrice).where(eq(offerPrice.variantId, cup.variantId))
      },
    ],
  ])('%s: no longer sold, under the title the buyer saw', async (_, take) => {
    const cup = await item('Teapot')
    const guest = market.browser()
    await guest.add(cup, 1)
    await take(cup)
    const cart = (await guest.call<CartBody>('GET', '/cart')).body
    expect(lineOf(cart, cup.variantId)).toMatchObject({ title: 'Teapot', isBuyable: false, notices: [{ code: 'no_longer_sold' }] })
  })

  test('a suspended store sells nothing', async () => {
    const { platform } = market.stack.ctx()
    const guest = market.browser()
    await guest.add(shops[1], 1)
    await platform.update(vendor).set({ status: 'suspended' }).where(eq(vendor.id, shops[1].id))
    expect(lineOf((await guest.call<CartBody>('GET', '/cart')).body, shops[1].variantId)?.notices).toEqual([{ code: 'no_longer_sold' }])
    expect((await market.browser().add(shops[1], 1)).status).toBe(404)
    await platform.update(vendor).set({ status: 'active' }).where(eq(vendor.id, shops[1].id))
  })
})

describe('INV-CRT-2: caps', () => {
  test('a line has at most 999 units, also by adding', async () => {
    const guest = market.browser()
    await guest.add(shops[0], 999)
    const refused = await guest.add(shops[0], 1)
    expect(refused).toMatchObject({ status: 409, body: { code: 'cart_full' } })
    expect((await guest.call('GET', '/cart')).body).toMatchObject({ units: 999 })
  })

  test('a cart has at most 100 lines', async () => {
    const guest = market.browser()
    for (let index = 0; index < 100; index++)
      expect((await guest.add(await sell(market.stack, shops[0], { title: `T${index}`, priceMinor: 1, stock: 0 }))).status).toBe(201)
    expect(await guest.add(await item())).toMatchObject({ status: 409, body: { code: 'cart_full' } })
  })
})

describe('logging in', () => {
  test('merges the guest’s cart: lines add up, the cookie goes, and a second time nothing changes', async () => {
    const buyer = await signIn(market.stack, 'buyer')
    const signedIn = market.browser(buyer.token)
    await signedIn.add(shops[0], 1)
    const guest = market.browser()
    await guest.add(shops[0], 2)
    await guest.add(shops[1], 3)

    const arriving = market.browser(buyer.token)
    arriving.cookie = guest.cookie
    const merged = await arriving.call<CartBody>('GET', '/cart')
    expect([lineOf(merged.body, shops[0].variantId)?.quantity, lineOf(merged.body, shops[1].variantId)?.quantity]).toEqual([3, 3])
    expect(merged.headers.get('set-cookie')).toContain('__Host-stoa_cart=; Max-Age=0')

    const again = market.browser(buyer.token)
    again.cookie = guest.cookie
    expect((await again.call<CartBody>('POST', '/cart/merge')).body.units).toBe(6)
    expect((await guest.call<CartBody>('GET', '/cart')).body.units).toBe(0)
  })

  test('an account without a cart takes the guest’s over', async () => {
    const guest = market.browser()
    const before = (await guest.add(shops[1], 4)).body
    const buyer = await signIn(market.stack, 'buyer')
    const arriving = market.browser(buyer.token)
    arriving.cookie = guest.cookie
    expect((await arriving.call<CartBody>('GET', '/cart')).body).toMatchObject({ id: before.id, units: 4 })
    // The guest's cookie opens it no more.
    expect((await guest.call<CartBody>('GET', '/cart')).body.id).toBeNull()
  })

  test('the cap on units holds', async () => {
    const buyer = await signIn(market.stack, 'buyer')
    await market.browser(buyer.token).add(shops[0], 600)
    const guest = market.browser()
    await guest.add(shops[0], 600)
    const arriving = market.browser(buyer.token)
    arriving.cookie = guest.cookie
    expect((await arriving.call<CartBody>('GET', '/cart')).body.units).toBe(999)
  })
})

describe('Z1: a cart is its owner’s', () => {
  test('another’s line can be neither changed nor removed, and nothing moves', async () => {
    const owner = market.browser()
    const cart = (await owner.add(shops[0], 2)).body
    const lineId = lineOf(cart, shops[0].variantId)?.id
    const thief = market.browser()
    await thief.add(shops[1], 1)
    const buyer = market.browser((await signIn(market.stack, 'buyer')).token)
    for (const other of [thief, buyer, market.browser()]) {
      expect((await other.call('PATCH', `/cart/lines/${lineId}`, { quantity: 9 })).status).toBe(404)
      expect((await other.call('DELETE', `/cart/lines/${lineId}`)).status).toBe(404)
    }
    expect((await owner.call<CartBody>('GET', '/cart')).body).toMatchObject({ id: cart.id, units: 2 })
    expect((await owner.call('PATCH', `/cart/lines/${makeId('cartLine', 1)}`, { quantity: 9 })).status).toBe(404)
  })

  test('its owner takes a line out, and then everything', async () => {
    const owner = market.browser()
    await owner.add(shops[1], 1)
    const cart = (await owner.add(shops[0], 2)).body
    const path = `/cart/lines/${lineOf(cart, shops[0].variantId)?.id}`
    expect((await owner.call<CartBody>('DELETE', path)).body).toMatchObject({ id: cart.id, units: 1 })
    expect((await owner.call('DELETE', path)).status).toBe(404)
    expect((await owner.call<CartBody>('DELETE', '/cart')).body).toMatchObject({ id: cart.id, units: 0, vendors: [] })
  })

  test('the right cart with a wrong secret is no cart', async () => {
    const owner = market.browser()
    const cart = (await owner.add(shops[0], 2)).body
    const thief = market.browser()
    thief.cookie = `${cart.id}.${'A'.repeat(43)}`
    expect((await thief.call<CartBody>('GET', '/cart')).body.id).toBeNull()
  })

  test('Z2: unknown parameters and fields are refused', async () => {
    const guest = market.browser()
    expect((await guest.call('GET', '/cart?accountId=acc_1')).status).toBe(400)
    expect((await guest.call('POST', '/cart/lines', { variantId: shops[0].variantId, quantity: 1, cartId: 'crt_1' })).status).toBe(422)
  })
})

test('a cart that is looked at lives on for thirty days; one that is not is forgotten', async () => {
  const kept = market.browser()
  const left = market.browser()
  await kept.add(shops[0], 1)
  await left.add(shops[0], 1)
  await market.advance(20 * DAY_MS)
  expect((await kept.call<CartBody>('GET', '/cart')).body.units).toBe(1)
  await market.stack.settle()
  await market.advance(15 * DAY_MS)
  expect((await kept.call<CartBody>('GET', '/cart')).body.units).toBe(1)
  expect((await left.call<CartBody>('GET', '/cart')).body.units).toBe(0)

  const cartIds = async () => (await market.stack.ctx().platform.select({ id: cart.id }).from(cart)).map(({ id }) => id)
  const [keptId, leftId] = [kept, left].map(({ cookie }) => cookie?.split('.')[0])
  expect(await cartIds()).toEqual(expect.arrayContaining([keptId, leftId]))
  await purgeCarts(market.stack.ctx())
  const after = await cartIds()
  expect([after.includes(keptId as never), after.includes(leftId as never)]).toEqual([true, false])
})
