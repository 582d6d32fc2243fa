import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { OrdersView } from '#web/features/account/orders-view.tsx'
import { PRIVATE_META } from '#web/server/account.ts'
import { need } from '#web/server/answer.ts'
import { PURCHASE_VIEWS } from '#web/server/orders.ts'
import { isId } from '#worker/pure/ids.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const show = PURCHASE_VIEWS.find((view) => view === params.get('show')) ?? 'all'
  const words = (params.get('q') ?? '').trim().slice(0, 100)
  const cursor = params.get('cursor') ?? ''
  const query = { show, limit: '10', ...(words === '' ? {} : { q: words }), ...(isId('orderGroup', cursor) ? { cursor } : {}) }
  const page = await need(request, context.api.api.v1.orders.$get({ query }))
  return { ...page, show, words, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.account_orders_page() }, ...PRIVATE_META]

export default function Orders() {
  return <OrdersView {...useLoaderData<typeof loader>()} />
}
