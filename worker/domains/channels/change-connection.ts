import type { ConnectionKey } from '#db/platform/queries/channels.ts'
import { findConnection } from '#db/vendor/queries/channels/connections.ts'
import { changeSettings } from '#db/vendor/queries/channels/manage.ts'
import { noteAction } from '#worker/domains/audit/note-action.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { ChannelSettings } from '#worker/pure/channel.ts'
import { ChangedMeanwhile, NotFound } from '#worker/pure/problem.ts'
import { ConnectionNotReady } from './errors.ts'
import { type ConnectionView, readConnection } from './read-connections.ts'

/** What of a connection a vendor may change; what is left out stays. */
export type ConnectionChange = Partial<ChannelSettings> & { name?: string }

/**
 * Changes a connection's name and settings. Where that changes what the channel is to show, everything there is told anew, at once.
 * Safe to repeat.
 * @param version the one the change was made against
 * @throws NotFound 404; ChangedMeanwhile 412; ConnectionNotReady 409 for one that is over
 */
export async function changeConnection(
  ctx: Ctx,
  key: ConnectionKey,
  version: number,
  { name, ...given }: ConnectionChange,
): Promise<ConnectionView> {
  const { vendorId, connectionId } = key
  const db = await ctx.vendorDb(vendorId)
  const connection = await findConnection(db, connectionId)
  if (!connection) throw new NotFound('connection')
  if (connection.status === 'disconnected') throw new ConnectionNotReady(connection.status)
  if (connection.version !== version) throw new ChangedMeanwhile('connection')
  const before = connection.settings
  const settings = { ...before, ...given }
  await noteAction(ctx, {
    action: 'channel.change',
    subjectId: connectionId,
    vendorId,
    before: { name: connection.name, ...before },
    after: { name: name ?? connection.name, ...settings },
  })
  const change = { name: name ?? connection.name, settings }
  if (!(await changeSettings(db, { id: connectionId, version }, change, ctx.now()))) throw new ChangedMeanwhile('connection')
  if (connection.status === 'active' && JSON.stringify(settings) !== JSON.stringify(before)) {
    await ctx.pacers.of(vendorId, connectionId).due([{ task: 'stock', atMs: ctx.now() }])
  }
  return readConnection(ctx, key)
}
