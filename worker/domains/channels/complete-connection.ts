import { claimAuthorization, findAccount, finishAuthorization } from '#db/platform/queries/channels.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import { sha256Hex } from '#worker/pure/hash.ts'
import type { Id } from '#worker/pure/ids.ts'
import { InvalidInput, Problem } from '#worker/pure/problem.ts'
import { type Connecting, redirectUri } from './connect-channel.ts'
import { AuthorizationOver, ChannelAccountTaken, WrongWayToConnect } from './errors.ts'
import { makeConnection, startConnection } from './make-connection.ts'
import type { Grant } from './ports.ts'
import { type ConnectionView, readConnection } from './read-connections.ts'

/**
 * Makes the connection somebody was sent to a channel for, from what came back with the browser. The state has to be one this very
 * session was given for this store and channel, not older than ten minutes, and is good for one answer: the same answer again goes
 * on where the first was cut off, any other is refused. A channel takes its own code once, so an answer that was cut off between
 * the channel's word and our store has to be asked for anew.
 * @param query what the channel put into the URL, as it is: signed as a whole by some
 * @throws AuthorizationOver 409; ChannelRefused 409 where the vendor or the channel said no; ChannelAccountTaken and PlanLimitReached 409;
 *   InvalidInput 422 for an answer whose signature does not hold; ChannelUnavailable and Throttled 503
 */
export async function completeConnection(
  ctx: Ctx,
  { vendorId, sessionId }: Connecting,
  { channel, query }: { channel: ChannelKey; query: Record<string, string> },
): Promise<ConnectionView> {
  const connector = ctx.channels[channel]
  if (connector.capabilities.connectBy !== 'oauth') throw new WrongWayToConnect(channel, connector.capabilities.connectBy)
  const stateHash = await sha256Hex(query.state ?? '')
  const answerHash = await sha256Hex(JSON.stringify(Object.entries(query).sort()))
  const begun = await claimAuthorization(ctx.platform, { stateHash, channel, vendorId, sessionId }, answerHash, ctx.now())
  if (!begun) throw new AuthorizationOver()

  let key = begun.connectionId === null ? null : { vendorId, connectionId: begun.connectionId }
  if (key === null) {
    const grant = await grantOf(ctx, { vendorId, channel }, query, begun.params)
    key = await makeConnection(ctx, { vendorId, channel, grant })
    await finishAuthorization(ctx.platform, stateHash, key.connectionId)
  }
  await startConnection(ctx, key)
  return readConnection(ctx, key)
}

/** A signature that does not hold is a wrong answer, not somebody who has to sign in. */
async function grantOf(
  ctx: Ctx,
  { vendorId, channel }: { vendorId: Id<'vendor'>; channel: ChannelKey },
  query: Record<string, string>,
  params: Record<string, string>,
): Promise<Grant> {
  const connector = ctx.channels[channel]
  const complete = present(connector.completeAuthorization?.bind(connector), 'a channel that is connected by its own page takes the answer')
  const refuseTaken = async (accountRef: string) => {
    const account = await findAccount(ctx.platform, channel, accountRef)
    if (account && account.vendorId !== vendorId) throw new ChannelAccountTaken(channel)
  }
  try {
    return await complete({ query, redirectUri: redirectUri(ctx, channel), params, nowMs: ctx.now(), refuseTaken })
  } catch (error) {
    if (!(error instanceof Problem && error.status === 401)) throw error
    throw new InvalidInput([{ pointer: '/query', detail: 'The signature of this answer does not hold.' }])
  }
}
