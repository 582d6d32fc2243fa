import type { ReactNode } from 'react'
import { m } from '#messages'
import type { Product } from '#web/server/catalog.ts'
import { decimalText, listText, numberText } from '#web/ui/format.ts'
import type { Variant } from './variant-choice.ts'

/** What the product is made of and by, in names and values. */
export function ProductFacts({ product, chosen }: { product: Product; chosen: Variant | null }) {
  const optionNames = new Set(product.options.map(({ name }) => name.toLowerCase()))
  const grouped = Map.groupBy(product.attributes, ({ name }) => name)
  const facts: { name: string; value: ReactNode }[] = [
    ...(product.brand === null ? [] : [{ name: m.shop_product_brand(), value: product.brand }]),
    ...[...grouped]
      .filter(([name, [fact]]) => !optionNames.has(name) && !(name === 'brand' && fact?.value === product.brand))
      .map(([name, all]) => ({
        name: `${name.slice(0, 1).toLocaleUpperCase()}${name.slice(1)}`,
        value: listText(all.map(({ value }) => value)),
      })),
    ...(chosen === null || chosen.weightG === 0 ? [] : [{ name: m.shop_product_weight(), value: weightText(chosen.weightG) }]),
    ...(chosen === null ? [] : [{ name: m.shop_product_number(), value: <span className="select-all">{chosen.sku}</span> }]),
    ...(chosen?.gtin == null
      ? []
      : [{ name: m.shop_product_gtin(), value: <span className="tabular-nums select-all">{chosen.gtin}</span> }]),
  ]
  return (
    <section aria-labelledby="facts" className="mt-10 max-w-prose">
      <h2 id="facts" className="mb-3 text-title">
        {m.shop_product_facts()}
      </h2>
      <dl className="text-small">
        {facts.map(({ name, value }) => (
          <div key={name} className="grid grid-cols-[minmax(8rem,1fr)_2fr] gap-x-4 border-t border-line py-2.5">
            <dt className="text-soft">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const weightText = (weightG: number): string =>
  weightG < 1000 ? m.shop_product_weight_g({ n: numberText(weightG) }) : m.shop_product_weight_kg({ n: decimalText(weightG / 1000, 1) })
