import * as v from 'valibot'
import { m } from '#messages'
import { entry } from '#web/ui/entry.ts'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { isId } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { SLUG_SHAPE } from '#worker/pure/slug.ts'
import { parsePrice } from './price-entry.ts'
import { VARIANTS_MAX } from './variant-matrix.ts'

const text = (max: number, error: () => string, check: (text: string) => boolean = () => true, wrong: () => string = error) =>
  v.pipe(entry(), v.maxLength(max, error), v.check(check, wrong))
const whole = v.pipe(
  entry(),
  v.regex(/^\d{0,7}$/, m.goods_error_whole),
  v.transform((text) => (text === '' ? 0 : Number(text))),
)
const isWritten = (text: string) => text !== ''

/** A product as its page sends it. Prices are typed in the store's currency; `choice` counts into the values of the options. */
export const productForm = (currency: Currency) =>
  v.object({
    intent: v.optional(v.picklist(['save', 'publish']), 'save'),
    idempotencyKey: entry(),
    version: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/)), '0'),
    title: text(160, m.goods_error_title, isWritten),
    description: text(20_000, m.goods_error_long),
    brand: text(80, m.goods_error_long),
    slug: text(80, m.goods_error_long, (text) => text === '' || SLUG_SHAPE.test(text), m.goods_error_slug),
    categoryId: v.pipe(
      entry(),
      v.check((id) => isId('category', id), m.goods_error_category),
      v.transform((id) => id as `cat_${string}`),
    ),
    attributes: v.optional(v.array(v.object({ name: text(40, m.goods_error_long, isWritten), value: text(120, m.goods_error_long) })), []),
    options: v.optional(
      v.array(
        v.object({
          name: text(40, m.goods_error_long, isWritten, m.goods_error_option),
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
    choice: v.pipe(entry(), v.regex(/^(?:\d+(?:,\d+)*)?$/)),
    sku: text(64, m.goods_error_sku, (text) => /^[\x20-\x7e]*$/.test(text)),
    price: text(20, m.goods_error_price, (text) => text === '' || parsePrice(text, currency) !== null),
    stock: whole,
    weight: whole,
    gtin: text(20, m.goods_error_gtin, (text) => text === '' || normaliseGtin(text) !== null),
  })

export type ProductEntries = v.InferOutput<ReturnType<typeof productForm>>
