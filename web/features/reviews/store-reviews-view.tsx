import { Form, Link } from '@remix-run/react'
import { m } from '#messages'
import { PlainText } from '#web/features/catalog/plain-text.tsx'
import { ReplyForm, useTrustForm } from '#web/features/trust/trust-forms.ts'
import { reasonText } from '#web/features/trust/trust-words.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextAreaField } from '#web/ui/field.tsx'
import { dayText, decimalText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { REPORT_REASONS } from '#worker/pure/moderation.ts'
import type { StoreReviews } from './review-words.ts'
import { Stars } from './stars.tsx'

type Page = { reviews: StoreReviews; isUnanswered: boolean; result: SubmissionResult | undefined }

/** What buyers say of the store's products; each can be answered once. */
export function StoreReviewsView({ reviews, isUnanswered, result }: Page) {
  const to = (page: number) =>
    `/vendor/reviews?${new URLSearchParams({ ...(isUnanswered ? { show: 'unanswered' } : {}), page: String(page) })}`
  return (
    <>
      <PageHeader
        title={m.trust_store_reviews_title()}
        text={
          reviews.storeRatingBps === null
            ? m.trust_store_reviews_text()
            : m.trust_store_rating({ stars: decimalText(reviews.storeRatingBps / 10_000, 1) })
        }
      />
      <TabLinks
        label={m.trust_store_reviews_title()}
        tabs={[
          { to: '/vendor/reviews', text: m.trust_all_reviews(), isCurrent: !isUnanswered, count: reviews.counts.all },
          { to: '/vendor/reviews?show=unanswered', text: m.trust_unanswered(), isCurrent: isUnanswered, count: reviews.counts.unanswered },
        ]}
      />
      {reviews.items.length === 0 ? (
        <Notice title={m.trust_store_reviews_none_title()} text={m.trust_store_reviews_none_text()} />
      ) : (
        <Panel isFlush>
          <ul className="divide-y divide-line">
            {reviews.items.map((review) => (
              <li key={review.id} className="px-4 py-5 sm:px-5">
                <Review review={review} result={result?.initialValue?.reviewId === review.id ? result : undefined} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <nav aria-label={m.ui_pages()} className="mt-4 flex justify-between">
        {reviews.page > 1 ? (
          <ButtonLink to={to(reviews.page - 1)} look="secondary" isSmall>
            {m.trust_page_before()}
          </ButtonLink>
        ) : (
          <span />
        )}
        {reviews.hasMore ? (
          <ButtonLink to={to(reviews.page + 1)} look="secondary" isSmall>
            {m.ui_next_page()}
          </ButtonLink>
        ) : null}
      </nav>
    </>
  )
}

type One = StoreReviews['items'][number]

function Review({ review, result }: { review: One; result: SubmissionResult | undefined }) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Stars stars={review.stars} />
        <span className="font-semibold">{review.title}</span>
      </p>
      <p className="text-fine text-soft">
        {review.authorName} · {dayText(review.createdAt)} · <Link to={`/vendor/products/${review.product.id}`}>{review.product.title}</Link>
      </p>
      {review.text === '' ? null : <PlainText text={review.text} className="mt-2 max-w-prose text-small" />}
      {review.reply === null ? (
        <details className="mt-3" open={result !== undefined}>
          <summary className="inline-flex min-h-9 cursor-pointer items-center text-small font-semibold text-accent">
            {m.trust_reply()}
          </summary>
          <Reply review={review} result={result} />
        </details>
      ) : (
        <div className="mt-3 max-w-prose border-s-2 border-stone-deep ps-4 text-small">
          <p className="font-semibold">{m.trust_reply_title()}</p>
          <PlainText text={review.reply.text} className="mt-1 text-soft" />
        </div>
      )}
      <details className="mt-1">
        <summary className="inline-flex min-h-9 cursor-pointer items-center text-fine text-soft">{m.trust_report_review()}</summary>
        <Form method="post" className="mt-2 grid max-w-md gap-3">
          <input type="hidden" name="reviewId" value={review.id} />
          <label className="text-fine font-semibold">
            {m.trust_reason()}
            <select
              name="reason"
              className="mt-1 block min-h-11 w-full rounded-plate border border-stone-deep bg-card px-3 text-small font-normal"
            >
              {REPORT_REASONS.map((reason) => (
                <option key={reason} value={reason}>
                  {reasonText(reason)}
                </option>
              ))}
            </select>
          </label>
          <label className="text-fine font-semibold">
            {m.trust_report_more()}
            <textarea
              name="text"
              rows={2}
              maxLength={1000}
              className="mt-1 w-full rounded-plate border border-stone-deep bg-card px-3 py-2 text-small font-normal"
            />
          </label>
          <div className="flex flex-wrap gap-2">
            <SubmitButton name="intent" value="report" look="secondary" isSmall>
              {m.trust_report_send()}
            </SubmitButton>
            {review.canAppeal ? (
              <SubmitButton name="intent" value="appeal" look="quiet" isSmall>
                {m.trust_appeal_kept()}
              </SubmitButton>
            ) : null}
          </div>
        </Form>
      </details>
    </>
  )
}

function Reply({ review, result }: { review: One; result: SubmissionResult | undefined }) {
  const [form, fields] = useTrustForm(`reply-${review.id}`, ReplyForm, result, { text: '' })
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="mt-2 grid max-w-prose gap-3">
      <input type="hidden" name="reviewId" value={review.id} />
      <FormErrors id={form.errorId} errors={form.errors} />
      <TextAreaField field={fields.text as never} label={m.trust_reply_label()} hint={m.trust_reply_hint()} rows={3} maxLength={2000} />
      <div>
        <SubmitButton name="intent" value="reply" isSmall pendingText={m.trust_sending()}>
          {m.trust_reply_send()}
        </SubmitButton>
      </div>
    </Form>
  )
}
