import { z } from '@hono/zod-openapi'
import { productId } from '#worker/domains/catalog/schemas.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { accountOf, vendorOf } from '#worker/edge/tenant.ts'
import { APPEAL_STATUSES } from '#worker/pure/moderation.ts'
import { appealDecision, decideAppeal, readAppeals } from '../appeal-decision.ts'
import { readProductStanding } from '../read-queue.ts'
import { reportSubject } from '../report-subject.ts'
import { AppealAnswer, AppealCaseSchema, AppealSchema, appealId, NewAppeal, NewReport, ReportSchema, StandingSchema } from '../schemas.ts'

const ProductParam = z.strictObject({ productId })
const noProduct = { not_found: [404, 'There is no such product.'] } as const

/** Reports of buyers, what vendors see of decisions, and appeals. */
export const appealRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'post',
      path: '/reports',
      operationId: 'reportSubject',
      summary: 'Report a listing or a review',
      tags: ['moderation'],
      permission: 'shop:report',
      request: { body: body(NewReport) },
      responses: { 201: json(ReportSchema, 'Reported. Only the marketplace’s people see it.') },
      problems: {
        not_found: [404, 'There is no such listing.'],
        already_reported: [409, 'You have reported this already; we are looking at it.'],
        too_many_reports: [429, 'You have reported a lot today. Thank you; come back tomorrow.'],
      },
      idempotent: true,
    }),
    async (c) => c.json(await reportSubject(c.var.ctx, accountOf(c.var.ctx), c.req.valid('json')), 201),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/products/{productId}/moderation',
      operationId: 'readListingStanding',
      summary: 'How a product stands with the marketplace',
      tags: ['moderation'],
      permission: 'catalog:read',
      request: { params: ProductParam },
      responses: { 200: json(StandingSchema, 'Shown, held, hidden or taken down; why, and what became of an appeal.') },
      problems: noProduct,
    }),
    async (c) => c.json(await readProductStanding(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').productId), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/products/{productId}/appeal',
      operationId: 'appealListingDecision',
      summary: 'Appeal against a decision about a product',
      tags: ['moderation'],
      permission: 'catalog:write',
      request: { params: ProductParam, body: body(NewAppeal) },
      responses: { 201: json(AppealSchema, 'Somebody else answers within 72 hours.') },
      problems: {
        ...noProduct,
        not_appealable: [409, 'There is no decision to appeal against.'],
        changed_meanwhile: [412, 'The decision was changed by somebody else since you read it.'],
      },
      idempotent: true,
    }),
    async (c) => {
      const side = { subjectId: c.req.valid('param').productId, vendorId: vendorOf(c.var.ctx), actions: ['hide', 'take_down'] }
      return c.json(await appealDecision(c.var.ctx, side, c.req.valid('json').text), 201)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/appeals',
      operationId: 'listAppeals',
      summary: 'Appeals, those that are due first first',
      tags: ['moderation'],
      permission: 'platform:moderate',
      request: {
        query: z.strictObject({
          status: z.enum(APPEAL_STATUSES).default('waiting'),
          cursor: appealId.optional(),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      },
      responses: { 200: json(z.object({ items: z.array(AppealCaseSchema), nextCursor: z.string().nullable() }), 'One page.') },
    }),
    async (c) => c.json(await readAppeals(c.var.ctx, c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/appeals/{appealId}/decision',
      operationId: 'decideAppeal',
      summary: 'Uphold an appeal, or let the decision stand',
      tags: ['moderation'],
      permission: 'platform:moderate',
      request: { params: z.strictObject({ appealId }), body: body(AppealAnswer) },
      responses: { 200: json(AppealSchema, 'Answered; an upheld one has effect at once.') },
      problems: {
        not_found: [404, 'There is no such appeal.'],
        same_person: [403, 'You made the decision that this appeal is about; somebody else has to answer it.'],
        already_decided: [409, 'This was decided already: upheld.'],
        changed_meanwhile: [412, 'The appeal was changed by somebody else since you read it.'],
      },
    }),
    async (c) => {
      const { isUpheld, note } = c.req.valid('json')
      return c.json(await decideAppeal(c.var.ctx, c.req.valid('param').appealId, isUpheld, note), 200)
    },
  )
