import type { ChannelOrder } from './channel-order.ts'

type Refund = { lines: readonly { externalId: string; quantity: number; amountMinor: number }[]; shippingMinor: number }

/** What of a channel's order can still be given back: what was paid for each line and for shipping, less earlier refunds. */
export function refundLeft(order: ChannelOrder, earlier: readonly Refund[]) {
  // Tax that is not inside the prices was paid on top of them.
  const isTaxAdded = order.taxAddedMinor > 0
  const linesTaxMinor = order.lines.reduce((sum, line) => sum + line.taxMinor, 0)
  const shippingTaxMinor = isTaxAdded ? Math.max(0, order.taxAddedMinor - linesTaxMinor) : 0
  const lines = new Map(
    order.lines.map((line) => {
      const given = earlier.flatMap((refund) => refund.lines.filter(({ externalId }) => externalId === line.externalId))
      const paidMinor = line.totalMinor - line.discountMinor + (isTaxAdded ? line.taxMinor : 0)
      return [
        line.externalId,
        {
          quantity: Math.max(0, line.quantity - given.reduce((sum, each) => sum + each.quantity, 0)),
          amountMinor: Math.max(0, paidMinor - given.reduce((sum, each) => sum + each.amountMinor, 0)),
        },
      ]
    }),
  )
  const shippingGivenMinor = earlier.reduce((sum, refund) => sum + refund.shippingMinor, 0)
  return { lines, shippingMinor: Math.max(0, order.shippingMinor + shippingTaxMinor - shippingGivenMinor) }
}
