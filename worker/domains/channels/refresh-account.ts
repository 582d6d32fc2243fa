import { keepDetails } from '#db/vendor/queries/channels/manage.ts'
import { ChannelRefused, NotAuthorised } from './errors.ts'
import type { OpenedConnection, SessionCtx } from './open-session.ts'

/**
 * Reads anew what an account says of itself: its places, carriers, marketplaces. Where a place that was chosen is gone, stock is
 * counted at the one the channel's connector took instead, and told there. Safe to repeat.
 * @throws Throttled, ChannelUnavailable
 */
export async function refreshAccount(ctx: SessionCtx, { vendorId, connection, connector, session }: OpenedConnection): Promise<void> {
  const read = await session.verify().catch((error: unknown) => {
    // A role for it may be lacking; whether the grant holds at all is seen by asking for orders.
    if (error instanceof ChannelRefused || error instanceof NotAuthorised) return null
    throw error
  })
  if (!read || JSON.stringify(read.details) === JSON.stringify(connection.details)) return
  const choices = connector.choicesOf?.(connection.details) ?? []
  const isElsewhere = choices.some(({ name, value }) => read.details[name] !== value)
  await keepDetails(await ctx.vendorDb(vendorId), connection, { details: read.details, isElsewhere }, ctx.now())
}
