import { activeAccountsOfGroup } from '#db/platform/queries/channels/stores.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { SECOND_MS } from '#worker/pure/time.ts'

/** What changes within this time is told to the channels together. */
const GATHERED_MS = SECOND_MS

type WakeCtx = Pick<Ctx, 'platform' | 'pacers' | 'now'>
type Account = { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> }

/**
 * Has a store's channels told of its stock soon, because some of it moved. Never throws: losing this costs a beat, and must not
 * have what moved the stock done again. Safe to repeat.
 */
export const wakeStockPush = (ctx: WakeCtx, vendorId: Id<'vendor'>, connectionIds: readonly Id<'channelConnection'>[]): Promise<void> =>
  wake(ctx, async () => connectionIds.map((connectionId) => ({ vendorId, connectionId })))

/**
 * The same for every store that sold something in a checkout: what it holds for the buyer is told by no other message. Only the
 * platform is asked whose channels they are, so that stores without any cost nothing more.
 */
export const wakeStockPushOfGroup = (ctx: WakeCtx, orderGroupId: Id<'orderGroup'>): Promise<void> =>
  wake(ctx, () => activeAccountsOfGroup(ctx.platform, orderGroupId))

async function wake({ pacers, now }: WakeCtx, find: () => Promise<readonly Account[]>): Promise<void> {
  try {
    const accounts = await find()
    const due = [{ task: 'stock' as const, atMs: now() + GATHERED_MS }]
    const results = await Promise.allSettled(accounts.map(({ vendorId, connectionId }) => pacers.of(vendorId, connectionId).due(due)))
    for (const result of results) if (result.status === 'rejected') warn(result.reason)
  } catch (error) {
    warn(error)
  }
}

const warn = (error: unknown) => console.warn(JSON.stringify({ level: 'warn', event: 'stock_push_not_woken', error: String(error) }))
