import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { RunDetail, SHOWS } from '#web/features/payouts/run-detail.tsx'
import { need, problemOf } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { idParam } from '#web/server/id-param.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams
  const show = SHOWS.find((each) => each === search.get('show')) ?? 'all'
  const param = { runId: idParam('payoutRun', params.runId) }
  const call = context.api.api.v1.admin['payout-runs'][':runId']
  const query = { show, limit: '50', cursor: search.get('cursor') ?? '' }
  const [run, items, me] = await Promise.all([
    need(request, call.$get({ param: param as never })),
    need(request, call.items.$get({ param: param as never, query: query as never })),
    need(request, context.api.api.v1.me.$get()),
  ])
  return { run, items, show, isOwn: me.id === run.createdBy }
}

/** A refusal means that somebody else decided meanwhile: the page has to show what. */
export const shouldRevalidate = () => true

export async function action({ context, params, request }: ActionFunctionArgs) {
  const param = { runId: idParam('payoutRun', params.runId) } as never
  const call = context.api.api.v1.admin['payout-runs'][':runId']
  const intent = (await request.formData()).get('intent')
  const response = intent === 'discard' ? await call.discard.$post({ param }) : await call.approve.$post({ param })
  if (!response.ok) {
    const { status, code, detail } = await problemOf(response)
    return data({ error: code === 'run_not_movable' ? m.payouts_run_not_movable() : detail || m.ui_try_again_soon() }, { status })
  }
  const { id, period } = (await response.json()) as { id: string; period: string }
  const key = intent === 'discard' ? ('payout_run_discarded' as const) : ('payout_run_approved' as const)
  return redirectWith(`/admin/payouts/runs/${id}`, { key, params: { period } })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? m.payouts_run_of({ period: page.run.period }) : m.payouts_runs_title() },
]

export default function Run() {
  const result = useActionData<typeof action>() as { error: string } | undefined
  return <RunDetail {...useLoaderData<typeof loader>()} error={result?.error} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
