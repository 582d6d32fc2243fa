import { type AppLoadContext, redirect } from '@remix-run/cloudflare'
import type { InferResponseType } from 'hono/client'
import type { ApiClient } from '#worker/client.ts'

export type Profile = InferResponseType<ApiClient['api']['v1']['me']['$get'], 200>

/** Who is signed in; null for a guest. Costs nothing for a browser without a session. */
export async function readProfile({ api, visitor }: AppLoadContext): Promise<Profile | null> {
  if (!visitor.hasSession) return null
  const response = await api.api.v1.me.$get()
  return response.ok ? response.json() : null
}

/**
 * Who is signed in, for pages that need it.
 * @throws a redirect to the log-in page, which comes back here afterwards
 */
export async function requireProfile(context: AppLoadContext, request: Request): Promise<Profile> {
  const profile = await readProfile(context)
  if (profile === null) throw toLogIn(request)
  return profile
}

/** A redirect to the log-in page. `next` is where the log-in leads back to: the page itself, or the one a form was on. */
export function toLogIn(request: Request): Response {
  const { pathname, search } = new URL(request.url)
  const path = pathname.replace(/\.data$/, '').replace(/^\/_root$/, '/')
  return redirect(`/login?next=${encodeURIComponent(path + withoutDataParams(search))}`)
}

/** Where to go after logging in: a path of ours and nothing else, so that no link can send a reader elsewhere. */
export function safeNext(next: string | null, fallback = '/'): string {
  return next !== null && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) && !next.includes('\\') ? next : fallback
}

/** Query parameters Remix adds to its own data requests say nothing about the page. */
function withoutDataParams(search: string): string {
  const params = new URLSearchParams(search)
  params.delete('_routes')
  params.delete('index')
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
