import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { bpsOf, RateForm } from '#web/features/admin/rate-form.ts'
import { RatesView } from '#web/features/admin/rates-view.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { vendorNames } from '#web/server/vendor-names.ts'
import { rateText } from '#web/ui/format.ts'
import { isId } from '#worker/pure/ids.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const vendor = new URL(request.url).searchParams.get('vendor') ?? ''
  const [rates, vendors] = await Promise.all([
    need(request, context.api.api.v1.admin['commission-rates'].$get({ query: {} })),
    vendorNames(context),
  ])
  return {
    rates: rates.items,
    vendors,
    vendor: isId('vendor', vendor) ? vendor : '',
    idempotencyKey: crypto.randomUUID(),
    nowMs: context.nowMs,
  }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const key = (await request.clone().formData()).get('idempotencyKey')
  const form = await readForm(request, RateForm)
  if (!form.ok) return form.answer
  const { vendorId = '', percent, startsOn = '' } = form.value
  const rateBps = bpsOf(percent) ?? 0
  const response = await context.api.api.v1.admin['commission-rates'].$post(
    {
      json: {
        vendorId: isId('vendor', vendorId) ? vendorId : null,
        rateBps,
        // A day that has begun means from now on: no rate starts in the past.
        ...(startsOn === '' || Date.parse(startsOn) <= context.nowMs ? {} : { startsAt: new Date(startsOn).toISOString() }),
      },
    },
    { headers: { 'idempotency-key': typeof key === 'string' && key !== '' ? key : crypto.randomUUID() } },
  )
  if (!response.ok) return refused(request, form.submission, response, { fields: { '/rateBps': 'percent', '/startsAt': 'startsOn' } })
  return redirectWith('/admin/rates', { key: 'rate_set', params: { rate: rateText(rateBps) } })
}

export const meta: MetaFunction = () => [{ title: m.admin_rates_title() }]

export default function Rates() {
  const page = useLoaderData<typeof loader>()
  return <RatesView {...page} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
