import { z } from '@hono/zod-openapi'
import { idSchema, MoneySchema, variantId } from '#worker/domains/cart/schemas.ts'
import { readGridCursor } from '#worker/pure/grid-cursor.ts'

export const connectionId = idSchema('channelConnection', 'chc_01JD0000000000000000000000')
export const channelListingId = idSchema('channelListing', 'chl_01JD0000000000000000000000')
const categoryId = idSchema('category', 'cat_01JD0000000000000000000000')
const units = z.number().int()
const THEN = '2026-11-21T09:30:00.000Z'

/** What a listing says instead of what follows from the product and the connection's settings. */
const Overrides = z
  .strictObject({
    title: z.string().trim().min(1).max(300),
    description: z.string().trim().min(1).max(20_000),
    priceMinor: units.min(1).max(1_000_000_000),
    buffer: units.min(0).max(10_000),
    quantityMax: units.min(0).max(1_000_000),
  })
  .partial()
  .openapi('ChannelListingOverrides', { example: { priceMinor: 2650, buffer: 1 } })

const Issue = z.object({ code: z.string(), severity: z.enum(['error', 'warning']), field: z.string().nullable(), message: z.string() })
const ISSUE = { code: '90220', severity: 'error' as const, field: 'attributes.Material', message: 'Material is required.' }

const listing = {
  id: channelListingId,
  connectionId,
  externalId: z.string().nullable(),
  externalSku: z.string().nullable(),
  gtin: z.string().nullable(),
  title: z.string(),
  url: z.string().nullable(),
  state: z.enum(['active', 'inactive', 'ended', 'unknown']),
  variantId: variantId.nullable(),
  matchedBy: z.enum(['sku', 'gtin', 'manual', 'created']).nullable(),
  isStockOurs: z.boolean(),
  overrides: Overrides,
  issues: z.array(Issue),
  quantity: units.nullable(),
  quantityAt: z.string().nullable(),
  priceMinor: units.nullable(),
  currency: z.string().nullable(),
  stockDueAt: z.string().nullable(),
  isPriceDue: z.boolean(),
  isContentDue: z.boolean(),
  tries: units,
  retryAt: z.string().nullable(),
  seenAt: z.string().nullable(),
  version: units,
}
const LISTING = {
  id: 'chl_01JD0000000000000000000000' as const,
  connectionId: 'chc_01JD0000000000000000000000' as const,
  externalId: 'MUG-SPECKLED',
  externalSku: 'MUG-SPECKLED',
  gtin: '04006381333931',
  title: 'Speckled stoneware mug',
  url: null,
  state: 'active' as const,
  variantId: 'var_01JD0000000000000000000000' as const,
  matchedBy: 'sku' as const,
  isStockOurs: true,
  overrides: { priceMinor: 2650, buffer: 1 },
  issues: [ISSUE],
  quantity: 7,
  quantityAt: THEN,
  priceMinor: 2650,
  currency: 'USD',
  stockDueAt: null,
  isPriceDue: false,
  isContentDue: false,
  tries: 0,
  retryAt: null,
  seenAt: THEN,
  version: 2,
}
const variant = {
  variantId,
  productId: z.string(),
  sku: z.string(),
  title: z.string(),
  optionValues: z.record(z.string(), z.string()),
}
const VARIANT = {
  variantId: 'var_01JD0000000000000000000000' as const,
  productId: 'prd_01JD0000000000000000000000',
  sku: 'MUG-SPECKLED',
  title: 'Speckled stoneware mug',
  optionValues: { Colour: 'Moss' },
}

export const ListingSchema = z.object(listing).openapi('ChannelListing', { example: LISTING })
export const WholeListing = z
  .object({ ...listing, variant: z.object({ ...variant, available: units.nullable() }).nullable() })
  .openapi('WholeChannelListing', { example: { ...LISTING, variant: { ...VARIANT, available: 8 } } })

export const Market = z
  .object({
    product: z.object({ externalId: z.string(), title: z.string(), url: z.string().nullable() }).nullable(),
    competitor: MoneySchema.nullable(),
    fee: MoneySchema.nullable(),
  })
  .openapi('ChannelMarket', {
    example: {
      product: { externalId: '6500123', title: 'Mug, speckled', url: 'https://www.bestbuy.com/site/6500123.p' },
      competitor: { amountMinor: 2399, currency: 'USD' },
      fee: { amountMinor: 398, currency: 'USD' },
    },
  })

