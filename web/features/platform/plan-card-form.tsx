import { useEffect, useRef, useState } from 'react'
import { m } from '#messages'
import { declineText } from '#web/features/checkout/decline-text.ts'
import { appearanceHere, loadStripe, type Stripe, type StripeElements, type StripeError } from '#web/features/checkout/stripe-js.ts'
import { Button } from '#web/ui/button.tsx'

type Props = {
  clientSecret: string
  publishableKey: string
  stripeJsUrl: string
  /** Where the page goes once the card did what it was asked for; a kept card's id is added to it. */
  path: string
  label: string
  busyLabel: string
}
type State = 'loading' | 'ready' | 'busy' | 'unavailable'

/** The provider's card form: pays what waits, or keeps a card, as the secret says. */
export function PlanCardForm({ clientSecret, publishableKey, stripeJsUrl, path, label, busyLabel }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const provider = useRef<{ stripe: Stripe; elements: StripeElements } | null>(null)
  const [state, setState] = useState<State>('loading')
  const [refusal, setRefusal] = useState<string | null>(null)

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
  }, [clientSecret, publishableKey, stripeJsUrl])

  const send = async () => {
    if (state !== 'ready' || provider.current === null) return
    setState('busy')
    setRefusal(null)
    const outcome = await confirm(provider.current, clientSecret, new URL(path, location.origin).href)
    if (outcome.error === undefined || outcome.error.code === 'payment_intent_unexpected_state') {
      location.replace(outcome.setup === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}setup=${outcome.setup}`)
      return
    }
    setState('ready')
    setRefusal(declineText(outcome.error))
  }

  if (state === 'unavailable')
    return <p className="rounded-plate bg-warn-tint px-4 py-3 text-small text-warn">{m.platform_plan_card_unavailable()}</p>
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
      aria-busy={state === 'busy'}
      className="grid max-w-xl gap-4"
    >
      <div className="rounded-plate border border-line bg-card p-3 sm:p-4">
        <div ref={host} className="min-h-47" />
      </div>
      {refusal === null ? null : (
        <p role="alert" className="rounded-plate border border-bad bg-bad-tint px-4 py-3 text-small text-bad">
          {refusal}
        </p>
      )}
      <Button type="submit" aria-disabled={state !== 'ready'} className="min-h-12">
        {state === 'busy' ? busyLabel : label}
      </Button>
    </form>
  )
}

async function confirm(
  { stripe, elements }: { stripe: Stripe; elements: StripeElements },
  secret: string,
  returnUrl: string,
): Promise<{ error?: StripeError; setup?: string }> {
  const options = { elements, confirmParams: { return_url: returnUrl }, redirect: 'if_required' as const }
  try {
    if (!secret.startsWith('seti_')) {
      const { error } = await stripe.confirmPayment(options)
      return error === undefined ? {} : { error }
    }
    const { error, setupIntent } = await stripe.confirmSetup(options)
    return error === undefined ? { setup: setupIntent?.id ?? '' } : { error }
  } catch {
    return { error: { type: 'api_connection_error' } }
  }
}
