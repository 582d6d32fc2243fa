import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { PackingSlips } from '#web/features/orders-desk/packing-slips.tsx'
import { need } from '#web/server/answer.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/notice.tsx'

/** The slips of the orders named by `id`, at most 50, by number. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { vendor } = context.api.api.v1
  const ids = new URL(request.url).searchParams.getAll('id').slice(0, 50)
  const [orders, store] = await Promise.all([
    ids.length === 0 ? { items: [] } : need(request, vendor['order-set'].$get({ query: { ids: ids.join(',') } })),
    need(request, vendor.$get()),
  ])
  return { orders: orders.items, store, printsAtOnce: false }
}

export const meta: MetaFunction = () => [{ title: m.goods_slips_title() }]

export default function ManySlips() {
  const page = useLoaderData<typeof loader>()
  const back = { to: '/vendor/orders', text: m.goods_back_to_orders() }
  if (page.orders.length > 0) return <PackingSlips {...page} back={back} />
  return (
    <Notice
      title={m.goods_slips_none_title()}
      text={m.goods_slips_none_text()}
      action={<ButtonLink to={back.to}>{back.text}</ButtonLink>}
    />
  )
}
