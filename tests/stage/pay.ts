import type { Marketplace } from './start.ts'

export type Confirmed = { status?: string; error?: { code: string; decline_code?: string } }

/** What the card form in the buyer's browser does. */
export async function confirmPayment(market: Marketplace, clientSecret: string, paymentMethod: string): Promise<Confirmed> {
  const [intent = ''] = clientSecret.split('_secret_')
  const response = await fetch(`${market.stripe.url}/v1/payment_intents/${intent}/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${market.secrets.STRIPE_PUBLISHABLE_KEY}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_secret: clientSecret, payment_method: paymentMethod, return_url: `${market.origin}/order-status` }),
  })
  return response.json() as Promise<Confirmed>
}

/** A list of the provider's, as its dashboard would show it. */
export async function providerList(market: Marketplace, kind: 'charges' | 'transfers'): Promise<{ status?: string; amount: number }[]> {
  const response = await fetch(`${market.stripe.url}/v1/${kind}?limit=100`, {
    headers: { authorization: `Bearer ${market.secrets.STRIPE_SECRET_KEY}` },
  })
  return ((await response.json()) as { data: { status?: string; amount: number }[] }).data
}
