import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ReportsView } from '#web/features/settlement/reports-view.tsx'
import { attempt } from '#web/server/answer.ts'
import { reportQuery } from '#web/server/report-query.ts'
import { vendorChoice } from '#web/server/vendor-names.ts'

/** A report out of the ledger, as the filters ask for it. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const kind = params.get('kind') === 'taxes' ? ('taxes' as const) : ('money' as const)
  const vendor = await vendorChoice(context, params.get('vendor'))
  const query = reportQuery(params, context.nowMs, vendor.id)
  const page = { ...query, limit: '100', ...(params.has('cursor') ? { cursor: params.get('cursor') ?? '' } : {}) }
  const { reports } = context.api.api.v1.admin
  const [money, taxes] = await Promise.all([
    kind === 'money' ? attempt(() => reports.money.$get({ query: page as never })) : null,
    kind === 'taxes' ? attempt(() => reports.taxes.$get({ query: page as never })) : null,
  ])
  return { kind, query, money, taxes, vendor }
}

export const meta: MetaFunction = () => [{ title: m.settlement_reports_title() }]

export default function Reports() {
  return <ReportsView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
