import type { SubmissionResult } from '@conform-to/react'
import { type AppLoadContext, data, redirect } from '@remix-run/cloudflare'
import { m } from '#messages'
import type { Entry } from '#web/features/checkout/entry.ts'
import { entrySchema } from '#web/features/checkout/entry-schema.ts'
import type { Started } from '#web/features/checkout/payment-step.tsx'
import { countryText, listText } from '#web/ui/format.ts'
import type { ApiProblem } from './answer.ts'
import { loadCart } from './cart.ts'
import { openPayment, pathOfOpened, quoteCart, savedEntries, tokenOf, troubleOf } from './checkout.ts'
import { type Draft, keepDraft, readDraft } from './checkout-draft.ts'
import { readForm } from './form.ts'
import { readProfile } from './session.ts'

/** Takes who buys and where it goes, and leads on to the total; every entry is kept if a shop does not deliver there. */
export async function keepDetails(context: AppLoadContext, request: Request) {
  const read = await readForm(request, entrySchema)
  if (!read.ok) return read.answer
  const draft = await readDraft(request)
  const quoted = await quoteCart(context, read.value, draft.choices)
  if (!quoted.ok && quoted.problem.code === 'no_delivery') {
    const formErrors = [await undelivered(context, request, read.value, quoted.problem)]
    return data(read.submission.reply({ formErrors }) as SubmissionResult, { status: 409 })
  }
  const kept: Draft = { ...draft, entry: read.value, ...(quoted.ok ? { seenMinor: quoted.quote.total.amountMinor } : {}) }
  return redirect('/checkout', { status: 303, headers: { 'set-cookie': await keepDraft(kept) } })
}

async function undelivered(context: AppLoadContext, request: Request, { country }: Entry, { vendorIds }: ApiProblem): Promise<string> {
  const cart = await loadCart(context, request)
  const names = cart.vendors.filter(({ vendorId }) => Array.isArray(vendorIds) && vendorIds.includes(vendorId)).map(({ name }) => name)
  return m.checkout_trouble_no_delivery({ country: countryText(country), shops: listText(names) })
}

/** Takes how each shop sends its parcel; what is not one of its ways is ignored by the quote. */
export async function chooseDelivery(context: AppLoadContext, request: Request, form: FormData) {
  const chosen = [...form].flatMap(([name, value]) =>
    name.startsWith('choice ') ? [[name.slice('choice '.length), String(value)] as const] : [],
  )
  const draft = await readDraft(request)
  const choices = { ...draft.choices, ...Object.fromEntries(chosen) }
  const entry = await entryOf(context, draft)
  const quoted = entry === null ? null : await quoteCart(context, entry, choices)
  const kept: Draft = { ...draft, choices, ...(quoted?.ok ? { seenMinor: quoted.quote.total.amountMinor } : {}) }
  return redirect('/checkout', { status: 303, headers: { 'set-cookie': await keepDraft(kept) } })
}

/** Opens the payment of the figures on the page. @throws a redirect to what was bought, if this cart is paid already */
export async function startPayment(context: AppLoadContext, request: Request, form: FormData) {
  const key = String(form.get('key') ?? '')
  const draft = await readDraft(request)
  const entry = await entryOf(context, draft)
  if (entry === null) throw redirect('/checkout')
  const opening = { choices: draft.choices, quoteHash: String(form.get('quoteHash') ?? ''), key }
  const opened = await openPayment(context, entry, opening)
  if (!opened.ok) {
    const { code, orderGroupId, statusUrl } = opened.problem
    if (code === 'cart_empty') throw redirect('/cart')
    if (code === 'already_paid') throw redirect(pathOfOpened({ orderGroupId: String(orderGroupId), token: tokenOf(String(statusUrl)) }))
    return data({ key, kind: 'trouble', trouble: troubleOf(opened.problem) } satisfies Started)
  }
  const { payment } = opened
  const link = { orderGroupId: payment.orderGroupId, token: tokenOf(payment.statusUrl) }
  const started: Started = {
    key,
    kind: 'open',
    payment,
    leftMs: Date.parse(payment.expiresAt) - context.nowMs,
    path: pathOfOpened(link),
  }
  const kept: Draft = { ...draft, seenMinor: payment.amountMinor, opened: link }
  return data(started, { headers: { 'set-cookie': await keepDraft(kept) } })
}

/** Who buys: what was entered here, else the address a signed-in buyer means first. */
async function entryOf(context: AppLoadContext, draft: Draft): Promise<Entry | null> {
  if (draft.entry !== undefined) return draft.entry
  return (await savedEntries(context, await readProfile(context)))[0] ?? null
}
