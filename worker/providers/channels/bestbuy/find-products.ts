import * as v from 'valibot'
import { ChannelRefused, ChannelUnavailable, Throttled } from '#worker/domains/channels/errors.ts'
import type { CatalogueMatch, Pace } from '#worker/domains/channels/ports.ts'
import { decimalOrNull, id, listOf, text } from '#worker/providers/channels/lenient.ts'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { toMinor } from './amount.ts'
import { expected } from './expected.ts'

const Product = v.object({
  sku: id,
  upc: id,
  name: text,
  salePrice: decimalOrNull,
  regularPrice: decimalOrNull,
  url: text,
  categoryPath: listOf(v.object({ id: text, name: text })),
})
const ProductsAnswer = v.object({ products: v.array(v.unknown()), nextCursorMark: text })

const TIMEOUT_MS = 15_000
const PAGE = 100
/** UPCs in one question: the address must not get too long. */
const UPCS_MAX = 50
const PAGES_MAX = 20
const SHOWN = 'sku,upc,name,salePrice,regularPrice,url,categoryPath.id,categoryPath.name'
const CURRENCY = 'USD'

/**
 * Best Buy's own products that carry these GTINs, by its public Products API (https://bestbuyapis.github.io/api-documentation):
 * at most a hundred a page, the next by a cursor until it stays the same or is gone. 403 is its word for too many calls.
 * @throws Throttled, ChannelUnavailable, ChannelRefused
 */
export async function findProducts(
  gtins: readonly string[],
  { url, key, pace }: { url: string; key: string; pace: Pace },
  send: typeof fetch,
): Promise<CatalogueMatch[]> {
  // Whatever length either writes a number in.
  const byGtin = new Map(gtins.map((gtin) => [normaliseGtin(gtin), gtin] as const))
  const upcs = [...byGtin.keys()].flatMap((full) => (full === null ? [] : upcOf(full)))
  const matches: CatalogueMatch[] = []
  for (let at = 0; at < upcs.length; at += UPCS_MAX) {
    const wanted = upcs.slice(at, at + UPCS_MAX)
    let cursorMark: string | null = '*'
    for (let page = 0; cursorMark !== null && page < PAGES_MAX; page++) {
      await pace.take('products')
      const ask = new URL(`${url}/v1/products(${wanted.length === 1 ? `upc=${wanted[0]}` : `upc in(${wanted.join(',')})`})`)
      const params = { apiKey: key, format: 'json', show: SHOWN, pageSize: String(PAGE), cursorMark }
      for (const [name, value] of Object.entries(params)) ask.searchParams.set(name, value)
      const answer: v.InferOutput<typeof ProductsAnswer> = expected(ProductsAnswer, await request(ask, pace, send))
      matches.push(...answer.products.flatMap((product) => matchOf(product, byGtin)))
      cursorMark = answer.products.length < PAGE || answer.nextCursorMark === cursorMark ? null : answer.nextCursorMark
    }
  }
  return matches
}

/** Best Buy writes UPCs with twelve digits, and EANs with thirteen. */
const upcOf = (full: string): string => (full.startsWith('00') ? full.slice(2) : full.slice(1))

function matchOf(raw: unknown, byGtin: ReadonlyMap<string | null, string>): CatalogueMatch[] {
  const read = v.safeParse(Product, raw)
  if (!read.success) return []
  const { sku, upc, name, salePrice, regularPrice, url, categoryPath } = read.output
  const full = normaliseGtin(upc)
  const gtin = full === null ? undefined : byGtin.get(full)
  if (gtin === undefined) return []
  const price = salePrice ?? regularPrice
  return [
    {
      gtin,
      externalId: sku,
      title: name ?? sku,
      externalCategory: categoryPath.at(-1)?.id ?? null,
      url,
      competitorMinor: price === null ? null : toMinor(price, CURRENCY),
      currency: price === null ? null : CURRENCY,
    },
  ]
}

/** The key is in the address, because the API takes it nowhere else: an error must not carry it. */
async function request(ask: URL, pace: Pace, send: typeof fetch): Promise<unknown> {
  let response: Response
  try {
    response = await send(ask, { signal: AbortSignal.timeout(TIMEOUT_MS) })
  } catch (error) {
    throw new ChannelUnavailable('bestbuy', new Error(error instanceof Error ? error.name : 'no answer'))
  }
  if (response.status === 403 || response.status === 429) {
    await response.body?.cancel()
    const told = Number(response.headers.get('retry-after') ?? '') * 1000
    const blockedForMs = told > 0 ? told : MINUTE_MS
    await pace.learn('products', { blockedForMs })
    throw new Throttled('bestbuy', blockedForMs)
  }
  if (response.status >= 500) throw new ChannelUnavailable('bestbuy', new Error(`HTTP ${response.status}`))
  const body: unknown = await response.json().catch((error: unknown) => {
    throw new ChannelUnavailable('bestbuy', error)
  })
  if (response.ok) return body
  const read = v.safeParse(v.object({ error: v.object({ message: v.string() }) }), body)
  throw new ChannelRefused('bestbuy', `http_${response.status}`, read.success ? read.output.error.message.slice(0, 300) : 'no reason given')
}
