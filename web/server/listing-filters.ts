import { exponentOf, isCurrency } from '#worker/pure/money.ts'

export const SORTS = ['relevance', 'newest', 'price_asc', 'price_desc', 'rating'] as const
export type Sort = (typeof SORTS)[number]

/** What narrows a page of listings, as its address says it. Prices are texts in whole units of `currency`, as people type them. */
export type ListingFilters = {
  words: string | null
  category: string | null
  shops: readonly string[]
  priceMin: string | null
  priceMax: string | null
  /** The currency the prices were typed in; null unless one was. */
  currency: string | null
  /** Stars, 1 to 5. */
  rating: number | null
  isInStock: boolean
  attributes: readonly { name: string; values: readonly string[] }[]
  sort: Sort | null
  cursor: string | null
}

export const NO_FILTERS: ListingFilters = {
  words: null, category: null, shops: [], priceMin: null, priceMax: null, currency: null, rating: null, isInStock: false, attributes: [],
  sort: null, cursor: null,
} // biome-ignore format: a table reads best as a table

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?$/
const PRICE = /^\d{1,9}(?:\.\d{1,3})?$/
const ATTRIBUTE = /^attr\.([^\p{Cc}]{1,40})$/u
const ATTRIBUTES_MAX = 8
const VALUES_MAX = 20

/** Reads the filters of an address. What makes no sense is left out, so that an old or mistyped link still shows something. */
export function readFilters(params: URLSearchParams): ListingFilters {
  const text = (name: string, rule: RegExp) => params.getAll(name).map((value) => value.trim()).find((value) => rule.test(value)) ?? null // biome-ignore format: one chain
  const currency = text('currency', /^[A-Z]{3}$/)
  const isPriced = currency !== null && isCurrency(currency)
  const priceMin = isPriced ? text('min', PRICE) : null
  const priceMax = isPriced ? text('max', PRICE) : null
  const rating = Number(text('rating', /^[1-5]$/))
  const names = [...new Set(params.keys())].flatMap((key) => ATTRIBUTE.exec(key)?.[1] ?? []).slice(0, ATTRIBUTES_MAX)
  return {
    words: params.get('q')?.trim().slice(0, 200) || null,
    category: text('category', SLUG),
    shops: unique(params.getAll('shop').filter((slug) => SLUG.test(slug))),
    priceMin,
    priceMax,
    currency: priceMin === null && priceMax === null ? null : currency,
    rating: rating === 0 ? null : rating,
    isInStock: params.get('stock') === '1',
    attributes: names.flatMap((name) => {
      const values = unique(params.getAll(`attr.${name}`).filter((value) => value !== '' && value.length <= 120))
      return values.length === 0 ? [] : [{ name: name.toLowerCase(), values }]
    }),
    sort: SORTS.find((sort) => sort === params.get('sort')) ?? null,
    cursor: params.get('cursor') || null,
  }
}

const unique = (values: string[]): string[] => [...new Set(values)].slice(0, VALUES_MAX)

/** The address of a page with these filters, e.g. `?q=mug&shop=kiln-and-clay`; empty without any. The opposite of `readFilters`. */
export function toSearch(filters: ListingFilters): string {
  const { words, category, shops, priceMin, priceMax, currency, rating, isInStock, attributes, sort, cursor } = filters
  const params = new URLSearchParams()
  const set = (name: string, value: string | null) => (value === null ? undefined : params.append(name, value))
  set('q', words)
  set('category', category)
  for (const shop of shops) set('shop', shop)
  set('min', priceMin)
  set('max', priceMax)
  set('currency', priceMin === null && priceMax === null ? null : currency)
  set('rating', rating === null ? null : String(rating))
  set('stock', isInStock ? '1' : null)
  for (const { name, values } of attributes) for (const value of values) set(`attr.${name}`, value)
  set('sort', sort)
  set('cursor', cursor)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** The same filters as parameters of `GET /listings`, prices in minor units. */
export function toApiQuery(filters: ListingFilters): Record<string, string | string[]> {
  const { words, category, shops, priceMin, priceMax, currency, rating, isInStock, attributes, sort, cursor } = filters
  const query: Record<string, string | string[]> = {}
  if (words !== null) query.q = words
  if (category !== null) query.category = category
  if (shops.length > 0) query.vendor = [...shops]
  if (currency !== null && isCurrency(currency)) {
    query.currency = currency
    const minor = (price: string) => String(Math.round(Number(price) * 10 ** exponentOf(currency)))
    if (priceMin !== null) query.priceMin = minor(priceMin)
    if (priceMax !== null) query.priceMax = minor(priceMax)
  }
  if (rating !== null) query.ratingMin = String(rating)
  if (isInStock) query.inStock = 'true'
  for (const { name, values } of attributes) query[`attr.${name}`] = [...values]
  if (sort !== null) query.sort = sort
  if (cursor !== null) query.cursor = cursor
  return query
}

/** One thing that narrows, and the filters without it. */
export type Chip =
  | { kind: 'words' | 'category' | 'shop' | 'attribute'; value: string; name?: string; without: ListingFilters }
  | { kind: 'price'; min: string | null; max: string | null; currency: string; without: ListingFilters }
  | { kind: 'rating'; stars: number; without: ListingFilters }
  | { kind: 'stock'; without: ListingFilters }

/** Everything that narrows a page, one by one, each with the way back. Words and what the page is about are not among them. */
export function chipsOf(filters: ListingFilters): Chip[] {
  const rest = { ...filters, cursor: null }
  const chips: Chip[] = []
  if (rest.category !== null) chips.push({ kind: 'category', value: rest.category, without: { ...rest, category: null } })
  for (const shop of rest.shops)
    chips.push({ kind: 'shop', value: shop, without: { ...rest, shops: rest.shops.filter((one) => one !== shop) } })
  const { priceMin: min, priceMax: max, currency } = rest
  if (currency !== null)
    chips.push({ kind: 'price', min, max, currency, without: { ...rest, priceMin: null, priceMax: null, currency: null } })
  if (rest.rating !== null) chips.push({ kind: 'rating', stars: rest.rating, without: { ...rest, rating: null } })
  if (rest.isInStock) chips.push({ kind: 'stock', without: { ...rest, isInStock: false } })
  for (const { name, values } of rest.attributes)
    for (const value of values)
      chips.push({ kind: 'attribute', name, value, without: { ...rest, attributes: withoutValue(rest.attributes, name, value) } })
  return chips
}

function withoutValue(attributes: ListingFilters['attributes'], name: string, value: string): ListingFilters['attributes'] {
  return attributes
    .map((one) => (one.name === name ? { name, values: one.values.filter((other) => other !== value) } : one))
    .filter(({ values }) => values.length > 0)
}
