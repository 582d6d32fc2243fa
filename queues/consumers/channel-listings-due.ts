import type { MessageOf } from '#queues/messages.ts'
import { workOnListings } from '#worker/domains/channels/work-on-listings.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

/** Work on a channel’s listings goes on. Twice or late does no harm. */
export async function onChannelListingsDue(ctx: Ctx, message: MessageOf<'channel.listings_due'>): Promise<void> {
  await workOnListings(ctx, message)
}
