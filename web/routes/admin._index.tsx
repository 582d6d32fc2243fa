import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData, useRouteLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { Overview } from '#web/features/admin/overview.tsx'
import { attempt } from '#web/server/answer.ts'
import type { loader as portalLoader } from './admin.tsx'

/** What waits comes with the portal itself; here is only what takes a look at the whole ledger. */
export async function loader({ context }: LoaderFunctionArgs) {
  const check = await attempt(() => context.api.api.v1.admin.ledger.check.$get())
  return { check, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.admin_overview_title() }]

export default function AdminOverview() {
  const { check, nowMs } = useLoaderData<typeof loader>()
  const portal = useRouteLoaderData<typeof portalLoader>('routes/admin')
  return <Overview who={portal?.who ?? ''} summary={portal?.summary ?? { ok: false, status: 503 }} check={check} nowMs={nowMs} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
