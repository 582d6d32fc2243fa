import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { LettersView } from '#web/features/admin/letters-view.tsx'
import { need, problemOf } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { isId } from '#worker/pure/ids.ts'

const STATUSES = ['waiting', 'replayed', 'dropped'] as const

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const show = STATUSES.find((status) => status === params.get('show')) ?? 'waiting'
  const cursor = params.get('cursor')
  const type = params.get('type')?.trim() || undefined
  const reason = params.get('reason')?.trim() || undefined
  const query = {
    status: show,
    ...(cursor === null ? {} : { cursor }),
    ...(type ? { type } : {}),
    ...(reason ? { reason } : {}),
    limit: '25',
  }
  const list = await need(request, context.api.api.v1.admin['dead-letters'].$get({ query: query as never }))
  return { list, show, filter: { type: type ?? '', reason: reason ?? '' }, nowMs: context.nowMs }
}

/** Sends the ticked letters on their way again, or gives them up. Nothing ticked changes nothing and says so. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  const kind = form.get('kind')
  if (form.get('intent') === 'replay-kind' && typeof kind === 'string') {
    const done = await need(request, context.api.api.v1.admin['dead-letters']['replay-kind'].$post({ json: { type: kind } }))
    const params = { count: String(done.replayed), type: kind, left: String(done.left) }
    return redirectWith(`/admin/dead-letters?type=${encodeURIComponent(kind)}`, { key: 'letters_kind', params })
  }
  const ids = form.getAll('id').filter((id): id is `dlt_${string}` => typeof id === 'string' && isId('deadLetter', id))
  if (ids.length === 0) return redirectWith('/admin/dead-letters', { key: 'letters_none' })
  const letters = context.api.api.v1.admin['dead-letters']
  if (form.get('intent') === 'drop') {
    if (form.get('sure') !== 'on') return redirectWith('/admin/dead-letters', { key: 'letters_unsure' })
    const reason = String(form.get('reason') ?? '').trim()
    if (reason.length < 3) return redirectWith('/admin/dead-letters', { key: 'letters_unsure' })
    const response = await letters.drop.$post({ json: { ids, reason } })
    if (!response.ok) throw new Response((await problemOf(response)).detail, { status: response.status })
    return redirectWith('/admin/dead-letters', { key: 'letters_dropped', params: { count: String(ids.length) } })
  }
  const { replayed } = await need(request, letters.replay.$post({ json: { ids } }))
  return redirectWith('/admin/dead-letters', { key: 'letters_replayed', params: { count: String(replayed) } })
}

export const meta: MetaFunction = () => [{ title: m.admin_letters_title() }]

export default function DeadLetters() {
  return <LettersView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
