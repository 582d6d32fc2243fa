import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData, useRouteLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ApprovalsView } from '#web/features/oversight/approvals-view.tsx'
import { need } from '#web/server/answer.ts'
import { APPROVAL_STATUSES } from '#worker/pure/approval.ts'
import { isId } from '#worker/pure/ids.ts'
import type { loader as portalLoader } from './admin.tsx'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const wanted = params.get('show') ?? 'waiting'
  const show = APPROVAL_STATUSES.find((status) => status === wanted) ?? null
  const cursor = params.get('cursor') ?? ''
  const query = { ...(show === null ? {} : { status: show }), ...(isId('approval', cursor) ? { cursor } : {}), limit: '25' }
  const list = await need(request, context.api.api.v1.admin.approvals.$get({ query }))
  return { list, show, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.audit_approvals_title() }]

export default function Approvals() {
  const summary = useRouteLoaderData<typeof portalLoader>('routes/admin')?.summary
  return <ApprovalsView {...useLoaderData<typeof loader>()} waiting={summary?.ok ? (summary.value.approvals ?? 0) : 0} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
