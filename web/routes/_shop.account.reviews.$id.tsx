import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ReviewEditor } from '#web/features/reviews/my-reviews-view.tsx'
import { AppealForm, ReviewForm } from '#web/features/trust/trust-forms.ts'
import { PRIVATE_META } from '#web/server/account.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { requestKey } from '#web/server/request-key.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'
import { isId } from '#worker/pure/ids.ts'

export const handle: RouteHandle = { hydrates: false }

/** By the line of an order it is a new review, by a review's id that one. @throws 404 for what is neither, or not theirs */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const mine = await need(request, context.api.api.v1.me.reviews.$get({ query: {} }))
  const review = mine.reviews.find(({ id }) => id === params.id) ?? null
  const line = mine.toReview.find(({ orderLineId }) => orderLineId === params.id)
  if (review === null && line === undefined) throw data(null, { status: 404 })
  const thing = review === null ? line : { title: review.productTitle, vendorName: review.vendorName, image: review.image }
  if (thing === undefined) throw data(null, { status: 404 })
  const isAppeal = review?.canAppeal === true && new URL(request.url).searchParams.has('appeal')
  return { thing, review, isAppeal, formKey: crypto.randomUUID() }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const id = params.id ?? ''
  const reviews = context.api.api.v1.me.reviews
  const isAppeal = (await request.clone().formData()).get('intent') === 'appeal'
  if (isAppeal && isId('review', id)) {
    const form = await readForm(request, AppealForm)
    if (!form.ok) return form.answer
    const { formKey, text } = form.value
    const response = await reviews[':reviewId'].appeal.$post(
      { param: { reviewId: id }, json: { text } },
      { headers: await requestKey(formKey, text) },
    )
    if (!response.ok) return refused(request, form.submission, response)
    return redirectWith('/account/reviews', { key: 'appealed' })
  }
  const form = await readForm(request, ReviewForm)
  if (!form.ok) return form.answer
  const { version, formKey, storeStars = null, ...rest } = form.value
  const opinion = { ...rest, storeStars }
  const response = isId('review', id)
    ? await reviews[':reviewId'].$put({ param: { reviewId: id }, json: opinion }, { headers: { 'if-match': `"${version}"` } })
    : isId('orderLine', id)
      ? await reviews.$post({ json: { ...opinion, orderLineId: id } }, { headers: await requestKey(formKey, opinion) })
      : null
  if (response === null) throw data(null, { status: 404 })
  if (!response.ok) return refused(request, form.submission, response, { say: { changed_meanwhile: () => m.trust_changed_meanwhile() } })
  const { status } = await response.json()
  return redirectWith('/account/reviews', { key: status === 'held' ? 'review_held' : 'reviewed' })
}

export const meta: MetaFunction = () => [{ title: m.trust_rate_title() }, ...PRIVATE_META]

export default function ReviewPage() {
  return <ReviewEditor {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
