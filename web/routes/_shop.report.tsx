import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ReportView } from '#web/features/reviews/report-view.tsx'
import { ReportForm } from '#web/features/trust/trust-forms.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { requireProfile, safeNext } from '#web/server/session.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

/** What is reported, by the address: `kind` and `id`; `next` is where one came from. */
function subjectOf(search: URLSearchParams | FormData) {
  const id = String(search.get('id') ?? '')
  const kind = search.get('kind') === 'review' ? ('review' as const) : ('listing' as const)
  if (!/^(?:prd|rev)_[0-9A-HJKMNP-TV-Z]{26}$/.test(id)) throw data(null, { status: 404 })
  return { kind, id, next: safeNext(String(search.get('next') ?? ''), '/') }
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  await requireProfile(context, request)
  return subjectOf(new URL(request.url).searchParams)
}

export async function action({ context, request }: ActionFunctionArgs) {
  const { kind, id, next } = subjectOf(await request.clone().formData())
  const form = await readForm(request, ReportForm)
  if (!form.ok) return form.answer
  const response = await context.api.api.v1.reports.$post({ json: { kind, subjectId: id, ...form.value } })
  if (!response.ok) return refused(request, form.submission, response)
  return redirectWith(next, { key: 'reported' })
}

export const meta: MetaFunction = () => [{ title: m.trust_report_listing_title() }, { name: 'robots', content: 'noindex' }]

export default function Report() {
  return <ReportView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
