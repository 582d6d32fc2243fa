import type { Ctx } from '#worker/domains/ctx.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import { Throttled } from './errors.ts'
import type { Limit, Pace } from './ports.ts'

/** An operation its connector names no limit for: one a second. */
const CAREFUL: Limit = { capacity: 1, perSecond: 1 }

/** The pace of a connection as its connector asks for it. */
export function paceOf(
  ctx: Pick<Ctx, 'pacers' | 'channels'>,
  { vendorId, connectionId, channel }: { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'>; channel: ChannelKey },
): Pace {
  const pacer = ctx.pacers.of(vendorId, connectionId)
  const { limits } = ctx.channels[channel]
  return {
    async take(operation, cost = 1) {
      const answer = await pacer.take({ operation, cost, limit: limits[operation] ?? CAREFUL })
      if (!answer.ok) throw new Throttled(channel, answer.waitMs)
    },
    learn: (operation, news) => pacer.learn({ operation, ...news }),
  }
}
