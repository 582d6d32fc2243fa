import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { vendorIdSchema } from '#worker/domains/tenancy/schemas.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { accountOf } from '#worker/edge/tenant.ts'
import { requireVersion } from '#worker/edge/version.ts'
import { SUBJECT_KINDS } from '#worker/pure/moderation.ts'
import { addRule, readRules, removeRule } from '../change-rules.ts'
import { decideItem, decideItems, openQuestion } from '../decide-item.ts'
import { readQuestion, readQueue } from '../read-queue.ts'
import {
  BulkVerdict,
  DecisionSchema,
  ItemSchema,
  itemId,
  NewQuestion,
  NewRule,
  QuestionSchema,
  RuleSchema,
  ruleId,
  Verdict,
} from '../schemas.ts'

const ItemParam = z.strictObject({ itemId })
const notFound = { not_found: [404, 'There is no such question.'] } as const
const Counts = z.object({ reports: z.number().int(), held: z.number().int(), appeals: z.number().int() })

/** What the marketplace's people decide about listings and reviews. */
export const queueRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/moderation/items',
      operationId: 'listModerationItems',
      summary: 'Questions about listings and reviews, the worst and oldest first',
      tags: ['moderation'],
      permission: 'platform:moderate',
      request: {
        query: z.strictObject({
          status: z.enum(['open', 'decided', 'closed']).default('open'),
          kind: z.enum(['report', 'hold', 'recheck']).optional(),
          subject: z.enum(SUBJECT_KINDS).optional(),
          vendor: vendorIdSchema.optional(),
          cursor: itemId.optional(),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      },
      responses: {
        200: json(
          z.object({ items: z.array(ItemSchema), counts: Counts, nextCursor: z.string().nullable() }),
          'One page; the counts are of all that is open.',
        ),
      },
    }),
    async (c) => {
      const { vendor: vendorId, ...query } = c.req.valid('query')
      return c.json(await readQueue(c.var.ctx, { ...query, vendorId }), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/moderation/items',
      operationId: 'openModerationItem',
      summary: 'Open a question about a listing or review that nobody reported',
      tags: ['moderation'],
      permission: 'platform:moderate',
      request: { body: body(NewQuestion) },
      responses: {
        200: json(z.object({ id: itemId }).openapi('OpenedQuestion'), 'The question; one that was open already stays as it is.'),
      },
      problems: { not_found: [404, 'There is no such listing.'] },
    }),
    async (c) => {
      const { kind, subjectId, reason } = c.req.valid('json')
      return c.json(await openQuestion(c.var.ctx, kind, subjectId, reason), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/moderation/items/{itemId}',
      operationId: 'readModerationItem',
      summary: 'A question with its reports and all earlier decisions',
      tags: ['moderation'],
      permission: 'platform:moderate',
      request: { params: ItemParam },
      responses: { 200: json(QuestionSchema, 'The question.') },
      problems: notFound,
    }),
    async (c) => {
      const question = await readQuestion(c.var.ctx, c.req.valid('param').itemId)
      c.header('etag', `"${question.version}"`)
      return c.json(question, 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/moderation/items/{itemId}/decision',
      operationId: 'decideModerationItem',
      summary: 'Keep, hide or take down what a question is about',
      tags: ['moderation'],
      permission: 'platform:moderate',
      request: { params: ItemParam, body: body(Verdict) },
      responses: { 200: json(DecisionSchema, 'Decided; it has effect at once, and the vendor is told.') },
      problems: {
        ...notFound,
        already_decided: [409, 'This was decided already: take_down.'],
        changed_meanwhile: [412, 'The question was changed by somebody else since you read it.'],
        if_match_required: [428, 'Send If-Match with the ETag you read, so that nobody else’s change is lost.'],
      },
    }),
    async (c) =>
      c.json(await decideItem(c.var.ctx, c.req.valid('param').itemId, requireVersion(c.req.header('if-match')), c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/moderation/decisions',
      operationId: 'decideModerationItems',
      summary: 'Answer up to 50 questions the same way',
      tags: ['moderation'],
      permission: 'platform:moderate',
      request: { body: body(BulkVerdict) },
      responses: {
        200: json(
          z
            .object({ results: z.array(z.object({ itemId, refusal: z.object({ code: z.string(), detail: z.string() }).nullable() })) })
            .openapi('BulkVerdictOutcome'),
          'What became of each.',
        ),
      },
    }),
    async (c) => {
      const { items, ...verdict } = c.req.valid('json')
      return c.json({ results: await decideItems(c.var.ctx, items, verdict) }, 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/moderation/rules',
      operationId: 'listModerationRules',
      summary: 'Words and categories the marketplace does not want',
      tags: ['moderation'],
      permission: 'platform:moderate',
      request: { query: z.strictObject({}) },
      responses: { 200: json(z.object({ items: z.array(RuleSchema) }), 'All of them.') },
    }),
    async (c) => c.json(await readRules(c.var.ctx), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/moderation/rules',
      operationId: 'addModerationRule',
      summary: 'Ban a word or a category',
      tags: ['moderation'],
      permission: 'platform:moderate',
      request: { body: body(NewRule) },
      responses: {
        201: json(RuleSchema.extend({ rechecked: z.number().int() }).openapi('AddedRule'), 'Added; so many listings are looked at again.'),
      },
      problems: { rule_exists: [409, 'There is a rule for this already.'] },
      idempotent: true,
    }),
    async (c) => c.json(await addRule(c.var.ctx, accountOf(c.var.ctx), c.req.valid('json')), 201),
  )
  .openapi(
    route({
      method: 'delete',
      path: '/admin/moderation/rules/{moderationRuleId}',
      operationId: 'removeModerationRule',
      summary: 'Lift a rule',
      tags: ['moderation'],
      permission: 'platform:moderate',
      request: { params: z.strictObject({ moderationRuleId: ruleId }) },
      responses: { 204: empty('Lifted; what only it held is looked at again.') },
      problems: { not_found: [404, 'There is no such rule.'] },
    }),
    async (c) => {
      await removeRule(c.var.ctx, c.req.valid('param').moderationRuleId)
      return c.body(null, 204)
    },
  )
