import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { OrderView } from '#web/features/account/order-view.tsx'
import { PRIVATE_META } from '#web/server/account.ts'
import { need, problemOf } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { idParam } from '#web/server/id-param.ts'
import { buyAgain } from '#web/server/orders.ts'

const readPurchase = ({ context, request, params }: LoaderFunctionArgs | ActionFunctionArgs) =>
  need(
    request,
    context.api.api.v1.orders[':orderGroupId'].$get({ param: { orderGroupId: idParam('orderGroup', params.orderGroupId) }, query: {} }),
  )

export async function loader(args: LoaderFunctionArgs) {
  return { purchase: await readPurchase(args), nowMs: args.context.nowMs, again: crypto.randomUUID() }
}

/** Calls one store's order off, or puts what it had into the cart again. */
export async function action(args: ActionFunctionArgs) {
  const { context, request, params } = args
  const form = await request.formData()
  const purchase = await readPurchase(args)
  const order = purchase.orders.find(({ id }) => id === form.get('orderId'))
  if (order === undefined) throw data(null, { status: 404 })
  const here = `/account/orders/${params.orderGroupId}`
  if (form.get('intent') === 'again') {
    const { added, left } = await buyAgain(context.api, order, String(form.get('key') ?? crypto.randomUUID()))
    if (added === 0) return { error: m.account_again_nothing() }
    throw await redirectWith('/cart', {
      key: left === 0 ? 'bought_again' : 'bought_again_partly',
      params: { added: String(added), left: String(left) },
    })
  }
  const response = await context.api.api.v1.orders[':orderId'].cancel.$post({ param: { orderId: order.id } })
  if (response.ok) throw await redirectWith(here, { key: 'own_order_cancelled', params: { vendor: order.vendor.name } })
  const problem = await problemOf(response)
  return { error: problem.code === 'order_not_movable' ? m.account_cancel_too_late({ vendor: order.vendor.name }) : m.ui_try_again_soon() }
}

export const meta: MetaFunction = () => [{ title: m.account_order_page() }, ...PRIVATE_META]

export default function Order() {
  const page = useLoaderData<typeof loader>()
  return <OrderView {...page} error={useActionData<typeof action>()?.error ?? null} />
}
