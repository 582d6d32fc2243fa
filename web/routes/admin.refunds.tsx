import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { RefundsView } from '#web/features/refunds/refunds-view.tsx'
import { need } from '#web/server/answer.ts'
import { refundFilters, refundQuery } from '#web/server/refund-filters.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const filters = await refundFilters(context, params)
  const cursor = params.get('cursor') ?? ''
  const query = { ...refundQuery(filters), ...(/^ref_[0-9A-Z]{26}$/.test(cursor) ? { cursor } : {}), limit: '25' }
  const list = await need(request, context.api.api.v1.admin.refunds.$get({ query: query as never }))
  return { list, filters, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.refunds_all_title() }]

export default function Refunds() {
  return <RefundsView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
