import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { AppealSchema, NewAppeal } from '#worker/domains/moderation/schemas.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { requireVersion } from '#worker/edge/version.ts'
import { readReviews } from '../read-reviews.ts'
import { ListingReviews, MyReviews, NewReview, OwnReview, ReviewChange, reviewId } from '../schemas.ts'
import { appealReview, changeReview, readMyReviews, writeReview } from '../write-review.ts'

const ReviewParam = z.strictObject({ reviewId })
const notFound = { not_found: [404, 'There is no such review.'] } as const
const slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?$/, 'Lower-case letters, digits and inner dashes.')

/** What everybody reads, and what buyers write. */
export const ownRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/listings/{slug}/reviews',
      operationId: 'listListingReviews',
      summary: 'What buyers say of a product',
      tags: ['reviews'],
      permission: 'public',
      kept: true,
      request: {
        params: z.strictObject({ slug }),
        query: z.strictObject({
          sort: z.enum(['newest', 'best', 'worst']).default('newest'),
          stars: z.coerce.number().int().min(1).max(5).optional(),
          page: z.coerce.number().int().min(1).max(500).default(1),
          limit: z.coerce.number().int().min(1).max(50).default(10),
        }),
      },
      responses: { 200: json(ListingReviews, 'The average, the distribution, and one page. Every author bought it and got it.') },
      problems: { not_found: [404, 'There is no such listing.'] },
    }),
    async (c) => c.json(await readReviews(c.var.ctx, c.req.valid('param').slug, c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/me/reviews',
      operationId: 'readMyReviews',
      summary: 'What you got and can rate, and what you wrote',
      tags: ['reviews'],
      permission: 'reviews:own',
      request: { query: z.strictObject({}) },
      responses: { 200: json(MyReviews, 'At most 100 of each, newest first.') },
    }),
    async (c) => c.json(await readMyReviews(c.var.ctx), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/me/reviews',
      operationId: 'writeReview',
      summary: 'Rate something you got, and the store it came from',
      tags: ['reviews'],
      permission: 'reviews:own',
      request: { body: body(NewReview) },
      responses: { 201: json(OwnReview, 'Published, or held until somebody has looked at it.') },
      problems: {
        not_found: [404, 'There is no such purchase.'],
        already_reviewed: [409, 'You have rated this already; change your review instead.'],
      },
      idempotent: true,
    }),
    async (c) => {
      const { orderLineId, ...opinion } = c.req.valid('json')
      return c.json(await writeReview(c.var.ctx, orderLineId, opinion), 201)
    },
  )
  .openapi(
    route({
      method: 'put',
      path: '/me/reviews/{reviewId}',
      operationId: 'changeReview',
      summary: 'Change your review within 30 days',
      tags: ['reviews'],
      permission: 'reviews:own',
      request: { params: ReviewParam, body: body(ReviewChange) },
      responses: { 200: json(OwnReview, 'As it is now; it is checked anew.') },
      problems: {
        ...notFound,
        review_closed: [409, 'A review can be changed for 30 days.'],
        changed_meanwhile: [412, 'The review was changed by somebody else since you read it.'],
        if_match_required: [428, 'Send If-Match with the ETag you read, so that nobody else’s change is lost.'],
      },
    }),
    async (c) => {
      const version = requireVersion(c.req.header('if-match'))
      return c.json(await changeReview(c.var.ctx, c.req.valid('param').reviewId, version, c.req.valid('json')), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/me/reviews/{reviewId}/appeal',
      operationId: 'appealReview',
      summary: 'Say that hiding your review was wrong',
      tags: ['reviews'],
      permission: 'reviews:own',
      request: { params: ReviewParam, body: body(NewAppeal) },
      responses: { 201: json(AppealSchema, 'Somebody else answers within 72 hours.') },
      problems: {
        ...notFound,
        not_appealable: [409, 'There is no decision to appeal against.'],
        changed_meanwhile: [412, 'The decision was changed by somebody else since you read it.'],
      },
      idempotent: true,
    }),
    async (c) => c.json(await appealReview(c.var.ctx, c.req.valid('param').reviewId, c.req.valid('json').text), 201),
  )
