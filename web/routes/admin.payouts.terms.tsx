import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData, useRouteLoaderData } from '@remix-run/react'
import * as v from 'valibot'
import { m } from '#messages'
import { parsePrice } from '#web/features/goods/price-entry.ts'
import { PolicyForm, TermsForm } from '#web/features/payouts/forms.ts'
import { TermsView } from '#web/features/payouts/terms-view.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { readTermsForm } from '#web/server/payout-terms.ts'
import { isAllowed } from '#worker/pure/permissions.ts'
import type { loader as portalLoader } from './admin.tsx'

/** What limits and minimums are entered in here; vendors in other currencies have theirs on their own page. */
const CURRENCY = 'USD'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { admin } = context.api.api.v1
  const [terms, policy] = await Promise.all([need(request, admin['payout-terms'].$get()), need(request, admin['payout-policy'].$get())])
  return { terms, policy, currency: CURRENCY }
}

export const shouldRevalidate = () => true

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await readForm(request, v.variant('intent', [TermsForm, PolicyForm]))
  if (!form.ok) return form.answer
  const { value } = form
  const { admin } = context.api.api.v1
  const response =
    value.intent === 'terms'
      ? await admin['payout-terms'].$put({
          json: readTermsForm(value, await need(request, admin['payout-terms'].$get()), CURRENCY) as never,
        })
      : await admin['payout-policy'].$put({
          json: await policyOf(value, (await need(request, admin['payout-policy'].$get())).approvalOver),
        })
  if (!response.ok) return refused(request, form.submission, response, { say: { changed_meanwhile: m.payouts_changed } })
  return redirectWith('/admin/payouts/terms', { key: 'payout_terms_saved' })
}

async function policyOf(value: v.InferOutput<typeof PolicyForm>, before: Partial<Record<string, number>>) {
  const { [CURRENCY]: _, ...others } = before
  const limit = value.approvalOver === undefined ? null : parsePrice(value.approvalOver, CURRENCY)
  return {
    version: Number(value.version),
    reason: value.reason,
    scheduledRuns: value.scheduledRuns,
    approvalOver: (limit === null ? others : { ...others, [CURRENCY]: limit }) as Record<string, number>,
    vendorIntervals: value.offered === undefined ? [] : [value.offered].flat(),
  }
}

export const meta: MetaFunction = () => [{ title: m.payouts_terms_title() }]

export default function PayoutTerms() {
  const role = useRouteLoaderData<typeof portalLoader>('routes/admin')?.role
  return (
    <TermsView
      {...useLoaderData<typeof loader>()}
      canSetPolicy={role !== undefined && isAllowed(role, 'platform:rates')}
      result={useActionData<typeof action>() as SubmissionResult | undefined}
    />
  )
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
