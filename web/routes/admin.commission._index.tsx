import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData, useRouteLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { type RulesPage, RulesView, SHOWN } from '#web/features/commission/rules-view.tsx'
import type { loader as adminLoader } from '#web/routes/admin.tsx'
import { need } from '#web/server/answer.ts'
import { commissionNames } from '#web/server/commission-names.ts'
import { isAllowed } from '#worker/pure/permissions.ts'

export async function loader({ context, request }: LoaderFunctionArgs): Promise<Omit<RulesPage, 'canChange'>> {
  const wanted = new URL(request.url).searchParams.get('show')
  const rules = await need(request, context.api.api.v1.admin['commission-rules'].$get({ query: {} }))
  const names = await commissionNames(
    context,
    rules.items.map(({ scope }) => scope.vendorId),
  )
  return { rules: rules.items, show: SHOWN.find((show) => show === wanted) ?? 'in_force', names }
}

export const meta: MetaFunction = () => [{ title: m.commission_title() }]

export default function Commission() {
  const role = useRouteLoaderData<typeof adminLoader>('routes/admin')?.role
  const page = useLoaderData<typeof loader>() as Omit<RulesPage, 'canChange'>
  return <RulesView {...page} canChange={role !== undefined && isAllowed(role, 'platform:rates')} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
