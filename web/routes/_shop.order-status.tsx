import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { StatusView, UnknownLinkView } from '#web/features/orders/status-view.tsx'
import { loadPurchase, type Purchase } from '#web/server/checkout.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readProfile } from '#web/server/session.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

/** What a mail's link opens: no log-in, the link is all it takes. Its buyer, if they are signed in, can cancel here too. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const token = new URL(request.url).searchParams.get('t') ?? ''
  const [purchase, profile] = await Promise.all([token === '' ? null : loadPurchase(context, token), readProfile(context)])
  if (purchase === null) return data({ purchase: null, canCancel: false }, { status: 404 })
  return data({ purchase, canCancel: profile !== null && profile.email.toLowerCase() === purchase.email })
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  const orderId = String(form.get('orderId') ?? '') as Purchase['orders'][number]['id']
  const response = await context.api.api.v1.orders[':orderId'].cancel.$post({ param: { orderId } })
  const { pathname, search } = new URL(request.url)
  const back = pathname + search
  if (response.ok) return redirectWith(back, { key: 'purchase_cancelled', params: { shop: String(form.get('shop') ?? '') } })
  return redirectWith(back, { key: (response.status as number) === 409 ? 'purchase_left' : 'purchase_unchanged' })
}

export const meta: MetaFunction = () => [{ title: m.checkout_status_page_title() }, { name: 'robots', content: 'noindex' }]

export const headers = () => ({ 'cache-control': 'private, no-store' })

export default function OrderStatus() {
  const { purchase, canCancel } = useLoaderData<typeof loader>()
  return purchase === null ? <UnknownLinkView /> : <StatusView purchase={purchase} canCancel={canCancel} />
}
