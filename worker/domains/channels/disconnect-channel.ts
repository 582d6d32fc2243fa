import { type ConnectionKey, unsettleAccount } from '#db/platform/queries/channels.ts'
import { findConnection } from '#db/vendor/queries/channels/connections.ts'
import { endConnection } from '#db/vendor/queries/channels/manage.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { openSession } from './open-session.ts'
import { type ConnectionView, readConnection } from './read-connections.ts'
import { settleConnection } from './settle-connection.ts'

/**
 * Ends a connection: the grant is given back to the channel as far as it takes it, the credentials are erased, nothing waits to be
 * told any more, and the account is free for whoever connects it next. Listings, orders and history stay, and are taken up again
 * if the same account comes back. Safe to repeat: killed in between, a repeat ends it.
 * @throws NotFound 404
 */
export async function disconnectChannel(ctx: Ctx, key: ConnectionKey): Promise<ConnectionView> {
  const db = await ctx.vendorDb(key.vendorId)
  const connection = await findConnection(db, key.connectionId)
  if (!connection) throw new NotFound('connection')
  const { status, channel, accountRef } = connection
  if (status !== 'disconnected') {
    const audit = auditOf(ctx, {
      action: 'channel.disconnect',
      subjectId: key.connectionId,
      vendorId: key.vendorId,
      detail: { channel, accountRef },
      before: { status },
      after: { status: 'disconnected' },
    })
    await unsettleAccount(ctx.platform, key, audit, ctx.now())
    await giveBack(ctx, key)
    await endConnection(db, key.connectionId, ctx.now())
  }
  await settleConnection(ctx, key)
  ctx.tellPages(key.vendorId, 'channels')
  return readConnection(ctx, key)
}

/** A channel that is away, or has forgotten us, does not keep a vendor connected. */
async function giveBack(ctx: Ctx, key: ConnectionKey): Promise<void> {
  try {
    const { session } = await openSession(ctx, key.vendorId, key.connectionId, ['active', 'paused', 'broken'])
    await session.revoke()
  } catch (error) {
    const { vendorId, connectionId } = key
    console.warn(JSON.stringify({ level: 'warn', event: 'grant_not_revoked', vendorId, connectionId, error: String(error) }))
  }
}
