import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData, useRouteLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { type AuditFilters, AuditView, FILTERS } from '#web/features/oversight/audit-view.tsx'
import { attempt, need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { isAllowed } from '#worker/pure/permissions.ts'
import type { loader as portalLoader } from './admin.tsx'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const filters = Object.fromEntries(FILTERS.map((name) => [name, params.get(name)?.trim() ?? ''])) as AuditFilters
  const cursor = params.get('cursor')
  const query = {
    ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')),
    ...(cursor === null ? {} : { cursor }),
    limit: '50',
  }
  const admin = context.api.api.v1.admin
  const [list, journals] = await Promise.all([
    need(request, admin.audit.$get({ query: query as never })),
    attempt(() => admin.journals.$get()),
  ])
  return { list, filters, journals, nowMs: context.nowMs }
}

/** Pages of a verification a request does; a longer one goes on by the schedule. */
const PAGES = 20

/** Verifies a journal, a page after the other, and says what it found. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  const journal = form.get('verify') === 'ledger' ? 'ledger' : 'audit'
  for (let page = 0; page < PAGES; page++) {
    const { status, checkedRows } = await need(request, context.api.api.v1.admin[journal].verify.$post())
    if (status === 'passed') return redirectWith('/admin/audit', { key: 'journal_verified', params: { rows: String(checkedRows) } })
    if (status === 'failed') return redirectWith('/admin/audit', { key: 'journal_broken' })
  }
  return redirectWith('/admin/audit', { key: 'journal_running' })
}

export const meta: MetaFunction = () => [{ title: m.audit_log_title() }]

export default function Audit() {
  const role = useRouteLoaderData<typeof portalLoader>('routes/admin')?.role
  return <AuditView {...useLoaderData<typeof loader>()} canVerify={role !== undefined && isAllowed(role, 'audit:verify')} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
