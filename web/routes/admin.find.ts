import type { LoaderFunctionArgs } from '@remix-run/cloudflare'
import { m } from '#messages'
import { vendorStatusText } from '#web/features/admin/admin-words.ts'
import { recordPage } from '#web/features/admin/record-pages.ts'
import { attempt } from '#web/server/answer.ts'
import type { Found } from '#web/ui/use-found.ts'

const FOUND_MAX = 6
/** As many as a field suggests. */
const SUGGESTED_MAX = 20

/** What the command palette knows: where an id, a number or an address leads, and vendors by a part of their name. */
export async function loader({ context: { api }, request }: LoaderFunctionArgs): Promise<Response> {
  const params = new URL(request.url).searchParams
  const q = params.get('q')?.trim().slice(0, 100) ?? ''
  const isForField = params.get('only') === 'vendors'
  if (q === '' && !isForField) return answer([])
  const page = recordPage(q)
  if (page !== null && !isForField) return answer([{ text: q, note: m.admin_find_id(), to: page }])
  const limit = String(isForField ? SUGGESTED_MAX : FOUND_MAX)
  const vendors = await attempt(() => api.api.v1.admin.vendors.$get({ query: { ...(q === '' ? {} : { q }), limit } }))
  const named = vendors.ok
    ? vendors.value.items.map(({ id, name, status }) => ({ text: name, note: vendorStatusText(status), to: `/admin/vendors/${id}` }))
    : []
  return answer(isForField ? named : [...placesOf(q), ...named])
}

const answer = (items: Found['items']) => Response.json({ items } satisfies Found)

/** Where an order's number or a buyer's address leads; nothing is searched before somebody goes there. */
function placesOf(q: string): Found['items'] {
  const words = encodeURIComponent(q)
  if (/^#?\d{1,15}$/.test(q)) return [{ text: q, note: m.admin_find_orders(), to: `/admin/orders?q=${words}` }]
  if (!/^[^\s@]+@[^\s@]+$/.test(q)) return []
  return [
    { text: q, note: m.admin_find_orders(), to: `/admin/orders?q=${words}` },
    { text: q, note: m.admin_find_buyers(), to: `/admin/buyers?q=${words}` },
    { text: q, note: m.admin_find_audit(), to: `/admin/audit?who=${words}` },
  ]
}
