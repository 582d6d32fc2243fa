import type { Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Limit } from '#worker/domains/channels/ports.ts'
import { BadQuery, readQuestion } from './products-query.ts'
import type { Served } from './serve.ts'
import type { CatalogueProduct } from './state.ts'

/** Calls a second of one key. */
const LIMIT: Limit = { capacity: 5, perSecond: 5 }
const PAGE = 10
const PAGE_MAX = 100
const STATUS_WORDS: Readonly<Record<number, string>> = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found' }

/** Best Buy's error; the real one lists more examples. */
const refuse = (c: Context, status: ContentfulStatusCode, message: string): Response =>
  c.json(
    {
      error: {
        code: status,
        status: `${status} ${STATUS_WORDS[status]}`,
        message,
        examples: ['/v1/products(salePrice<300)?show=sku,name&apiKey=<YourApiKey> : products below a price'],
      },
    },
    status,
  )

/** Best Buy's public Products API: single products, what belongs to them, and questions in parentheses with pages. */
export function mountProducts(app: Hono, { kit, state }: Served, key: string): void {
  const guarded = (answer: (c: Context, path: string) => Response) => (c: Context) => {
    const taken = kit.limiter.take('products', LIMIT)
    // A key that is none and one that asked too often are told the same.
    if (!taken.ok || c.req.query('apiKey') !== key) return refuse(c, 403, 'The API key is not valid, or its call limit has been exceeded')
    return answer(c, decodeURIComponent(c.req.path))
  }
  app.get(
    '/beta/*',
    guarded((c, path) => openBox(c, path, state.products)),
  )
  app.get(
    '/v1/*',
    guarded((c, path) => {
      const single = /^\/v1\/products\/(\d+)(?:\/(\w+))?(?:\.json)?$/.exec(path)
      if (single) return oneProduct(c, state.products[single[1] ?? ''], single[2])
      const question = /^\/v1\/products(?:\((.*)\))?$/.exec(path)
      return question ? list(c, question[1] ?? '', Object.values(state.products)) : refuse(c, 404, "Couldn't find what you asked for")
    }),
  )
}

function oneProduct(c: Context, product: CatalogueProduct | undefined, part: string | undefined): Response {
  if (!product) return refuse(c, 404, 'There is no product of this sku')
  if (part === undefined) return c.json(shown(product, c.req.query('show')))
  if (part === 'warranties') return c.json(product.warranties ?? [])
  if (part !== 'stores') return refuse(c, 404, "Couldn't find what you asked for")
  const stores = ((product.stores as { storeID?: string }[] | undefined) ?? []).filter(
    ({ storeID }) => c.req.query('storeId') === undefined || storeID === c.req.query('storeId'),
  )
  return c.json({ ispuEligible: stores.length > 0, stores })
}

function list(c: Context, question: string, products: CatalogueProduct[]): Response {
  const asked = new URL(c.req.url).searchParams
  const size = Math.min(PAGE_MAX, Number(asked.get('pageSize') ?? PAGE))
  const cursor = asked.get('cursorMark')
  try {
    const { test, canonical } = readQuestion(question)
    const found = products.filter((product) => isListed(product) && test(product)).sort((a, b) => a.sku - b.sku)
    const from = cursor === null ? (Number(asked.get('page') ?? 1) - 1) * size : cursor === '*' ? 0 : Number(atob(cursor))
    const page = found.slice(from, from + size)
    const next = from + page.length
    return c.json({
      ...(cursor === null
        ? { from: page.length === 0 ? 0 : from + 1, to: next, currentPage: Math.floor(from / size) + 1 }
        : { nextCursorMark: page.length === 0 ? cursor : btoa(String(next)) }),
      total: found.length,
      totalPages: Math.ceil(found.length / size),
      queryTime: '0.005',
      totalTime: '0.010',
      partial: false,
      canonicalUrl: `/v1/products${canonical && `(${canonical})`}?${repeatedParams(asked)}`,
      products: page.map((product) => shown(product, asked.get('show') ?? undefined)),
    })
  } catch (error) {
    if (error instanceof BadQuery) return refuse(c, 400, error.message)
    throw error
  }
}

/** Products that are sold no more are told of only by their sku. */
const isListed = (product: CatalogueProduct): boolean => product.active !== false

const repeatedParams = (asked: URLSearchParams): string =>
  ['show', 'sort', 'pageSize', 'page', 'cursorMark', 'format', 'apiKey']
    .flatMap((name) => (asked.get(name) === null ? [] : [`${name}=${asked.get(name)}`]))
    .join('&')

/** A product's fields, or those asked for; of a list's items the fields asked for. */
function shown(product: CatalogueProduct, show: string | undefined): Record<string, unknown> {
  if (show === undefined || show === 'all') {
    const { warranties, stores, openBox: offers, addedAt, ...fields } = product
    return fields
  }
  const fields: Record<string, unknown> = {}
  for (const path of show.split(',')) {
    const [first = '', ...rest] = path.split('.')
    const value = product[first]
    const inner = rest.join('.')
    if (inner === '' || !Array.isArray(value)) fields[first] = value ?? null
    else {
      const before = (fields[first] as Record<string, unknown>[] | undefined) ?? value.map(() => ({}))
      fields[first] = value.map((one, at) => ({ ...before[at], [inner]: (one as Record<string, unknown>)[inner] }))
    }
  }
  return fields
}

function openBox(c: Context, path: string, products: Record<string, CatalogueProduct>): Response {
  const sku = /^\/beta\/products\/(\d+)\/openBox$/.exec(path)?.[1]
  if (sku === undefined) return refuse(c, 404, "Couldn't find what you asked for")
  const results = (products[sku]?.openBox as unknown[] | undefined) ?? []
  const { pathname, search } = new URL(c.req.url)
  const canonicalUrl = `https://api.bestbuy.com${pathname}${search}`
  return c.json({ metadata: { context: { canonicalUrl }, resultSet: { count: results.length } }, results })
}
