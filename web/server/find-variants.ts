import type { AppLoadContext } from '@remix-run/cloudflare'
import type { ChannelOrderDetail, Unmapped } from '#web/features/channels/channel-data.ts'
import type { Candidate } from '#web/features/channels/variant-search.tsx'
import { variantText } from '#web/features/inventory/stock-words.ts'
import { attempt } from './answer.ts'

const FOUND_MAX = '8'

/** The store's variants that fit some words, for somebody who looks for one; null without words. */
export async function findVariants({ api }: AppLoadContext, words: string): Promise<Candidate[] | null> {
  if (words === '') return null
  const found = await attempt(() => api.api.v1.vendor.inventory.$get({ query: { q: words.slice(0, 100), limit: FOUND_MAX } }))
  if (!found.ok) return []
  return found.value.items.map((item) => ({ id: item.variantId, title: variantText(item), sku: item.sku, available: item.available }))
}

/**
 * The variant whose title says the same in the same words, or that alone is found by the first of them; null if none is. Channels
 * put a choice behind the product's name, each in its own way, so less and less of the title is looked for.
 */
export async function suggestVariant(context: AppLoadContext, title: string): Promise<Candidate | null> {
  const words = title.trim().split(/\s+/)
  const asked = [
    title.split(/,|\s[–|·(/-]/)[0]?.trim() ?? title,
    words.slice(0, -1).join(' '),
    words.slice(0, 3).join(' '),
    words.slice(0, 2).join(' '),
  ]
  for (const text of new Set(asked.filter((each) => each !== ''))) {
    const found = (await findVariants(context, text)) ?? []
    if (found.length > 0) return found.find((each) => sameWords(each.title, title)) ?? (found.length === 1 ? (found[0] ?? null) : null)
  }
  return null
}

/** The lines of an order no product is known for, each SKU once, with the product it seems to be. */
export async function unmappedOf(context: AppLoadContext, { lines, unmappedSkus }: ChannelOrderDetail): Promise<Unmapped[]> {
  return Promise.all(
    unmappedSkus.map(async (sku) => {
      const title = lines.find((line) => line.sku === sku)?.title ?? sku
      return { sku, title, suggestion: await suggestVariant(context, title) }
    }),
  )
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
/** Whether two titles say the same in the same words, whatever stands between them. */
const sameWords = (one: string, other: string): boolean => wordsOf(one).sort().join(' ') === wordsOf(other).sort().join(' ')
