import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { RunsView } from '#web/features/payouts/runs-view.tsx'
import { need } from '#web/server/answer.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const cursor = new URL(request.url).searchParams.get('cursor')
  const query = { limit: '25', ...(cursor === null ? {} : { cursor }) }
  const list = await need(request, context.api.api.v1.admin['payout-runs'].$get({ query: query as never }))
  return { list, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.payouts_runs_title() }]

export default function Runs() {
  return <RunsView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
