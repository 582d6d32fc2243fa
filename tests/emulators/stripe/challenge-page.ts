import { show } from './currency.ts'
import { escapeHtml, renderPage } from './html.ts'
import type { PaymentIntent } from './objects.ts'
import type { Challenge } from './world.ts'

/** The bank's question, on a page of its own or inside the buyer's page. It works without scripts. */
export function renderChallenge(challenge: Challenge, intent: PaymentIntent, parent: string | null): string {
  const action = `/3d_secure/${challenge.id}${parent === null ? '' : `?parent=${encodeURIComponent(parent)}`}`
  const body = `<main class="page"><h1>3D Secure test page</h1>
<p>Your bank asks you to confirm the payment of <strong>${escapeHtml(show(intent.amount, intent.currency).toUpperCase())}</strong>.</p>
<p class="note">This is a test: nobody is charged.</p>
<form method="post" action="${escapeHtml(action)}"><div class="actions">
<button class="primary" type="submit" name="outcome" value="complete">Complete authentication</button>
<button type="submit" name="outcome" value="fail">Fail authentication</button></div></form></main>`
  return renderPage({ title: '3D Secure authentication', body, script: '/elements/challenge.js' })
}

/** Shown for a moment inside the buyer's page, and for good when there is nowhere to go back to. */
export function renderAnswered(): string {
  const body = '<main class="page"><h1>Authentication finished</h1><p>You can go back to the shop.</p></main>'
  return renderPage({ title: '3D Secure authentication finished', body, script: '/elements/challenge.js', data: ' data-answered="true"' })
}

/** Where the buyer goes after a redirect: the return address with the provider's three parameters. */
export function returnAddress(returnUrl: string, intent: PaymentIntent): string {
  const target = new URL(returnUrl)
  target.searchParams.set('payment_intent', intent.id)
  target.searchParams.set('payment_intent_client_secret', intent.client_secret)
  const passed = intent.status === 'succeeded' || intent.status === 'requires_capture'
  target.searchParams.set('redirect_status', passed ? 'succeeded' : intent.status === 'processing' ? 'pending' : 'failed')
  return target.href
}
