import { type ConnectionKey, unsettleAccount } from '#db/platform/queries/channels.ts'
import { findConnection } from '#db/vendor/queries/channels/connections.ts'
import { keepConnection } from '#db/vendor/queries/channels/manage.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { AnotherAccount, ConnectionNotReady } from './errors.ts'
import { type ConnectionView, readConnection } from './read-connections.ts'
import { sealCredentials } from './seal-credentials.ts'
import { settleConnection } from './settle-connection.ts'
import { tryKeys } from './try-keys.ts'

/**
 * Puts new keys in the place of a connection's old ones, without a pause: the old ones are used until the channel has taken the new
 * ones. Mends a connection that was broken for its keys. Safe to repeat.
 * @throws NotFound 404; WrongWayToConnect 409 for a channel without keys; ConnectionNotReady 409 for one that is over;
 *   NotAuthorised 409 for keys the channel does not take; AnotherAccount 409; TriedTooOften 429; ChannelUnavailable 503
 */
export async function replaceKeys(ctx: Ctx, key: ConnectionKey, keys: Record<string, string>): Promise<ConnectionView> {
  const { vendorId, connectionId } = key
  const db = await ctx.vendorDb(vendorId)
  const connection = await findConnection(db, connectionId)
  if (!connection) throw new NotFound('connection')
  const { channel, status, accountRef, name } = connection
  if (status === 'disconnected') throw new ConnectionNotReady(status)
  const grant = await tryKeys(ctx, key, channel, keys)
  if (grant.accountRef !== accountRef) throw new AnotherAccount(channel)

  const nowMs = ctx.now()
  await unsettleAccount(ctx.platform, key, auditOf(ctx, { action: 'channel.replace_keys', subjectId: connectionId, vendorId }), nowMs)
  const credentialsSealed = await sealCredentials(ctx, key, grant.credentials)
  const kept = status === 'paused' ? ('paused' as const) : ('active' as const)
  await keepConnection(db, { id: connectionId, channel, name, accountRef, details: grant.details, status: kept, credentialsSealed }, nowMs)
  await settleConnection(ctx, key)
  return readConnection(ctx, key)
}
