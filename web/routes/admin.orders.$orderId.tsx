import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { OrderView } from '#web/features/admin/order-view.tsx'
import { attempt, need } from '#web/server/answer.ts'
import { idParam } from '#web/server/id-param.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const { orders, ledger } = context.api.api.v1.admin
  const orderId = idParam('order', params.orderId)
  const [order, transfers] = await Promise.all([
    need(request, orders[':orderId'].$get({ param: { orderId }, query: {} })),
    attempt(() => ledger.transfers.$get({ query: { causeId: orderId, limit: '100' } })),
  ])
  return { order, transfers }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title:
      data?.order.number == null
        ? m.admin_orders_title()
        : m.admin_order_title({ number: data.order.number, vendor: data.order.vendor.name }),
  },
]

export default function Order() {
  return <OrderView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
