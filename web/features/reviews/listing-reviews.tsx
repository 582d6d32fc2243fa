import { Link } from '@remix-run/react'
import { m } from '#messages'
import { PlainText } from '#web/features/catalog/plain-text.tsx'
import { Rating } from '#web/features/catalog/rating.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { dayText, numberText } from '#web/ui/format.ts'
import { TextLink } from '#web/ui/text-link.tsx'
import { type ListingReviews, REVIEW_SORTS, type ReviewSort, type ShownReview, sortText } from './review-words.ts'
import { Stars } from './stars.tsx'

/** What buyers say, on the product's own page: the average, how the stars are spread, and the newest. */
export function ReviewsSection({ reviews, slug }: { reviews: ListingReviews; slug: string }) {
  const all = `/p/${slug}/reviews`
  return (
    <section id="reviews" aria-labelledby="reviews-title" className="measure mt-16">
      <div className="border-t border-line pt-12">
        <h2 id="reviews-title" className="text-section">
          {m.trust_reviews_title()}
        </h2>
        {reviews.ratingCount === 0 ? (
          <p className="mt-4 max-w-prose text-soft">{m.trust_reviews_none()}</p>
        ) : (
          <div className="mt-6 grid items-start gap-x-14 gap-y-8 lg:grid-cols-[20rem_minmax(0,1fr)]">
            <Summary reviews={reviews} to={all} />
            <div>
              <ReviewList items={reviews.items} />
              {reviews.hasMore ? (
                <p className="mt-6">
                  <ButtonLink to={all} look="secondary">
                    {m.trust_reviews_all({ count: reviews.ratingCount })}
                  </ButtonLink>
                </p>
              ) : null}
            </div>
          </div>
        )}
      </div>
    </section>
  )
}

/** The average, and how many gave how many stars; each row leads to those reviews. */
function Summary({ reviews, to, chosen }: { reviews: ListingReviews; to: string; chosen?: number | undefined }) {
  return (
    <div>
      <p>
        <Rating ratingBps={reviews.ratingBps} ratingCount={reviews.ratingCount} />
      </p>
      <ul className="mt-4 space-y-1">
        {reviews.distribution.map(({ stars, count }) => (
          <li key={stars}>
            <Link
              to={`${to}?stars=${stars}`}
              aria-current={chosen === stars ? 'true' : undefined}
              className="grid min-h-8 grid-cols-[3.5rem_minmax(0,1fr)_2.5rem] items-center gap-3 rounded-plate px-1 text-small hover:bg-stone aria-[current]:bg-accent-tint"
            >
              <span className="whitespace-nowrap">{m.trust_stars({ count: stars })}</span>
              <span className="h-2 overflow-hidden rounded-pill bg-stone">
                <span
                  className="block h-full rounded-pill bg-ochre"
                  style={{ width: `${reviews.ratingCount === 0 ? 0 : Math.round((count * 100) / reviews.ratingCount)}%` }}
                />
              </span>
              <span className="text-end text-soft tabular-nums">{numberText(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="mt-4 text-fine text-soft">{m.trust_reviews_verified_text()}</p>
    </div>
  )
}

export function ReviewList({ items }: { items: ShownReview[] }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {items.map((review) => (
        <li key={review.id} className="py-6">
          <Review review={review} />
        </li>
      ))}
    </ul>
  )
}

function Review({ review }: { review: ShownReview }) {
  return (
    <article>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Stars stars={review.stars} />
        {review.title === '' ? null : <span className="font-semibold">{review.title}</span>}
      </p>
      <p className="mt-1 flex flex-wrap gap-x-2 text-fine text-soft">
        <span className="font-medium text-ink">{review.authorName}</span>
        <span>{dayText(review.createdAt)}</span>
        <span className="text-good">{m.trust_verified()}</span>
        {review.isEdited ? <span>{m.trust_edited()}</span> : null}
      </p>
      {review.text === '' ? null : <PlainText text={review.text} className="mt-3 max-w-prose" />}
      {review.reply === null ? null : (
        <div className="mt-4 max-w-prose border-s-2 border-stone-deep ps-4 text-small">
          <p className="font-semibold">{m.trust_reply_title()}</p>
          <PlainText text={review.reply.text} className="mt-1 text-soft" />
        </div>
      )}
      <p className="mt-3 text-fine">
        <TextLink to={`/report?kind=review&id=${review.id}`}>{m.trust_report_review()}</TextLink>
      </p>
    </article>
  )
}

type Page = { reviews: ListingReviews; slug: string; sort: ReviewSort; stars: number | undefined }

/** All reviews of a product, by page and sort; every way of looking has an address. */
export function ReviewsPage({ reviews, slug, sort, stars }: Page) {
  const path = `/p/${slug}/reviews`
  const to = (change: Record<string, string>) => {
    const params = new URLSearchParams({
      ...(sort === 'newest' ? {} : { sort }),
      ...(stars === undefined ? {} : { stars: String(stars) }),
      ...change,
    })
    return params.size === 0 ? path : `${path}?${params}`
  }
  return (
    <div className="measure py-8 sm:py-12">
      <p className="mb-2 text-small">
        <TextLink to={`/p/${slug}`}>{reviews.listing.title}</TextLink>
      </p>
      <h1 className="text-page">{m.trust_reviews_title()}</h1>
      <div className="mt-8 grid items-start gap-x-14 gap-y-8 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <Summary reviews={reviews} to={path} chosen={stars} />
        <div>
          <nav aria-label={m.trust_sort_label()} className="mb-4 flex flex-wrap items-center gap-2 text-small">
            {REVIEW_SORTS.map((one) => (
              <Link
                key={one}
                to={to({ sort: one })}
                aria-current={one === sort ? 'true' : undefined}
                className="inline-flex min-h-9 items-center rounded-pill border border-stone-deep px-3.5 font-semibold hover:border-accent aria-[current]:border-accent aria-[current]:bg-accent-tint aria-[current]:text-accent"
              >
                {sortText(one)}
              </Link>
            ))}
            {stars === undefined ? null : <TextLink to={path}>{m.trust_show_all_stars()}</TextLink>}
          </nav>
          {reviews.items.length === 0 ? (
            <p className="py-8 text-soft">{m.trust_reviews_none_here()}</p>
          ) : (
            <ReviewList items={reviews.items} />
          )}
          <nav aria-label={m.ui_pages()} className="mt-6 flex justify-between">
            {reviews.page > 1 ? (
              <ButtonLink to={to({ page: String(reviews.page - 1) })} look="secondary" isSmall>
                {m.trust_page_before()}
              </ButtonLink>
            ) : (
              <span />
            )}
            {reviews.hasMore ? (
              <ButtonLink to={to({ page: String(reviews.page + 1) })} look="secondary" isSmall>
                {m.ui_next_page()}
              </ButtonLink>
            ) : null}
          </nav>
        </div>
      </div>
    </div>
  )
}
