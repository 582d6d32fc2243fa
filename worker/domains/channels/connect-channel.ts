import { hasAccountAt, storeAuthorization } from '#db/platform/queries/channels.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { requireRoom } from '#worker/domains/plans/check-limit.ts'
import { present } from '#worker/pure/assert.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import { newSecret, sha256Hex } from '#worker/pure/hash.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { WrongWayToConnect } from './errors.ts'
import { makeConnection, startConnection } from './make-connection.ts'
import { type ConnectionView, readConnection } from './read-connections.ts'
import { tryKeys } from './try-keys.ts'

/** Whoever connects, and from which session: the way back has to come from the same. */
export type Connecting = { vendorId: Id<'vendor'>; sessionId: Id<'session'> }
export type ConnectAsk = { channel: ChannelKey; params?: Record<string, string> | undefined; keys?: Record<string, string> | undefined }

/** How long somebody may take on the channel's own page. */
const AUTHORIZATION_LIVES_MS = 10 * MINUTE_MS

/** Where a channel sends the browser back to: a page of ours, which hands what came to `POST /platforms/complete`. */
export const redirectUri = ({ settings }: Pick<Ctx, 'settings'>, channel: ChannelKey) =>
  `${settings.origin}/vendor/channels/callback/${channel}`

/**
 * Begins to connect an account at a channel. By keys, they are tried and the connection is made at once; an account the vendor has
 * already is taken up again, with its mappings. By the channel's own page, the answer is where to send the browser: the state it
 * carries is 256 bits of chance, stored as a hash, good for one answer of this session within ten minutes. None of today's
 * channels takes part in PKCE; one that does puts its challenge into the URL and keeps the verifier among the stored params.
 * Safe to repeat.
 * @throws WrongWayToConnect 409; ChannelAccountTaken 409; PlanLimitReached 409; NotAuthorised 409 for keys the channel does not take; InvalidInput 422
 *   for params and keys of a wrong form; TriedTooOften 429; ChannelUnavailable 503
 */
export async function connectChannel(
  ctx: Ctx,
  who: Connecting,
  { channel, params, keys }: ConnectAsk,
): Promise<{ authorizationUrl: string; expiresAtMs: number } | { connection: ConnectionView }> {
  const { connectBy } = ctx.channels[channel].capabilities
  if (connectBy === 'keys') {
    if (keys === undefined) throw new WrongWayToConnect(channel, connectBy)
    return { connection: await connectByKeys(ctx, who.vendorId, channel, keys) }
  }
  if (keys !== undefined) throw new WrongWayToConnect(channel, connectBy)
  return sendToChannel(ctx, who, channel, params ?? {})
}

async function sendToChannel(ctx: Ctx, { vendorId, sessionId }: Connecting, channel: ChannelKey, params: Record<string, string>) {
  // Where there is an account already, it may be the one that is connected again.
  if (!(await hasAccountAt(ctx.platform, vendorId, channel))) await requireRoom(ctx, vendorId, 'channels')
  const state = newSecret()
  const connector = ctx.channels[channel]
  const authorizationUrl = present(
    connector.authorizationUrl?.({ state, redirectUri: redirectUri(ctx, channel), params }),
    'a channel that is connected by its own page says where that is',
  )
  const expiresAtMs = ctx.now() + AUTHORIZATION_LIVES_MS
  await storeAuthorization(ctx.platform, { stateHash: await sha256Hex(state), channel, vendorId, sessionId, params, expiresAtMs })
  return { authorizationUrl, expiresAtMs }
}

async function connectByKeys(ctx: Ctx, vendorId: Id<'vendor'>, channel: ChannelKey, keys: Record<string, string>): Promise<ConnectionView> {
  // Tried at a pace of their own, the same keys at the same: whose they are is not known yet.
  const tried = await deriveId('channelConnection', vendorId, channel, JSON.stringify(Object.entries(keys).sort()))
  const grant = await tryKeys(ctx, { vendorId, connectionId: tried }, channel, keys)
  const key = await makeConnection(ctx, { vendorId, channel, grant })
  await startConnection(ctx, key)
  return readConnection(ctx, key)
}
