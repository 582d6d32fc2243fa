import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { AdminReviewsView, REVIEW_SHOWS } from '#web/features/reviews/admin-reviews-view.tsx'
import { ReviewVerdictForm } from '#web/features/trust/trust-forms.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { isId } from '#worker/pure/ids.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams
  const show = REVIEW_SHOWS.find((one) => one === search.get('show')) ?? null
  const words = search.get('q')?.trim().slice(0, 100) ?? ''
  const cursor = search.get('cursor') ?? ''
  const query = {
    limit: '30',
    ...(show === null ? {} : { status: show }),
    ...(words === '' ? {} : { q: words }),
    ...(isId('review', cursor) ? { cursor } : {}),
  }
  return { list: await need(request, context.api.api.v1.admin.reviews.$get({ query })), show, words }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await readForm(request, ReviewVerdictForm)
  if (!form.ok) return form.answer
  const { reviewId, ...json } = form.value
  const param = { reviewId: idParam('review', reviewId) }
  const response = await context.api.api.v1.admin.reviews[':reviewId'].decision.$post({ param, json })
  if (!response.ok) return refused(request, form.submission, response)
  const { search } = new URL(request.url)
  return redirectWith(`/admin/reviews${search}`, { key: 'saved' })
}

export const meta: MetaFunction = () => [{ title: m.trust_admin_reviews_title() }]

export default function AdminReviewsRoute() {
  return <AdminReviewsView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
