import type { ConnectionKey } from '#db/platform/queries/channels.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import { Throttled, TriedTooOften, WrongWayToConnect } from './errors.ts'
import { paceOf } from './pace.ts'
import type { Grant } from './ports.ts'

/**
 * Has a channel say whose account keys open. Nothing is stored; safe to repeat, as often as the channel allows.
 * @param key whose pace the calls are made at
 * @throws WrongWayToConnect 409 for a channel without keys; TriedTooOften 429; NotAuthorised 409; InvalidInput 422;
 *   ChannelUnavailable 503
 */
export async function tryKeys(ctx: Ctx, key: ConnectionKey, channel: ChannelKey, keys: Record<string, string>): Promise<Grant> {
  const connector = ctx.channels[channel]
  if (connector.capabilities.connectBy !== 'keys') throw new WrongWayToConnect(channel, connector.capabilities.connectBy)
  const checkKeys = present(connector.checkKeys?.bind(connector), 'a channel that is connected by keys can try them')
  try {
    return await checkKeys(keys, paceOf(ctx, { ...key, channel }))
  } catch (error) {
    throw error instanceof Throttled ? new TriedTooOften(channel, error) : error
  }
}
