import { z } from '@hono/zod-openapi'
import { idSchema } from '#worker/domains/catalog/schemas.ts'
import { AppealSchema, DecisionSchema, FindingSchema } from '#worker/domains/moderation/schemas.ts'

const ULID = '01JD0000000000000000000000' as const
export const reviewId = idSchema('review', `rev_${ULID}`)
const orderLineId = idSchema('orderLine', `orl_${ULID}`)
const stars = z.number().int().min(1).max(5)
const instant = z.iso.datetime()
export const Reply = z.object({ text: z.string(), at: instant })
const Picture = z.object({ url: z.string(), alt: z.string() })

const opinion = {
  stars,
  storeStars: stars.nullable().default(null),
  title: z.string().trim().max(120).default(''),
  text: z.string().trim().max(4000).default(''),
}
const said = { stars: 5, storeStars: 5, title: 'My morning mug', text: 'Sits well in the hand, and survived the dishwasher.' }
export const NewReview = z
  .strictObject({ ...opinion, orderLineId })
  .openapi('NewReview', { example: { ...said, orderLineId: `orl_${ULID}` } })
export const ReviewChange = z.strictObject(opinion).openapi('ReviewChange', { example: said })
export const Answer = z
  .strictObject({ text: z.string().trim().min(2).max(2000) })
  .openapi('ReviewAnswer', { example: { text: 'Thank you, Ada. It was thrown the week you ordered it.' } })

const own = {
  id: reviewId,
  orderLineId,
  stars: z.number().int(),
  storeStars: z.number().int().nullable(),
  title: z.string(),
  text: z.string(),
  status: z.enum(['published', 'held', 'hidden']),
  createdAt: instant,
  editableUntil: instant,
  isEditable: z.boolean(),
  version: z.number().int(),
}
export const OwnReview = z.object(own).openapi('OwnReview')
export const MyReviews = z
  .object({
    toReview: z.array(
      z.object({
        orderLineId,
        orderGroupId: z.string(),
        title: z.string(),
        vendorName: z.string(),
        slug: z.string().nullable(),
        image: Picture.nullable(),
        boughtAt: instant,
      }),
    ),
    reviews: z.array(
      z.object({
        ...own,
        productTitle: z.string(),
        vendorName: z.string(),
        slug: z.string().nullable(),
        image: Picture.nullable(),
        reply: z.string().nullable(),
        decision: z.object({ rule: z.string(), fix: z.string() }).nullable(),
        appeal: AppealSchema.nullable(),
        canAppeal: z.boolean(),
      }),
    ),
  })
  .openapi('MyReviews')

export const ListingReviews = z
  .object({
    listing: z.object({ id: z.string(), title: z.string(), vendorName: z.string() }),
    ratingBps: z.number().int().nullable(),
    ratingCount: z.number().int(),
    distribution: z.array(z.object({ stars: z.number().int(), count: z.number().int() })),
    items: z.array(
      z.object({
        id: z.string(),
        stars: z.number().int(),
        title: z.string(),
        text: z.string(),
        authorName: z.string(),
        variantTitle: z.string(),
        createdAt: instant,
        isEdited: z.boolean(),
        reply: Reply.nullable(),
      }),
    ),
    page: z.number().int(),
    hasMore: z.boolean(),
  })
  .openapi('ListingReviews')

const desk = {
  id: reviewId,
  stars: z.number().int(),
  storeStars: z.number().int().nullable(),
  title: z.string(),
  text: z.string(),
  authorName: z.string(),
  status: z.enum(['published', 'held', 'hidden']),
  product: z.object({ id: z.string(), title: z.string(), slug: z.string().nullable() }),
  reply: Reply.nullable(),
  createdAt: instant,
}
const judged = {
  ...desk,
  hiddenReason: z.string().nullable(),
  findings: z.array(FindingSchema),
  reportCount: z.number().int(),
  vendor: z.object({ id: z.string(), name: z.string() }),
}
export const JudgedReview = z.object(judged).openapi('JudgedReview')
export const AdminReviews = z
  .object({
    items: z.array(
      z.object({ ...judged, decision: DecisionSchema.extend({ byName: z.string() }).nullable(), appeal: AppealSchema.nullable() }),
    ),
    counts: z.object({ published: z.number().int(), held: z.number().int(), hidden: z.number().int(), reported: z.number().int() }),
    nextCursor: z.string().nullable(),
  })
  .openapi('AdminReviews')
export const StoreReviews = z
  .object({
    items: z.array(z.object({ ...desk, canAppeal: z.boolean() })),
    counts: z.object({ all: z.number().int(), unanswered: z.number().int() }),
    storeRatingBps: z.number().int().nullable(),
    page: z.number().int(),
    hasMore: z.boolean(),
  })
  .openapi('StoreReviews')
export const ReviewVerdict = z
  .strictObject({
    action: z.enum(['keep', 'hide']),
    rule: z.string().trim().max(200).default(''),
    fix: z.string().trim().max(1000).default(''),
    evidence: z.string().trim().max(2000).default(''),
  })
  .openapi('ReviewVerdict', {
    example: { action: 'hide', rule: 'No insults', fix: 'Say what was wrong with the mug.', evidence: 'Third sentence.' },
  })
