import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { parsePrice } from '#web/features/goods/price-entry.ts'
import { ReverseForm } from '#web/features/payouts/forms.ts'
import { PayoutView } from '#web/features/payouts/payout-view.tsx'
import { need, problemOf } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { vendorNames } from '#web/server/vendor-names.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const param = { payoutId: idParam('payout', params.payoutId) }
  const payout = await need(request, context.api.api.v1.admin.payouts[':payoutId'].$get({ param: param as never }))
  const [vendor] = await vendorNames(context, [payout.vendorId])
  return { payout, vendorName: vendor?.name ?? payout.vendorId, requestKey: crypto.randomUUID() }
}

export const shouldRevalidate = () => true

export async function action({ context, params, request }: ActionFunctionArgs) {
  const payoutId = idParam('payout', params.payoutId)
  const call = context.api.api.v1.admin.payouts[':payoutId']
  const param = { payoutId } as never
  const sent = await request.clone().formData()
  if (sent.get('intent') === 'retry') {
    const response = await call.retry.$post({ param })
    if (response.ok) return redirectWith(`/admin/payouts/${payoutId}`, { key: 'payout_retried' })
    const { detail, status } = await problemOf(response)
    const error = { '': [m.payouts_retry_none({ reason: detail })] }
    return data({ status: 'error', initialValue: { intent: 'retry' }, error } as SubmissionResult, { status })
  }
  const form = await readForm(request, ReverseForm)
  if (!form.ok) return form.answer
  const payout = await need(request, call.$get({ param }))
  const amountMinor = parsePrice(form.value.amount, payout.currency)
  if (amountMinor === null || amountMinor === 0)
    return data(form.submission.reply({ fieldErrors: { amount: [m.payouts_amount_error()] } }) as SubmissionResult, { status: 422 })
  const key = sent.get('idempotencyKey')
  const response = await call.reversals.$post(
    { param, json: { amountMinor, reason: form.value.reason } },
    { headers: { 'idempotency-key': typeof key === 'string' && key !== '' ? key : crypto.randomUUID() } },
  )
  if (!response.ok) return refused(request, form.submission, response)
  return redirectWith(`/admin/payouts/${payoutId}`, { key: 'payout_reversed' })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? m.payouts_payout_to({ name: page.vendorName }) : m.payouts_payout() },
]

export default function Payout() {
  return <PayoutView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
