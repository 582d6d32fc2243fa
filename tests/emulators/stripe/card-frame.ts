import { renderPage } from './html.ts'

/** The Payment Element's iframe: number, expiry and security code, each labelled, with its own error line. */
export function renderCardFrame(): string {
  const field = (name: string, label: string, attributes: string) => `<div class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="text" inputmode="numeric" aria-describedby="${name}-error" aria-required="true" spellcheck="false" ${attributes}>
<p class="error" id="${name}-error" role="alert"></p></div>`
  const body = `<main><form novalidate aria-label="Card details">
${field('number', 'Card number', 'autocomplete="cc-number" placeholder="1234 1234 1234 1234" maxlength="23"')}
<div class="row">
${field('expiry', 'Expiration date', 'autocomplete="cc-exp" placeholder="MM / YY" maxlength="7"')}
${field('cvc', 'Security code', 'autocomplete="cc-csc" placeholder="CVC" maxlength="4"')}
</div></form></main>`
  return renderPage({ title: 'Secure card payment', body, script: '/elements/card-frame.js' })
}
