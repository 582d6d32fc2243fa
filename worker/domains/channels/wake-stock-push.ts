import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { SECOND_MS } from '#worker/pure/time.ts'

/** What changes within this time is told to the channels together. */
const GATHERED_MS = SECOND_MS

type Account = { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> }

/**
 * Has channels told of their stores' stock soon, because some of it moved. Whose channels they are is read along with whatever
 * moved it, so that stores without any cost nothing more. Never throws: losing this costs a beat, and must not have what moved
 * the stock done again. Safe to repeat.
 */
export async function wakeStockPush({ pacers, now }: Pick<Ctx, 'pacers' | 'now'>, accounts: readonly Account[]): Promise<void> {
  const due = [{ task: 'stock' as const, atMs: now() + GATHERED_MS }]
  const wake = async ({ vendorId, connectionId }: Account) => pacers.of(vendorId, connectionId).due(due)
  const results = await Promise.allSettled(accounts.map(wake))
  for (const result of results) {
    if (result.status === 'rejected')
      console.warn(JSON.stringify({ level: 'warn', event: 'stock_push_not_woken', error: String(result.reason) }))
  }
}
