import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Platforms } from '#web/features/channels/channel-data.ts'
import { AdjustForm, reasonText } from '#web/features/inventory/adjust-schema.ts'
import { VariantView } from '#web/features/inventory/variant-view.tsx'
import { attempt, need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { requestKey } from '#web/server/request-key.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const variantId = idParam('variant', params.variantId)
  const cursor = new URL(request.url).searchParams.get('cursor')
  const { v1 } = context.api.api
  const { inventory } = v1.vendor
  const [stock, movements, grid, platforms] = await Promise.all([
    need(request, inventory.$get({ query: { variantId } })),
    need(
      request,
      inventory[':variantId'].movements.$get({ param: { variantId }, query: { limit: '25', ...(cursor === null ? {} : { cursor }) } }),
    ),
    attempt(() => v1['channel-listings'].$get({ query: { variantId, show: 'all' } })),
    attempt<Platforms>(() => v1.platforms.$get()),
  ])
  const [item] = stock.items
  if (item === undefined) throw data(null, { status: 404 })
  return {
    item,
    movements,
    listings: grid.ok ? grid.value.items.flatMap(({ listings }) => listings) : [],
    accounts: platforms.ok ? platforms.value.connections.filter(({ status }) => status !== 'disconnected') : [],
    idempotencyKey: crypto.randomUUID(),
    nowMs: context.nowMs,
  }
}

/** Corrects the stock; a list that asked gets the exact level, a page goes on to itself. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const variantId = idParam('variant', params.variantId)
  const form = await readForm(request, AdjustForm)
  if (!form.ok) return form.answer
  const { mode, amount, reason, note, from, idempotencyKey } = form.value
  const json = {
    ...(mode === 'set' ? { counted: amount } : { change: amount }),
    reason: [reasonText(reason), note].filter((text) => text !== '').join(': '),
  }
  const options = { headers: await requestKey(idempotencyKey, json) }
  const response = await context.api.api.v1.vendor.inventory[':variantId'].adjustments.$post({ param: { variantId }, json }, options)
  if (!response.ok)
    return refused(request, form.submission, response, {
      fields: { '/change': 'amount', '/counted': 'amount' },
      say: { below_zero: ({ onHand }) => m.goods_adjust_below({ n: String(onHand) }) },
    })
  const level = (await response.json()) as { onHand: number; reserved: number; allocated: number; safetyStock: number; available: number }
  if (from === 'list') return data({ level })
  const figures = { onHand: String(level.onHand), available: String(level.available) }
  return redirectWith(`/vendor/inventory/${variantId}`, { key: 'stock_adjusted', params: figures })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.item.title ?? m.goods_stock_title() }]

export default function Variant() {
  const page = useLoaderData<typeof loader>()
  return <VariantView key={page.idempotencyKey} {...page} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
