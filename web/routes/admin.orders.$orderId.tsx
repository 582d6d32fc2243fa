import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData, useRouteLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { OrderView } from '#web/features/admin/order-view.tsx'
import { attempt, need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { idParam } from '#web/server/id-param.ts'
import { moneyText } from '#web/ui/format.ts'
import { isAllowed } from '#worker/pure/permissions.ts'
import type { loader as portalLoader } from './admin.tsx'

/** As many refunds of an order as its movements are shown of. */
const REFUNDS_MAX = 10

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const { orders, ledger } = context.api.api.v1.admin
  const orderId = idParam('order', params.orderId)
  const [order, transfers, refunds] = await Promise.all([
    need(request, orders[':orderId'].$get({ param: { orderId }, query: {} })),
    attempt(() => ledger.transfers.$get({ query: { causeId: orderId, limit: '100' } })),
    attempt(() => orders[':orderId'].refunds.$get({ param: { orderId } })),
  ])
  // A refund moves money in its own name.
  const given = refunds.ok ? refunds.value.refunds.slice(0, REFUNDS_MAX) : []
  const moved = await Promise.all(given.map(({ id }) => attempt(() => ledger.transfers.$get({ query: { causeId: id, limit: '50' } }))))
  if (transfers.ok) transfers.value.items.unshift(...moved.flatMap((one) => (one.ok ? one.value.items : [])))
  return { order, transfers, refunds }
}

/** Sends a refund the buyer's bank sent back once more. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const orderId = idParam('order', params.orderId)
  const refundId = idParam('refund', String((await request.formData()).get('refundId') ?? ''))
  const { refunds } = context.api.api.v1.admin.orders[':orderId']
  const sent = await need(request, refunds[':refundId'].resend.$post({ param: { orderId, refundId } }))
  const known = await need(request, refunds.$get({ param: { orderId } }))
  const amount = moneyText({ amountMinor: sent.amountMinor, currency: known.currency })
  return redirectWith(`/admin/orders/${orderId}`, { key: 'refund_sent', params: { amount } })
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
  const role = useRouteLoaderData<typeof portalLoader>('routes/admin')?.role
  return <OrderView {...useLoaderData<typeof loader>()} canSeeBuyers={role !== undefined && isAllowed(role, 'platform:buyers')} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
