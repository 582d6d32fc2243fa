import type { LoaderFunctionArgs } from '@remix-run/cloudflare'
import { m } from '#messages'
import { attempt } from '#web/server/answer.ts'
import type { Found } from '#web/ui/command-palette.tsx'

const FOUND_MAX = 5

/** What the store has by these words, for the command palette: orders by number or buyer, products by title or SKU. */
export async function loader({ context: { api }, request }: LoaderFunctionArgs): Promise<Found> {
  const q = new URL(request.url).searchParams.get('q')?.trim() ?? ''
  if (q === '') return { items: [] }
  const products = await attempt(() => api.api.v1.vendor.products.$get({ query: { q, limit: String(FOUND_MAX) } }))
  return {
    items: products.ok
      ? products.value.items.map(({ id, title }) => ({ text: title, note: m.store_found_product(), to: `/vendor/products/${id}` }))
      : [],
  }
}
