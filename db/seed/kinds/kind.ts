/** What one store sells, as tables of words and figures; `db/seed/products.ts` draws products from them. */
export type Kind = {
  taxClass: 'standard' | 'reduced'
  brands: readonly string[]
  /** Tables of words; a product draws one of each, and templates name them in braces. */
  words: Readonly<Record<string, readonly string[]>>
  titles: readonly string[]
  lines: readonly [Line, ...Line[]]
  /** A description is an opening, one or two details and, mostly, a closing. */
  openings: readonly string[]
  details: readonly string[]
  closings: readonly string[]
  /** Name -> template of a fact buyers can filter by. */
  attributes: Readonly<Record<string, string>>
}

/** One category of a store. */
export type Line = {
  category: string
  /** Name, price of the plainest variant in US cents, grams, and length x width x height in mm. */
  things: readonly (readonly [name: string, usdMinor: number, weightG: number, sizeMm: readonly [number, number, number]])[]
  axis: Axis
  /** A second choice, for things that come in sizes and colours. */
  second?: Axis
  /** What this category says in other words than the rest of the store. */
  words?: Readonly<Record<string, readonly string[]>>
  titles?: readonly string[]
  openings?: readonly string[]
  details?: readonly string[]
  attributes?: Readonly<Record<string, string>>
}

/** A choice of the buyer's; each value with its price and weight in percent of the plainest. */
export type Axis = { name: string; values: readonly (readonly [value: string, pricePercent: number, weightPercent: number])[] }

/** Values that only look different. */
export const plain = (name: string, values: readonly string[]): Axis => ({
  name,
  values: values.map((value) => [value, 100, 100] as const),
})

/** Replaces `{word}` by its word; `{Word}` is the word with a capital. */
export function fill(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const found = words[name] ?? words[name.charAt(0).toLowerCase() + name.slice(1)]
    if (found === undefined) throw new Error(`There is no word for {${name}} in "${template}"`)
    return words[name] === undefined ? found.charAt(0).toUpperCase() + found.slice(1) : found
  })
}
