import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { PackingSlips } from '#web/features/orders-desk/packing-slips.tsx'
import { need } from '#web/server/answer.ts'
import { idParam } from '#web/server/id-param.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const { vendor } = context.api.api.v1
  const [order, store] = await Promise.all([
    need(request, vendor.orders[':orderId'].$get({ param: { orderId: idParam('order', params.orderId) }, query: {} })),
    need(request, vendor.$get()),
  ])
  return { orders: [order], store, printsAtOnce: new URL(request.url).searchParams.has('print') }
}

export const meta: MetaFunction = () => [{ title: m.goods_packing_slip() }]

export default function PackingSlip() {
  const page = useLoaderData<typeof loader>()
  const [order] = page.orders
  const back = { to: `/vendor/orders/${order?.id}`, text: m.goods_order_title({ number: order?.number ?? '' }) }
  return <PackingSlips {...page} back={back} />
}
