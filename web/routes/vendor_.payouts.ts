import { type LoaderFunctionArgs, redirect } from '@remix-run/cloudflare'
import { requireStore } from '#web/server/selling.ts'

/** Where the payment provider sends a store's owner back to: on with opening the store, or to its balance. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { done } = await requireStore(context, request)
  const back = new URL(request.url).searchParams.get('connect') === 'again' ? 'again' : 'done'
  return redirect(done['first-product'] ? `/vendor/balance?connect=${back}` : `/sell/payments?connect=${back}`)
}
