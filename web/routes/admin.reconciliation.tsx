import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { m } from '#messages'
import { ResolveForm } from '#web/features/settlement/forms.ts'
import { ReconciliationView } from '#web/features/settlement/reconciliation-view.tsx'
import { need, problemOf } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { requestKey } from '#web/server/request-key.ts'
import { isId } from '#worker/pure/ids.ts'

const STATUSES = ['open', 'resolved', 'cleared'] as const

/** How the books stand against the provider's, and what they do not agree on. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const status = STATUSES.find((each) => each === params.get('show')) ?? 'open'
  const cursor = params.get('cursor')
  const { reconciliation } = context.api.api.v1.admin
  const [standing, exceptions] = await Promise.all([
    need(request, reconciliation.$get()),
    need(request, reconciliation.exceptions.$get({ query: { status, limit: '50', ...(cursor === null ? {} : { cursor }) } })),
  ])
  return { standing, exceptions, status, formKey: crypto.randomUUID(), nowMs: context.nowMs }
}

/** Starts a run, or takes a person's word for an exception. */
export async function action({ context, request }: ActionFunctionArgs) {
  const entries = await request.clone().formData()
  const { admin } = context.api.api.v1
  const formKey = String(entries.get('formKey') ?? '')
  if (entries.get('intent') === 'run') {
    const response = await admin.reconciliations.$post({ header: await requestKey(formKey, 'run') } as never)
    if (response.ok) return redirectWith('/admin/reconciliation', { key: 'reconciliation_started' })
    const { status, detail } = await problemOf(response as never)
    return data({ error: detail === '' ? m.ui_try_again_soon() : detail }, { status })
  }
  const form = await readForm(request, ResolveForm)
  if (!form.ok) return form.answer
  const { exceptionId, note } = form.value
  if (!isId('reconciliationException', exceptionId)) throw data(null, { status: 404 })
  const response = await admin.reconciliation.exceptions[':exceptionId'].resolve.$post({
    param: { exceptionId },
    json: { note },
    header: await requestKey(formKey, form.value),
  } as never)
  if (!response.ok)
    return refused(request, form.submission, response as never, { say: { exception_ended: m.settlement_rec_resolve_ended } })
  return redirectWith('/admin/reconciliation', { key: 'exception_resolved' })
}

export const meta: MetaFunction = () => [{ title: m.settlement_rec_title() }]

/** How often a run under way is looked at. */
const LOOK_MS = 3000

export default function Reconciliation() {
  const page = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>() as { error: string } | SubmissionResult | undefined
  const { revalidate } = useRevalidator()
  const isRunning = page.standing.running !== null
  useEffect(() => {
    if (!isRunning) return
    const looking = setInterval(revalidate, LOOK_MS)
    return () => clearInterval(looking)
  }, [isRunning, revalidate])
  const error = typeof result?.error === 'string' ? result.error : undefined
  return <ReconciliationView {...page} error={error} result={error === undefined ? (result as SubmissionResult | undefined) : undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
