import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { type BalancePage, BalanceView } from '#web/features/finance/balance-view.tsx'
import { ScheduleForm } from '#web/features/payouts/forms.ts'
import { rhythmText } from '#web/features/payouts/schedule-panel.tsx'
import { attempt, need, problemOf } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'

const PAGE_SIZE = '25'

/** One part of a store's money. Coming back from the payment provider, its word is asked for anew. */
export async function loader({ context, request }: LoaderFunctionArgs): Promise<BalancePage> {
  const params = new URL(request.url).searchParams
  const cursor = params.get('cursor')
  const query = { limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) }
  const { vendor } = context.api.api.v1
  if (params.get('show') === 'transfers') return { part: 'transfers', transfers: await need(request, vendor.transfers.$get({ query })) }
  if (params.get('show') === 'payouts') return { part: 'payouts', payouts: await need(request, vendor.payouts.$get({ query })) }
  if (params.get('show') === 'bank') return { part: 'bank', list: await need(request, vendor['bank-payouts'].$get({ query })) }
  const [balance, holds, store, upcoming, terms, me] = await Promise.all([
    need(request, vendor.balance.$get()),
    need(request, vendor.balance.holds.$get()),
    need(request, vendor.$get()),
    need(request, vendor['upcoming-payouts'].$get()),
    need(request, vendor['payout-schedule'].$get()),
    need(request, context.api.api.v1.me.$get()),
  ])
  const connection = store.canReceiveTransfers ? null : await attempt(() => vendor.connect.$get())
  const isConnected = connection?.ok && connection.value.canReceiveTransfers
  return {
    part: 'overview',
    balances: balance.items,
    holds: holds.items,
    connection: isConnected ? null : connection,
    upcoming,
    terms,
    currency: store.currency,
    canChoose: me.memberships.some(({ vendorId, role }) => vendorId === store.id && role === 'vendor_owner'),
  }
}

export const shouldRevalidate = () => true

/** Chooses the day of payouts, or leads to the payment provider, which wants to know who is to be paid. */
export async function action({ context, request }: ActionFunctionArgs) {
  const { vendor } = context.api.api.v1
  if ((await request.clone().formData()).get('intent') === 'schedule') {
    const form = await readForm(request, ScheduleForm)
    if (!form.ok) return form.answer
    const { interval, weekday, monthDay, version } = form.value
    const response = await vendor['payout-schedule'].$put({
      json: {
        interval,
        version: Number(version),
        ...(interval === 'weekly' && weekday !== undefined ? { weekday: Number(weekday) } : {}),
        ...(interval === 'monthly' && monthDay !== undefined ? { monthDay: Number(monthDay) } : {}),
      },
    })
    if (!response.ok) return refused(request, form.submission, response, { say: { changed_meanwhile: m.payouts_changed } })
    const when = rhythmText((await response.json()).inForce).toLowerCase()
    return redirectWith('/vendor/balance', { key: 'payout_schedule', params: { when } })
  }
  const response = await vendor.connect.$post()
  if (response.ok) throw redirect(((await response.json()) as { url: string }).url)
  const { status } = await problemOf(response)
  return data({ error: status === 403 ? m.store_balance_connect_owner() : m.ui_try_again_soon() }, { status })
}

export const meta: MetaFunction = () => [{ title: m.store_balance_title() }]

export default function Balance() {
  const result = useActionData<typeof action>() as { error: string } | SubmissionResult | undefined
  const isText = typeof result?.error === 'string'
  return (
    <BalanceView
      page={useLoaderData<typeof loader>() as BalancePage}
      error={isText ? String(result?.error) : undefined}
      result={isText ? undefined : (result as SubmissionResult | undefined)}
    />
  )
}
