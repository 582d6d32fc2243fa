import type { Ctx } from '#worker/domains/ctx.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ChannelUnavailable, Throttled } from './errors.ts'
import type { ChannelPacerRpc, Limit, Pace } from './ports.ts'

/** An operation its connector names no limit for: one a second. */
const CAREFUL: Limit = { capacity: 1, perSecond: 1 }

/**
 * The pace of a connection as its connector asks for it. A call to the pacer that is lost is made once more; units taken twice
 * only make us slower. Without a pacer nothing is asked of the channel: ChannelUnavailable.
 */
export function paceOf(
  ctx: Pick<Ctx, 'pacers' | 'channels'>,
  { vendorId, connectionId, channel }: { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'>; channel: ChannelKey },
): Pace {
  // Each try takes a new stub, because a stub that failed once may stay broken.
  const call = async <T>(ask: (pacer: ChannelPacerRpc) => Promise<T>): Promise<T> => {
    try {
      return await ask(ctx.pacers.of(vendorId, connectionId))
    } catch {
      return ask(ctx.pacers.of(vendorId, connectionId)).catch((error: unknown) => {
        throw new ChannelUnavailable(channel, error)
      })
    }
  }
  const { limits } = ctx.channels[channel]
  return {
    async take(operation, cost = 1) {
      const limit = limits[operation] ?? CAREFUL
      const answer = await call((pacer) => pacer.take({ operation, cost, limit }))
      if (!answer.ok) throw new Throttled(channel, answer.waitMs)
    },
    learn: (operation, news) => call((pacer) => pacer.learn({ operation, ...news })),
  }
}
