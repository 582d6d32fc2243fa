import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { StoreReviewsView } from '#web/features/reviews/store-reviews-view.tsx'
import { AppealForm, ReplyForm, ReportForm } from '#web/features/trust/trust-forms.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { requestKey } from '#web/server/request-key.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams
  const isUnanswered = search.get('show') === 'unanswered'
  const page = /^[1-9]\d{0,2}$/.exec(search.get('page') ?? '')?.[0] ?? '1'
  const query = { page, ...(isUnanswered ? { unanswered: '1' as const } : {}) }
  return { reviews: await need(request, context.api.api.v1.vendor.reviews.$get({ query })), isUnanswered }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const entries = await request.clone().formData()
  const param = { reviewId: idParam('review', String(entries.get('reviewId') ?? '')) }
  const review = context.api.api.v1.vendor.reviews[':reviewId']
  const intent = entries.get('intent')
  if (intent === 'report' || intent === 'appeal') {
    const form = await readForm(request, intent === 'report' ? ReportForm : AppealForm)
    if (!form.ok) return form.answer
    const { text } = form.value
    const headers = await requestKey(param.reviewId, form.value)
    const response =
      'reason' in form.value
        ? await review.report.$post({ param, json: { reason: form.value.reason, text } }, { headers })
        : await review.appeal.$post({ param, json: { text } }, { headers })
    if (!response.ok) return refused(request, form.submission as never, response)
    return redirectWith('/vendor/reviews', { key: intent === 'report' ? 'reported' : 'appealed' })
  }
  const form = await readForm(request, ReplyForm)
  if (!form.ok) return form.answer
  const json = { text: form.value.text }
  const response = await review.reply.$post({ param, json }, { headers: await requestKey(param.reviewId, json) })
  if (!response.ok) return refused(request, form.submission, response)
  return redirectWith('/vendor/reviews', { key: 'replied' })
}

export const meta: MetaFunction = () => [{ title: m.trust_store_reviews_title() }]

export default function StoreReviewsRoute() {
  return <StoreReviewsView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
