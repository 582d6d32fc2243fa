import { type ConnectionRow, findConnection, replaceCredentials } from '#db/vendor/queries/channels/connections.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { ConnectionStatus } from '#worker/pure/channel.ts'
import { EnvelopeUnreadable } from '#worker/pure/envelope.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { ChannelUnavailable, ConnectionNotReady, NotAuthorised } from './errors.ts'
import { breakUnreadable, finishBreaking } from './note-health.ts'
import { paceOf } from './pace.ts'
import type { ChannelConnector, ChannelSession } from './ports.ts'
import { openCredentials, sealCredentials } from './seal-credentials.ts'

export type SessionCtx = Pick<Ctx, 'platform' | 'vendorDb' | 'channels' | 'pacers' | 'sealKeys' | 'settings' | 'now' | 'relay'>

/** A connection that can be worked with. */
export type OpenedConnection = {
  vendorId: Id<'vendor'>
  connection: ConnectionRow
  connector: ChannelConnector
  session: ChannelSession
}

/**
 * Opens a connection of a store for calls to its channel. The only place where credentials are opened.
 * @param allowed the states in which whoever asks can use it
 * @throws NotFound 404 if the store has no such connection; ConnectionNotReady 409 in any other state; NotAuthorised 409 if its
 *   credentials cannot be opened any more, which also breaks the connection
 */
export async function openSession(
  ctx: SessionCtx,
  vendorId: Id<'vendor'>,
  connectionId: Id<'channelConnection'>,
  allowed: readonly Exclude<ConnectionStatus, 'disconnected'>[] = ['active'],
): Promise<OpenedConnection> {
  const connection = await findConnection(await ctx.vendorDb(vendorId), connectionId)
  if (!connection) throw new NotFound('connection')
  const { channel, status, credentialsSealed, accountRef, details } = connection
  if (status === 'disconnected' || credentialsSealed === null) throw new ConnectionNotReady('disconnected')
  if (!allowed.includes(status)) throw new ConnectionNotReady(status)
  const connector = ctx.channels[channel]
  const credentials = await openOrBreak(ctx, vendorId, connection, credentialsSealed)
  const session = connector.open({
    vendorId,
    connectionId,
    accountRef,
    credentials,
    details,
    pace: paceOf(ctx, { vendorId, connectionId, channel }),
    now: ctx.now,
    keepCredentials: keeper(ctx, { vendorId, connection, sealed: credentialsSealed, opened: credentials }),
  })
  return { vendorId, connection, connector, session }
}

/**
 * The same for work that a message asks for: null if there is nothing to work with (over, paused, broken, unknown), which is no
 * failure. A broken connection whose breaking was not finished is finished here.
 */
export async function openActive(
  ctx: SessionCtx,
  { vendorId, connectionId }: { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> },
): Promise<OpenedConnection | null> {
  try {
    return await openSession(ctx, vendorId, connectionId)
  } catch (error) {
    if (error instanceof ConnectionNotReady) {
      if (error.connectionStatus === 'broken') await finishBreaking(ctx, vendorId, connectionId)
      return null
    }
    if (error instanceof NotFound || error instanceof NotAuthorised) return null
    throw error
  }
}

async function openOrBreak(ctx: SessionCtx, vendorId: Id<'vendor'>, connection: ConnectionRow, sealed: string) {
  try {
    return await openCredentials(ctx, { vendorId, connectionId: connection.id }, sealed)
  } catch (error) {
    if (!(error instanceof EnvelopeUnreadable)) throw error
    await breakUnreadable(ctx, { vendorId, connection }, error)
    throw new NotAuthorised(connection.channel, 'what it was connected with cannot be read any more')
  }
}

type Kept = { vendorId: Id<'vendor'>; connection: ConnectionRow; sealed: string; opened: Record<string, string> }

/**
 * Stores credentials that the channel gave in the place of those we came with, before the call goes on. If the stored ones were
 * only sealed anew meanwhile they are replaced all the same; if they are others, ours are dropped and the call ends: whoever
 * stored those knows better, and the next call uses them.
 */
function keeper(ctx: SessionCtx, { vendorId, connection, ...start }: Kept): (credentials: Record<string, string>) => Promise<void> {
  const whose = { vendorId, connectionId: connection.id }
  let { sealed: seen, opened } = start
  return async (credentials) => {
    const db = await ctx.vendorDb(vendorId)
    const sealed = await sealCredentials(ctx, whose, credentials)
    for (let round = 0; round < 3; round++) {
      if (await replaceCredentials(db, connection.id, { seen, sealed }, ctx.now())) {
        seen = sealed
        opened = credentials
        // What fails from here on fails with these.
        connection.credentialsSealed = sealed
        return
      }
      const stored = (await findConnection(db, connection.id))?.credentialsSealed ?? null
      if (stored === null || !(await isStill(ctx, whose, stored, opened))) break
      seen = stored
    }
    throw new ChannelUnavailable(connection.channel, new Error('The connection was given other credentials meanwhile'))
  }
}

async function isStill(ctx: SessionCtx, whose: Parameters<typeof openCredentials>[1], sealed: string, credentials: Record<string, string>) {
  try {
    const stored = await openCredentials(ctx, whose, sealed)
    const isEach = Object.entries(credentials).every(([name, value]) => stored[name] === value)
    return isEach && Object.keys(stored).length === Object.keys(credentials).length
  } catch (error) {
    if (error instanceof EnvelopeUnreadable) return false
    throw error
  }
}
