import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { projectListings } from '#worker/domains/search/project-listing.ts'

/** Shows buyers the product as it is now. The message says only which one, so a late or repeated one does no harm. */
export async function onProductChanged(ctx: Ctx, message: MessageOf<'product.changed'>): Promise<void> {
  await projectListings(ctx, message.vendorId, [message.productId])
}
