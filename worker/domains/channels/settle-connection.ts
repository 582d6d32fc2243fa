import { accountsToSweep, type ConnectionKey, releaseAccount, setAccountStatus } from '#db/platform/queries/channels.ts'
import { findConnection } from '#db/vendor/queries/channels/connections.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { finishBreaking, type HealthCtx } from './note-health.ts'

/** Whoever changes a connection is done with it long before this, or dead. */
const SETTLES_WITHIN_MS = 10 * MINUTE_MS
const SETTLED_PER_RUN = 20

/**
 * Makes the platform's account and the pacer follow what the store's database says of a connection: the last step of every change
 * to one. Until it is done the account is `unsettled`, and the clock does it. A connection that is over, or was never made, lets
 * its account go. Safe to repeat.
 */
export async function settleConnection(ctx: HealthCtx, key: ConnectionKey): Promise<void> {
  const connection = await findConnection(await ctx.vendorDb(key.vendorId), key.connectionId)
  const pacer = ctx.pacers.of(key.vendorId, key.connectionId)
  if (!connection || connection.status === 'disconnected') {
    await pacer.beat(null)
    return releaseAccount(ctx.platform, key)
  }
  // With the mail that says so, unless it was sent.
  if (connection.status === 'broken') return finishBreaking(ctx, key.vendorId, key.connectionId)
  const nowMs = ctx.now()
  if (connection.status === 'active') {
    await pacer.beat(ctx.channels[connection.channel].capabilities.beatsMs)
    // What came up while it did nothing is looked at now, not with the next beat.
    await pacer.due((['orders', 'actions', 'stock', 'batches'] as const).map((task) => ({ task, atMs: nowMs })))
  } else await pacer.beat(null)
  await setAccountStatus(ctx.platform, key, connection.status, nowMs)
}

/** Settles connections whose change was never finished, some of them. What fails is tried again later. Safe to repeat. */
export async function settleConnections(ctx: HealthCtx): Promise<void> {
  const beforeMs = ctx.now() - SETTLES_WITHIN_MS
  for (const account of await accountsToSweep(ctx.platform, { status: 'unsettled', beforeMs, limit: SETTLED_PER_RUN })) {
    try {
      await settleConnection(ctx, account)
    } catch (error) {
      const { vendorId, connectionId } = account
      console.warn(JSON.stringify({ level: 'warn', event: 'connection_unsettled', vendorId, connectionId, error: String(error) }))
    }
  }
}
