import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { CART_COOKIE } from '#worker/domains/cart/cart.ts'
import { findCart } from '#worker/domains/cart/find-cart.ts'
import { MoneySchema, orderGroupId, orderId, productId, shippingRateId, variantId, vendorId } from '#worker/domains/cart/schemas.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { AddressSchema } from '#worker/domains/identity/addresses/address-schema.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'
import { completeCheckout } from './complete-checkout.ts'
import { quoteCart } from './quote-cart.ts'
import { readCheckout } from './read-checkout.ts'
import { startCheckout } from './start-checkout.ts'
import { viewOpenCheckout, viewQuote } from './view-checkout.ts'

const ADDRESS = { name: 'Ada Quist', line1: '12 Orchard Lane', city: 'Portland', region: 'OR', postalCode: '97201', country: 'US' }
const email = z.email().max(254)
/** Store -> the delivery chosen there. */
const choices = z
  .record(z.string().regex(/^ven_/), shippingRateId)
  .optional()
  .openapi({ type: 'object', additionalProperties: { type: 'string' } })

const Option = z.object({
  rateId: shippingRateId,
  name: z.string(),
  amount: MoneySchema,
  daysMin: z.number().int(),
  daysMax: z.number().int(),
})
const QuoteAnswer = z
  .object({
    vendors: z.array(
      z.object({
        vendorId,
        name: z.string(),
        lines: z.array(
          z.object({
            productId,
            variantId,
            title: z.string(),
            quantity: z.number().int(),
            unitPrice: MoneySchema,
            total: MoneySchema,
            tax: MoneySchema,
            taxRateBps: z.number().int(),
            isTaxIncluded: z.boolean(),
          }),
        ),
        shippingOptions: z.array(Option),
        shipping: Option,
        items: MoneySchema,
        tax: MoneySchema,
        taxAdded: MoneySchema,
        total: MoneySchema,
      }),
    ),
    tax: MoneySchema,
    total: MoneySchema,
    quoteHash: z.string(),
  })
  .openapi('Quote')

const OpenCheckoutAnswer = z
  .object({
    orderGroupId,
    clientSecret: z.string(),
    publishableKey: z.string(),
    stripeJsUrl: z.string(),
    amountMinor: z.number().int(),
    currency: z.enum(CURRENCIES),
    expiresAt: z.string(),
    statusUrl: z.string(),
  })
  .openapi('OpenCheckout')

const Status = z
  .object({
    orderGroupId,
    status: z.enum(['open', 'paid', 'placed', 'failed', 'expired', 'refunded']),
    failure: z.string().nullable(),
    total: MoneySchema,
    expiresAt: z.string(),
    orders: z.array(
      z.object({
        orderId,
        vendorId,
        number: z.number().int().nullable(),
        status: z.enum(['draft', 'placed', 'packed', 'shipped', 'delivered', 'cancelled']),
        total: MoneySchema,
      }),
    ),
  })
  .openapi('CheckoutStatus')

const GroupParam = z.strictObject({ orderGroupId })
const TokenQuery = z.strictObject({ t: z.string().max(200).optional() })

const CART_PROBLEMS = {
  cart_empty: [409, 'There is nothing in your cart.'],
  no_longer_sold: [409, 'Some of your cart is no longer sold. Take it out to go on.'],
  no_delivery: [409, 'Not every store delivers to this address.'],
} as const

const cartOf = async (c: Context<EdgeEnv<Ctx>>) => (await findCart(c.var.ctx, getCookie(c, CART_COOKIE))).key

export const checkoutRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'post',
      path: '/checkout/quote',
      operationId: 'quoteCheckout',
      summary: 'What the cart costs, delivered and taxed',
      tags: ['checkout'],
      permission: 'shop:use',
      request: {
        body: body(
          z
            .strictObject({ email: email.optional(), shippingAddress: AddressSchema, shippingChoices: choices })
            .openapi('QuoteRequest', { example: { shippingAddress: ADDRESS } }),
        ),
      },
      responses: { 200: json(QuoteAnswer, 'Per store: lines, deliveries to choose from, tax, totals.') },
      problems: CART_PROBLEMS,
    }),
    async (c) => c.json(viewQuote(await quoteCart(c.var.ctx, await cartOf(c), c.req.valid('json'))), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/checkout',
      operationId: 'startCheckout',
      summary: 'Hold the stock and open the payment',
      tags: ['checkout'],
      permission: 'shop:use',
      request: {
        body: body(
          z
            .strictObject({
              email,
              shippingAddress: AddressSchema,
              shippingChoices: choices,
              quoteHash: z
                .string()
                .regex(/^[0-9a-f]{64}$/)
                .optional(),
            })
            .openapi('CheckoutRequest', { example: { email: 'ada@quist.example', shippingAddress: ADDRESS } }),
        ),
      },
      responses: { 201: json(OpenCheckoutAnswer, 'Pay with the client secret before it expires.') },
      problems: {
        ...CART_PROBLEMS,
        quote_changed: [409, 'Prices, taxes or delivery changed since you saw them. Look at the new total and confirm again.'],
        out_of_stock: [409, 'Not enough left of: Ash bowl.'],
        already_paid: [409, 'This cart is paid already.'],
        nothing_to_pay: [409, 'The total is zero: there is nothing to pay.'],
        checkout_busy: [409, 'This cart is being checked out right now. Try again in a moment.'],
        too_many_holds: [429, 'You have too many checkouts open. Finish one, or wait until they run out.'],
      },
      idempotent: true,
    }),
    async (c) => {
      const opened = await startCheckout(c.var.ctx, await cartOf(c), c.req.valid('json'))
      return c.json(viewOpenCheckout(c.var.ctx, opened), 201)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/checkout/{orderGroupId}',
      operationId: 'readCheckout',
      summary: 'How a checkout stands',
      tags: ['checkout'],
      permission: 'shop:use',
      request: { params: GroupParam, query: TokenQuery },
      responses: { 200: json(Status, 'For its buyer, or with the token of the status link.') },
      problems: { not_found: [404, 'There is no such checkout.'] },
    }),
    async (c) => c.json(await readCheckout(c.var.ctx, c.req.valid('param').orderGroupId, c.req.valid('query').t), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/checkout/{orderGroupId}/complete',
      operationId: 'completeCheckout',
      summary: 'Back from paying: place the orders if the payment succeeded',
      tags: ['checkout'],
      permission: 'shop:use',
      request: { params: GroupParam, query: TokenQuery },
      responses: { 200: json(Status, 'How it stands now.') },
      problems: { not_found: [404, 'There is no such checkout.'] },
    }),
    async (c) => c.json(await completeCheckout(c.var.ctx, c.req.valid('param').orderGroupId, c.req.valid('query').t), 200),
  )
