import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { isId } from '#worker/pure/ids.ts'
import type { AccountId, Cause, Owner, Purpose } from '#worker/pure/ledger.ts'
import { CAUSE_KINDS, PURPOSES } from '#worker/pure/ledger.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { checkLedger, readAccounts, readStatement, readTransfers } from './read-ledger.ts'

const currency = z.enum(CURRENCIES)
const purpose = z.enum(Object.keys(PURPOSES) as [Purpose, ...Purpose[]])
const isOwner = (text: unknown): text is Owner => typeof text === 'string' && (text === 'platform' || isId('vendor', text))
const owner = z.custom<Owner>(isOwner, '`platform`, or an id of a vendor.').openapi({ type: 'string', example: 'platform' })
const account = z
  .custom<AccountId>(
    (text) => typeof text === 'string' && /^\w+\/[a-z_]+\/[A-Z]{3}$/.test(text) && isOwner(text.split('/')[0]),
    'An id of an account.',
  )
  .openapi({ type: 'string', example: 'platform/commission/USD' })
const cause = z
  .custom<Cause>((text) => typeof text === 'string' && CAUSE_KINDS.some((kind) => isId(kind, text)), 'An id.')
  .openapi({ type: 'string', example: 'ord_01JD0000000000000000000000' })
/** Where the next page begins, as the page before said. */
const cursor = z.coerce.number().int().positive().optional()
const limit = z.coerce.number().int().min(1).max(200).default(50)

const Account = z
  .object({
    id: z.string(),
    owner: z.string(),
    purpose: z.string(),
    currency,
    debitsMinor: z.number().int(),
    creditsMinor: z.number().int(),
    debitsPendingMinor: z.number().int().openapi({ description: 'Set aside by pending transfers; not part of the balance.' }),
    creditsPendingMinor: z.number().int(),
    balanceMinor: z.number().int(),
  })
  .openapi('LedgerAccount')
const Transfer = z
  .object({
    id: z.string(),
    debitAccountId: z.string(),
    creditAccountId: z.string(),
    amountMinor: z.number().int(),
    currency,
    code: z.string(),
    causeId: z.string(),
    phase: z.enum(['posted', 'pending', 'post', 'void']).openapi({
      description: '`posted` moved the money; `pending` set it aside until a `post` moves it or a `void` lets it go.',
    }),
    pendingId: z.string().nullable().openapi({ description: 'The pending transfer that this one settles.' }),
    at: z.string(),
  })
  .openapi('LedgerTransfer')
const Entry = z
  .object({
    id: z.string(),
    code: z.string(),
    causeId: z.string(),
    amountMinor: z.number().int(),
    currency,
    phase: z.enum(['posted', 'pending', 'post', 'void']),
    at: z.string(),
    from: z.string().nullable().openapi({ description: 'The account it left: pending, available, held, debt; null if none of yours.' }),
    to: z.string().nullable().openapi({ description: 'The account it reached; null if none of yours.' }),
  })
  .openapi('StatementEntry')
const Check = z
  .object({
    isBalanced: z.boolean(),
    currencies: z.array(
      z.object({
        currency,
        differenceMinor: z.number().int(),
        driftedAccounts: z.number().int(),
        accounts: z.number().int(),
        transfers: z.number().int(),
      }),
    ),
  })
  .openapi('LedgerCheck')
const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })

export const ledgerRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/ledger/accounts',
      operationId: 'listLedgerAccounts',
      summary: 'Accounts of the ledger and what they hold',
      tags: ['ledger'],
      permission: 'platform:finance',
      request: {
        query: z.strictObject({
          owner: owner.optional(),
          purpose: purpose.optional(),
          currency: currency.optional(),
          asOf: z.iso.date().optional().openapi({
            description: 'What they held at the end of this day (UTC); accounts that had not moved are left out, and nothing is set aside.',
            example: '2026-10-31',
          }),
        }),
      },
      responses: { 200: json(z.object({ items: z.array(Account) }), 'At most 1000, by id.') },
    }),
    async (c) => {
      const { asOf, ...filter } = c.req.valid('query')
      const atMs = asOf === undefined ? undefined : Date.parse(asOf) + DAY_MS - 1
      return c.json({ items: await readAccounts(c.var.ctx, filter, atMs) }, 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/ledger/transfers',
      operationId: 'listLedgerTransfers',
      summary: 'Transfers, the last stored first',
      tags: ['ledger'],
      permission: 'platform:finance',
      request: {
        query: z.strictObject({ owner: owner.optional(), account: account.optional(), causeId: cause.optional(), cursor, limit }),
      },
      responses: { 200: json(pageOf(Transfer), 'One page.') },
    }),
    async (c) => {
      const { cursor: before, ...filter } = c.req.valid('query')
      return c.json(await readTransfers(c.var.ctx, { ...filter, before }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/ledger/check',
      operationId: 'checkLedger',
      summary: 'Whether debits equal credits and every balance is the fold of its transfers',
      tags: ['ledger'],
      permission: 'platform:finance',
      responses: { 200: json(Check, 'Per currency; all zero in a sound ledger.') },
    }),
    async (c) => c.json(await checkLedger(c.var.ctx), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/transfers',
      operationId: 'readVendorStatement',
      summary: 'What moved the store’s money, the last first',
      tags: ['ledger'],
      permission: 'finance:read',
      request: { query: z.strictObject({ cursor, limit }) },
      responses: { 200: json(pageOf(Entry), 'One page.') },
    }),
    async (c) => {
      const { cursor: before, limit: size } = c.req.valid('query')
      return c.json(await readStatement(c.var.ctx, vendorOf(c.var.ctx), { before, limit: size }), 200)
    },
  )
