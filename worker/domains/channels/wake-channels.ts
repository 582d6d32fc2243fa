import { takeAccountsToWake } from '#db/platform/queries/channels/wake.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

type WakeCtx = Pick<Ctx, 'platform' | 'pacers' | 'channels' | 'now'>

/** A pacer wakes itself; this often it is made sure of. */
const WOKEN_EVERY_MS = 3 * MINUTE_MS
/** In one run; the rest come next minute, those that wait longest first. */
const WOKEN_PER_RUN = 300
const AT_ONCE = 20

/**
 * Makes sure that the pacers of active accounts have their beats: one whose alarm was lost, or that a connection forgot to
 * start, goes on. A beat that is set already stays as it is. One that does not answer is tried again three minutes later and
 * keeps none of the others from being woken. Bounded, safe to repeat.
 */
export async function wakeChannels(ctx: WakeCtx): Promise<void> {
  const nowMs = ctx.now()
  const accounts = await takeAccountsToWake(ctx.platform, { beforeMs: nowMs - WOKEN_EVERY_MS, nowMs, limit: WOKEN_PER_RUN })
  for (let at = 0; at < accounts.length; at += AT_ONCE) {
    await Promise.all(accounts.slice(at, at + AT_ONCE).map((account) => wake(ctx, account)))
  }
}

async function wake(ctx: WakeCtx, { channel, vendorId, connectionId }: Awaited<ReturnType<typeof takeAccountsToWake>>[number]) {
  try {
    await ctx.pacers.of(vendorId, connectionId).beat(ctx.channels[channel].capabilities.beatsMs)
  } catch (error) {
    console.warn(JSON.stringify({ level: 'warn', event: 'pacer_not_woken', vendorId, connectionId, error: String(error) }))
  }
}
