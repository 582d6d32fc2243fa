import { type ConnectionKey, unsettleAccount } from '#db/platform/queries/channels.ts'
import { findConnection } from '#db/vendor/queries/channels/connections.ts'
import { moveConnection } from '#db/vendor/queries/channels/manage.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { ConnectionNotReady } from './errors.ts'
import { type ConnectionView, readConnection } from './read-connections.ts'
import { settleConnection } from './settle-connection.ts'

/**
 * Stops everything that goes to a channel and comes from it; what comes up meanwhile is kept for later. Safe to repeat.
 * @throws NotFound 404; ConnectionNotReady 409 for one that is broken or over
 */
export const pauseConnection = (ctx: Ctx, key: ConnectionKey): Promise<ConnectionView> => move(ctx, key, 'paused')

/**
 * Lets a paused connection go on: orders are asked for from where they were left, stock and prices are told as they are now. Safe to
 * repeat.
 * @throws NotFound 404; ConnectionNotReady 409 for one that is broken (connect it again) or over
 */
export const resumeConnection = (ctx: Ctx, key: ConnectionKey): Promise<ConnectionView> => move(ctx, key, 'active')

async function move(ctx: Ctx, key: ConnectionKey, to: 'active' | 'paused'): Promise<ConnectionView> {
  const db = await ctx.vendorDb(key.vendorId)
  const connection = await findConnection(db, key.connectionId)
  if (!connection) throw new NotFound('connection')
  const { status } = connection
  if (status === 'broken' || status === 'disconnected') throw new ConnectionNotReady(status)
  if (status !== to) {
    const nowMs = ctx.now()
    const action = to === 'paused' ? 'channel.pause' : 'channel.resume'
    const audit = auditOf(ctx, {
      action,
      subjectId: key.connectionId,
      vendorId: key.vendorId,
      before: { status },
      after: { status: to },
    })
    await unsettleAccount(ctx.platform, key, audit, nowMs)
    // What broke in between stays broken; the answer shows it.
    await moveConnection(db, key.connectionId, [status], to, nowMs)
  }
  await settleConnection(ctx, key)
  ctx.tellPages(key.vendorId, 'channels')
  return readConnection(ctx, key)
}
