import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { present } from '#worker/pure/assert.ts'
import { approveRun, discardRun } from '../approve-run.ts'
import { draftRun, type NewRun } from '../draft-run.ts'
import { periodOf, showPayout } from '../payout.ts'
import { requestReversal } from '../perform-reversal.ts'
import { previewPayouts } from '../preview-payouts.ts'
import { readPayouts } from '../read-balance.ts'
import { readPayout } from '../read-payout.ts'
import { readBankPayouts, readItems, readRun, readRuns } from '../read-runs.ts'
import { retryPayout } from '../retry-payout.ts'
import { showRun } from '../run.ts'
import * as s from '../schemas.ts'

const RUN_PROBLEMS = { run_not_movable: [409, 'This run is done.'] } as const
const ofRun = z.object({ runId: s.runId })
const ofPayout = z.object({ payoutId: s.payoutId })

/** A run that somebody asks for; of today, unless they say of when. */
async function newRun(ctx: Ctx, { period, currency }: z.infer<typeof s.NewDraft>, how: Pick<NewRun, 'isAtOnce' | 'expected'> = {}) {
  const run = { kind: 'manual' as const, period: period ?? periodOf(ctx.now()), currency: currency ?? null, scheduledFor: null }
  return present(await draftRun(ctx, { ...run, ...how }), 'a run that no schedule asks for')
}

