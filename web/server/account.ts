import { createCookie, type MetaDescriptor, redirect } from '@remix-run/cloudflare'
import type { InferResponseType } from 'hono/client'
import { getLocale, locales } from '#locale'
import { COUNTRIES } from '#web/features/checkout/places.ts'
import { countryText } from '#web/ui/format.ts'
import type { ApiClient } from '#worker/client.ts'
import { sha256Hex } from '#worker/pure/hash.ts'
import type { SubmissionResult } from './form.ts'
import { type Profile, safeNext } from './session.ts'

type Answer = { data: SubmissionResult; init: ResponseInit | null }

/** Takes passwords out of what a refused form shows again: a page is no place to keep one. */
export function withoutPasswords<A extends Answer>(answer: A): A {
  for (const name of ['password', 'newPassword']) {
    if (answer.data.initialValue) delete (answer.data.initialValue as Record<string, unknown>)[name]
  }
  return answer
}

/** Whole minutes somebody has to wait, at least one, as a refusal's `Retry-After` says. */
export function minutesToWait(response: Response | { headers: Headers }): number {
  return Math.max(1, Math.ceil(Number(response.headers.get('retry-after') ?? 60) / 60))
}

/** Where somebody goes who logged in without having been on the way anywhere: to their work, or to their account. */
export function homeOf({ platformRole, memberships }: Profile): string {
  if (platformRole !== null && platformRole !== 'support_rep') return '/admin'
  return memberships.length > 0 ? '/vendor' : '/account'
}

/** For pages whose address holds a secret, or that say something about one person. */
export const PRIVATE_META: MetaDescriptor[] = [
  { name: 'robots', content: 'noindex' },
  { name: 'referrer', content: 'same-origin' },
]

/** The page that says to look into the mailbox. */
export const toCheckMail = (why: 'sign_up' | 'resend' | 'reset' | 'email'): Response => redirect(`/check-mail?for=${why}`, 303)

/** Where somebody was going who had to open an account first; the way leads through their mailbox, which forgets it. */
const onTheWay = createCookie('__Host-stoa_next', { path: '/', secure: true, httpOnly: true, sameSite: 'lax', maxAge: 86_400 })

export const rememberNext = async (next: string): Promise<HeadersInit> =>
  next === '' ? {} : { 'set-cookie': await onTheWay.serialize(next) }

/** The place that was remembered, and the header that forgets it; null if there is none. */
export async function rememberedNext(request: Request): Promise<{ next: string; headers: HeadersInit } | null> {
  const found: unknown = await onTheWay.parse(request.headers.get('cookie')).catch(() => null)
  if (typeof found !== 'string' || safeNext(found, '') === '') return null
  return { next: found, headers: { 'set-cookie': await onTheWay.serialize('', { maxAge: 0 }) } }
}

export type Session = InferResponseType<ApiClient['api']['v1']['me']['sessions']['$get'], 200>['items'][number]

/**
 * The key under which a form's change is made once, however often it is sent. What was corrected after a refusal is another
 * request and gets another key.
 */
export const keyOf = async (form: string, content: unknown): Promise<string> =>
  `${form}-${(await sha256Hex(JSON.stringify(content))).slice(0, 16)}`

/** Countries by their names, for a form; sorted on the server alone, so that both renders agree. */
export function countryOptions(): { value: string; label: string }[] {
  const options = COUNTRIES.map((code) => ({ value: code, label: countryText(code) }))
  return options.sort((a, b) => a.label.localeCompare(b.label, getLocale()))
}

/** Languages the pages are written in, each by its own name. */
export const languageOptions = (): { value: string; label: string }[] =>
  locales.map((code) => ({ value: code, label: new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code }))
