import { markUnderKey, takeAccountsToRotate } from '#db/platform/queries/channels/credentials.ts'
import type { ConnectionKey } from '#db/platform/queries/channels.ts'
import { type ConnectionRow, findConnection, replaceCredentials, takeUpAgain } from '#db/vendor/queries/channels/connections.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { EnvelopeUnreadable, firstKeyId, rewrap } from '#worker/pure/envelope.ts'
import { DAY_MS, MINUTE_MS } from '#worker/pure/time.ts'
import { breakUnreadable, CREDENTIALS_UNREADABLE, type HealthCtx } from './note-health.ts'
import { boundTo } from './seal-credentials.ts'
import { settleConnection } from './settle-connection.ts'

type RotateCtx = HealthCtx & Pick<Ctx, 'sealKeys'>

/** How often credentials are looked at although they are known to be under the first key: a release that went out may seal with the old one for a while. */
const LOOKED_AT_EVERY_MS = DAY_MS
/** Those that could not be opened, or done with, are looked at again after this. */
const AGAIN_AFTER_MS = 10 * MINUTE_MS
const PER_RUN = 50
const AT_ONCE = 5

/**
 * Puts the data keys of connections' credentials under the first key-encryption key, some of them; what they seal is not touched
 * and every reader opens both. Credentials that cannot be opened break their connection and no other; once their key is back the
 * connection goes on by itself. Bounded, safe to repeat, to be killed anywhere and to run twice at once.
 */
export async function rotateCredentials(ctx: RotateCtx): Promise<void> {
  const keyId = firstKeyId(ctx.sealKeys)
  const nowMs = ctx.now()
  const due = { keyId, beforeMs: nowMs - LOOKED_AT_EVERY_MS, againBeforeMs: nowMs - AGAIN_AFTER_MS, nowMs, limit: PER_RUN }
  const accounts = await takeAccountsToRotate(ctx.platform, due)
  for (let at = 0; at < accounts.length; at += AT_ONCE) {
    await Promise.all(
      accounts.slice(at, at + AT_ONCE).map((account) => lookAt(ctx, account, account.credentialsKey === keyId ? null : keyId)),
    )
  }
}

/** @param newKeyId noted once the credentials are under it; null if it is known already */
async function lookAt(ctx: RotateCtx, { vendorId, connectionId }: ConnectionKey, newKeyId: string | null): Promise<void> {
  try {
    const connection = await findConnection(await ctx.vendorDb(vendorId), connectionId)
    if (!connection || !(await isUnderFirstKey(ctx, { vendorId, connectionId }, connection))) return
    if (newKeyId !== null) await markUnderKey(ctx.platform, { vendorId, connectionId }, newKeyId)
    await goOn(ctx, { vendorId, connectionId }, connection)
  } catch (error) {
    console.warn(JSON.stringify({ level: 'warn', event: 'credentials_not_rotated', vendorId, connectionId, error: String(error) }))
  }
}

/** Sees to it that they are. Others that were stored meanwhile are looked at next time. */
async function isUnderFirstKey(ctx: RotateCtx, key: ConnectionKey, connection: ConnectionRow): Promise<boolean> {
  const seen = connection.credentialsSealed
  if (seen === null) return true
  try {
    const sealed = await rewrap(ctx.sealKeys, boundTo(key), seen)
    return sealed === seen || (await replaceCredentials(await ctx.vendorDb(key.vendorId), key.connectionId, { seen, sealed }, ctx.now()))
  } catch (error) {
    if (!(error instanceof EnvelopeUnreadable)) throw error
    await breakUnreadable(ctx, { vendorId: key.vendorId, connection }, error)
    return false
  }
}

/** A connection that was cut off because its credentials could not be read, and now can. */
async function goOn(ctx: RotateCtx, key: ConnectionKey, { status, errorCode }: ConnectionRow): Promise<void> {
  if (status !== 'broken' || errorCode !== CREDENTIALS_UNREADABLE) return
  if (await takeUpAgain(await ctx.vendorDb(key.vendorId), key.connectionId, CREDENTIALS_UNREADABLE, ctx.now()))
    await settleConnection(ctx, key)
}
