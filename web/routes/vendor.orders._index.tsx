import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Platforms } from '#web/features/channels/channel-data.ts'
import { waitingOf } from '#web/features/channels/channel-words.ts'
import { OrdersView, SOURCES, VIEWS, type View } from '#web/features/orders-desk/orders-view.tsx'
import { attempt, need } from '#web/server/answer.ts'

const isView = (text: string | null): text is View => VIEWS.some((view) => view === text)

/** What waits comes oldest first, everything else newest first. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const given = params.get('show')
  const show = isView(given) ? given : 'to_ship'
  const words = params.get('q')?.trim().slice(0, 100) ?? ''
  const cursor = params.get('cursor')
  const source = SOURCES.find((each) => each === params.get('source')) ?? ('' as const)
  const query = {
    show,
    ...(source === '' ? {} : { source }),
    sort: show === 'to_ship' || show === 'late' ? ('oldest' as const) : ('newest' as const),
    ...(words === '' ? {} : { q: words }),
    ...(cursor === null ? {} : { cursor }),
  }
  const { v1 } = context.api.api
  const [list, platforms] = await Promise.all([
    need(request, v1.vendor.orders.$get({ query })),
    attempt<Platforms>(() => v1.platforms.$get()),
  ])
  const accounts = platforms.ok ? platforms.value.connections.filter(({ status }) => status !== 'disconnected') : []
  const channels = [...new Set(accounts.map(({ channel }) => channel))]
  return { list, show, words, source, channels, waiting: waitingOf(accounts), nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.goods_orders_title() }]

export default function Orders() {
  return <OrdersView {...useLoaderData<typeof loader>()} />
}
