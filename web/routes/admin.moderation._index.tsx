import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { type QueuePage, QueueView } from '#web/features/trust/queue-view.tsx'
import { VerdictForm } from '#web/features/trust/trust-forms.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { isId } from '#worker/pure/ids.ts'

const showOf = (request: Request): QueuePage['show'] =>
  (['held', 'decided'] as const).find((show) => show === new URL(request.url).searchParams.get('show')) ?? 'reports'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const cursor = new URL(request.url).searchParams.get('cursor') ?? ''
  const show = showOf(request)
  const which = { reports: { kind: 'report' }, held: { status: 'open', kind: 'hold' }, decided: { status: 'decided' } } as const
  const query = { ...which[show], limit: '50', ...(isId('moderationItem', cursor) ? { cursor } : {}) }
  const items = context.api.api.v1.admin.moderation.items
  const queue = await need(request, items.$get({ query }))
  // What was hidden and has changed since is looked at with what is held.
  const rechecks =
    show === 'held' && !('cursor' in query) ? await need(request, items.$get({ query: { kind: 'recheck', limit: '50' } })) : null
  return { queue: rechecks === null ? queue : { ...queue, items: [...queue.items, ...rechecks.items] }, show, nowMs: context.nowMs }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const show = showOf(request)
  const entries = (await request.clone().formData()).getAll('item').map((entry) => String(entry).split(':'))
  const items = entries.flatMap(([itemId = '', version = '']) =>
    isId('moderationItem', itemId) ? [{ itemId, version: Number(version) }] : [],
  )
  const form = await readForm(request, VerdictForm)
  if (!form.ok) return form.answer
  if (items.length === 0)
    return redirectWith(`/admin/moderation?show=${show}`, { key: 'moderated_many', params: { count: '0', refused: '0' } })
  const response = await context.api.api.v1.admin.moderation.decisions.$post({ json: { ...form.value, items } })
  if (!response.ok) return refused(request, form.submission, response)
  const { results } = await response.json()
  const refusals = results.filter(({ refusal }) => refusal !== null).length
  return redirectWith(`/admin/moderation?show=${show}`, {
    key: 'moderated_many',
    params: { count: String(results.length - refusals), refused: String(refusals) },
  })
}

export const meta: MetaFunction = () => [{ title: m.trust_moderation_title() }]

export default function Moderation() {
  return <QueueView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
