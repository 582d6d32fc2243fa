import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { FLOWS, REASONS, STAGES } from '#worker/pure/reconcile.ts'
import { readExceptions, readReconciliation, readRun, readRuns, showRun } from './read-reconciliation.ts'
import { resolveException } from './resolve-exception.ts'
import { startReconciliation } from './start-reconciliation.ts'

const currency = z.enum(CURRENCIES)
const permission = 'platform:reconcile'
const reconciliationId = z
  .custom<Id<'reconciliation'>>((value) => typeof value === 'string' && isId('reconciliation', value), 'An id of a run.')
  .openapi({ type: 'string', example: 'rcn_01JD0000000000000000000000' })
const exceptionId = z
  .custom<Id<'reconciliationException'>>(
    (value) => typeof value === 'string' && isId('reconciliationException', value),
    'An id of an exception.',
  )
  .openapi({ type: 'string', example: 'rcx_01JD0000000000000000000000' })

const Run = z
  .object({
    id: z.string(),
    status: z.enum(['running', 'done']),
    stage: z.enum(STAGES),
    from: z.string(),
    to: z.string(),
    ledgerPosition: z.number().int(),
    steps: z.number().int(),
    rowsRead: z.number().int(),
    rowsNew: z.number().int(),
    ledgerRows: z.number().int(),
    found: z.number().int(),
    cleared: z.number().int(),
    requestedBy: z.string(),
    startedAt: z.string(),
    updatedAt: z.string(),
    doneAt: z.string().nullable(),
  })
  .openapi('Reconciliation')
const Balance = z
  .object({
    currency,
    ledgerMinor: z.number().int(),
    availableMinor: z.number().int(),
    pendingMinor: z.number().int(),
    differenceMinor: z.number().int().openapi({ description: 'The provider’s balance less the ledger’s.' }),
    explainedMinor: z.number().int().openapi({ description: 'What of the difference people have judged: exceptions they resolved.' }),
    isDrifting: z.boolean().openapi({ description: 'It differed, beyond what is explained, in the run before as well.' }),
    at: z.string(),
  })
  .openapi('ReconciledBalance')
const Standing = z
  .object({
    running: Run.nullable(),
    last: Run.nullable(),
    balances: z.array(Balance),
    isDrifting: z.boolean(),
    open: z.array(z.object({ reason: z.enum(REASONS), currency, count: z.number().int(), oldestAt: z.string() })),
  })
  .openapi('ReconciliationStanding')
const Exception = z
  .object({
    id: z.string(),
    subject: z.string(),
    reason: z.enum(REASONS),
    flow: z.enum(FLOWS),
    matchKey: z.string(),
    causeId: z.string().nullable(),
    transactionId: z.string().nullable(),
    currency,
    ledgerMinor: z.number().int(),
    providerMinor: z.number().int(),
    differenceMinor: z.number().int(),
    ageDays: z.number().int(),
    happenedAt: z.string(),
    firstSeenAt: z.string(),
    lastSeenAt: z.string(),
    status: z.enum(['open', 'cleared', 'resolved']),
    endedAt: z.string().nullable(),
    resolvedBy: z.string().nullable(),
    note: z.string(),
  })
  .openapi('ReconciliationException')
const Resolution = z
  .strictObject({ note: z.string().trim().min(3).max(1000) })
  .openapi('ExceptionResolution', { example: { note: 'A test payment of the accountant, given back the same day.' } })
const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })
const exceptionCursor = z
  .string()
  .regex(/^\d{1,16}\.rcx_\w{26}$/)
  .optional()

export const reconciliationRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'post',
      path: '/admin/reconciliations',
      operationId: 'startReconciliation',
      summary: 'Hold the books against the payment provider’s now; answers the run that is under way, if there is one',
      tags: ['reconciliation'],
      permission,
      responses: { 202: json(Run, 'Being done.') },
      idempotent: true,
    }),
    async (c) => c.json(showRun(await startReconciliation(c.var.ctx)), 202),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/reconciliation',
      operationId: 'readReconciliation',
      summary: 'How the books stand: the last run, its balances, and what is open',
      tags: ['reconciliation'],
      permission,
      responses: { 200: json(Standing, 'As of the last run.') },
    }),
    async (c) => c.json(await readReconciliation(c.var.ctx), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/reconciliations',
      operationId: 'listReconciliations',
      summary: 'Runs, the last begun first',
      tags: ['reconciliation'],
      permission,
      request: {
        query: z.strictObject({
          cursor: z.coerce.number().int().positive().optional(),
          limit: z.coerce.number().int().min(1).max(100).default(20),
        }),
      },
      responses: { 200: json(pageOf(Run), 'One page.') },
    }),
    async (c) => {
      const { cursor: before, limit } = c.req.valid('query')
      return c.json(await readRuns(c.var.ctx, { before, limit }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/reconciliations/{reconciliationId}',
      operationId: 'readReconciliationRun',
      summary: 'How far a run is',
      tags: ['reconciliation'],
      permission,
      request: { params: z.object({ reconciliationId }) },
      responses: { 200: json(Run, 'The run.') },
      problems: { not_found: [404, 'There is no such reconciliation.'] },
    }),
    async (c) => c.json(await readRun(c.var.ctx, c.req.valid('param').reconciliationId), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/reconciliation/exceptions',
      operationId: 'listExceptions',
      summary: 'What the books and the provider do not agree on, the oldest first',
      tags: ['reconciliation'],
      permission,
      request: {
        query: z.strictObject({
          status: z.enum(['open', 'cleared', 'resolved']).default('open'),
          reason: z.enum(REASONS).optional(),
          currency: currency.optional(),
          cursor: exceptionCursor,
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      },
      responses: { 200: json(pageOf(Exception), 'One page.') },
    }),
    async (c) => {
      const { cursor, ...filter } = c.req.valid('query')
      const [atMs, id] = cursor?.split('.') ?? []
      const after = atMs === undefined || id === undefined ? undefined : { atMs: Number(atMs), id }
      return c.json(await readExceptions(c.var.ctx, { ...filter, after }), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/reconciliation/exceptions/{exceptionId}/resolve',
      operationId: 'resolveException',
      summary: 'Say what an exception was about; it opens again if its figures change',
      tags: ['reconciliation'],
      permission,
      request: { params: z.object({ exceptionId }), body: body(Resolution) },
      responses: { 200: json(Exception, 'Resolved.') },
      problems: { not_found: [404, 'There is no such exception.'], exception_ended: [409, 'This exception is no longer open.'] },
      idempotent: true,
    }),
    async (c) => c.json(await resolveException(c.var.ctx, c.req.valid('param').exceptionId, c.req.valid('json').note), 200),
  )
