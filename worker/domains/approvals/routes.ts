import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { APPROVAL_ACTION_NAMES, APPROVAL_STATUSES } from '#worker/pure/approval.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { decideApproval, withdrawApproval } from './decide-approval.ts'
import { readApproval, readApprovals } from './read-approvals.ts'

const approvalId = z
  .custom<Id<'approval'>>((value) => typeof value === 'string' && isId('approval', value), 'The id of an approval.')
  .openapi({ type: 'string', example: 'apv_01JD0000000000000000000000' })
const ApprovalParam = z.strictObject({ approvalId: approvalId.openapi({ param: { name: 'approvalId', in: 'path' } }) })

const Person = z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }).openapi('ApprovalPerson')
const Fact = z
  .discriminatedUnion('kind', [
    z.object({ label: z.string(), kind: z.literal('text'), text: z.string() }),
    z.object({ label: z.string(), kind: z.literal('money'), amountMinor: z.number().int(), currency: z.enum(CURRENCIES) }),
    z.object({ label: z.string(), kind: z.literal('count'), count: z.number().int() }),
  ])
  .openapi('ApprovalFact', { example: { label: 'amount', kind: 'money', amountMinor: 4800, currency: 'USD' } })
const Approval = z
  .object({
    id: approvalId,
    action: z.enum(APPROVAL_ACTION_NAMES),
    subjectId: z.string(),
    facts: z.array(Fact).openapi({ description: 'What will happen, line by line.' }),
    reason: z.string().openapi({ description: 'Why, in the words of whoever asked.' }),
    requestedBy: Person.nullable(),
    requestedAt: z.string(),
    expiresAt: z.string(),
    status: z.enum(APPROVAL_STATUSES),
    decidedBy: Person.nullable(),
    decidedAt: z.string().nullable(),
    note: z.string(),
    performedAt: z
      .string()
      .nullable()
      .openapi({ description: 'When what was approved had been done, or had turned out not to be possible.' }),
    failure: z.string().nullable(),
    isOwn: z.boolean(),
    mayDecide: z.boolean(),
  })
  .openapi('Approval')
const Whole = Approval.extend({
  payload: z.unknown().openapi({ example: { orderId: 'ord_01JD0000000000000000000000', amountMinor: 4800 } }),
}).openapi('WholeApproval')

const problems = {
  not_found: [404, 'There is no such approval.'],
  own_request: [403, 'You asked for this yourself: somebody else has to decide.'],
  already_decided: [409, 'This was decided before: it is declined.'],
  approval_expired: [410, 'Nobody decided this in time. It has to be asked for again.'],
} as const

export const approvalsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/approvals',
      operationId: 'listApprovals',
      summary: 'What needs, or had, a second pair of eyes',
      tags: ['approvals'],
      permission: 'approvals:read',
      request: {
        query: z.strictObject({
          status: z.enum(APPROVAL_STATUSES).optional(),
          cursor: approvalId.optional(),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      },
      responses: {
        200: json(
          z.object({ items: z.array(Approval), nextCursor: z.string().nullable() }),
          'Requests the caller’s role has a say in. What waits comes oldest first, everything else newest first.',
        ),
      },
    }),
    async (c) => c.json(await readApprovals(c.var.ctx, c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/approvals/{approvalId}',
      operationId: 'readApproval',
      summary: 'One request, with what will happen',
      tags: ['approvals'],
      permission: 'approvals:read',
      request: { params: ApprovalParam },
      responses: { 200: json(Whole, 'The request.') },
      problems: { not_found: problems.not_found },
    }),
    async (c) => c.json(await readApproval(c.var.ctx, c.req.valid('param').approvalId), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/approvals/{approvalId}/approve',
      operationId: 'approve',
      summary: 'Let happen what somebody else asked for',
      tags: ['approvals'],
      permission: 'approvals:decide',
      request: {
        params: ApprovalParam,
        body: body(
          z
            .strictObject({ note: z.string().trim().max(500).default('') })
            .openapi('ApproveApproval', { example: { note: 'Checked against the case' } }),
        ),
      },
      responses: { 200: json(Whole, 'Approved; it is being carried out.') },
      problems,
    }),
    async (c) => {
      const id = c.req.valid('param').approvalId
      await decideApproval(c.var.ctx, id, { status: 'approved', note: c.req.valid('json').note })
      return c.json(await readApproval(c.var.ctx, id), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/approvals/{approvalId}/decline',
      operationId: 'decline',
      summary: 'Say no to what somebody else asked for',
      tags: ['approvals'],
      permission: 'approvals:decide',
      request: {
        params: ApprovalParam,
        body: body(
          z
            .strictObject({ note: z.string().trim().min(3).max(500) })
            .openapi('DeclineApproval', { example: { note: 'The case is still open' } }),
        ),
      },
      responses: { 200: json(Whole, 'Declined; whatever waited for it is given up.') },
      problems,
    }),
    async (c) => {
      const id = c.req.valid('param').approvalId
      await decideApproval(c.var.ctx, id, { status: 'declined', note: c.req.valid('json').note })
      return c.json(await readApproval(c.var.ctx, id), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/approvals/{approvalId}/withdraw',
      operationId: 'withdrawApproval',
      summary: 'Take back what one asked for oneself',
      tags: ['approvals'],
      permission: 'approvals:decide',
      request: { params: ApprovalParam },
      responses: { 200: json(Whole, 'Withdrawn.') },
      problems: {
        not_found: [404, 'There is no such approval, or it is somebody else’s.'],
        already_decided: problems.already_decided,
        approval_expired: problems.approval_expired,
      },
    }),
    async (c) => {
      const id = c.req.valid('param').approvalId
      await withdrawApproval(c.var.ctx, id)
      return c.json(await readApproval(c.var.ctx, id), 200)
    },
  )
