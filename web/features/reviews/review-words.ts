import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { Tone } from '#web/ui/badge.tsx'
import type { ApiClient } from '#worker/client.ts'

type Api = ApiClient['api']['v1']
export type ListingReviews = InferResponseType<Api['listings'][':slug']['reviews']['$get'], 200>
export type ShownReview = ListingReviews['items'][number]
export type MyReviews = InferResponseType<Api['me']['reviews']['$get'], 200>
export type StoreReviews = InferResponseType<Api['vendor']['reviews']['$get'], 200>
export type AdminReviews = InferResponseType<Api['admin']['reviews']['$get'], 200>

export const REVIEW_SORTS = ['newest', 'best', 'worst'] as const
export type ReviewSort = (typeof REVIEW_SORTS)[number]
const SORTS: Record<ReviewSort, () => string> = { newest: m.trust_sort_newest, best: m.trust_sort_best, worst: m.trust_sort_worst }
export const sortText = (sort: ReviewSort): string => SORTS[sort]()

const STATUSES: Record<MyReviews['reviews'][number]['status'], [() => string, Tone]> = {
  published: [m.trust_review_published, 'good'],
  held: [m.trust_review_held, 'warn'],
  hidden: [m.trust_review_hidden, 'bad'],
}
export const reviewStatusText = (status: keyof typeof STATUSES): string => STATUSES[status][0]()
export const reviewStatusTone = (status: keyof typeof STATUSES): Tone => STATUSES[status][1]
