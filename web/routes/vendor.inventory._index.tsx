import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData, useLocation } from '@remix-run/react'
import { m } from '#messages'
import { InventoryView, type StockFilter } from '#web/features/inventory/inventory-view.tsx'
import { need } from '#web/server/answer.ts'
import { isId } from '#worker/pure/ids.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const given = params.get('filter')
  const filter: StockFilter = given === 'low' || given === 'out' ? given : ''
  const words = params.get('q')?.trim().slice(0, 100) ?? ''
  const cursor = params.get('cursor') ?? ''
  const query = {
    ...(filter === '' ? {} : { filter }),
    ...(words === '' ? {} : { q: words }),
    ...(isId('variant', cursor) ? { cursor } : {}),
  }
  return { stock: await need(request, context.api.api.v1.vendor.inventory.$get({ query })), filter, words }
}

export const meta: MetaFunction = () => [{ title: m.goods_stock_title() }]

export default function Inventory() {
  const { key } = useLocation()
  return <InventoryView key={key} {...useLoaderData<typeof loader>()} />
}
