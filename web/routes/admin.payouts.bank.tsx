import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { BankTable } from '#web/features/payouts/bank-table.tsx'
import { PayoutTabs } from '#web/features/payouts/payout-tabs.tsx'
import { need } from '#web/server/answer.ts'
import { PageHeader } from '#web/ui/panel.tsx'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const cursor = params.get('cursor')
  const status = params.get('status') === 'failed' ? { status: 'failed' } : {}
  const query = { limit: '25', ...status, ...(cursor === null ? {} : { cursor }) }
  return { list: await need(request, context.api.api.v1.admin['bank-payouts'].$get({ query: query as never })) }
}

export const meta: MetaFunction = () => [{ title: m.payouts_bank_title() }]

export default function BankPayoutsPage() {
  return (
    <>
      <PageHeader title={m.payouts_bank_title()} text={m.payouts_bank_text()} />
      <PayoutTabs current="bank" />
      <BankTable list={useLoaderData<typeof loader>().list} showsVendors />
    </>
  )
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
