import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { VENDOR_STATUSES } from '#worker/pure/vendor-status.ts'
import { readHealth, readVendorVersions } from '../read-health.ts'
import { readOverview } from '../read-overview.ts'

const whole = z.number().int()
const sums = {
  orders: whole,
  salesMinor: whole,
  takeMinor: whole,
  takeBps: whole.openapi({ description: 'Our commission in basis points of what buyers paid.' }),
  cancelled: whole,
  refunds: whole,
  refundedMinor: whole,
  disputes: whole,
  disputedMinor: whole,
}
const Overview = z
  .object({
    period: z.enum(['today', '7d', '30d']),
    from: z.string(),
    asOf: z.string(),
    currencies: z
      .array(
        z.object({
          currency: z.enum(CURRENCIES),
          ...sums,
          before: z.object(sums).openapi('OverviewBefore', { description: 'The same, for as many days before.' }),
          daily: z.array(whole).openapi({ description: 'Sales of the last 30 days, the oldest first.', example: [410_000, 480_000] }),
        }),
      )
      .nullable(),
    vendors: z.object({ active: whole, inReview: whole, suspended: whole }).nullable(),
    approvals: whole.nullable(),
    disputes: z.object({ open: whole, dueSoon: whole }).openapi('OverviewDisputes').nullable(),
    payouts: z
      .object({
        due: z.array(z.object({ currency: z.enum(CURRENCIES), vendors: whole, amountMinor: whole })),
        pending: whole,
        failed: whole,
      })
      .openapi('OverviewPayouts')
      .nullable(),
    books: z
      .object({
        comparedAt: z.iso
          .datetime()
          .nullable()
          .openapi({ description: 'When the ledger was last held against the provider; null before the first time.' }),
        exceptions: whole,
        drift: z.array(z.object({ currency: z.enum(CURRENCIES), differenceMinor: whole })),
      })
      .nullable(),
    alarms: whole.nullable(),
    deadLetters: whole.nullable(),
    moderation: whole.nullable(),
    appeals: z.object({ waiting: whole, overdue: whole }).openapi('OverviewAppeals').nullable(),
  })
  .openapi('Overview')

const Backlog = z
  .object({
    waiting: whole,
    oldestAt: z.string().nullable(),
    isLate: z.boolean().openapi({ description: 'It waits longer than whoever should take it needs.' }),
  })
  .openapi('Backlog', { example: { waiting: 3, oldestAt: '2026-11-21T09:30:00.000Z', isLate: false } })
const Reach = z.object({ isReachable: z.boolean(), tookMs: whole }).openapi('Reach', { example: { isReachable: true, tookMs: 12 } })
const Health = z
  .object({
    asOf: z.string(),
    database: Reach,
    stripe: Reach,
    outbox: Backlog,
    webhooks: Backlog,
    mails: Backlog,
    deadLetters: Backlog,
    schedule: z.object({
      ranAt: z.string().nullable(),
      isLate: z.boolean(),
      tasks: z
        .array(
          z.object({
            name: z.string(),
            ranAt: z.string(),
            tookMs: whole,
            isFailing: z.boolean(),
            failedAt: z.string().nullable(),
            failure: z.string().nullable(),
          }),
        )
        .openapi({
          example: [
            { name: 'resume_refunds', ranAt: '2026-11-21T09:30:00.000Z', tookMs: 14, isFailing: false, failedAt: null, failure: null },
          ],
        }),
    }),
    schema: z.object({
      latest: whole,
      versions: z.array(z.object({ schemaVersion: whole, vendors: whole, canaries: whole })),
      behind: whole,
      provisioning: whole.openapi({ description: 'Stores whose database is being made.' }),
    }),
  })
  .openapi('Health')
const Versions = z
  .object({
    latest: whole,
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        slug: z.string(),
        status: z.enum(VENDOR_STATUSES),
        schemaVersion: whole,
        isCanary: z.boolean(),
        isBehind: z.boolean(),
      }),
    ),
  })
  .openapi('VendorVersions')

export const consoleRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/overview',
      operationId: 'readOverview',
      summary: 'How the marketplace does, beside the time before, and what waits',
      tags: ['operations'],
      permission: 'platform:read',
      request: { query: z.strictObject({ period: z.enum(['today', '7d', '30d']).default('today') }) },
      responses: {
        200: json(Overview, 'Parts that the role may not see are null. Days are UTC. Cheap: ask every few seconds if you like.'),
      },
    }),
    async (c) => c.json(await readOverview(c.var.ctx, c.req.valid('query').period), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/health',
      operationId: 'readHealth',
      summary: 'Whether what the marketplace stands on answers, and what waits in it',
      tags: ['operations'],
      permission: 'platform:operate',
      responses: { 200: json(Health, 'As of now.') },
    }),
    async (c) => c.json(await readHealth(c.var.ctx), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/schema-versions',
      operationId: 'listVendorVersions',
      summary: 'Which version each vendor’s database is at, the oldest first',
      tags: ['operations'],
      permission: 'platform:operate',
      request: {
        query: z.strictObject({
          behind: z.stringbool().default(false).openapi({ type: 'boolean', description: 'Only those that are behind.' }),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
      },
      responses: { 200: json(Versions, 'The oldest version first.') },
    }),
    async (c) => {
      const { behind, limit } = c.req.valid('query')
      return c.json(await readVendorVersions(c.var.ctx, { isBehind: behind, limit }), 200)
    },
  )
