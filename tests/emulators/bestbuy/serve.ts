import type { Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ChannelKit } from '#tests/emulators/channel-kit.ts'
import type { Limit } from '#worker/domains/channels/ports.ts'
import type { Shop, State } from './state.ts'

const every = (seconds: number, capacity = 1): Limit => ({ capacity, perSecond: 1 / seconds })
const DAY_S = 86_400

/**
 * Each operation's maximum usage. Where Mirakl says "at each page display" or "each time", what a busy person might do; the
 * account once a day, with room for a vendor who connects again.
 */
export const MAXIMUM_USAGE: Readonly<Record<string, Limit>> = {
  A01: every(DAY_S, 8),
  SH21: every(DAY_S, 8),
  OF24: every(60),
  OF02: every(60),
  OF03: every(60),
  STO01: every(60),
  STO02: every(15),
  STO03: every(60),
  OR11: every(60),
  OF21: { capacity: 300, perSecond: 10 },
}
const BUSY: Limit = { capacity: 120, perSecond: 4 }

/** Mirakl's error. Its documents show no schema for one; this is what comes. */
export const refuse = (c: Context, status: ContentfulStatusCode, message: string, more: Record<string, unknown> = {}): Response =>
  c.json({ message, status, ...more }, status)

export type Served = {
  kit: ChannelKit
  state: State
  /** Finishes imports and debits whose time has come. */
  settle(): void
  changed(): void
}
export type Handler = (c: Context, shop: Shop, served: Served) => Response | Promise<Response>
export type Route = { operation: string | ((c: Context) => string); method: 'get' | 'post' | 'put'; path: string; answer: Handler }

/** Puts an operation behind the shop's key and its maximum usage. */
export function mount(app: Hono, served: Served, { operation, method, path, answer }: Route): void {
  app.on(method.toUpperCase(), path, async (c) => {
    const shop = shopOf(c, served.state)
    if (shop === 'unknown') return refuse(c, 401, 'Unauthorized')
    if (shop === 'foreign') return refuse(c, 403, 'You are not allowed to access this shop')
    const name = typeof operation === 'string' ? operation : operation(c)
    const taken = served.kit.limiter.take(`${shop.id}:${name}`, MAXIMUM_USAGE[name] ?? BUSY)
    if (!taken.ok) {
      c.header('Retry-After', String(Math.ceil(taken.waitMs / 1000)))
      return refuse(c, 429, 'Too many requests')
    }
    served.settle()
    const response = await answer(c, shop, served)
    served.changed()
    return response
  })
}

function shopOf(c: Context, { shops }: State): Shop | 'unknown' | 'foreign' {
  const key = c.req.header('authorization') ?? ''
  const own = Object.values(shops).filter((shop) => shop.key === key && !shop.isKeyRevoked)
  const [first] = own
  if (!first) return 'unknown'
  const wanted = c.req.query('shop_id')
  return wanted === undefined ? first : (own.find((shop) => String(shop.id) === wanted) ?? 'foreign')
}
