import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData, useRouteLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { OverviewView } from '#web/features/oversight/overview-view.tsx'
import { attempt } from '#web/server/answer.ts'
import type { loader as portalLoader } from './admin.tsx'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const wanted = new URL(request.url).searchParams.get('period')
  const period = wanted === '7d' || wanted === '30d' ? wanted : 'today'
  const overview = await attempt(() => context.api.api.v1.admin.overview.$get({ query: { period } }))
  return { overview, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.admin_overview_title() }]

export default function AdminOverview() {
  const portal = useRouteLoaderData<typeof portalLoader>('routes/admin')
  return <OverviewView who={portal?.who ?? ''} {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
