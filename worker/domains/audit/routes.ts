import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { CHECK_STATUSES, JOURNALS } from '#worker/pure/journal.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { acknowledgeAlarm, readAlarms } from './alarms.ts'
import { noteAction } from './note-action.ts'
import { exportEvents, readEvents } from './read-events.ts'
import { readJournalState, startVerification } from './read-journals.ts'

const FAULTS = ['changed_row', 'missing_row', 'inserted_row', 'broken_seal', 'broken_link', 'unknown_key', 'missing_tail'] as const
const Check = z
  .object({
    id: z.string(),
    journal: z.enum(JOURNALS),
    status: z.enum(CHECK_STATUSES),
    startedBy: z.string(),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    blocks: z.number().int(),
    checkedBlocks: z.number().int(),
    checkedRows: z.number().int(),
    fault: z
      .object({ kind: z.enum(FAULTS), block: z.number().int(), position: z.number().int().nullable(), detail: z.string() })
      .nullable()
      .openapi({
        description: 'The first thing that is wrong, by the block it is in and, where one can be named, the row.',
        example: null,
      }),
  })
  .openapi('JournalCheck')
const State = z
  .object({
    journal: z.enum(JOURNALS),
    sealedBlocks: z.number().int(),
    sealedRows: z.number().int().openapi({ description: 'The position of the newest sealed row.' }),
    sealedAt: z.string().nullable(),
    unsealedRows: z.number().int(),
    unsealedSince: z.string().nullable(),
    check: Check.nullable().openapi({ description: 'The verification under way, else the last one.' }),
  })
  .openapi('JournalState')
const done = json(
  Check,
  'How far it is, or what it found: call again until it is no longer `running`. The schedule goes on with it as well.',
)

const vendorId = z
  .custom<Id<'vendor'>>((value) => typeof value === 'string' && isId('vendor', value), 'The id of a store.')
  .openapi({ type: 'string', example: 'ven_01JD0000000000000000000000' })
/** A day of UTC, as the instant it begins. */
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'A day like 2026-11-21.')
  .refine((text) => !Number.isNaN(Date.parse(text)), 'There is no such day.')
const search = {
  who: z.string().trim().min(1).max(254).optional().openapi({ description: 'An id of an account, an e-mail address, or `schedule`.' }),
  action: z
    .string()
    .regex(/^[a-z_]+(?:\.[a-z_]*)?$/, 'An action like `vendor.suspend`, or `vendor.` for all that was done to vendors.')
    .max(64)
    .optional(),
  subject: z.string().min(1).max(300).optional(),
  vendor: vendorId.optional(),
  outcome: z.enum(['done', 'denied']).optional(),
  from: day.optional(),
  to: day.optional().openapi({ description: 'The last day, it included.' }),
}
type Query = z.infer<z.ZodObject<typeof search>>
const searchOf = ({ who, action, subject, vendor, outcome, from, to }: Query) => ({
  who,
  action,
  subjectId: subject,
  vendorId: vendor,
  outcome,
  fromMs: from === undefined ? undefined : Date.parse(from),
  toMs: to === undefined ? undefined : Date.parse(to) + DAY_MS,
})

const Fields = z
  .unknown()
  .openapi({ description: 'The fields that changed; null where nothing that was stored did.', example: { status: 'active' } })
const Event = z
  .object({
    position: z.number().int(),
    id: z.string(),
    actor: z.object({ id: z.string(), role: z.string(), name: z.string().nullable(), email: z.string().nullable() }).openapi('AuditActor'),
    action: z.string(),
    outcome: z.enum(['done', 'denied']),
    subjectId: z.string(),
    vendor: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
    detail: z.unknown().openapi({ example: { reason: 'Fakes reported' } }),
    before: Fields,
    after: Fields,
    requestId: z.string(),
    ip: z.string(),
    userAgent: z.string(),
    at: z.string(),
  })
  .openapi('AuditEvent')

