import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ChannelOrderView } from '#web/features/channels/channel-order-view.tsx'
import { readRefund } from '#web/features/channels/refund-entry.ts'
import { need } from '#web/server/answer.ts'
import { requireChannels } from '#web/server/channels.ts'
import { findVariants, unmappedOf } from '#web/server/find-variants.ts'
import { redirectWith } from '#web/server/flash.ts'
import { refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { plainSubmission } from '#web/server/plain-submission.ts'
import { requestKey } from '#web/server/request-key.ts'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const channelOrderId = idParam('channelOrder', params.channelOrderId)
  const words = new URL(request.url).searchParams.get('q')?.trim() ?? ''
  const [{ channels, everyAccount: accounts, can }, order, found] = await Promise.all([
    requireChannels(context, request),
    need(request, context.api.api.v1['channel-orders'][':channelOrderId'].$get({ param: { channelOrderId }, query: {} })),
    findVariants(context, words),
  ])
  const { status, channel, orderStatus } = order
  const account = accounts.find(({ id }) => id === order.connectionId)
  const isConnected = account !== undefined && account.status !== 'disconnected'
  const isOurs = status === 'imported'
  const isBeforeShipping = isOurs ? orderStatus === 'placed' || orderStatus === 'packed' : ['parked', 'held', 'received'].includes(status)
  return {
    order,
    account,
    words,
    found,
    unmapped: status === 'parked' ? await unmappedOf(context, order) : [],
    canManage: can('channels:manage'),
    canReplay: can('channels:manage') && isConnected,
    canCancel: can('orders:cancel') && (isConnected || !isOurs) && isBeforeShipping,
    canRefund: can('orders:refund') && isConnected && isOurs && (channels.find((each) => each.channel === channel)?.canRefund ?? false),
    formKey: crypto.randomUUID(),
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const channelOrderId = idParam('channelOrder', params.channelOrderId)
  const form = await request.formData()
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const submission = plainSubmission(form)
  const call = context.api.api.v1['channel-orders'][':channelOrderId']
  const param = { channelOrderId }
  const here = `/vendor/channels/orders/${channelOrderId}`
  const back = text('back') === 'list' ? '/vendor/channels/orders' : here
  const key = async (entries: unknown) => ({ headers: await requestKey(text('key'), entries) })
  switch (text('intent')) {
    case 'map': {
      const json = { sku: text('sku'), variantId: text('variant') as Id<'variant'> }
      const response = await call.map.$post({ param, json }, await key(json))
      return response.ok ? redirectWith(back, { key: 'channel_order_mapped' }) : refused(request, submission, response)
    }
    case 'cancel': {
      const json = { reason: text('reason') }
      const response = await call.cancel.$post({ param, json }, await key(json))
      if (!response.ok) return refused(request, submission, response)
      const { channel } = await response.json()
      return redirectWith(here, { key: 'channel_order_cancelled', params: { channel: CHANNEL_NAMES[channel] } })
    }
    case 'refund': {
      const order = await need(request, call.$get({ param, query: {} }))
      const entry = readRefund(form, order)
      if (!entry.ok) return data(submission.reply({ formErrors: [entry.error] }) as SubmissionResult, { status: 422 })
      const response = await call.refund.$post({ param, json: entry.json }, await key(entry.json))
      if (!response.ok) return refused(request, submission, response, { say: { more_than_left: m.channels_refund_more } })
      return redirectWith(here, { key: 'channel_refunded', params: { channel: CHANNEL_NAMES[order.channel] } })
    }
    default: {
      const response = await call.replay.$post({ param }, await key('replay'))
      return response.ok ? redirectWith(back, { key: 'channel_order_again' }) : refused(request, submission, response)
    }
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  {
    title:
      page === undefined
        ? m.channels_tab_orders()
        : m.channels_order_of({ channel: CHANNEL_NAMES[page.order.channel], number: page.order.externalNumber }),
  },
]

export default function ChannelOrder() {
  const page = useLoaderData<typeof loader>()
  return <ChannelOrderView key={page.order.id} {...page} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
