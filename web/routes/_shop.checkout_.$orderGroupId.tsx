import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { PlacedView } from '#web/features/orders/placed-view.tsx'
import { UnpaidView } from '#web/features/orders/unpaid-view.tsx'
import { WaitingView } from '#web/features/orders/waiting-view.tsx'
import { loadOutcome } from '#web/server/checkout-outcome.ts'

/** Where paying leads to, by itself or by way of the bank. */
export function loader({ context, params, request }: LoaderFunctionArgs) {
  return loadOutcome(context, request, params.orderGroupId ?? '')
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  const titles = { placed: m.checkout_placed_page_title, waiting: m.checkout_waiting_page_title, unpaid: m.checkout_page_title }
  return [{ title: titles[page?.kind ?? 'unpaid']() }, { name: 'robots', content: 'noindex' }]
}

export const headers = () => ({ 'cache-control': 'private, no-store' })

export default function CheckoutOutcome() {
  const page = useLoaderData<typeof loader>()
  if (page.kind === 'placed') return <PlacedView {...page} />
  return page.kind === 'waiting' ? <WaitingView {...page} /> : <UnpaidView {...page} />
}
