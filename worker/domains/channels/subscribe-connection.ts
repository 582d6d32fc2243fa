import { accountsToSubscribe, type ConnectionKey, markSubscribed } from '#db/platform/queries/channels.ts'
import { noteOnConnection } from '#db/vendor/queries/channels/connections.ts'
import { CHANNELS } from '#worker/pure/channel.ts'
import { DAY_MS, MINUTE_MS } from '#worker/pure/time.ts'
import { NotAuthorised, Throttled } from './errors.ts'
import { noteFailure } from './note-health.ts'
import { openActive, type SessionCtx } from './open-session.ts'

/** Channels drop subscriptions they could not deliver to; this is how long we would not notice. */
const CHECKED_EVERY_MS = DAY_MS
const AGAIN_AFTER_MS = 10 * MINUTE_MS
const CHECKED_PER_RUN = 10

/**
 * Makes sure that a channel tells us what happens, and notes whether it does. Nothing depends on it: what a channel does not tell
 * is found by asking. So no failure of it is one of the caller's; the clock tries again. Safe to repeat.
 */
export async function subscribeConnection(ctx: SessionCtx, key: ConnectionKey): Promise<void> {
  const nowMs = ctx.now()
  const opened = await openActive(ctx, key)
  const { session, connection } = opened ?? {}
  if (!opened || !session?.subscribe || !connection) return markSubscribed(ctx.platform, key, nowMs)
  const db = await ctx.vendorDb(key.vendorId)
  try {
    const { isHealthy, detail } = await session.subscribe(`${ctx.settings.origin}/api/v1/webhooks/${connection.channel}`)
    await noteOnConnection(db, key.connectionId, { webhooksHealthy: isHealthy, webhooksCheckedAtMs: nowMs }, nowMs)
    await markSubscribed(ctx.platform, key, isHealthy ? nowMs : nowMs - CHECKED_EVERY_MS + AGAIN_AFTER_MS)
    if (!isHealthy) warn(key, detail)
  } catch (error) {
    const againMs = error instanceof Throttled ? error.waitMs : AGAIN_AFTER_MS
    await markSubscribed(ctx.platform, key, nowMs - CHECKED_EVERY_MS + againMs)
    if (error instanceof Throttled) return
    await noteOnConnection(db, key.connectionId, { webhooksHealthy: false, webhooksCheckedAtMs: nowMs }, nowMs)
    if (error instanceof NotAuthorised) return noteFailure(ctx, opened, null, error)
    warn(key, String(error))
  }
}

const warn = ({ vendorId, connectionId }: ConnectionKey, detail: string | null) =>
  console.warn(JSON.stringify({ level: 'warn', event: 'channel_not_subscribed', vendorId, connectionId, detail }))

/** Looks after subscriptions nobody has looked after for a day, some of them, each for itself. Safe to repeat. */
export async function subscribeConnections(ctx: SessionCtx): Promise<void> {
  const channels = CHANNELS.filter((channel) => ctx.channels[channel].capabilities.hasWebhooks)
  const beforeMs = ctx.now() - CHECKED_EVERY_MS
  for (const account of await accountsToSubscribe(ctx.platform, { channels, beforeMs, limit: CHECKED_PER_RUN })) {
    try {
      await subscribeConnection(ctx, account)
    } catch (error) {
      warn(account, String(error))
    }
  }
}
