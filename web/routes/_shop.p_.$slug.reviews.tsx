import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ReviewsPage } from '#web/features/reviews/listing-reviews.tsx'
import { REVIEW_SORTS } from '#web/features/reviews/review-words.ts'
import { need } from '#web/server/answer.ts'
import { readReviews } from '#web/server/reviews.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

/** @throws 404 for a product there is not */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams
  const sort = REVIEW_SORTS.find((one) => one === search.get('sort')) ?? 'newest'
  const given = Number(search.get('stars'))
  const stars = [1, 2, 3, 4, 5].includes(given) ? given : undefined
  const page = /^[1-9]\d{0,2}$/.exec(search.get('page') ?? '')?.[0] ?? '1'
  const slug = params.slug ?? ''
  const query = { sort, page: Number(page) > 500 ? '500' : page, ...(stars === undefined ? {} : { stars: String(stars) }) }
  return { reviews: await need(request, readReviews(context, slug, query)), slug, sort, stars }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data === undefined ? m.trust_reviews_title() : m.trust_reviews_of({ title: data.reviews.listing.title }) },
]

export default function Reviews() {
  const { stars, ...page } = useLoaderData<typeof loader>()
  return <ReviewsPage {...page} stars={stars} />
}
