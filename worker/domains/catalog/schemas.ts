import { z } from '@hono/zod-openapi'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { type Id, type IdKind, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { isChargeable, NOT_CHARGEABLE } from '#worker/pure/money-charge.ts'
import { SLUG_SHAPE } from '#worker/pure/slug.ts'
import type { Product } from './product.ts'

/** The id of one kind of record in a path, query or body. */
export const idSchema = <K extends IdKind>(kind: K, example: Id<K>) =>
  z.custom<Id<K>>((value) => typeof value === 'string' && isId(kind, value), `An id of a ${kind}.`).openapi({ type: 'string', example })

export const productId = idSchema('product', 'prd_01JD0000000000000000000000')
export const categoryId = idSchema('category', 'cat_01JD0000000000000000000000')
export const imageId = idSchema('image', 'img_01JD0000000000000000000000')
const variantId = idSchema('variant', 'var_01JD0000000000000000000000')

/** The largest amount, weight or length we take; far below where a double loses integers. */
const AMOUNT_MAX = 100_000_000_000
const MEASURE_MAX = 10_000_000

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/\p{Cc}/u.test(text), 'No control characters.')
export const slugSchema = z.string().max(80).regex(SLUG_SHAPE, 'Lower-case letters, digits and single inner dashes.')
const measure = z.number().int().min(1).max(MEASURE_MAX).nullable()
/** Names of a record's own members would end in its prototype, not in the record. */
const memberName = (max: number) =>
  line(max).refine((name) => !['__proto__', 'constructor', 'prototype'].includes(name), 'Choose another name.')

const PriceInput = z
  .strictObject({
    currency: z.enum(CURRENCIES),
    priceMinor: z.number().int().min(0).max(AMOUNT_MAX),
    compareAtMinor: z.number().int().min(1).max(AMOUNT_MAX).nullable().default(null),
  })
  .refine(({ currency, priceMinor }) => isChargeable(priceMinor, currency), { message: NOT_CHARGEABLE, path: ['priceMinor'] })
  .openapi('PriceInput')

const VariantInput = z
  .strictObject({
    id: variantId.optional(),
    sku: line(64).regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'Visible ASCII characters.'),
    gtin: z
      .string()
      .max(20)
      .refine((text) => normaliseGtin(text) !== null, 'A GTIN has 8, 12, 13 or 14 digits, the last of which checks the others.')
      .transform((text) => normaliseGtin(text))
      .nullable()
      .default(null)
      .openapi({ type: ['string', 'null'], example: '4006381333931' }),
    optionValues: z.record(memberName(40), line(60)).default({}),
    weightG: z.number().int().min(0).max(MEASURE_MAX).default(0),
    lengthMm: measure.default(null),
    widthMm: measure.default(null),
    heightMm: measure.default(null),
    prices: z.array(PriceInput).max(CURRENCIES.length).default([]),
  })
  .openapi('VariantInput')

const fields = {
  slug: slugSchema.optional(),
  title: line(160),
  description: z.string().trim().max(20_000),
  brand: line(80).nullable(),
  categoryId,
  taxClass: z.enum(['standard', 'reduced', 'zero']),
  options: z.array(z.strictObject({ name: memberName(40), values: z.array(line(60)).min(1).max(50) })).max(3),
  attributes: z.record(memberName(40), line(120)).refine((all) => Object.keys(all).length <= 30, 'At most 30 attributes.'),
  variants: z.array(VariantInput).max(100),
}

export const NewProduct = z
  .strictObject({
    ...fields,
    description: fields.description.default(''),
    brand: fields.brand.default(null),
    taxClass: fields.taxClass.default('standard'),
    options: fields.options.default([]),
    attributes: fields.attributes.default({}),
    variants: fields.variants.default([]),
  })
  .openapi('NewProduct', {
    example: {
      title: 'Stoneware mug',
      description: 'Thrown by hand, holds 350 ml.',
      brand: 'Kiln & Clay',
      categoryId: 'cat_01JD0000000000000000000000',
      options: [{ name: 'Colour', values: ['Moss', 'Sand'] }],
      attributes: { Material: 'Stoneware' },
      variants: [{ sku: 'MUG-MOSS', optionValues: { Colour: 'Moss' }, weightG: 410, prices: [{ currency: 'USD', priceMinor: 2400 }] }],
    },
  })

export const ProductChange = z
  .strictObject(fields)
  .partial()
  .openapi('ProductChange', { example: { title: 'Stoneware mug, large' } })

export const ImageSchema = z
  .object({
    id: imageId,
    url: z.string(),
    alt: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    position: z.number().int(),
  })
  .openapi('ProductImage')

export const ProductSchema = z
  .object({
    id: productId,
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    brand: z.string().nullable(),
    categoryId,
    status: z.enum(['draft', 'active', 'archived']),
    taxClass: z.string(),
    options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    attributes: z.record(z.string(), z.string()),
    variants: z.array(
      z.object({
        id: variantId,
        sku: z.string(),
        gtin: z.string().nullable(),
        optionValues: z.record(z.string(), z.string()),
        weightG: z.number().int(),
        lengthMm: z.number().int().nullable(),
        widthMm: z.number().int().nullable(),
        heightMm: z.number().int().nullable(),
        prices: z.array(
          z.object({ currency: z.enum(CURRENCIES), priceMinor: z.number().int(), compareAtMinor: z.number().int().nullable() }),
        ),
        /** As of the last stock movement that arrived; what counts at a sale is asked of the stock itself. */
        available: z.number().int(),
      }),
    ),
    images: z.array(ImageSchema),
    publishedAt: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .openapi('Product')

/** How many products of each status the store has. */
export const ProductCounts = z
  .object({ draft: z.number().int(), active: z.number().int(), archived: z.number().int() })
  .openapi('ProductCounts')

const rfc3339 = (atMs: number): string => new Date(atMs).toISOString()

export const showImage = ({ id, key, alt, width, height, position }: Product['images'][number]) => ({
  id,
  url: `/images/${key}`,
  alt,
  width,
  height,
  position,
})

/** A product as the API shows it. */
export function showProduct(product: Product): z.input<typeof ProductSchema> {
  const { publishedAtMs, createdAtMs, updatedAtMs, images, variants, ...rest } = product
  return {
    ...rest,
    variants: variants.map(({ id, sku, gtin, optionValues, weightG, lengthMm, widthMm, heightMm, prices, available }) => ({
      id,
      sku,
      gtin,
      optionValues,
      weightG,
      lengthMm,
      widthMm,
      heightMm,
      prices,
      available,
    })),
    images: images.map(showImage),
    publishedAt: publishedAtMs === null ? null : rfc3339(publishedAtMs),
    createdAt: rfc3339(createdAtMs),
    updatedAt: rfc3339(updatedAtMs),
  }
}
