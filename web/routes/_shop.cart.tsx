import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { CartView } from '#web/features/cart/cart-view.tsx'
import { changeCart, loadCart } from '#web/server/cart.ts'
import { countryChoices, guessCountry } from '#web/server/checkout.ts'
import { readDraft } from '#web/server/checkout-draft.ts'
import { safeNext } from '#web/server/session.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { pathname, search, searchParams } = new URL(request.url)
  const country = guessCountry(request, await readDraft(request))
  const cart = await loadCart(context, request, country)
  const countries = countryChoices()
  const from = searchParams.get('from')
  return {
    cart,
    nowMs: context.nowMs,
    countries: cart.units === 0 ? [] : countries,
    country: { code: country, name: countries.find(({ code }) => code === country)?.name ?? country },
    from: from === null ? null : safeNext(from),
    back: pathname + search,
  }
}

export function action({ context, request }: ActionFunctionArgs) {
  return changeCart(context, request)
}

export const meta: MetaFunction = () => [{ title: m.checkout_cart_page_title() }, { name: 'robots', content: 'noindex' }]

export default function CartRoute() {
  return <CartView {...useLoaderData<typeof loader>()} />
}
