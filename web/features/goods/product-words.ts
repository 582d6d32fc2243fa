import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { Tone } from '#web/ui/badge.tsx'
import { moneyText } from '#web/ui/format.ts'
import type { ApiClient } from '#worker/client.ts'

type Api = ApiClient['api']['v1']
export type ProductList = InferResponseType<Api['vendor']['products']['$get'], 200>
export type Product = ProductList['items'][number]
export type ProductPicture = Product['images'][number]
export type Store = InferResponseType<Api['vendor']['$get'], 200>
type CategoryNode = InferResponseType<Api['categories']['$get'], 200>['items'][number]

const STATUS: Record<Product['status'], { text: () => string; tone: Tone }> = {
  active: { text: m.goods_product_active, tone: 'good' },
  draft: { text: m.goods_product_draft, tone: 'accent' },
  archived: { text: m.goods_product_archived, tone: 'plain' },
}
export const productStatusText = (status: Product['status']): string => STATUS[status].text()
export const productStatusTone = (status: Product['status']): Tone => STATUS[status].tone

/** What the product's variants cost in a currency, e.g. `$24.00 to $36.00`. */
export function priceText({ variants }: Pick<Product, 'variants'>, currency: string): string {
  const amounts = variants.flatMap(({ prices }) =>
    prices.filter((price) => price.currency === currency).map(({ priceMinor }) => priceMinor),
  )
  if (amounts.length === 0) return m.goods_no_price()
  const [from, to] = [Math.min(...amounts), Math.max(...amounts)].map((amountMinor) => moneyText({ amountMinor, currency }))
  return from === to ? (from ?? '') : m.goods_price_range({ from: from ?? '', to: to ?? '' })
}

export type AttributeTerm = CategoryNode['attributes'][number]
/** A category to choose, and the facts that products in it should state: its own and those of the ones above it. */
export type CategoryChoice = { value: string; label: string }
export type EditorCategory = CategoryChoice & { terms: AttributeTerm[]; formerIds: string[] }

/** Categories under their whole name, as `Kitchen / Mugs`, in the order of the tree. */
export function categoryChoices(nodes: readonly CategoryNode[]): EditorCategory[] {
  const names = new Map<string, string>()
  for (const { id, name, parentId } of nodes) names.set(id, parentId === null ? name : `${names.get(parentId) ?? ''} / ${name}`)
  const terms = new Map<string | null, AttributeTerm[]>()
  for (const { id, parentId, attributes } of nodes) terms.set(id, [...(terms.get(parentId) ?? []), ...attributes])
  return nodes.flatMap(({ id, isRetired, formerIds }) =>
    isRetired ? [] : [{ value: id, label: names.get(id) ?? '', terms: terms.get(id) ?? [], formerIds }],
  )
}
