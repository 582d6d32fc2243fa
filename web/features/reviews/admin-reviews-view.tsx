import { Form, Link } from '@remix-run/react'
import { m } from '#messages'
import { FILTER_BOX } from '#web/features/admin/filters.tsx'
import { SearchBox } from '#web/features/admin/search-box.tsx'
import { actionText, fieldText } from '#web/features/trust/trust-words.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { dayText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { type AdminReviews, reviewStatusText, reviewStatusTone } from './review-words.ts'
import { Stars } from './stars.tsx'

export const REVIEW_SHOWS = ['held', 'reported', 'hidden', 'published'] as const
type Show = (typeof REVIEW_SHOWS)[number] | null
type Page = { list: AdminReviews; show: Show; words: string; result: SubmissionResult | undefined }

/** All reviews: what is held waits here, what is reported as well, and each can be published or hidden for a reason. */
export function AdminReviewsView({ list, show, words, result }: Page) {
  const TEXTS: Record<NonNullable<Show>, () => string> = {
    held: m.trust_review_held,
    reported: m.trust_review_reported,
    hidden: m.trust_review_hidden,
    published: m.trust_review_published,
  }
  const to = (one: Show) =>
    `/admin/reviews?${new URLSearchParams({ ...(one === null ? {} : { show: one }), ...(words === '' ? {} : { q: words }) })}`
  return (
    <>
      <PageHeader title={m.trust_admin_reviews_title()} text={m.trust_admin_reviews_text()}>
        <SearchBox
          label={m.trust_reviews_search()}
          placeholder={m.trust_reviews_search_placeholder()}
          words={words}
          keeps={show === null ? {} : { show }}
        />
      </PageHeader>
      <TabLinks
        label={m.trust_admin_reviews_title()}
        tabs={[
          ...REVIEW_SHOWS.map((one) => ({ to: to(one), text: TEXTS[one](), isCurrent: one === show, count: list.counts[one] })),
          { to: to(null), text: m.trust_all_reviews(), isCurrent: show === null },
        ]}
      />
      {list.items.length === 0 ? (
        <Notice title={m.trust_admin_reviews_none_title()} text={m.trust_admin_reviews_none_text()} />
      ) : (
        <Panel isFlush>
          <ul className="divide-y divide-line">
            {list.items.map((review) => (
              <li key={review.id} className="grid gap-4 px-4 py-5 sm:px-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
                <Words review={review} />
                <Decide key={review.status} review={review} result={result?.initialValue?.reviewId === review.id ? result : undefined} />
              </li>
            ))}
          </ul>
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </>
  )
}

type One = AdminReviews['items'][number]

function Words({ review }: { review: One }) {
  const { decision, appeal } = review
  return (
    <div className="min-w-0 text-small">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Stars stars={review.stars} />
        <span className="font-semibold wrap-anywhere">{review.title}</span>
        <Badge tone={reviewStatusTone(review.status)}>{reviewStatusText(review.status)}</Badge>
        {review.reportCount === 0 ? null : <Badge tone="bad">{m.trust_report_count({ count: review.reportCount })}</Badge>}
      </p>
      <p className="mt-1 text-fine text-soft">
        {review.authorName} · {dayText(review.createdAt)} ·{' '}
        {review.product.slug === null ? review.product.title : <Link to={`/p/${review.product.slug}`}>{review.product.title}</Link>} ·{' '}
        <Link to={`/admin/vendors/${review.vendor.id}`}>{review.vendor.name}</Link>
      </p>
      <p className="mt-2 max-w-prose whitespace-pre-line wrap-anywhere">{review.text}</p>
      {review.findings.map(({ field, match }) => (
        <p key={`${field} ${match}`} className="mt-1 font-medium text-warn">
          {m.trust_finding({ field: fieldText(field), match })}
        </p>
      ))}
      {decision === null ? null : (
        <p className="mt-2 text-fine text-soft">
          {actionText(decision.action)} · {m.admin_decided_by({ name: decision.byName })} {decision.rule}
        </p>
      )}
      {appeal === null ? null : (
        <p className="mt-1 text-fine font-medium">
          {appeal.status === 'waiting'
            ? m.trust_appeal_waits({ when: dayText(appeal.dueAt) })
            : m.trust_appeal_answered({ note: appeal.note })}
        </p>
      )}
    </div>
  )
}

function Decide({ review, result }: { review: One; result: SubmissionResult | undefined }) {
  const errors = Object.values(result?.error ?? {}).flatMap((all) => all ?? [])
  return (
    <div className="grid content-start gap-3">
      <FormErrors errors={errors} />
      {review.status === 'published' && review.reportCount === 0 ? null : (
        <Form method="post" className="lg:text-end">
          <input type="hidden" name="reviewId" value={review.id} />
          <SubmitButton name="action" value="keep" look="secondary" isSmall pendingText={m.admin_deciding()}>
            {review.status === 'published' ? m.trust_action_keep() : m.trust_publish()}
          </SubmitButton>
        </Form>
      )}
      {review.status === 'hidden' ? null : (
        <details open={errors.length > 0} className="lg:text-end lg:open:text-start">
          <summary className="inline-flex min-h-9 cursor-pointer items-center text-small font-semibold text-bad">
            {m.trust_action_hide()}
          </summary>
          <Form method="post" className="mt-2 grid gap-3">
            <input type="hidden" name="reviewId" value={review.id} />
            <label className="text-fine font-semibold">
              {m.trust_rule()}
              <input
                name="rule"
                required
                maxLength={200}
                defaultValue={String(result?.initialValue?.rule ?? '')}
                className={`mt-1 ${FILTER_BOX}`}
              />
            </label>
            <label className="text-fine font-semibold">
              {m.trust_fix()}
              <textarea
                name="fix"
                required
                rows={2}
                maxLength={1000}
                defaultValue={String(result?.initialValue?.fix ?? '')}
                className={`mt-1 py-2 ${FILTER_BOX}`}
              />
            </label>
            <SubmitButton name="action" value="hide" look="danger" isSmall pendingText={m.admin_deciding()}>
              {m.trust_hide_review()}
            </SubmitButton>
          </Form>
        </details>
      )}
    </div>
  )
}
