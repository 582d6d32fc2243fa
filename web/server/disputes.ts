import type { AppLoadContext } from '@remix-run/cloudflare'
import { data } from '@remix-run/cloudflare'
import { m } from '#messages'
import { EVIDENCE_FILE_FIELDS } from '#worker/pure/dispute-evidence.ts'
import type { Id } from '#worker/pure/ids.ts'
import { problemOf } from './answer.ts'
import { toLogIn } from './session.ts'

type Response = { ok: boolean; status: number; json(): Promise<unknown> }

/** What the API refused, in one sentence above the page; null where it did what was asked. @throws a redirect on 401 */
export async function refusalOf(request: Request, response: Response) {
  if (response.ok) return null
  const problem = await problemOf(response)
  if (problem.code === 'sign_in_required') throw toLogIn(request)
  const said =
    problem.code === 'changed_meanwhile' ? m.disputes_changed() : problem.errors?.[0]?.detail || problem.detail || m.ui_try_again_soon()
  return data({ errors: [said] }, { status: problem.status })
}

/** The file of a form, for the pack: the field it is for, its name and its bytes. */
export function uploadOf(form: FormData) {
  const file = form.get('file')
  const field = EVIDENCE_FILE_FIELDS.find((each) => each === form.get('field')) ?? 'uncategorizedFile'
  const body = file instanceof File ? file : new Blob([])
  const name = (file instanceof File ? file.name : '').slice(-100) || 'evidence'
  return { query: { field, name }, options: { headers: { 'content-type': 'application/octet-stream' }, init: { body } } }
}

/** A PDF or a file of ours as the browser gets it: what the API says of it, and nothing else. */
export async function passOn(call: Promise<{ ok: boolean; status: number; headers: Headers; body: ReadableStream | null }>) {
  const response = await call
  if (!response.ok) throw data(null, { status: response.status })
  const names = ['content-type', 'content-disposition', 'content-security-policy', 'x-content-type-options', 'cache-control']
  const headers = new Headers(
    names.flatMap((name) => (response.headers.get(name) ? [[name, response.headers.get(name) ?? ''] as [string, string]] : [])),
  )
  return new Response(response.body, { headers })
}

export const disputeCall = (context: AppLoadContext) => context.api.api.v1.admin.disputes[':disputeId']
export const storeDisputeCall = (context: AppLoadContext) => context.api.api.v1.vendor.disputes[':disputeId']
export type DisputeParam = { disputeId: Id<'dispute'> }
