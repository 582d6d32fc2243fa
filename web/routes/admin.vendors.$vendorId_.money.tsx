import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import * as v from 'valibot'
import { m } from '#messages'
import { parsePrice } from '#web/features/goods/price-entry.ts'
import { AdjustForm, HoldForm, LiftForm, TermsForm } from '#web/features/payouts/forms.ts'
import { MoneyView } from '#web/features/payouts/money-view.tsx'
import { need } from '#web/server/answer.ts'
import { type Flash, redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { parseSigned, readTermsForm } from '#web/server/payout-terms.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

const DAY_MS = 86_400_000

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const param = { vendorId: idParam('vendor', params.vendorId) }
  const call = context.api.api.v1.admin.vendors[':vendorId']
  const [vendor, purse] = await Promise.all([need(request, call.$get({ param })), need(request, call.money.$get({ param }))])
  const { id, name, currency } = vendor
  return { vendor: { id, name, currency }, purse, requestKey: crypto.randomUUID() }
}

export const shouldRevalidate = () => true

const Entry = v.variant('intent', [TermsForm, HoldForm, LiftForm, AdjustForm])
type Value = v.InferOutput<typeof Entry>

export async function action({ context, params, request }: ActionFunctionArgs) {
  const key = (await request.clone().formData()).get('idempotencyKey')
  const form = await readForm(request, Entry)
  if (!form.ok) return form.answer
  const { value } = form
  const param = { vendorId: idParam('vendor', params.vendorId) }
  const call = context.api.api.v1.admin.vendors[':vendorId']
  const once = { headers: { 'idempotency-key': typeof key === 'string' && key !== '' ? key : crypto.randomUUID() } }
  const amountMinor = amountOf(value)
  if (amountMinor === null)
    return data(form.submission.reply({ fieldErrors: { amount: [m.payouts_amount_error()] } }) as SubmissionResult, { status: 422 })
  const response = await (async () => {
    switch (value.intent) {
      case 'terms': {
        const [{ terms }, { currency }] = await Promise.all([
          need(request, call.money.$get({ param })),
          need(request, call.$get({ param })),
        ])
        return call['payout-terms'].$put({ param, json: readTermsForm(value, terms, currency) as never })
      }
      case 'hold':
        return call.holds.$post(
          {
            param,
            json: {
              kind: value.kind,
              reason: value.reason,
              ...(value.kind === 'risk' || value.currency === undefined ? {} : { currency: value.currency, amountMinor }),
              ...(value.days === undefined ? {} : { releasesAt: toRfc3339(context.nowMs + Number(value.days) * DAY_MS) }),
            },
          },
          once,
        )
      case 'lift':
        return context.api.api.v1.admin['payout-holds'][':holdId'].lift.$post({
          param: { holdId: value.holdId } as never,
          json: { reason: value.reason },
        })
      case 'adjust':
        return call.adjustments.$post({ param, json: { currency: value.currency, amountMinor, reason: value.reason } }, once)
    }
  })()
  if (!response.ok)
    return refused(request, form.submission, response, {
      say: { changed_meanwhile: m.payouts_changed, already_waiting: m.payouts_adjust_waiting },
    })
  if (value.intent !== 'adjust') return redirectWith(`/admin/vendors/${param.vendorId}/money`, flashOf(value))
  // Where it waits, so that its address can be handed to whoever is to agree.
  const { approvalId } = (await response.json()) as { approvalId: string }
  return redirectWith(`/admin/approvals/${approvalId}`, flashOf(value))
}

/** What was typed, in minor units; null if it is no amount, 0 where none is asked for. */
function amountOf(value: Value): number | null {
  if (value.intent === 'adjust') return parseSigned(value.amount, value.currency) || null
  if (value.intent !== 'hold' || value.kind === 'risk') return 0
  return value.amount === undefined || value.currency === undefined ? null : parsePrice(value.amount, value.currency) || null
}

function flashOf(value: Value): Flash {
  if (value.intent === 'terms') return { key: 'payout_terms_saved' }
  if (value.intent === 'lift') return { key: 'payout_hold_lifted' }
  if (value.intent === 'adjust') return { key: 'payout_adjust' }
  return { key: value.kind === 'risk' ? 'payouts_stopped' : 'payout_held' }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? m.payouts_money_title({ name: page.vendor.name }) : m.payouts_money_link() },
]

export default function VendorMoney() {
  return <MoneyView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
