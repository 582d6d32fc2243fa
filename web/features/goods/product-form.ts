import * as v from 'valibot'
import { m } from '#messages'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { isId } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { SLUG_SHAPE } from '#worker/pure/slug.ts'
import { parsePrice } from './price-entry.ts'
import { VARIANTS_MAX } from './variant-matrix.ts'

const text = (max: number, error: () => string) => v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(max, error))
const whole = v.pipe(
  v.optional(v.string(), ''),
  v.trim(),
  v.regex(/^\d{0,7}$/, m.goods_error_whole),
  v.transform((entry) => (entry === '' ? 0 : Number(entry))),
)

/** A product as its page sends it. Prices are typed in the store's currency; `choice` counts into the values of the options. */
export const productForm = (currency: Currency) =>
  v.object({
    intent: v.optional(v.picklist(['save', 'publish']), 'save'),
    idempotencyKey: v.optional(v.string(), ''),
    version: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/)), '0'),
    title: v.pipe(text(160, m.goods_error_title), v.minLength(1, m.goods_error_title)),
    description: text(20_000, m.goods_error_long),
    brand: text(80, m.goods_error_long),
    slug: v.pipe(
      text(80, m.goods_error_long),
      v.check((entry) => entry === '' || SLUG_SHAPE.test(entry), m.goods_error_slug),
    ),
    categoryId: v.pipe(
      v.optional(v.string(), ''),
      v.custom<`cat_${string}`>((id) => typeof id === 'string' && isId('category', id), m.goods_error_category),
    ),
    options: v.optional(
      v.array(
        v.object({
          name: v.pipe(text(40, m.goods_error_long), v.minLength(1, m.goods_error_option)),
          values: v.pipe(v.optional(v.array(text(60, m.goods_error_long)), []), v.minLength(1, m.goods_error_option)),
        }),
      ),
      [],
    ),
    variants: v.optional(v.pipe(v.array(variantRow(currency)), v.maxLength(VARIANTS_MAX, m.goods_error_too_many)), []),
  })

const variantRow = (currency: Currency) =>
  v.object({
    id: v.optional(v.custom<`var_${string}`>((id) => typeof id === 'string' && isId('variant', id))),
    choice: v.optional(v.pipe(v.string(), v.regex(/^\d+(?:,\d+)*$/)), ''),
    sku: v.pipe(
      text(64, m.goods_error_sku),
      v.check((entry) => /^[\x20-\x7e]*$/.test(entry), m.goods_error_sku),
    ),
    price: v.pipe(
      v.optional(v.string(), ''),
      v.check((entry) => entry.trim() === '' || parsePrice(entry, currency) !== null, m.goods_error_price),
    ),
    stock: whole,
    weight: whole,
    gtin: v.pipe(
      text(20, m.goods_error_gtin),
      v.check((entry) => entry === '' || normaliseGtin(entry) !== null, m.goods_error_gtin),
    ),
  })

export type ProductEntries = v.InferOutput<ReturnType<typeof productForm>>
