import { type AppLoadContext, data, redirect } from '@remix-run/cloudflare'
import type { CheckoutPage } from '#web/features/checkout/checkout-view.tsx'
import type { Entry } from '#web/features/checkout/entry.ts'
import { loadCart } from './cart.ts'
import { countryChoices, guessCountry, pathOfOpened, type Quoted, quoteCart, savedEntries, standingOf, troubleOf } from './checkout.ts'
import { type Draft, forgetDraft, keepDraft, readDraft } from './checkout-draft.ts'
import { readProfile } from './session.ts'

/**
 * The checkout as far as this browser is with it.
 * @throws a redirect: to what was bought, if the checkout opened here was paid meanwhile; to the cart, if that is empty
 */
export async function loadCheckoutPage(context: AppLoadContext, request: Request) {
  const draft = await readDraft(request)
  const [cart, profile, standing] = await Promise.all([loadCart(context, request), readProfile(context), standingOf(context, draft)])
  if (draft.opened && standing && ['placed', 'paid', 'refunded'].includes(standing.status)) {
    throw redirect(pathOfOpened(draft.opened), { headers: { 'set-cookie': await forgetDraft() } })
  }
  if (cart.units === 0) throw redirect('/cart')

  const saved = await savedEntries(context, profile)
  const entry = draft.entry ?? saved[0] ?? null
  const quoted = entry === null ? null : await quoteCart(context, entry, draft.choices)
  const isEditing = new URL(request.url).searchParams.has('edit')
  const page: CheckoutPage = {
    cart,
    nowMs: context.nowMs,
    entry,
    defaults: entry ?? { country: guessCountry(request, draft), email: profile?.email ?? '', name: profile?.name ?? '' },
    isEditing,
    others: saved.filter((other) => !isSame(other, entry)),
    isSignedIn: profile !== null,
    countries: countryChoices(),
    ...shown(draft, quoted),
    failure: standing?.status === 'open' ? standing.failure : null,
    startKey: crypto.randomUUID(),
  }
  const isSeen = isEditing || page.quote === null || page.quote.total.amountMinor === draft.seenMinor
  if (isSeen) return data(page)
  return data(page, { headers: { 'set-cookie': await keepDraft({ ...draft, seenMinor: page.quote?.total.amountMinor }) } })
}

function shown(draft: Draft, quoted: Quoted | null): Pick<CheckoutPage, 'quote' | 'trouble' | 'changedFromMinor'> {
  if (quoted === null) return { quote: null, trouble: null, changedFromMinor: null }
  if (!quoted.ok) return { quote: null, trouble: troubleOf(quoted.problem), changedFromMinor: null }
  const { seenMinor } = draft
  const hasChanged = seenMinor !== undefined && seenMinor !== quoted.quote.total.amountMinor
  return { quote: quoted.quote, trouble: null, changedFromMinor: hasChanged ? seenMinor : null }
}

const isSame = (a: Entry, b: Entry | null) =>
  b !== null &&
  (['name', 'line1', 'line2', 'postalCode', 'city', 'region', 'country'] as const).every((key) => (a[key] ?? '') === (b[key] ?? ''))
