import type { Currency } from '#worker/pure/money.ts'
import { priceEntry } from './price-entry.ts'
import type { Product } from './product-words.ts'
import { type Entry, type Matrix, type Option, rowsOf, withEntry } from './variant-matrix.ts'

/** A stored product as the grid shows it; combinations it has no variant of are there, unsold. */
export function initialMatrix(product: Product | null, currency: Currency): Matrix {
  if (product === null) return { options: [], entries: {} }
  const options: Option[] = product.options.map(({ name, values }, place) => ({
    key: `o${place}`,
    name,
    values: values.map((text, index) => ({ key: `o${place}v${index}`, text })),
  }))
  return rowsOf({ options, entries: {} }).reduce<Matrix>(
    (matrix, { key, labels }) => {
      const variant = product.variants.find(({ optionValues }) => options.every(({ name }, place) => optionValues[name] === labels[place]))
      const isNew = product.variants.length === 0
      return withEntry(matrix, key, variant === undefined ? { isSold: isNew } : entryOf(variant, currency))
    },
    { options, entries: {} },
  )
}

function entryOf(variant: Product['variants'][number], currency: Currency): Entry {
  const price = variant.prices.find((each) => each.currency === currency)
  return {
    id: variant.id,
    sku: variant.sku,
    price: price === undefined ? '' : priceEntry(price.priceMinor, currency),
    stock: String(variant.available),
    weight: String(variant.weightG),
    gtin: variant.gtin ?? '',
    isSold: true,
  }
}
