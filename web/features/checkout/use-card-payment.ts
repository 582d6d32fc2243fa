import { type RefObject, useEffect, useRef, useState } from 'react'
import { m } from '#messages'
import type { OpenPayment } from '#web/server/checkout.ts'
import { declineText } from './decline-text.ts'
import { appearanceHere, loadStripe, type Stripe, type StripeElements } from './stripe-js.ts'

export type CardState = 'loading' | 'ready' | 'paying' | 'paid' | 'unavailable'

/**
 * The provider's card form in `host`, and paying by it. A declined card leaves everything as it was, so that the buyer
 * can try another; the bank's question is asked in place. Pressing twice pays once.
 * @param path the page of this checkout, which finds out how the payment went
 */
export function useCardPayment(
  host: RefObject<HTMLElement | null>,
  payment: OpenPayment,
  path: string,
  buyer: { name: string; email: string },
) {
  const [state, setState] = useState<CardState>('loading')
  const [refusal, setRefusal] = useState<string | null>(null)
  const provider = useRef<{ stripe: Stripe; elements: StripeElements } | null>(null)
  const isPaying = useRef(false)
  const { clientSecret, publishableKey, stripeJsUrl } = payment

  useEffect(() => {
    let isGone = false
    let leave = () => {}
    loadStripe(stripeJsUrl, publishableKey).then(
      (stripe) => {
        if (isGone || host.current === null) return
        const elements = stripe.elements({ clientSecret, appearance: appearanceHere() })
        const element = elements.create('payment')
        element.on('ready', () => setState('ready'))
        element.on('loaderror', () => setState('unavailable'))
        element.mount(host.current)
        provider.current = { stripe, elements }
        leave = () => element.destroy()
      },
      () => {
        if (!isGone) setState('unavailable')
      },
    )
    return () => {
      isGone = true
      provider.current = null
      leave()
    }
  }, [host, clientSecret, publishableKey, stripeJsUrl])

  const pay = async () => {
    if (isPaying.current || provider.current === null) return
    isPaying.current = true
    setState('paying')
    setRefusal(null)
    const error = await confirm(provider.current, new URL(path, location.origin).href, buyer)
    if (error === undefined || error.code === 'payment_intent_unexpected_state') {
      setState('paid')
      // A fresh page: nothing of the checkout stays behind, and the back button does not lead to it.
      location.replace(path)
      return
    }
    isPaying.current = false
    setState('ready')
    setRefusal(declineText(error))
  }
  return { state, refusal, pay }
}

async function confirm(
  { stripe, elements }: { stripe: Stripe; elements: StripeElements },
  returnUrl: string,
  buyer: { name: string; email: string },
) {
  try {
    const { error } = await stripe.confirmPayment({
      elements,
      confirmParams: { return_url: returnUrl, payment_method_data: { billing_details: buyer } },
      redirect: 'if_required',
    })
    return error
  } catch (thrown) {
    console.error(m.checkout_declined_title(), thrown)
    return { type: 'api_connection_error' }
  }
}
