import { Form, Link } from '@remix-run/react'
import { m } from '#messages'
import { AppealForm, ReviewForm, useTrustForm } from '#web/features/trust/trust-forms.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextAreaField, TextField } from '#web/ui/field.tsx'
import { dayText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { type MyReviews, reviewStatusText, reviewStatusTone } from './review-words.ts'
import { StarChoice, Stars } from './stars.tsx'

type Mine = MyReviews['reviews'][number]
type Thing = { title: string; vendorName: string; image: { url: string; alt: string } | null }

/** What somebody can rate, and what they wrote. */
export function MyReviewsView({ toReview, reviews }: MyReviews) {
  return (
    <>
      <PageHeader title={m.trust_my_reviews_title()} text={m.trust_my_reviews_text()} />
      {toReview.length === 0 && reviews.length === 0 ? (
        <Notice
          title={m.trust_my_reviews_none_title()}
          text={m.trust_my_reviews_none_text()}
          action={<ButtonLink to="/account/orders">{m.account_nav_orders()}</ButtonLink>}
        />
      ) : null}
      {toReview.length === 0 ? null : (
        <section aria-labelledby="to-review" className="mb-10">
          <h2 id="to-review" className="mb-3 text-title">
            {m.trust_to_review_title()}
          </h2>
          <ul className="divide-y divide-line rounded-plate border border-line bg-card">
            {toReview.map((line) => (
              <li key={line.orderLineId} className="flex flex-wrap items-center gap-4 px-4 py-3 sm:px-5">
                <Bought thing={line} note={m.trust_bought_on({ day: dayText(line.boughtAt) })} />
                <ButtonLink to={`/account/reviews/${line.orderLineId}`} look="secondary" isSmall>
                  {m.trust_rate()}
                </ButtonLink>
              </li>
            ))}
          </ul>
        </section>
      )}
      {reviews.length === 0 ? null : (
        <section aria-labelledby="written">
          <h2 id="written" className="mb-3 text-title">
            {m.trust_written_title()}
          </h2>
          <ul className="divide-y divide-line rounded-plate border border-line bg-card">
            {reviews.map((review) => (
              <li key={review.id} className="px-4 py-4 sm:px-5">
                <Written review={review} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Bought({ thing, note }: { thing: Thing; note: string }) {
  return (
    <div className="flex min-w-0 grow basis-60 items-center gap-4">
      {thing.image === null ? (
        <span className="size-14 shrink-0 rounded-plate bg-stone" aria-hidden="true" />
      ) : (
        <img
          src={`${thing.image.url}?w=160`}
          alt=""
          width={56}
          height={56}
          loading="lazy"
          className="size-14 shrink-0 rounded-plate object-cover"
        />
      )}
      <div className="min-w-0">
        <p className="font-semibold wrap-anywhere">{thing.title}</p>
        <p className="text-fine text-soft">{note === '' ? thing.vendorName : `${thing.vendorName} · ${note}`}</p>
      </div>
    </div>
  )
}

function Written({ review }: { review: Mine }) {
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Stars stars={review.stars} />
        <Badge tone={reviewStatusTone(review.status)}>{reviewStatusText(review.status)}</Badge>
        <span className="text-fine text-soft">{dayText(review.createdAt)}</span>
      </div>
      <p className="mt-2 font-semibold wrap-anywhere">
        {review.slug === null ? review.productTitle : <Link to={`/p/${review.slug}`}>{review.productTitle}</Link>}
      </p>
      {review.title === '' ? null : <p className="mt-1">{review.title}</p>}
      {review.text === '' ? null : <p className="mt-1 max-w-prose whitespace-pre-line text-soft">{review.text}</p>}
      {review.decision === null ? null : (
        <p className="mt-3 rounded-plate bg-bad-tint px-4 py-3 text-small text-bad">
          {m.trust_review_hidden_why({ rule: review.decision.rule, fix: review.decision.fix })}
        </p>
      )}
      {review.appeal === null ? null : (
        <p className="mt-2 text-small text-soft">
          {review.appeal.status === 'waiting'
            ? m.trust_appeal_waits({ when: dayText(review.appeal.dueAt) })
            : m.trust_appeal_answered({ note: review.appeal.note })}
        </p>
      )}
      <p className="mt-3 flex flex-wrap gap-4 text-small">
        {review.isEditable ? <TextLink to={`/account/reviews/${review.id}`}>{m.trust_change_review()}</TextLink> : null}
        {review.canAppeal ? <TextLink to={`/account/reviews/${review.id}?appeal=1`}>{m.trust_appeal()}</TextLink> : null}
      </p>
    </>
  )
}

type Editor = { thing: Thing; review: Mine | null; formKey: string; isAppeal: boolean; result: SubmissionResult | undefined }

/** Writes or changes a review, or appeals against its being hidden. */
export function ReviewEditor({ thing, review, formKey, isAppeal, result }: Editor) {
  return (
    <div className="max-w-2xl">
      <PageHeader
        back={<TextLink to="/account/reviews">{m.trust_my_reviews_title()}</TextLink>}
        title={isAppeal ? m.trust_appeal_title() : review === null ? m.trust_rate_title() : m.trust_change_review()}
      />
      <div className="mb-6">
        <Bought thing={thing} note="" />
      </div>
      {isAppeal ? (
        <Appeal formKey={formKey} result={result} />
      ) : (
        <Opinion thing={thing} review={review} formKey={formKey} result={result} />
      )}
    </div>
  )
}

function Opinion({ thing, review, formKey, result }: Omit<Editor, 'isAppeal'>) {
  const [form, fields] = useTrustForm('review', ReviewForm, result, {
    stars: review === null ? '' : String(review.stars),
    storeStars: review?.storeStars == null ? '' : String(review.storeStars),
    title: review?.title ?? '',
    text: review?.text ?? '',
  })
  return (
    <Form method="post" id={form.id} noValidate={form.noValidate} className="grid gap-6">
      <input type="hidden" name="version" value={review?.version ?? ''} />
      <input type="hidden" name="formKey" value={formKey} />
      <FormErrors id={form.errorId} errors={form.errors} />
      <StarChoice name="stars" legend={m.trust_stars_product()} value={fields.stars?.initialValue} errors={fields.stars?.errors} />
      <StarChoice
        name="storeStars"
        legend={m.trust_stars_store({ name: thing.vendorName })}
        value={fields.storeStars?.initialValue}
        errors={fields.storeStars?.errors}
      />
      <TextField field={fields.title as never} label={m.trust_review_title()} isOptional maxLength={120} />
      <TextAreaField
        field={fields.text as never}
        label={m.trust_review_text()}
        hint={m.trust_review_text_hint()}
        isOptional
        rows={6}
        maxLength={4000}
      />
      <div>
        <SubmitButton pendingText={m.trust_sending()}>{review === null ? m.trust_review_send() : m.trust_review_save()}</SubmitButton>
      </div>
    </Form>
  )
}

function Appeal({ formKey, result }: Pick<Editor, 'formKey' | 'result'>) {
  const [form, fields] = useTrustForm('appeal', AppealForm, result, { text: '' })
  return (
    <Form method="post" id={form.id} noValidate={form.noValidate} className="grid gap-5">
      <input type="hidden" name="intent" value="appeal" />
      <input type="hidden" name="formKey" value={formKey} />
      <p className="text-small text-soft">{m.trust_appeal_text()}</p>
      <FormErrors id={form.errorId} errors={form.errors} />
      <TextAreaField field={fields.text as never} label={m.trust_appeal_label()} rows={6} maxLength={2000} />
      <div>
        <SubmitButton pendingText={m.trust_sending()}>{m.trust_appeal_send()}</SubmitButton>
      </div>
    </Form>
  )
}
