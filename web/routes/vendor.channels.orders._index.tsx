import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { ChannelOrderRow, Unmapped } from '#web/features/channels/channel-data.ts'
import { ChannelOrdersView, ORDER_VIEWS } from '#web/features/channels/channel-orders-view.tsx'
import { attempt, need } from '#web/server/answer.ts'
import { requireChannels } from '#web/server/channels.ts'
import { unmappedOf } from '#web/server/find-variants.ts'
import { isId } from '#worker/pure/ids.ts'

/** Orders whose missing products are looked for on the list itself; the others are one press away. */
const LOOKED_FOR_MAX = 6

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const show = ORDER_VIEWS.find((each) => each === params.get('show')) ?? 'waiting'
  const asked = params.get('connection') ?? ''
  const connectionId = isId('channelConnection', asked) ? asked : ''
  const cursor = params.get('cursor') ?? ''
  const call = context.api.api.v1['channel-orders']
  const page = {
    ...(connectionId === '' ? {} : { connectionId }),
    ...(isId('channelOrder', cursor) ? { cursor } : {}),
  }
  const statuses =
    show === 'all' ? [undefined] : show === 'refused' ? (['refused'] as const) : (['parked', 'unreadable', 'failing'] as const)
  const [frame, first, ...rest] = await Promise.all([
    requireChannels(context, request),
    need(request, call.$get({ query: { ...page, ...(statuses[0] === undefined ? {} : { status: statuses[0] }) } })),
    // What is rare is on the first page, whole.
    ...statuses
      .slice(1)
      .flatMap((status) => (status === undefined || cursor !== '' ? [] : [need(request, call.$get({ query: { ...page, status } }))])),
  ])
  const orders = [
    ...new Map([first, ...rest].flatMap(({ items }) => items).map((row): [string, ChannelOrderRow] => [row.id, row])).values(),
  ]
  const parked = orders.filter(({ parkedReason }) => parkedReason === 'unmapped_sku').slice(0, LOOKED_FOR_MAX)
  const unmapped = await Promise.all(
    parked.map(async ({ id }): Promise<[string, Unmapped[]]> => {
      const order = await attempt(() => call[':channelOrderId'].$get({ param: { channelOrderId: id }, query: {} }))
      return [id, order.ok ? await unmappedOf(context, order.value) : []]
    }),
  )
  return {
    accounts: frame.accounts,
    connectionId,
    show,
    orders,
    unmapped: Object.fromEntries(unmapped),
    nextCursor: first.nextCursor,
    waiting: frame.waiting,
    canManage: frame.can('channels:manage'),
    nowMs: context.nowMs,
  }
}

export const meta: MetaFunction = () => [{ title: m.channels_tab_orders() }]

export default function ChannelOrders() {
  return <ChannelOrdersView {...useLoaderData<typeof loader>()} />
}
