import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { PayoutsView } from '#web/features/admin/payouts-view.tsx'
import { need } from '#web/server/answer.ts'
import { vendorChoice, vendorNames } from '#web/server/vendor-names.ts'

const STATUSES = ['pending', 'paid', 'failed'] as const
const PERIOD = /^\d{4}-\d{2}-\d{2}(\.[1-9]\d?)?$/

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const show = STATUSES.find((status) => status === params.get('status')) ?? null
  const vendor = await vendorChoice(context, params.get('vendor'))
  const period = PERIOD.test(params.get('period') ?? '') ? (params.get('period') ?? '') : ''
  const cursor = params.get('cursor')
  const query = {
    ...(show === null ? {} : { status: show }),
    ...(vendor.id === '' ? {} : { vendorId: vendor.id }),
    ...(period === '' ? {} : { period }),
    ...(cursor === null ? {} : { cursor }),
    limit: '25',
  }
  const list = await need(request, context.api.api.v1.admin.payouts.$get({ query: query as never }))
  const vendors = await vendorNames(
    context,
    list.items.map(({ vendorId }) => vendorId),
  )
  return { list, vendors, show, vendor, period, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.admin_payouts_title() }]

export default function Payouts() {
  return <PayoutsView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
