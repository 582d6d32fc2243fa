import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { findBuyers, readBuyer, resendVerification } from './read-buyers.ts'

const accountId = z
  .custom<Id<'account'>>((value) => typeof value === 'string' && isId('account', value))
  .openapi({ type: 'string', example: 'acc_01JD0000000000000000000000' })
const Amount = z.object({ amountMinor: z.number().int(), currency: z.enum(CURRENCIES) })
const whole = z.number().int()
const instant = z.iso.datetime()
const account = {
  id: accountId,
  name: z.string(),
  email: z.string(),
  isEmailVerified: z.boolean(),
  disabledAt: instant.nullable(),
  createdAt: instant,
}
const FoundBuyer = z.object({ ...account, orders: whole, lastOrderAt: instant.nullable() }).openapi('FoundBuyer')
const Buyer = z
  .object({
    ...account,
    locale: z.string(),
    orders: z.array(
      z.object({
        id: z.string(),
        number: whole.nullable(),
        status: z.string(),
        vendor: z.object({ id: z.string(), name: z.string() }),
        total: Amount,
        refunded: Amount,
        disputes: whole,
        placedAt: instant.nullable(),
      }),
    ),
    totals: z
      .array(z.object({ orders: whole, cancelled: whole, spent: Amount, refunded: Amount }))
      .openapi({ description: 'Of all orders, by currency. `spent` is what was paid and not given back.' }),
    disputes: whole,
    sessions: z.array(z.object({ id: z.string(), userAgent: z.string(), ip: z.string(), createdAt: instant, lastSeenAt: instant })),
    stores: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
    reviews: z.object({ written: whole, hidden: whole, reported: whole }),
    decisions: z.array(z.object({ id: z.string(), action: z.string(), reason: z.string().nullable(), actorName: z.string(), at: instant })),
  })
  .openapi('BuyerCase')
const BuyerParam = z.strictObject({ accountId })
const notFound = { not_found: [404, 'There is no such buyer.'] } as const

/** Buyers, for the marketplace's people. Closing and opening an account is `/admin/accounts`. */
export const buyerRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/buyers',
      operationId: 'findBuyers',
      summary: 'Buyers by part of a name or address, or an order’s number',
      tags: ['support'],
      permission: 'platform:buyers',
      request: {
        query: z.strictObject({
          q: z.string().trim().max(100).optional(),
          state: z.enum(['active', 'disabled', 'unverified']).optional(),
          cursor: accountId.optional(),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      },
      responses: { 200: json(z.object({ items: z.array(FoundBuyer), nextCursor: z.string().nullable() }), 'One page, newest first. The look is audited.') },
    }),
    async (c) => c.json(await findBuyers(c.var.ctx, c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/buyers/{accountId}',
      operationId: 'readBuyer',
      summary: 'A buyer with orders, refunds, disputes and devices',
      tags: ['support'],
      permission: 'platform:buyers',
      request: { params: BuyerParam },
      responses: { 200: json(Buyer, 'The buyer; their last 100 orders. The look is audited.') },
      problems: notFound,
    }),
    async (c) => c.json(await readBuyer(c.var.ctx, c.req.valid('param').accountId), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/buyers/{accountId}/verification-mail',
      operationId: 'resendVerification',
      summary: 'Mail the link that confirms a buyer’s address once more',
      tags: ['support'],
      permission: 'platform:buyers',
      request: { params: BuyerParam },
      responses: { 200: json(z.object({ isSent: z.boolean() }).openapi('VerificationMail'), 'False where the address has had five mails this hour.') },
      problems: { ...notFound, already_verified: [409, 'This address is confirmed already.'] },
    }),
    async (c) => c.json(await resendVerification(c.var.ctx, c.req.valid('param').accountId), 200),
  ) // biome-ignore format: as it is
