import type { NewId } from '#worker/pure/ids.ts'
import type { OrderMoney } from '#worker/pure/ledger-postings.ts'
import type { OrderSnapshot } from '#worker/pure/order-snapshot.ts'

/** One line of an order as a test wants it; prices contain the tax. Minor units. */
export type LinePart = {
  quantity?: number
  /** What the buyer pays for it. */
  totalMinor: number
  taxMinor?: number
  /** What the platform pays on top, in the buyer's place. */
  platformDiscountMinor?: number
  /** Component -> amount and tax on it. */
  commission?: Record<string, [amountMinor: number, taxMinor: number]>
}

/** An order's snapshot whose parts are these lines, and delivery for the rest of the total. */
export function snapshotOf(newId: NewId, order: OrderMoney, parts: readonly LinePart[]): OrderSnapshot {
  const ruleId = newId('commissionRule')
  const lines = parts.map(({ quantity = 1, totalMinor, taxMinor = 0, platformDiscountMinor = 0, commission = {} }, index) => {
    const baseMinor = totalMinor + platformDiscountMinor - taxMinor
    const shownMinor = totalMinor + platformDiscountMinor
    return {
      id: newId('orderLine'),
      productId: newId('product'),
      variantId: newId('variant'),
      sku: `SKU-${index + 1}`,
      title: `Thing ${index + 1}`,
      quantity,
      unitPriceMinor: Math.floor(shownMinor / quantity),
      totalMinor: shownMinor,
      taxMinor,
      taxRateBps: 0,
      categoryPath: '/',
      discountMinor: platformDiscountMinor,
      platformDiscountMinor,
      commissionBaseMinor: baseMinor,
      commission: Object.entries(commission).map(([component, [amountMinor, commissionTaxMinor]]) => ({
        id: newId('commissionLine'),
        component,
        ruleId,
        rateBps: 0,
        fixedMinor: 0,
        baseMinor,
        amountMinor,
        taxRateBps: 0,
        taxMinor: commissionTaxMinor,
      })),
    }
  })
  const sum = (of: (line: (typeof lines)[number]) => number) => lines.reduce((total, line) => total + of(line), 0)
  const deliveryMinor = order.totalMinor - sum((line) => line.totalMinor - line.platformDiscountMinor)
  const deliveryTaxMinor = order.taxMinor - sum((line) => line.taxMinor)
  const { orderId, vendorId, currency, totalMinor, taxMinor, commissionMinor, commissionTaxMinor, platformDiscountMinor } = order
  return {
    orderId,
    vendorId,
    currency,
    lines,
    shipping: {
      rateId: null,
      name: 'Post',
      amountMinor: deliveryMinor,
      taxMinor: deliveryTaxMinor,
      daysMin: 1,
      daysMax: 2,
      commissionBaseMinor: deliveryMinor - deliveryTaxMinor,
      commission: [],
    },
    itemsMinor: sum((line) => line.totalMinor),
    discountMinor: platformDiscountMinor,
    taxMinor,
    taxAddedMinor: 0,
    totalMinor,
    commissionMinor,
    commissionTaxMinor,
    platformDiscountMinor,
    commissionTerms: { country: 'US', planId: null, volumeMinor: 0, taxRateBps: 0, atMs: 0 },
  }
}
