import { breakAccount, findStore, mendAccount } from '#db/platform/queries/channels/health.ts'
import { type ConnectionRow, findConnection, markBroken, noteOnConnection } from '#db/vendor/queries/channels/connections.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import { CHANNEL_NAMES, type ChannelTask } from '#worker/pure/channel.ts'
import type { EnvelopeUnreadable } from '#worker/pure/envelope.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'
import { ChannelRefused, ChannelUnavailable, NotAuthorised, Throttled } from './errors.ts'

export type HealthCtx = Pick<Ctx, 'platform' | 'vendorDb' | 'channels' | 'pacers' | 'settings' | 'now' | 'relay'>
type Noted = { vendorId: Id<'vendor'>; connection: ConnectionRow }

/** A channel that does not answer is asked again after at least this long, and at most this long after half the time it has been away. */
const AGAIN_MS_MIN = 15 * SECOND_MS
const AGAIN_MS_MAX = 10 * MINUTE_MS
const DETAIL_MAX = 300
/** What a connection is broken by if its own credentials cannot be opened: the vendor connects again, or the key comes back. */
export const CREDENTIALS_UNREADABLE = 'credentials_unreadable'

/**
 * Takes back what was noted of a task, once that task went well. Writes only if something was noted. Safe to repeat.
 * @param connection as it was read; what is noted is read off it, so that a connection that is well costs nothing
 */
export async function noteSuccess(ctx: Pick<Ctx, 'vendorDb' | 'now'>, { vendorId, connection }: Noted, task: ChannelTask): Promise<void> {
  if (!connection.errorCode?.startsWith(`${task}.`)) return
  const well = { errorCode: null, errorDetail: null, errorAtMs: null }
  await noteOnConnection(await ctx.vendorDb(vendorId), connection.id, well, ctx.now())
  Object.assign(connection, well)
}

/**
 * Says of a connection what kept a task from being done, and sees to it that it is done again in time. Whoever calls this has
 * stored what it got so far, and ends its message: none of this counts as a failed delivery.
 * - Throttled: nothing is wrong; the task is due once the channel allows it.
 * - ChannelUnavailable: noted as `task.unavailable`; the task is due again soon, later the longer the channel is away.
 * - ChannelRefused for a call as a whole: noted as `task.<the channel's code>`; the next beat tries again.
 * - NotAuthorised: the connection is broken here and on the platform, its beats end, and the store is told by mail, once.
 * @param task null where no task of the clock was at work
 * @throws whatever is none of these: a mistake of ours or of a database, which the queue tries again
 */
export async function noteFailure(
  ctx: HealthCtx,
  { vendorId, connection }: Noted,
  task: ChannelTask | null,
  error: unknown,
): Promise<void> {
  if (error instanceof Throttled) return dueAgain(ctx, { vendorId, connection }, task, error.waitMs)
  if (error instanceof NotAuthorised) return breakConnection(ctx, { vendorId, connection }, 'not_authorised', detailOf(error))
  if (!(error instanceof ChannelUnavailable || error instanceof ChannelRefused)) throw error
  const nowMs = ctx.now()
  const errorCode = `${task ?? 'call'}.${error instanceof ChannelRefused ? error.providerCode : 'unavailable'}`
  // Since when, not when last: how long it has lasted says how soon to try again.
  const errorAtMs = connection.errorCode === errorCode ? (connection.errorAtMs ?? nowMs) : nowMs
  const failed = { errorCode, errorDetail: detailOf(error), errorAtMs }
  await noteOnConnection(await ctx.vendorDb(vendorId), connection.id, failed, nowMs)
  Object.assign(connection, failed)
  if (error instanceof ChannelRefused) return
  const againMs = Math.min(Math.max(AGAIN_MS_MIN, Math.round((nowMs - errorAtMs) / 2)), AGAIN_MS_MAX)
  await dueAgain(ctx, { vendorId, connection }, task, againMs)
}

/** Cuts a connection off whose own credentials cannot be opened; others are not concerned. Safe to repeat. */
export async function breakUnreadable(ctx: HealthCtx, { vendorId, connection }: Noted, error: EnvelopeUnreadable): Promise<void> {
  const { id: connectionId, channel } = connection
  console.warn(JSON.stringify({ level: 'warn', event: CREDENTIALS_UNREADABLE, vendorId, connectionId, reason: error.reason }))
  const detail = `What it was connected to ${CHANNEL_NAMES[channel]} with cannot be read any more.`
  await breakConnection(ctx, { vendorId, connection }, CREDENTIALS_UNREADABLE, detail)
}

const detailOf = (error: Error): string => error.message.slice(0, DETAIL_MAX)

async function dueAgain(ctx: Pick<Ctx, 'pacers' | 'now'>, { vendorId, connection }: Noted, task: ChannelTask | null, waitMs: number) {
  if (task === null) return
  await ctx.pacers.of(vendorId, connection.id).due([{ task, atMs: ctx.now() + waitMs }])
}

/** The store's own row first, guarded by the credentials that failed: a vendor who has connected again meanwhile is not cut off. */
async function breakConnection(ctx: HealthCtx, { vendorId, connection }: Noted, errorCode: string, errorDetail: string): Promise<void> {
  const broken = { seen: connection.credentialsSealed, errorCode, errorDetail }
  await markBroken(await ctx.vendorDb(vendorId), connection.id, broken, ctx.now())
  await finishBreaking(ctx, vendorId, connection.id)
}

/**
 * Carries on from a store's broken connection: the platform's account, the mail, the clock. Safe to repeat; the mail goes with
 * the account's step from active to broken, so there is one however often this runs. Does nothing for a connection that is not
 * broken.
 */
export async function finishBreaking(ctx: HealthCtx, vendorId: Id<'vendor'>, connectionId: Id<'channelConnection'>): Promise<void> {
  const db = await ctx.vendorDb(vendorId)
  const connection = await findConnection(db, connectionId)
  if (connection?.status !== 'broken') return
  const store = await findStore(ctx.platform, vendorId)
  if (!store) return
  const whose = { vendorId, connectionId }
  const isTold = await breakAccount(ctx.platform, whose, await brokenMail(ctx, connection, store))
  if (isTold) ctx.relay('platform')
  // Connected again in between: that must win, and it has set its own beats.
  const after = await findConnection(db, connectionId)
  if (after?.status === 'active') return mendAccount(ctx.platform, whose)
  await ctx.pacers.of(vendorId, connectionId).beat(null)
}

async function brokenMail(
  ctx: Pick<Ctx, 'settings' | 'now'>,
  { id, channel, errorDetail, errorAtMs }: ConnectionRow,
  { name, email }: { name: string; email: string },
): Promise<MessageOf<'mail.requested'>> {
  const mailId = await deriveId('mail', id, 'channel_broken', String(errorAtMs))
  const reason = errorDetail ?? `${CHANNEL_NAMES[channel]} does not accept it any more.`
  const content = { template: 'channel_broken' as const, vendorName: name, channel, reason, url: `${ctx.settings.origin}/vendor/channels` }
  return mailOnce(mailId, email, content, ctx.now())
}
