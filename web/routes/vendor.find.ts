import type { LoaderFunctionArgs } from '@remix-run/cloudflare'
import { m } from '#messages'
import { attempt } from '#web/server/answer.ts'
import type { Found } from '#web/ui/use-found.ts'

const FOUND_MAX = 5

/** What the store has by these words, for the command palette: orders by number or buyer, products by title or SKU. */
export async function loader({ context: { api }, request }: LoaderFunctionArgs): Promise<Response> {
  const q = new URL(request.url).searchParams.get('q')?.trim() ?? ''
  if (q === '') return Response.json({ items: [] } satisfies Found)
  const query = { q, limit: String(FOUND_MAX) }
  const [orders, products] = await Promise.all([
    attempt(() => api.api.v1.vendor.orders.$get({ query })),
    attempt(() => api.api.v1.vendor.products.$get({ query })),
  ])
  const foundOrders = orders.ok ? orders.value.items : []
  const foundProducts = products.ok ? products.value.items : []
  return Response.json({
    items: [
      ...foundOrders.map(({ id, number, shipTo }) => ({
        text: m.store_found_order_of({ number: String(number), name: shipTo.name }),
        note: m.store_found_order(),
        to: `/vendor/orders/${id}`,
      })),
      ...foundProducts.map(({ id, title }) => ({ text: title, note: m.store_found_product(), to: `/vendor/products/${id}` })),
    ],
  } satisfies Found)
}
