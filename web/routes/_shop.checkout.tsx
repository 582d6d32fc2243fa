import type { SubmissionResult } from '@conform-to/react'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { type ShouldRevalidateFunction, useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { CheckoutView } from '#web/features/checkout/checkout-view.tsx'
import { chooseDelivery, keepDetails, startPayment } from '#web/server/checkout-actions.ts'
import { loadCheckoutPage } from '#web/server/checkout-page.ts'

export function loader({ context, request }: LoaderFunctionArgs) {
  return loadCheckoutPage(context, request)
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.clone().formData()
  switch (form.get('intent')) {
    case 'details':
      return keepDetails(context, request)
    case 'delivery':
      return chooseDelivery(context, request, form)
    case 'start':
      return startPayment(context, request, form)
    default:
      throw new Response(null, { status: 400 })
  }
}

/** Opening the payment changes nothing that is shown. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formData, defaultShouldRevalidate }) =>
  formData?.get('intent') === 'start' ? false : defaultShouldRevalidate

export const meta: MetaFunction = () => [{ title: m.checkout_page_title() }, { name: 'robots', content: 'noindex' }]

/** Never kept: whoever comes back by the back button must see how things stand now. */
export const headers = () => ({ 'cache-control': 'private, no-store' })

export default function CheckoutRoute() {
  const answer = useActionData<typeof action>()
  const lastResult = answer !== undefined && 'status' in answer ? (answer as SubmissionResult) : undefined
  return <CheckoutView {...useLoaderData<typeof loader>()} lastResult={lastResult} />
}
