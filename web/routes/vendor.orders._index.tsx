import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { OrdersView, VIEWS, type View } from '#web/features/orders-desk/orders-view.tsx'
import { need } from '#web/server/answer.ts'

const isView = (text: string | null): text is View => VIEWS.some((view) => view === text)

/** What waits comes oldest first, everything else newest first. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const given = params.get('show')
  const show = isView(given) ? given : 'to_ship'
  const words = params.get('q')?.trim().slice(0, 100) ?? ''
  const cursor = params.get('cursor')
  const query = {
    show,
    sort: show === 'to_ship' || show === 'late' ? ('oldest' as const) : ('newest' as const),
    ...(words === '' ? {} : { q: words }),
    ...(cursor === null ? {} : { cursor }),
  }
  const list = await need(request, context.api.api.v1.vendor.orders.$get({ query }))
  return { list, show, words, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.goods_orders_title() }]

export default function Orders() {
  return <OrdersView {...useLoaderData<typeof loader>()} />
}
