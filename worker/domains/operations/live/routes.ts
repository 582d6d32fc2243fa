import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { requireOwnSocket } from '#worker/edge/headers.ts'
import { empty, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { sessionIdOf, vendorOf } from '#worker/edge/tenant.ts'
import { Problem } from '#worker/pure/problem.ts'
import type { Whose } from './ports.ts'

/** 429: more open pages than one session, or one store, may have told. */
export class TooManySockets extends Problem {
  constructor() {
    super('too_many_sockets', 429, 'So many pages are open already; close one.', { retryAfterS: 60 })
  }
}

const Since = z.strictObject({
  since: z.iso.datetime().optional().openapi({ description: 'When what the page shows was read: what changed since is said at once.' }),
})
const socket = {
  tags: ['live'] as [string],
  request: { query: Since },
  responses: {
    101: empty(
      'The socket. It says which data changed, never the data: `{"topics":["orders"],"atMs":1764633600000}`, at most once a second. ' +
        '`ping` is answered by `pong`. It ends after 15 minutes (code 4000): come back.',
    ),
  },
  problems: {
    cross_site_request: [403, 'A change has to come from our own pages.'],
    upgrade_required: [426, 'This is a WebSocket: ask with Upgrade: websocket.'],
    too_many_sockets: [429, 'So many pages are open already; close one.'],
  },
} as const

export const liveRoutes = newRouter<Ctx>()
  .openapi(
    route({
      ...socket,
      method: 'get',
      path: '/vendor/live',
      operationId: 'watchStore',
      summary: 'Be told when something changes at the store',
      permission: 'vendor:read',
    }),
    (c) => watch(c.var.ctx, c.req.raw, vendorOf(c.var.ctx), c.req.valid('query').since),
  )
  .openapi(
    route({
      ...socket,
      method: 'get',
      path: '/admin/live',
      operationId: 'watchMarketplace',
      summary: 'Be told when something changes at the marketplace',
      permission: 'platform:read',
    }),
    (c) => watch(c.var.ctx, c.req.raw, 'platform', c.req.valid('query').since),
  )

async function watch(ctx: Ctx, request: Request, whose: Whose, since: string | undefined): Promise<Response> {
  requireOwnSocket(request)
  const answer = await ctx.watchPages(whose, { sessionId: sessionIdOf(ctx), sinceMs: since === undefined ? null : Date.parse(since) })
  if (answer.status !== 101) throw new TooManySockets()
  return answer
}
