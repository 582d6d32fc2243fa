/** The part of Stripe.js that the card form uses; see https://docs.stripe.com/js. It may only be loaded from Stripe itself. */
export type StripeError = { type: string; code?: string; decline_code?: string; payment_intent?: { status: string } }
export type PaymentElement = {
  mount(host: HTMLElement): void
  destroy(): void
  on(event: 'ready' | 'loaderror', listener: () => void): unknown
}
export type StripeElements = { create(type: 'payment', options?: object): PaymentElement }
export type Stripe = {
  elements(options: { clientSecret: string; appearance: object }): StripeElements
  confirmPayment(options: {
    elements: StripeElements
    confirmParams: { return_url: string; payment_method_data?: { billing_details: { name: string; email: string } } }
    redirect: 'if_required'
  }): Promise<{ error?: StripeError; paymentIntent?: { status: string } }>
  confirmSetup(options: {
    elements: StripeElements
    confirmParams: { return_url: string }
    redirect: 'if_required'
  }): Promise<{ error?: StripeError; setupIntent?: { id: string; status: string } }>
}

declare global {
  interface Window {
    Stripe?: (publishableKey: string) => Stripe
  }
}

let loading: Promise<void> | undefined

/** Loads Stripe.js once; a failed attempt can be repeated. @throws if it cannot be loaded */
export async function loadStripe(url: string, publishableKey: string): Promise<Stripe> {
  if (window.Stripe === undefined) {
    loading ??= loadScript(url)
    try {
      await loading
    } catch (error) {
      loading = undefined
      throw error
    }
  }
  if (window.Stripe === undefined) throw new Error('Stripe.js did not start')
  return window.Stripe(publishableKey)
}

function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = url
    script.onload = () => resolve()
    script.onerror = () => {
      script.remove()
      reject(new Error('Stripe.js could not be loaded'))
    }
    document.head.appendChild(script)
  })
}

/** The look of our own fields, for the provider's. Its frame does not know our tokens, so they are given as plain colours. */
export function appearanceHere(): object {
  const colour = (token: string): string => {
    const probe = document.createElement('span')
    probe.style.color = `var(--color-${token})`
    document.body.appendChild(probe)
    const { color } = getComputedStyle(probe)
    probe.remove()
    return color
  }
  return {
    theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'stripe',
    variables: {
      colorPrimary: colour('accent'),
      colorBackground: colour('card'),
      colorText: colour('ink'),
      colorTextSecondary: colour('soft'),
      colorDanger: colour('bad'),
      borderRadius: '6px',
      fontSizeBase: '16px',
    },
  }
}
