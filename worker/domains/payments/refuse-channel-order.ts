import { sourceOfOrder } from '#db/vendor/queries/payments/source.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { Problem } from '#worker/pure/problem.ts'

/** 409: it was sold at a channel, which settles it with the buyer and the store. */
export class OrderOfChannel extends Problem {
  constructor(channel: string) {
    super('order_of_channel', 409, `This order was sold at ${channel}; what concerns its money is done there.`, { extensions: { channel } })
  }
}

/**
 * Says of an order the marketplace has no money of that a channel has it, if one does. For whoever is about to say that there is
 * no such order.
 * @throws OrderOfChannel 409
 */
export async function refuseChannelOrder(ctx: Pick<Ctx, 'vendorDb'>, vendorId: Id<'vendor'>, orderId: Id<'order'>): Promise<void> {
  const source = await sourceOfOrder(await ctx.vendorDb(vendorId), orderId)
  if (source !== null && source !== 'marketplace') throw new OrderOfChannel(source)
}
