import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'

/**
 * Has a channel told soon what is due about its orders. Never throws: losing this costs a beat, and must not have what was just
 * stored done again.
 */
export async function wakeActions(
  { pacers, now }: Pick<Ctx, 'pacers' | 'now'>,
  { vendorId, connectionId }: { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> },
): Promise<void> {
  try {
    await pacers.of(vendorId, connectionId).due([{ task: 'actions', atMs: now() }])
  } catch (error) {
    console.warn(JSON.stringify({ level: 'warn', event: 'actions_not_woken', vendorId, connectionId, error: String(error) }))
  }
}
