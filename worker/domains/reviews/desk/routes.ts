import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { AppealSchema, NewAppeal, ReportSchema } from '#worker/domains/moderation/schemas.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { accountOf, vendorOf } from '#worker/edge/tenant.ts'
import { REPORT_REASONS } from '#worker/pure/moderation.ts'
import { answerReview, appealKeptReview, decideReview, readAllReviews, readStoreReviews, reportOwnReview } from '../run-desk.ts'
import { AdminReviews, Answer, JudgedReview, Reply, ReviewVerdict, reviewId, StoreReviews } from '../schemas.ts'

const ReviewParam = z.strictObject({ reviewId })
const notFound = { not_found: [404, 'There is no such review.'] } as const
const Complaint = z
  .strictObject({ reason: z.enum(REPORT_REASONS), text: z.string().trim().max(1000).default('') })
  .openapi('ReviewReport', { example: { reason: 'misleading', text: 'The mug in the photograph is not ours.' } })

/** What stores and the marketplace's people do with reviews. */
export const deskRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/vendor/reviews',
      operationId: 'listStoreReviews',
      summary: 'What buyers say of the store’s products',
      tags: ['reviews'],
      permission: 'vendor:read',
      request: {
        query: z.strictObject({
          stars: z.coerce.number().int().min(1).max(5).optional(),
          unanswered: z.literal('1').optional(),
          page: z.coerce.number().int().min(1).max(500).default(1),
          limit: z.coerce.number().int().min(1).max(50).default(20),
        }),
      },
      responses: { 200: json(StoreReviews, 'One page, newest first; the counts are of all.') },
    }),
    async (c) => {
      const { unanswered, ...query } = c.req.valid('query')
      return c.json(await readStoreReviews(c.var.ctx, vendorOf(c.var.ctx), { ...query, isUnanswered: unanswered === '1' }), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/reviews/{reviewId}/reply',
      operationId: 'answerReview',
      summary: 'Answer a review, once, for everybody to read',
      tags: ['reviews'],
      permission: 'reviews:answer',
      request: { params: ReviewParam, body: body(Answer) },
      responses: { 201: json(Reply.openapi('ReviewReply'), 'Shown below the review.') },
      problems: {
        ...notFound,
        already_answered: [409, 'This review has your answer already.'],
        content_refused: [409, 'This cannot be sold on the marketplace: "replica" is not allowed. Sell originals only.'],
      },
      idempotent: true,
    }),
    async (c) => {
      const { ctx } = c.var
      const reply = await answerReview(ctx, vendorOf(ctx), accountOf(ctx), c.req.valid('param').reviewId, c.req.valid('json').text)
      return c.json(reply, 201)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/reviews/{reviewId}/report',
      operationId: 'reportOwnReview',
      summary: 'Report a review of one of the store’s products',
      tags: ['reviews'],
      permission: 'reviews:answer',
      request: { params: ReviewParam, body: body(Complaint) },
      responses: { 201: json(ReportSchema, 'Reported.') },
      problems: {
        ...notFound,
        already_reported: [409, 'You have reported this already; we are looking at it.'],
        too_many_reports: [429, 'You have reported a lot today. Thank you; come back tomorrow.'],
      },
      idempotent: true,
    }),
    async (c) => {
      const { ctx } = c.var
      return c.json(await reportOwnReview(ctx, vendorOf(ctx), accountOf(ctx), c.req.valid('param').reviewId, c.req.valid('json')), 201)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/reviews/{reviewId}/appeal',
      operationId: 'appealKeptReview',
      summary: 'Say that a review should not have been kept',
      tags: ['reviews'],
      permission: 'reviews:answer',
      request: { params: ReviewParam, body: body(NewAppeal) },
      responses: { 201: json(AppealSchema, 'Somebody else answers within 72 hours.') },
      problems: {
        ...notFound,
        not_appealable: [409, 'There is no decision to appeal against.'],
        changed_meanwhile: [412, 'The decision was changed by somebody else since you read it.'],
      },
      idempotent: true,
    }),
    async (c) =>
      c.json(await appealKeptReview(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').reviewId, c.req.valid('json').text), 201),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/reviews',
      operationId: 'listReviews',
      summary: 'All reviews, newest first',
      tags: ['reviews'],
      permission: 'platform:moderate',
      request: {
        query: z.strictObject({
          status: z.enum(['published', 'held', 'hidden', 'reported']).optional(),
          q: z.string().trim().max(100).optional(),
          cursor: reviewId.optional(),
          limit: z.coerce.number().int().min(1).max(100).default(30),
        }),
      },
      responses: { 200: json(AdminReviews, 'One page; the counts are of all.') },
    }),
    async (c) => c.json(await readAllReviews(c.var.ctx, c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/reviews/{reviewId}/decision',
      operationId: 'decideReview',
      summary: 'Publish or hide a review',
      tags: ['reviews'],
      permission: 'platform:moderate',
      request: { params: ReviewParam, body: body(ReviewVerdict) },
      responses: { 200: json(JudgedReview, 'As it is now; its stars count, or do not, at once.') },
      problems: {
        ...notFound,
        already_decided: [409, 'This was decided already: hide.'],
        changed_meanwhile: [412, 'The review was changed by somebody else since you read it.'],
      },
    }),
    async (c) => c.json(await decideReview(c.var.ctx, c.req.valid('param').reviewId, c.req.valid('json')), 200),
  )
