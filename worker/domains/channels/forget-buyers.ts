import { storesInTurn } from '#db/platform/queries/channels/turns.ts'
import { endedBefore, forget, ordersByExternalId } from '#db/vendor/queries/channels/buyers.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { BUYER_DATA_KEPT_MS } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { NO_ADDRESS } from './new-order.ts'

/** Orders one run forgets the buyers of, in a store. */
const ORDERS_MAX = 500

type ForgetCtx = Pick<Ctx, 'vendorDb' | 'now'>

/**
 * Forgets who bought what ended long enough ago at a store's channels: name, address, e-mail. What was sold, and to which
 * country, stays. Safe to repeat. @returns how many orders were concerned; there may be more where it is the most a run takes
 */
export async function forgetBuyers(ctx: ForgetCtx, vendorId: Id<'vendor'>): Promise<number> {
  const db = await ctx.vendorDb(vendorId)
  const nowMs = ctx.now()
  const ended = await endedBefore(db, nowMs - BUYER_DATA_KEPT_MS, ORDERS_MAX)
  if (ended.length > 0) await forget(db, ended, NO_ADDRESS, nowMs)
  return ended.length
}

/** Every store comes once an hour; this many at a time, at most. */
const TURNS = 60
const STORES_MAX = 50

/**
 * The same for the stores whose turn it is this minute, those included that have disconnected since. One that cannot be reached
 * does not keep the next from being looked after. @returns how many orders were concerned
 */
export async function forgetBuyersInTurn(ctx: ForgetCtx & Pick<Ctx, 'platform'>): Promise<number> {
  const turn = Math.floor(ctx.now() / MINUTE_MS)
  let forgotten = 0
  for (const vendorId of await storesInTurn(ctx.platform, { turn, turns: TURNS, limit: STORES_MAX })) {
    try {
      forgotten += await forgetBuyers(ctx, vendorId)
    } catch (error) {
      console.warn(JSON.stringify({ level: 'warn', event: 'buyers_not_forgotten', vendorId, error: String(error) }))
    }
  }
  return forgotten
}

/** The same at once for orders a channel names, because their buyer asked for it. Ids the store does not have are no error. */
export async function forgetBuyersOf(
  ctx: ForgetCtx,
  {
    vendorId,
    connectionId,
    externalIds,
  }: { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'>; externalIds: readonly string[] },
): Promise<number> {
  const db = await ctx.vendorDb(vendorId)
  const orders = await ordersByExternalId(db, connectionId, externalIds)
  if (orders.length > 0) await forget(db, orders, NO_ADDRESS, ctx.now())
  return orders.length
}
