import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { type BalancePage, BalanceView } from '#web/features/finance/balance-view.tsx'
import { attempt, need, problemOf } from '#web/server/answer.ts'

const PAGE_SIZE = '25'

/** One part of a store's money. Coming back from the payment provider, its word is asked for anew. */
export async function loader({ context, request }: LoaderFunctionArgs): Promise<BalancePage> {
  const params = new URL(request.url).searchParams
  const cursor = params.get('cursor')
  const query = { limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) }
  const { vendor } = context.api.api.v1
  if (params.get('show') === 'transfers') return { part: 'transfers', transfers: await need(request, vendor.transfers.$get({ query })) }
  if (params.get('show') === 'payouts') return { part: 'payouts', payouts: await need(request, vendor.payouts.$get({ query })) }
  const [balance, holds, store] = await Promise.all([
    need(request, vendor.balance.$get()),
    need(request, vendor.balance.holds.$get()),
    need(request, vendor.$get()),
  ])
  const connection = store.canReceiveTransfers ? null : await attempt(() => vendor.connect.$get())
  const isConnected = connection?.ok && connection.value.canReceiveTransfers
  return { part: 'overview', balances: balance.items, holds: holds.items, connection: isConnected ? null : connection }
}

/** Leads to the payment provider, which wants to know who is to be paid. */
export async function action({ context }: ActionFunctionArgs) {
  const response = await context.api.api.v1.vendor.connect.$post()
  if (response.ok) throw redirect(((await response.json()) as { url: string }).url)
  const { status } = await problemOf(response)
  return data({ error: status === 403 ? m.store_balance_connect_owner() : m.ui_try_again_soon() }, { status })
}

export const meta: MetaFunction = () => [{ title: m.store_balance_title() }]

export default function Balance() {
  const result = useActionData<typeof action>() as { error: string } | undefined
  return <BalanceView page={useLoaderData<typeof loader>() as BalancePage} error={result?.error} />
}