export const auditRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/audit',
      operationId: 'listAuditEvents',
      summary: 'Who did what, what it was before and after, and from where',
      tags: ['audit'],
      permission: 'audit:read',
      request: {
        query: z.strictObject({
          ...search,
          cursor: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: { 200: json(z.object({ items: z.array(Event), nextCursor: z.string().nullable() }), 'One page, the last first.') },
    }),
    async (c) => {
      const { cursor, limit, ...query } = c.req.valid('query')
      return c.json(await readEvents(c.var.ctx, { ...searchOf(query), before: cursor, limit }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/audit.csv',
      operationId: 'exportAuditEvents',
      summary: 'The audit log as CSV',
      tags: ['audit'],
      permission: 'audit:read',
      request: { query: z.strictObject(search) },
      responses: {
        200: { description: 'The last first, at most 50 000 rows.', content: { 'text/csv': { schema: z.string() } } },
      },
    }),
    async (c) => {
      await noteAction(c.var.ctx, { action: 'audit.export', subjectId: 'audit', detail: { ...c.req.valid('query') } })
      const pages = exportEvents(c.var.ctx, searchOf(c.req.valid('query')))
      const lines = new ReadableStream({
        async pull(controller) {
          const { done, value } = await pages.next()
          if (done) controller.close()
          else controller.enqueue(new TextEncoder().encode(value))
        },
      })
      return new Response(lines, {
        headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="audit-log.csv"' },
      }) as never
    },
  )

const alarmId = z
  .custom<Id<'alarm'>>((value) => typeof value === 'string' && isId('alarm', value), 'The id of an alarm.')
  .openapi({ type: 'string', example: 'alm_01JD0000000000000000000000' })
const Alarm = z
  .object({ id: alarmId, kind: z.string(), subject: z.string(), detail: z.unknown(), raisedAt: z.string(), seenAt: z.string() })
  .openapi('Alarm', {
    example: {
      id: 'alm_01JD0000000000000000000000',
      kind: 'journal_broken',
      subject: 'ledger',
      detail: { kind: 'changed_row', block: 12, position: 11_834 },
      raisedAt: '2026-11-21T09:30:00.000Z',
      seenAt: '2026-11-21T09:30:00.000Z',
    },
  })

export const alarmRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/alarms',
      operationId: 'listAlarms',
      summary: 'What is wrong and nobody has looked into yet',
      tags: ['audit'],
      permission: 'audit:read',
      responses: { 200: json(z.object({ items: z.array(Alarm) }), 'Oldest first, at most 100.') },
    }),
    async (c) => c.json(await readAlarms(c.var.ctx), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/alarms/{alarmId}/acknowledge',
      operationId: 'acknowledgeAlarm',
      summary: 'Say that an alarm was looked into, and what came of it',
      tags: ['audit'],
      permission: 'audit:verify',
      request: {
        params: z.strictObject({ alarmId: alarmId.openapi({ param: { name: 'alarmId', in: 'path' } }) }),
        body: body(
          z
            .strictObject({ note: z.string().trim().min(3).max(500) })
            .openapi('AlarmAnswer', { example: { note: 'The row was restored from the backup of the 20th' } }),
        ),
      },
      responses: { 204: empty('Answered. If it is still so, the next check raises a new one.') },
      problems: { not_found: [404, 'There is no such open alarm.'] },
    }),
    async (c) => {
      await acknowledgeAlarm(c.var.ctx, c.req.valid('param').alarmId, c.req.valid('json').note)
      return c.body(null, 204)
    },
  )

export const journalRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/journals',
      operationId: 'readJournals',
      summary: 'How far the ledger and the audit log are sealed, and when they were last verified',
      tags: ['audit'],
      permission: 'audit:read',
      responses: { 200: json(z.object({ items: z.array(State) }), 'Both journals.') },
    }),
    async (c) => c.json({ items: await readJournalState(c.var.ctx) }, 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/ledger/verify',
      operationId: 'verifyLedger',
      summary: 'Verify the ledger’s transfers against their seals',
      tags: ['audit'],
      permission: 'audit:verify',
      responses: { 200: done },
    }),
    async (c) => c.json(await startVerification(c.var.ctx, 'ledger'), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/audit/verify',
      operationId: 'verifyAuditLog',
      summary: 'Verify the audit log against its seals',
      tags: ['audit'],
      permission: 'audit:verify',
      responses: { 200: done },
    }),
    async (c) => c.json(await startVerification(c.var.ctx, 'audit'), 200),
  )
