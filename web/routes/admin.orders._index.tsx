import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { OrdersView } from '#web/features/admin/orders-view.tsx'
import { need } from '#web/server/answer.ts'
import { vendorChoice } from '#web/server/vendor-names.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { ORDER_STATUSES } from '#worker/pure/order.ts'

const DAY = /^\d{4}-\d\d-\d\d$/

type Search = { email?: string; number?: string; order?: Id<'order'> } | null

/** What the words could be: an order's id, a store's number of it, or an e-mail address; null for anything else. */
function searchOf(words: string): Search {
  if (words === '') return {}
  if (isId('order', words)) return { order: words }
  if (/^#?\d{1,15}$/.test(words)) return { number: words.replace('#', '') }
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(words) ? { email: words } : null
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const words = params.get('q')?.trim().slice(0, 254) ?? ''
  const show = ORDER_STATUSES.find((status) => status === params.get('status')) ?? null
  const [from, to] = ['from', 'to'].map((name) => (DAY.test(params.get(name) ?? '') ? (params.get(name) ?? '') : ''))
  const cursor = params.get('cursor') ?? ''
  const search = searchOf(words)
  if (search?.order !== undefined) throw redirect(`/admin/orders/${search.order}`)
  const vendor = await vendorChoice(context, params.get('vendor'))
  const filters = { words, vendor, show, from: from ?? '', to: to ?? '' }
  if (search === null) return { list: null, filters, nowMs: context.nowMs }
  const { email, number } = search
  const query = {
    ...(email === undefined ? {} : { email }),
    ...(number === undefined ? {} : { number }),
    ...(isId('vendor', vendor.id) ? { vendor: vendor.id } : {}),
    ...(show === null ? {} : { status: show }),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(isId('order', cursor) ? { cursor } : {}),
    limit: '25',
  }
  const list = await need(request, context.api.api.v1.admin.orders.$get({ query }))
  return { list, filters, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.admin_orders_title() }]

export default function Orders() {
  return <OrdersView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
