import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { RefundView } from '#web/features/refunds/refund-view.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { idParam } from '#web/server/id-param.ts'
import { previewOf, type RefundCalls, type RefundFormResult, sendRefund } from '#web/server/refunds.ts'
import { moneyText } from '#web/ui/format.ts'

type Args = Pick<LoaderFunctionArgs, 'context' | 'params'>

function callsOf({ context, params }: Args) {
  const orderId = idParam('order', params.orderId)
  const { refunds } = context.api.api.v1.admin.orders[':orderId']
  const input = { param: { orderId } }
  const calls: RefundCalls = {
    preview: ({ asks, bearer }) => refunds.preview.$post({ ...input, json: { asks, bearer } }),
    create: (json, headers) => refunds.$post({ ...input, json }, { headers }),
  }
  return { orderId, read: () => refunds.$get(input), calls }
}

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const { orderId, read, calls } = callsOf({ context, params })
  const [order, known] = await Promise.all([
    need(request, context.api.api.v1.admin.orders[':orderId'].$get({ param: { orderId }, query: {} })),
    need(request, read()),
  ])
  return {
    title: order.number === null ? m.refunds_page_title_plain() : m.refunds_page_title({ number: String(order.number) }),
    orderPath: `/admin/orders/${orderId}`,
    known,
    previewed: await previewOf(request, known, calls),
    entered: Object.fromEntries(new URL(request.url).searchParams),
    key: crypto.randomUUID(),
    isStore: false,
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const { orderId, read, calls } = callsOf({ context, params })
  const known = await need(request, read())
  const sent = await sendRefund(request, await request.formData(), known, calls, true)
  if (!sent.ok) return sent.answer
  const amount = moneyText({ amountMinor: sent.amountMinor, currency: known.currency })
  return redirectWith(`/admin/orders/${orderId}`, { key: sent.isWaiting ? 'refund_waiting' : 'refund_sent', params: { amount } })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? m.refunds_page_title_plain() }]

export default function AdminRefund() {
  return <RefundView page={useLoaderData<typeof loader>()} result={useActionData<typeof action>() as RefundFormResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
