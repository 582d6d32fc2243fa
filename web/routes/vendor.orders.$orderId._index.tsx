import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { OrderForm } from '#web/features/orders-desk/order-forms.ts'
import { OrderView } from '#web/features/orders-desk/order-view.tsx'
import { type ApiProblem, attempt, need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { requestKey } from '#web/server/request-key.ts'
import type { FlashKey } from '#web/ui/flash-texts.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const { orders } = context.api.api.v1.vendor
  const param = { orderId: idParam('order', params.orderId) }
  const [order, earning, waiting, refunds] = await Promise.all([
    need(request, orders[':orderId'].$get({ param, query: {} })),
    attempt(() => orders[':orderId'].earning.$get({ param, query: {} })),
    attempt(() => orders.$get({ query: { show: 'to_ship', sort: 'oldest', limit: '2' } })),
    attempt(() => orders[':orderId'].refunds.$get({ param })),
  ])
  const oldest = waiting.ok ? waiting.value.items.find(({ id }) => id !== order.id) : undefined
  const next = oldest === undefined ? null : { id: oldest.id, number: oldest.number }
  return { order, earning, refunds, next, keys: { move: crypto.randomUUID() }, nowMs: context.nowMs }
}

/** A refusal means that the order moved meanwhile: the page has to show where it is now. */
export const shouldRevalidate = () => true

export async function action({ context, params, request }: ActionFunctionArgs) {
  const key = (await request.clone().formData()).get('idempotencyKey')
  const form = await readForm(request, OrderForm)
  if (!form.ok) return form.answer
  const orderId = idParam('order', params.orderId)
  const call = context.api.api.v1.vendor.orders[':orderId']
  const input = { param: { orderId } }
  const { value } = form
  const options = { headers: await requestKey(typeof key === 'string' ? key : '', value) }
  const response = await (() => {
    switch (value.intent) {
      case 'pack':
        return call.pack.$post(input, options)
      case 'deliver':
        return call.deliver.$post(input, options)
      case 'cancel':
        return call.cancel.$post({ ...input, json: { reason: value.reason } }, options)
      default:
        return call.ship.$post({ ...input, json: { carrier: value.carrier, trackingNumber: value.trackingNumber } }, options)
    }
  })()
  if (!response.ok)
    return refused(request, form.submission, response, {
      say: { order_not_movable: movedMeanwhile, shipped_otherwise: m.goods_conflict_parcel },
    })
  const { number, channel } = (await response.json()) as { number: number; channel: object | null }
  const wantsSlip = value.intent === 'ship' && value.after === 'slip'
  const path = wantsSlip ? `/vendor/orders/${orderId}/packing-slip?print=1` : `/vendor/orders/${orderId}`
  const flash = (channel !== null && CHANNEL_FLASHES[value.intent]) || FLASHES[value.intent]
  return redirectWith(path, { key: flash, params: { number: String(number) } })
}

const FLASHES: Record<'pack' | 'deliver' | 'cancel' | 'ship', FlashKey> = {
  pack: 'order_packed',
  deliver: 'order_delivered',
  cancel: 'order_cancelled',
  ship: 'order_shipped',
}

/** A channel tells its buyers itself, once we have told it. */
const CHANNEL_FLASHES: Partial<typeof FLASHES> = { cancel: 'channel_order_cancelling', ship: 'channel_order_shipped' }

const MEANWHILE: Record<string, () => string> = {
  shipped: m.goods_conflict_shipped,
  cancelled: m.goods_conflict_cancelled,
  delivered: m.goods_conflict_delivered,
}
const movedMeanwhile = ({ orderStatus }: ApiProblem): string => (MEANWHILE[String(orderStatus)] ?? m.goods_conflict_other)()

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data === undefined ? m.goods_orders_title() : m.goods_order_title({ number: data.order.number }) },
]

export default function Order() {
  const page = useLoaderData<typeof loader>()
  return <OrderView key={page.order.id} {...page} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
