import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData, useLocation } from '@remix-run/react'
import { m } from '#messages'
import { ReceiveView } from '#web/features/inventory/receive-view.tsx'
import { need, problemOf } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { requestKey } from '#web/server/request-key.ts'
import { isId } from '#worker/pure/ids.ts'

const VARIANTS_MAX = '200'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const words = new URL(request.url).searchParams.get('q')?.trim().slice(0, 100) ?? ''
  const query = { limit: VARIANTS_MAX, ...(words === '' ? {} : { q: words }) }
  const stock = await need(request, context.api.api.v1.vendor.inventory.$get({ query }))
  return { stock, words, idempotencyKey: crypto.randomUUID() }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  const entries = [...form].flatMap(([name, value]) => {
    const [word, variantId = ''] = name.split(' ')
    const text = String(value).trim()
    return word === 'units' && isId('variant', variantId) && text !== '' ? [{ variantId, text }] : []
  })
  if (entries.length === 0) return data({ errors: [m.goods_receive_none()] }, { status: 422 })
  if (entries.some(({ text }) => !/^[1-9]\d{0,5}$/.test(text))) return data({ errors: [m.goods_receive_wrong()] }, { status: 422 })
  const lines = entries.map(({ variantId, text }) => ({ variantId, quantity: Number(text) }))
  const json = {
    reference: String(form.get('reference') ?? '')
      .trim()
      .slice(0, 120),
    lines,
  }
  const headers = await requestKey(String(form.get('idempotencyKey') ?? ''), json)
  const response = await context.api.api.v1.vendor.inventory.receipts.$post({ json }, { headers })
  if (!response.ok) {
    const { status, detail } = await problemOf(response)
    return data({ errors: [status >= 500 || detail === '' ? m.ui_try_again_soon() : detail] }, { status })
  }
  const count = lines.reduce((sum, { quantity }) => sum + quantity, 0)
  return redirectWith('/vendor/inventory', { key: 'stock_received', params: { count: String(count) } })
}

export const meta: MetaFunction = () => [{ title: m.goods_receive_title() }]

export default function Receive() {
  const result = useActionData<typeof action>() as { errors: string[] } | undefined
  const { search } = useLocation()
  return <ReceiveView key={search} {...useLoaderData<typeof loader>()} errors={result?.errors} />
}
