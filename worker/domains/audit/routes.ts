import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { CHECK_STATUSES, JOURNALS } from '#worker/pure/journal.ts'
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
