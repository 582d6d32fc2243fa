import { type AppLoadContext, data } from '@remix-run/cloudflare'
import type { InferResponseType } from 'hono/client'
import { addressOf, type Entry } from '#web/features/checkout/entry.ts'
import { COUNTRIES } from '#web/features/checkout/places.ts'
import { countryText } from '#web/ui/format.ts'
import type { ApiClient } from '#worker/client.ts'
import { type ApiProblem, attempt, need, problemOf } from './answer.ts'
import type { Draft } from './checkout-draft.ts'
import type { Profile } from './session.ts'

type Api = ApiClient['api']['v1']
export type Quote = InferResponseType<Api['checkout']['quote']['$post'], 200>
export type QuoteVendor = Quote['vendors'][number]
export type OpenPayment = InferResponseType<Api['checkout']['$post'], 201>
export type CheckoutStatus = InferResponseType<Api['checkout'][':orderGroupId']['$get'], 200>
export type Purchase = InferResponseType<Api['order-status']['$get'], 200>

/** Why a cart cannot be paid as it is, with what the page needs to offer a way out. */
export type Trouble = {
  code:
    | 'out_of_stock'
    | 'no_longer_sold'
    | 'no_delivery'
    | 'quote_changed'
    | 'checkout_busy'
    | 'too_many_holds'
    | 'nothing_to_pay'
    | 'unavailable'
  lines: { variantId: string; title: string; wanted: number; available: number }[]
  vendorIds: string[]
}
const TROUBLES: ReadonlySet<string> = new Set([
  'out_of_stock',
  'no_longer_sold',
  'no_delivery',
  'quote_changed',
  'checkout_busy',
  'too_many_holds',
  'nothing_to_pay',
])

/** A refusal of the checkout in the words of the page; what the page can do nothing about is `unavailable`. */
export function troubleOf({ code, lines, vendorIds }: ApiProblem): Trouble {
  return {
    code: TROUBLES.has(code) ? (code as Trouble['code']) : 'unavailable',
    lines: Array.isArray(lines)
      ? (lines as Trouble['lines']).map((line) => ({ ...line, wanted: line.wanted ?? 0, available: line.available ?? 0 }))
      : [],
    vendorIds: Array.isArray(vendorIds) ? (vendorIds as string[]) : [],
  }
}

export type Quoted = { ok: true; quote: Quote } | { ok: false; problem: ApiProblem }

/** What the cart costs, delivered to what was entered. */
export async function quoteCart({ api }: AppLoadContext, entry: Entry, choices: Draft['choices']): Promise<Quoted> {
  const json = { email: entry.email, shippingAddress: addressOf(entry), shippingChoices: choices } as Parameters<
    Api['checkout']['quote']['$post']
  >[0]['json']
  const response = await api.api.v1.checkout.quote.$post({ json })
  return response.ok ? { ok: true, quote: (await response.json()) as Quote } : { ok: false, problem: await problemOf(response) }
}

/** Holds the stock and opens the payment of the figures the buyer saw. The same key and figures again get the same payment. */
export async function openPayment(
  { api }: AppLoadContext,
  entry: Entry,
  { choices, quoteHash, key }: { choices: Draft['choices']; quoteHash: string; key: string },
): Promise<{ ok: true; payment: OpenPayment } | { ok: false; problem: ApiProblem }> {
  const json = {
    email: entry.email,
    shippingAddress: addressOf(entry),
    shippingChoices: choices,
    quoteHash,
  } as Parameters<Api['checkout']['$post']>[0]['json']
  const response = await api.api.v1.checkout.$post({ json }, { headers: { 'idempotency-key': key } })
  return response.ok ? { ok: true, payment: (await response.json()) as OpenPayment } : { ok: false, problem: await problemOf(response) }
}

/** How the checkout this browser opened last stands; null if it opened none, or the answer cannot be had now. */
export async function standingOf({ api }: AppLoadContext, { opened }: Draft): Promise<CheckoutStatus | null> {
  if (opened === undefined) return null
  const { orderGroupId, token } = opened
  const loaded = await attempt(() => api.api.v1.checkout[':orderGroupId'].$get({ param: { orderGroupId }, query: { t: token } }))
  return loaded.ok ? (loaded.value as CheckoutStatus) : null
}

/** The page of a checkout that was opened: where paying leads back to. */
export const pathOfOpened = ({ orderGroupId, token }: { orderGroupId: string; token: string }): string =>
  `/checkout/${orderGroupId}?${new URLSearchParams({ t: token })}`

/** The token of a status link. */
export const tokenOf = (statusUrl: string): string => new URL(statusUrl).searchParams.get('t') ?? ''

/** The purchase a status link names. @throws a 404 for a link we did not make */
export async function loadPurchase({ api }: AppLoadContext, token: string): Promise<Purchase | null> {
  const response = await api.api.v1['order-status'].$get({ query: { t: token } })
  if (response.ok) return (await response.json()) as Purchase
  if (response.status < 500) return null
  throw data(await problemOf(response), { status: response.status })
}

/** One of a signed-in buyer's purchases. @throws 404 for somebody else's */
export function loadOwnPurchase({ api }: AppLoadContext, request: Request, id: string): Promise<Purchase> {
  const param = { orderGroupId: id as Purchase['id'] }
  return need(request, api.api.v1.orders[':orderGroupId'].$get({ param, query: {} })) as Promise<Purchase>
}

/** The address a signed-in buyer means first, as if it had been entered; null for a guest and where there is none yet. */
export async function savedEntries({ api }: AppLoadContext, profile: Profile | null): Promise<Entry[]> {
  if (profile === null) return []
  const loaded = await attempt(() => api.api.v1.me.addresses.$get())
  if (!loaded.ok) return []
  return loaded.value.items.map(({ address }) => {
    const { phone: _, ...rest } = address
    return { email: profile.email, ...rest }
  })
}

/** Where parcels probably go: what was entered, else where the request seems to come from. */
export function guessCountry(request: Request, draft: Draft): string {
  const asked = new URL(request.url).searchParams.get('country') ?? ''
  const language = /^[a-z]{2,3}-([A-Z]{2})\b/.exec(request.headers.get('accept-language') ?? '')?.[1]
  const guesses = [asked, draft.entry?.country, request.headers.get('cf-ipcountry'), language]
  return guesses.find((guess) => guess != null && COUNTRIES.includes(guess)) ?? 'US'
}

/** Countries by name. Named here and not in the page, because browsers know other names than we do. */
export function countryChoices(): { code: string; name: string }[] {
  const named = COUNTRIES.map((code) => ({ code, name: countryText(code) }))
  return named.sort((a, b) => a.name.localeCompare(b.name))
}
