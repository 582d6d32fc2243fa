import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Ctx } from '#worker/domains/ctx.ts'
import { countrySchema } from '#worker/domains/identity/addresses/address-schema.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'
import { CART_COOKIE, CART_LIVES_MS, UNITS_MAX } from './cart.ts'
import { addToCart, changeLine, removeFromCart } from './change-cart.ts'
import { findCart, openCart } from './find-cart.ts'
import { idSchema, MoneySchema, productId, variantId, vendorId } from './schemas.ts'

const cartLineId = idSchema('cartLine', 'crl_01JD0000000000000000000000')
const quantity = z.number().int().min(1).max(UNITS_MAX)

const Notice = z
  .discriminatedUnion('code', [
    z.object({ code: z.literal('price_changed'), fromMinor: z.number().int(), toMinor: z.number().int() }),
    z.object({ code: z.literal('sold_out') }),
    z.object({ code: z.literal('fewer_available'), wanted: z.number().int(), available: z.number().int() }),
    z.object({ code: z.literal('no_longer_sold') }),
  ])
  .openapi('CartNotice')

const Line = z
  .object({
    id: cartLineId,
    productId,
    variantId,
    slug: z.string().nullable(),
    title: z.string(),
    image: z.object({ key: z.string(), alt: z.string() }).nullable(),
    quantity: z.number().int(),
    unitPrice: MoneySchema,
    total: MoneySchema,
    isBuyable: z.boolean(),
    notices: z.array(Notice),
  })
  .openapi('CartLine')

const Cart = z
  .object({
    id: idSchema('cart', 'crt_01JD0000000000000000000000')
      .nullable()
      .openapi({ type: ['string', 'null'] }),
    currency: z.enum(CURRENCIES),
    vendors: z.array(
      z
        .object({
          vendorId,
          name: z.string(),
          slug: z.string(),
          shipsFrom: z.string().openapi({ description: 'The country its parcels leave from.' }),
          lines: z.array(Line),
          subtotal: MoneySchema,
          shippingEstimate: z
            .object({ name: z.string(), amount: MoneySchema, daysMin: z.number().int(), daysMax: z.number().int() })
            .nullable(),
        })
        .openapi('CartVendor'),
    ),
    units: z.number().int(),
    subtotal: MoneySchema,
    isBuyable: z.boolean(),
    expiresAt: z.string().nullable(),
  })
  .openapi('Cart')

const LineParam = z.strictObject({ lineId: cartLineId })

/** The caller's cart; a guest's cookie that was merged into an account's cart has done its work and goes. */
async function cartOf(c: Context<EdgeEnv<Ctx>>) {
  const found = await findCart(c.var.ctx, getCookie(c, CART_COOKIE))
  if (found.isGuestCartMerged) deleteCookie(c, CART_COOKIE, { path: '/', secure: true })
  return found.key
}

export const cartRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/cart',
      operationId: 'readCart',
      summary: 'The cart, with what changed since',
      tags: ['cart'],
      permission: 'shop:use',
      request: { query: z.strictObject({ country: countrySchema.optional() }) },
      responses: { 200: json(Cart, 'Grouped by store; with a country, each store’s cheapest delivery.') },
    }),
    async (c) => c.json(await openCart(c.var.ctx, await cartOf(c), c.req.valid('query').country), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/cart/lines',
      operationId: 'addToCart',
      summary: 'Put units of a variant into the cart',
      tags: ['cart'],
      permission: 'shop:use',
      request: {
        body: body(
          z
            .strictObject({ variantId, quantity, currency: z.enum(CURRENCIES).optional() })
            .openapi('CartAddition', { example: { variantId: 'var_01JD0000000000000000000000', quantity: 1 } }),
        ),
      },
      responses: { 201: json(Cart, 'The cart. A guest’s first line sets the cookie that opens it.') },
      problems: {
        not_found: [404, 'There is no such product.'],
        cart_full: [409, 'A cart has at most 100 lines.'],
        not_sold_in_currency: [409, 'This is not sold in EUR, the currency of your cart.'],
      },
      idempotent: true,
    }),
    async (c) => {
      const { cart, cookie } = await addToCart(c.var.ctx, await cartOf(c), c.req.valid('json'))
      if (cookie !== null)
        setCookie(c, CART_COOKIE, cookie, { path: '/', secure: true, httpOnly: true, sameSite: 'Lax', maxAge: CART_LIVES_MS / 1000 })
      return c.json(cart, 201)
    },
  )
  .openapi(
    route({
      method: 'patch',
      path: '/cart/lines/{lineId}',
      operationId: 'changeCartLine',
      summary: 'Set how many units are wanted',
      tags: ['cart'],
      permission: 'shop:use',
      request: { params: LineParam, body: body(z.strictObject({ quantity }).openapi('CartLineChange', { example: { quantity: 2 } })) },
      responses: { 200: json(Cart, 'The cart.') },
      problems: { not_found: [404, 'There is no such line.'] },
    }),
    async (c) => c.json(await changeLine(c.var.ctx, await cartOf(c), c.req.valid('param').lineId, c.req.valid('json').quantity), 200),
  )
  .openapi(
    route({
      method: 'delete',
      path: '/cart/lines/{lineId}',
      operationId: 'removeCartLine',
      summary: 'Take a line out',
      tags: ['cart'],
      permission: 'shop:use',
      request: { params: LineParam },
      responses: { 200: json(Cart, 'The cart without it.') },
      problems: { not_found: [404, 'There is no such line.'] },
    }),
    async (c) => c.json(await removeFromCart(c.var.ctx, await cartOf(c), c.req.valid('param').lineId), 200),
  )
  .openapi(
    route({
      method: 'delete',
      path: '/cart',
      operationId: 'emptyCart',
      summary: 'Take everything out',
      tags: ['cart'],
      permission: 'shop:use',
      responses: { 200: json(Cart, 'The empty cart.') },
    }),
    async (c) => c.json(await removeFromCart(c.var.ctx, await cartOf(c), null), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/cart/merge',
      operationId: 'mergeCart',
      summary: 'Take the guest’s cart over after log-in',
      description: 'Any cart route does this by itself when it sees a guest’s cookie and an account.',
      tags: ['cart'],
      permission: 'shop:use',
      responses: { 200: json(Cart, 'The account’s cart.') },
    }),
    async (c) => c.json(await openCart(c.var.ctx, await cartOf(c)), 200),
  )
