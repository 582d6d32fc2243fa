import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { accountId } from '#worker/domains/identity/schemas.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { setAccountDisabled } from './disable-account.ts'

const AccountParam = z.strictObject({ accountId: accountId.openapi({ param: { name: 'accountId', in: 'path' } }) })
const Reason = z
  .strictObject({ reason: z.string().trim().min(3).max(500) })
  .openapi('AccountDecision', { example: { reason: 'Left the company' } })
const Decided = z.object({ id: accountId, isDisabled: z.boolean() }).openapi('AccountDoor')
const problems = {
  not_found: [404, 'There is no such account.'],
  own_role: [409, 'Nobody changes their own role or closes their own account here. Ask another admin.'],
  last_admin: [409, 'The marketplace needs an admin. Make somebody else one first.'],
} as const

export const accountAdminRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'post',
      path: '/admin/accounts/{accountId}/disable',
      operationId: 'disableAccount',
      summary: 'Close an account and end its sessions',
      tags: ['identity'],
      permission: 'platform:operate',
      request: { params: AccountParam, body: body(Reason) },
      responses: { 200: json(Decided, 'Its tokens are refused from now on.') },
      problems,
    }),
    async (c) => c.json(await setAccountDisabled(c.var.ctx, c.req.valid('param').accountId, true, c.req.valid('json').reason), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/accounts/{accountId}/enable',
      operationId: 'enableAccount',
      summary: 'Open a closed account again',
      tags: ['identity'],
      permission: 'platform:operate',
      request: { params: AccountParam, body: body(Reason) },
      responses: { 200: json(Decided, 'Log-in works again.') },
      problems,
    }),
    async (c) => c.json(await setAccountDisabled(c.var.ctx, c.req.valid('param').accountId, false, c.req.valid('json').reason), 200),
  )
