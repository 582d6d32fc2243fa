import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { StatementsView } from '#web/features/settlement/statements-view.tsx'
import { need } from '#web/server/answer.ts'
import { vendorChoice } from '#web/server/vendor-names.ts'
import { isMonth } from '#worker/pure/statement.ts'

/** Statements of all vendors, or their invoices. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const part = params.get('show') === 'invoices' ? ('invoices' as const) : ('statements' as const)
  const [period, cursor] = [params.get('period') ?? '', params.get('cursor')]
  const vendor = await vendorChoice(context, params.get('vendor'))
  const query = {
    limit: '50',
    ...(vendor.id === '' ? {} : { vendorId: vendor.id }),
    ...(isMonth(period) ? { period } : {}),
    ...(cursor === null ? {} : { cursor }),
  }
  const { admin } = context.api.api.v1
  const [statements, invoices] = await Promise.all([
    part === 'statements' ? need(request, admin.statements.$get({ query: query as never })) : null,
    part === 'invoices' ? need(request, admin.invoices.$get({ query: query as never })) : null,
  ])
  const year = new Date(context.nowMs).getUTCFullYear()
  return { part, statements, invoices, vendor, period, years: [year, year - 1, year - 2] }
}

export const meta: MetaFunction = () => [{ title: m.settlement_statements_title() }]

export default function Statements() {
  return <StatementsView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