/** Payout runs and payouts, for the marketplace's own people. */
export const runRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'post',
      path: '/admin/payout-runs',
      operationId: 'runPayouts',
      summary: 'Pay every vendor what is available, once per currency and period',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { body: body(s.NewRun) },
      responses: {
        202: json(
          s.Run,
          'It is being drafted, and sent at once. It waits as a draft if it needs a second person, or does not come to what was expected.',
        ),
      },
      idempotent: true,
    }),
    async (c) => {
      const { expected = null, ...input } = c.req.valid('json')
      return c.json(showRun(await newRun(c.var.ctx, input, { isAtOnce: true, expected })), 202)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/payout-runs/preview',
      operationId: 'previewPayouts',
      summary: 'What a payout run would do now, vendor by vendor; nothing is changed',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: {
        query: z.strictObject({ period: s.period.optional(), currency: s.currency.optional(), cursor: s.rowCursor, limit: s.limit }),
      },
      responses: {
        200: json(s.Preview, 'A page by vendor and currency, with the reason where nothing would be sent, and what all come to.'),
      },
    }),
    async (c) => {
      const { cursor: after, limit, ...run } = c.req.valid('query')
      return c.json(await previewPayouts(c.var.ctx, run, { after, limit }), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/payout-runs/drafts',
      operationId: 'draftPayoutRun',
      summary: 'Freeze what a payout run would send, for somebody to approve',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { body: body(s.NewDraft) },
      responses: { 201: json(s.Run, 'It is being drafted. Nothing is sent before it is approved.') },
      idempotent: true,
    }),
    async (c) => c.json(showRun(await newRun(c.var.ctx, c.req.valid('json'))), 201),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/payout-runs',
      operationId: 'listPayoutRuns',
      summary: 'Payout runs, the last made first',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { query: z.strictObject({ status: s.statuses.optional(), cursor: s.runId.optional(), limit: s.limit }) },
      responses: { 200: json(s.RunPage, 'One page.') },
    }),
    async (c) => {
      const { cursor: before, ...filter } = c.req.valid('query')
      return c.json(await readRuns(c.var.ctx, { ...filter, before }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/payout-runs/{runId}',
      operationId: 'readPayoutRun',
      summary: 'A payout run: what it means to send, has sent, and what failed',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { params: ofRun },
      responses: { 200: json(s.WholeRun, 'As it stands now.') },
    }),
    async (c) => c.json(await readRun(c.var.ctx, c.req.valid('param').runId), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/payout-runs/{runId}/items',
      operationId: 'listPayoutRunItems',
      summary: 'What a payout run means to do and did, vendor by vendor',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: {
        params: ofRun,
        query: z.strictObject({
          show: z.enum(['all', 'sending', 'skipped', 'changed', 'failed']).default('all'),
          cursor: s.rowCursor,
          limit: s.limit,
        }),
      },
      responses: { 200: json(s.RunItems, 'One page, by vendor and currency.') },
    }),
    async (c) => {
      const { cursor: after, ...page } = c.req.valid('query')
      return c.json(await readItems(c.var.ctx, { ...c.req.valid('param'), ...page, after }), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/payout-runs/{runId}/approve',
      operationId: 'approvePayoutRun',
      summary: 'Let a drafted payout run be sent',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { params: ofRun },
      responses: { 202: json(s.Run, 'It is approved and is being sent.') },
      problems: {
        ...RUN_PROBLEMS,
        second_person_needed: [403, 'This run sends more than one person may decide. Somebody else has to approve it.'],
      },
    }),
    async (c) => c.json(showRun(await approveRun(c.var.ctx, c.req.valid('param').runId)), 202),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/payout-runs/{runId}/discard',
      operationId: 'discardPayoutRun',
      summary: 'Throw a drafted payout run away',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { params: ofRun },
      responses: { 200: json(s.Run, 'It is discarded; nothing of it is sent.') },
      problems: { ...RUN_PROBLEMS },
    }),
    async (c) => c.json(showRun(await discardRun(c.var.ctx, c.req.valid('param').runId)), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/payouts',
      operationId: 'listPayouts',
      summary: 'Payouts, the last decided first',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: {
        query: z.strictObject({
          vendorId: s.vendorId.optional(),
          period: s.period.optional(),
          status: s.payoutStatus.optional(),
          cursor: s.cursor,
          limit: s.limit,
        }),
      },
      responses: { 200: json(s.PayoutPage, 'One page.') },
    }),
    async (c) => {
      const { cursor: before, ...filter } = c.req.valid('query')
      return c.json(await readPayouts(c.var.ctx, { ...filter, before }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/payouts/{payoutId}',
      operationId: 'readPayout',
      summary: 'A payout with everything it is made of',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { params: ofPayout },
      responses: { 200: json(s.PayoutBreakdown, 'Its sums tie to the ledger.') },
    }),
    async (c) => c.json(await readPayout(c.var.ctx, c.req.valid('param').payoutId, null), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/payouts/{payoutId}/retry',
      operationId: 'retryPayout',
      summary: 'Send a failed payout again',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { params: ofPayout },
      responses: { 202: json(s.Payout, 'It is being sent.') },
      problems: { payout_not_retriable: [409, 'Only a payout that failed can be tried again.'] },
    }),
    async (c) => c.json(showPayout(await retryPayout(c.var.ctx, c.req.valid('param').payoutId)), 202),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/payouts/{payoutId}/reversals',
      operationId: 'reversePayout',
      summary: 'Fetch money of a payout back from the vendor’s account',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { params: ofPayout, body: body(s.NewReversal) },
      responses: { 202: json(s.Reversal, 'It is being fetched.') },
      problems: { payout_not_reversible: [409, 'Only what a paid payout has sent and nobody has fetched back can be fetched back.'] },
      idempotent: true,
    }),
    async (c) => {
      const { id, amountMinor, status } = await requestReversal(c.var.ctx, c.req.valid('param').payoutId, c.req.valid('json'))
      return c.json({ id, amountMinor, status }, 202)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/bank-payouts',
      operationId: 'listBankPayouts',
      summary: 'Payouts of vendors’ accounts to their banks, the last made first',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: {
        query: z.strictObject({ vendorId: s.vendorId.optional(), status: s.bankStatuses.optional(), cursor: s.cursor, limit: s.limit }),
      },
      responses: { 200: json(s.BankPayouts, 'One page.') },
    }),
    async (c) => {
      const { cursor: before, ...filter } = c.req.valid('query')
      return c.json(await readBankPayouts(c.var.ctx, { ...filter, before }), 200)
    },
  )
