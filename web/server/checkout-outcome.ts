import { type AppLoadContext, data, redirect } from '@remix-run/cloudflare'
import { need } from './answer.ts'
import { type CheckoutStatus, loadOwnPurchase, loadPurchase, pathOfOpened } from './checkout.ts'
import { forgetDraft, readDraft } from './checkout-draft.ts'
import { readProfile } from './session.ts'

/** What the provider adds to the address it sends the buyer back to; it has no business in the history. */
const PROVIDER_PARAMS = ['payment_intent', 'payment_intent_client_secret', 'redirect_status']

/**
 * How a checkout ended: finds out from the provider, and places the orders if it was paid, whichever of this page and the
 * webhook comes first. A payment that did not go through leads back to the card, where the page says why.
 * @throws 404 for a link we did not make; a redirect as above
 */
export async function loadOutcome(context: AppLoadContext, request: Request, id: string) {
  const url = new URL(request.url)
  const token = url.searchParams.get('t') ?? ''
  const param = { orderGroupId: id as CheckoutStatus['orderGroupId'] }
  const { complete } = context.api.api.v1.checkout[':orderGroupId']
  const standing = (await need(request, complete.$post({ param, query: token === '' ? {} : { t: token } }))) as CheckoutStatus
  const path = token === '' ? url.pathname : pathOfOpened({ orderGroupId: id, token })
  const statusPath = token === '' ? `/account/orders/${id}` : `/order-status?${new URLSearchParams({ t: token })}`

  if (standing.status === 'placed' || standing.status === 'refunded') {
    // The first time here: once more, for an address without the provider's words and a frame that knows the cart is empty.
    const isFirst = (await readDraft(request)).opened?.orderGroupId === id
    if (isFirst || PROVIDER_PARAMS.some((name) => url.searchParams.has(name))) {
      throw redirect(path, { headers: { 'set-cookie': await forgetDraft() } })
    }
    const purchase = token === '' ? await loadOwnPurchase(context, request, id) : await loadPurchase(context, token)
    if (purchase === null) throw data(null, { status: 404 })
    const isSignedIn = (await readProfile(context)) !== null
    return data({ kind: 'placed' as const, purchase, statusPath, isSignedIn })
  }
  if (standing.status === 'paid') return data({ kind: 'waiting' as const, isPaid: true, path })
  const outcome = url.searchParams.get('redirect_status')
  if (standing.status === 'open' && (outcome === 'pending' || outcome === 'succeeded')) {
    return data({ kind: 'waiting' as const, isPaid: false, path: url.pathname + url.search })
  }
  if (standing.status === 'open' && (await readDraft(request)).opened?.orderGroupId === id) throw redirect('/checkout')
  return data({ kind: 'unpaid' as const, isOver: standing.status !== 'open' })
}
