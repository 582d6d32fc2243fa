import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { changeMarket, readMarkets, readOpenMarkets } from './change-market.ts'
import { previewTax, readTaxRates, setTaxRate } from './set-tax-rate.ts'

const country = z.string().regex(/^[A-Z]{2}$/)
const region = z.string().regex(/^(\*|[A-Z0-9-]{1,10})$/)
const taxClass = z.string().regex(/^[a-z][a-z0-9_]{0,31}$/)
const currency = z.enum(CURRENCIES)
const reason = z.string().trim().min(3).max(500)
const base = {
  name: z.string().trim().min(2).max(60),
  countries: z.array(country).min(1).max(60),
  currency,
  language: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/),
  taxDisplay: z.enum(['inclusive', 'exclusive']),
}
const key = z.string().regex(/^[a-z][a-z0-9-]{1,31}$/)
const US = { name: 'United States', countries: ['US'], currency: 'USD', language: 'en', taxDisplay: 'exclusive' } as const
const OpenMarket = z.object({ key, ...base }).openapi('Market', { example: { key: 'us', ...US } })
const Market = z
  .object({ key, ...base, isOpen: z.boolean(), version: z.number().int() })
  .openapi('MarketSettings', { example: { key: 'us', ...US, isOpen: true, version: 1 } })
const Markets = z
  .object({
    markets: z.array(Market),
    currencies: z.array(z.object({ currency, decimals: z.number().int(), isOffered: z.boolean() })),
  })
  .openapi('Markets', { example: { markets: [{ key: 'us', ...US, countries: ['US'], isOpen: true, version: 1 }], currencies: [{ currency: 'USD', decimals: 2, isOffered: true }] } }) // biome-ignore format: an example
const MarketChange = z
  .strictObject({ ...base, isOpen: z.boolean(), version: z.number().int().min(0), reason })
  .openapi('MarketChange', { example: { ...US, countries: ['US', 'PR'], isOpen: true, version: 1, reason: 'Puerto Rico pays in dollars' } })
const Rate = z.object({
  id: z.string(),
  country,
  region,
  taxClass,
  rateBps: z.number().int(),
  isInclusive: z.boolean(),
  startsAt: z.iso.datetime(),
  isInForce: z.boolean(),
})
const RATE = { country: 'DE', region: '*', taxClass: 'standard', rateBps: 1900, isInclusive: true } as const
const Rates = z.object({ countries: z.array(country), items: z.array(Rate) }).openapi('TaxRates', {
  example: { countries: ['DE', 'US'], items: [{ id: 'txr_01JD0000000000000000000000', ...RATE, startsAt: '1970-01-01T00:00:00.000Z', isInForce: true }] },
}) // biome-ignore format: an example
const NewRate = z
  .strictObject({
    country,
    region,
    taxClass,
    rateBps: z.number().int().min(0).max(10_000),
    isInclusive: z.boolean(),
    startsAt: z.iso.datetime().optional(),
    reason,
  })
  .openapi('NewTaxRate', { example: { ...RATE, reason: 'As the law of 2026 says' } })
const Example = z
  .object({
    rateBps: z.number().int(),
    isInclusive: z.boolean(),
    priceMinor: z.number().int(),
    taxMinor: z.number().int(),
    totalMinor: z.number().int(),
    currency,
  })
  .openapi('TaxExample', {
    example: { rateBps: 1900, isInclusive: true, priceMinor: 11_900, taxMinor: 1900, totalMinor: 11_900, currency: 'EUR' },
  })

const atMs = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text))

export const marketsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/markets',
      operationId: 'listOpenMarkets',
      summary: 'Where the marketplace sells, and the money and tax display of each market',
      tags: ['markets'],
      permission: 'public',
      responses: { 200: json(z.object({ items: z.array(OpenMarket) }), 'A country belongs to one market.') },
    }),
    async (c) => c.json({ items: await readOpenMarkets(c.var.ctx) }, 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/markets',
      operationId: 'listMarkets',
      summary: 'Every market and currency',
      tags: ['markets'],
      permission: 'platform:finance',
      responses: { 200: json(Markets, '`decimals`: digits of the smallest unit.') },
    }),
    async (c) => c.json(await readMarkets(c.var.ctx), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/admin/markets/{marketKey}',
      operationId: 'changeMarket',
      summary: 'Add a market or change one',
      tags: ['markets'],
      permission: 'platform:settings',
      request: { params: z.strictObject({ marketKey: key }), body: body(MarketChange) },
      responses: { 200: json(Market, 'Changed.') },
      problems: {
        country_taken: [409, 'CA belongs to the market Canada.'],
        changed_meanwhile: [412, 'The market was changed by somebody else since you read it.'],
      },
    }),
    async (c) => c.json(await changeMarket(c.var.ctx, c.req.valid('param').marketKey, c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/tax-rates',
      operationId: 'listTaxRates',
      summary: 'The sales tax of a country and its regions: past, in force and to come',
      tags: ['markets'],
      permission: 'platform:finance',
      request: { query: z.strictObject({ country: country.default('US') }) },
      responses: { 200: json(Rates, 'By region and class, the one that starts last first.') },
    }),
    async (c) => c.json(await readTaxRates(c.var.ctx, c.req.valid('query').country), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/tax-rates',
      operationId: 'setTaxRate',
      summary: 'Set the tax of a place and class from an instant on',
      tags: ['markets'],
      permission: 'platform:settings',
      request: { body: body(NewRate) },
      responses: { 201: json(Rates, 'Stored; orders that were placed keep their tax.') },
      problems: {
        tax_starts_in_past: [409, 'A rate starts now or later.'],
        tax_rate_there: [409, 'A rate of this place and class starts at that very instant.'],
      },
      idempotent: true,
    }),
    async (c) => {
      const { startsAt, ...input } = c.req.valid('json')
      return c.json(await setTaxRate(c.var.ctx, { ...input, startsAtMs: atMs(startsAt) }), 201)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/tax-rates/preview',
      operationId: 'previewTax',
      summary: 'What a buyer somewhere would pay for goods of a class',
      tags: ['markets'],
      permission: 'platform:finance',
      request: {
        query: z.strictObject({
          country,
          region: region.optional(),
          taxClass: taxClass.default('standard'),
          priceMinor: z.coerce.number().int().min(1).max(1_000_000_000),
          currency,
          at: z.iso.datetime().optional(),
        }),
      },
      responses: { 200: json(Example, 'Computed as checkout does it.') },
    }),
    async (c) => {
      const { at, region: place, ...question } = c.req.valid('query')
      return c.json(await previewTax(c.var.ctx, { ...question, region: place, atMs: atMs(at) }), 200)
    },
  )