export const GridRow = z
  .object({
    key: z.string(),
    variantId: variantId.nullable(),
    productId: z.string().nullable(),
    sku: z.string().nullable(),
    title: z.string(),
    optionValues: z.record(z.string(), z.string()),
    available: units.nullable(),
    listings: z.array(ListingSchema),
  })
  .openapi('ChannelGridRow', { example: { key: VARIANT.variantId, ...VARIANT, available: 8, listings: [LISTING] } })

export const GridQuery = z.strictObject({
  connectionId: connectionId.optional(),
  variantId: variantId.optional(),
  show: z.enum(['all', 'listed', 'unlisted', 'unmatched', 'issues', 'due', 'failed']).default('all'),
  q: z.string().trim().min(1).max(100).optional(),
  cursor: z
    .string()
    .max(8_000)
    .refine((text) => readGridCursor(text) !== null, { error: 'Send the nextCursor of the page before.' })
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const ListingChange = z
  .strictObject({ variantId: variantId.nullable().optional(), overrides: Overrides.optional() })
  .refine(({ variantId: to, overrides }) => to !== undefined || overrides !== undefined, {
    error: 'Say what to change.',
    path: ['overrides'],
  })
  .openapi('ChannelListingChange', { example: { variantId: VARIANT.variantId, overrides: { buffer: 1 } } })

export const MatchAsk = z
  .strictObject({ connectionId, isDryRun: z.boolean().default(true) })
  .openapi('ChannelMatchAsk', { example: { connectionId: LISTING.connectionId, isDryRun: true } })
export const MatchAnswer = z
  .object({
    isDryRun: z.boolean(),
    found: units,
    unmatched: units,
    matches: z.array(
      z.object({
        listingId: channelListingId,
        variantId,
        by: z.enum(['sku', 'gtin']),
        externalId: z.string(),
        externalSku: z.string().nullable(),
        title: z.string(),
        sku: z.string(),
        variantTitle: z.string(),
      }),
    ),
  })
  .openapi('ChannelMatches', {
    example: {
      isDryRun: true,
      found: 1,
      unmatched: 2,
      matches: [
        {
          listingId: LISTING.id,
          variantId: VARIANT.variantId,
          by: 'gtin',
          externalId: '1234567',
          externalSku: 'MUG-7',
          title: 'Mug, speckled',
          sku: VARIANT.sku,
          variantTitle: VARIANT.title,
        },
      ],
    },
  })

export const Publication = z
  .strictObject({
    connectionId,
    items: z
      .array(z.strictObject({ variantId, overrides: Overrides.optional() }))
      .min(1)
      .max(100)
      .refine((items) => new Set(items.map((item) => item.variantId)).size === items.length, 'Each variant once.'),
  })
  .openapi('ChannelPublication', { example: { connectionId: LISTING.connectionId, items: [{ variantId: VARIANT.variantId }] } })

const mapping = z.strictObject({
  categoryId,
  externalCategory: z.string().trim().min(1).max(200),
  attributes: z
    .record(
      z.string().trim().min(1).max(100),
      z
        .strictObject({ from: z.string().max(100), text: z.string().max(500) })
        .partial()
        .refine(({ from, text }) => (from === undefined) !== (text === undefined), 'Say where it comes from, or what it is.'),
    )
    .refine((record) => Object.keys(record).length <= 100, 'At most 100 attributes.'),
})
const MAPPING = {
  categoryId: 'cat_01JD0000000000000000000000' as const,
  externalCategory: 'MUG',
  attributes: { material: { from: 'Material' }, condition: { text: 'new' } },
}
export const CategoryMappings = z
  .strictObject({
    mappings: z
      .array(mapping)
      .max(500)
      .refine((all) => new Set(all.map((each) => each.categoryId)).size === all.length, 'Each category once.'),
  })
  .openapi('ChannelCategoryMappings', { example: { mappings: [MAPPING] } })
export const Categories = z
  .object({
    mappings: z.array(mapping),
    unmapped: z.array(categoryId),
    fields: z.array(z.object({ name: z.string(), isRequired: z.boolean() })),
  })
  .openapi('ChannelCategories', { example: { mappings: [MAPPING], unmapped: [], fields: [{ name: 'material', isRequired: true }] } })
