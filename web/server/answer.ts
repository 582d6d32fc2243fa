import { data } from '@remix-run/cloudflare'
import { toLogIn } from './session.ts'

/** A refusal of the API as its pages see it (RFC 9457). */
export type ApiProblem = {
  status: number
  code: string
  detail: string
  errors?: { pointer: string; detail: string }[]
  [extension: string]: unknown
}

type Answer<T> = { ok: boolean; status: number; json(): Promise<T>; headers: Headers }

/** What a part of a page got: a failed part is shown as such and does not take the page down. */
export type Loaded<T> = { ok: true; value: T } | { ok: false; status: number }

/** The page where a store can do something about a refusal, as the second line of its text; nothing for most refusals. */
export const withWayUp = ({ code }: Pick<ApiProblem, 'code'>, text: string): string =>
  code === 'plan_limit_reached' ? `${text}\n/vendor/settings/plan` : text

/** Reads a refusal. An answer that is none of ours (a crash, a proxy) is a 5xx without detail. */
export async function problemOf(response: { status: number; json(): Promise<unknown> }): Promise<ApiProblem> {
  const body = (await response.json().catch(() => null)) as Partial<ApiProblem> | null
  if (typeof body?.code === 'string' && typeof body.detail === 'string') return { ...body, status: response.status } as ApiProblem
  return { status: response.status, code: 'unknown', detail: '' }
}

/**
 * The body of a call that the whole page stands on.
 * @throws a redirect to the log-in page on 401; otherwise the API's status and problem, for the page's error boundary
 */
export async function need<T>(request: Request, call: Promise<Answer<T>>): Promise<Exclude<T, { code: string; detail: string }>> {
  const response = await call
  if (response.ok) return (await response.json()) as Exclude<T, { code: string; detail: string }>
  if (response.status === 401) throw toLogIn(request)
  throw data(await problemOf(response), { status: response.status })
}

/** The body of a call for a part of a page that may be missing. Never throws. */
export async function attempt<T>(call: () => Promise<Answer<T>>): Promise<Loaded<Exclude<T, { code: string; detail: string }>>> {
  try {
    const response = await call()
    if (!response.ok) return { ok: false, status: response.status }
    return { ok: true, value: (await response.json()) as Exclude<T, { code: string; detail: string }> }
  } catch (error) {
    console.error('call for a part of a page failed', error)
    return { ok: false, status: 503 }
  }
}
