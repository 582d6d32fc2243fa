import type { MiddlewareHandler } from 'hono'
import { Problem } from '#worker/pure/problem.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'

/** 429 with Retry-After: one address asks for more than any person or well-behaved program does. */
export class TooManyRequests extends Problem {
  constructor() {
    super('too_many_requests', 429, 'Slow down.', { retryAfterS: 60 })
  }
}

/**
 * Bounds what one address may ask of one part of the API (`/cart`, `/auth`, …) in a minute. The address is the one the
 * platform saw, never one a header claims. Webhooks are let through: they are signed, and a burst of them is normal.
 */
export const rateLimit: MiddlewareHandler<EdgeEnv> = async (c, next) => {
  const part = c.req.path.split('/')[3] ?? ''
  if (part !== 'webhooks' && !(await c.var.ctx.limiter.take(`${c.var.ctx.clientIp} ${part}`))) throw new TooManyRequests()
  return next()
}
