import type { Account } from './account.ts'
import { escapeHtml, renderPage } from './html.ts'

/** What the owner of a connected account fills in. */
export function renderOnboarding(account: Account, action: string): string {
  const input = (name: string, label: string, value: string, extra = '') =>
    `<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" value="${escapeHtml(value)}" ${extra}></div>`
  const url = typeof account.business_profile.url === 'string' ? account.business_profile.url : 'https://shop.example.com'
  const body = `<main class="page"><h1>Set up payments</h1>
<p class="note">Test onboarding for ${escapeHtml(account.email ?? account.id)}. Nothing you write here leaves this machine.</p>
<form method="post" action="${escapeHtml(action)}">
<div class="field"><label for="business_type">Type of business</label><select id="business_type" name="business_type">
<option value="individual">Individual</option><option value="company">Company</option><option value="non_profit">Nonprofit organization</option></select></div>
${input('url', 'Website', url, 'type="url" autocomplete="url"')}
<div class="row">${input('first_name', 'First name', 'Jenny', 'autocomplete="given-name"')}${input('last_name', 'Last name', 'Rosen', 'autocomplete="family-name"')}</div>
<div class="row">${input('routing_number', 'Routing number', '110000000', 'inputmode="numeric"')}${input('account_number', 'Account number', '000123456789', 'inputmode="numeric"')}</div>
<div class="actions"><button class="primary" type="submit" name="outcome" value="submit">Agree and submit</button>
<button type="submit" name="outcome" value="later">Save for later</button></div></form></main>`
  return renderPage({ title: 'Set up payments', body })
}
