import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { expectedOf, RunForm, seenOf } from '#web/features/admin/run-form.ts'
import { RunView } from '#web/features/admin/run-view.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { isCurrency } from '#worker/pure/money.ts'

const PERIOD = /^\d{4}-\d{2}-\d{2}(\.[1-9]\d?)?$/

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const given = params.get('period') ?? ''
  const period = PERIOD.test(given) ? given : new Date(context.nowMs).toISOString().slice(0, 10)
  const chosen = params.get('currency') ?? ''
  const currency = isCurrency(chosen) ? chosen : ''
  const query = { period, limit: '50', cursor: params.get('cursor') ?? '', ...(currency === '' ? {} : { currency }) }
  const preview = await need(request, context.api.api.v1.admin['payout-runs'].preview.$get({ query: query as never }))
  // One key for one preview: sent twice, it is one run.
  return { preview, period, currency, seen: seenOf(preview), idempotencyKey: crypto.randomUUID() }
}

export const shouldRevalidate = () => true

export async function action({ context, request }: ActionFunctionArgs) {
  const sent = await request.clone().formData()
  const key = sent.get('idempotencyKey')
  if (sent.get('intent') === 'draft') return freeze(context, request, sent)
  const form = await readForm(request, RunForm)
  if (!form.ok) return form.answer
  const { period, currency = '', seen = '' } = form.value
  const input = { period, ...(isCurrency(currency) ? { currency } : {}), expected: expectedOf(seen) }
  const response = await context.api.api.v1.admin['payout-runs'].$post(
    { json: input },
    { headers: { 'idempotency-key': typeof key === 'string' && key !== '' ? key : crypto.randomUUID() } },
  )
  if (!response.ok) return refused(request, form.submission, response)
  const { id } = (await response.json()) as { id: string }
  return redirectWith(`/admin/payouts/runs/${id}`, { key: 'payouts_run', params: { period } })
}

/** Freezes what would be sent, for a colleague to look at. */
async function freeze(context: ActionFunctionArgs['context'], request: Request, sent: FormData) {
  const period = String(sent.get('period') ?? '')
  const currency = String(sent.get('currency') ?? '')
  const json = { ...(PERIOD.test(period) ? { period } : {}), ...(isCurrency(currency) ? { currency } : {}) }
  const key = String(sent.get('idempotencyKey') ?? '')
  const response = await context.api.api.v1.admin['payout-runs'].drafts.$post(
    { json },
    { headers: { 'idempotency-key': key === '' ? crypto.randomUUID() : `draft-${key}` } },
  )
  const { id } = await need(request, Promise.resolve(response))
  return redirectWith(`/admin/payouts/runs/${id}`, { key: 'payout_run_drafted' })
}

export const meta: MetaFunction = () => [{ title: m.admin_run_title() }]

export default function PayoutRun() {
  const page = useLoaderData<typeof loader>()
  return <RunView {...page} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
