import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData, useRouteLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { readPercent } from '#web/features/commission/amounts.ts'
import { TaxesView, TaxForm } from '#web/features/commission/taxes-view.tsx'
import type { loader as adminLoader } from '#web/routes/admin.tsx'
import { countryOptions } from '#web/server/account.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { countryText } from '#web/ui/format.ts'
import { isAllowed } from '#worker/pure/permissions.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const taxes = await need(request, context.api.api.v1.admin['commission-taxes'].$get({ query: {} }))
  return { taxes: taxes.items, countries: countryOptions() }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await readForm(request, TaxForm)
  if (!form.ok) return form.answer
  const { country, percent, registration, reason } = form.value
  const response = await context.api.api.v1.admin['commission-taxes'].$put({
    json: { country, rateBps: readPercent(percent) ?? 0, registration, reason },
  })
  if (!response.ok) return refused(request, form.submission, response, { fields: { '/rateBps': 'percent' } })
  return redirectWith('/admin/commission/taxes', { key: 'commission_tax_set', params: { country: countryText(country) } })
}

export const meta: MetaFunction = () => [{ title: m.commission_taxes() }]

export default function CommissionTaxes() {
  const role = useRouteLoaderData<typeof adminLoader>('routes/admin')?.role
  const page = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>() as SubmissionResult | undefined
  return <TaxesView {...page} canChange={role !== undefined && isAllowed(role, 'platform:rates')} result={result} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
