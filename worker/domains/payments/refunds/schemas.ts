import { z } from '@hono/zod-openapi'
import { type Id, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { REFUND_REASONS } from '#worker/pure/refund-plan.ts'

const idOf = <K extends 'order' | 'orderLine' | 'refund'>(kind: K, example: string) =>
  z.custom<Id<K>>((text) => typeof text === 'string' && isId(kind, text), `An id of this kind.`).openapi({ type: 'string', example })
export const orderId = idOf('order', 'ord_01JD0000000000000000000000')
export const refundId = idOf('refund', 'ref_01JD0000000000000000000000')
const orderLineId = idOf('orderLine', 'orl_01JD0000000000000000000000')
const currency = z.enum(CURRENCIES)
const minor = z.number().int()
const some = z.number().int().min(1).max(1_000_000_000_000)

/** Reasons people give; the others follow from what happened. */
export const ASKED_REASONS = ['returned', 'damaged', 'not_as_described', 'not_received', 'wrong_price', 'goodwill', 'other'] as const

const Ask = z
  .discriminatedUnion('part', [
    z.strictObject({
      part: z.literal('line'),
      orderLineId,
      quantity: z.number().int().min(1).max(1_000_000).optional(),
      amountMinor: some.optional(),
    }),
    z.strictObject({ part: z.literal('shipping'), amountMinor: some.optional() }),
    z.strictObject({ part: z.literal('tax'), orderLineId: orderLineId.optional(), amountMinor: some.optional() }),
    z.strictObject({ part: z.literal('goodwill'), amountMinor: some }),
  ])
  .openapi('RefundAsk', { example: { part: 'shipping' } })
const asks = z
  .union([z.literal('everything'), z.array(Ask).min(1).max(100)])
  .openapi({ description: 'Parts of the order, taken one after the other from what is left; or all that is left.' })
const note = z.string().trim().max(500).default('')
const reason = z.enum(ASKED_REASONS)
const bearer = z.enum(['vendor', 'platform']).default('vendor')

export const StoreRefundDraft = z.strictObject({ asks }).openapi('StoreRefundDraft', { example: { asks: [{ part: 'shipping' }] } })
export const RefundDraft = z
  .strictObject({ asks, bearer })
  .openapi('RefundDraft', { example: { asks: [{ part: 'shipping' }], bearer: 'vendor' } })
// Written out, because an extended schema is described as two that both have to hold, of which neither is closed.
export const StoreRefundOrder = z.strictObject({ asks, reason, note }).openapi('StoreRefundOrder', {
  example: { asks: [{ part: 'goodwill', amountMinor: 100 }], reason: 'goodwill', note: 'Arrived late' },
})
export const RefundOrder = z.strictObject({ asks, bearer, reason, note: z.string().trim().min(3).max(500) }).openapi('RefundOrder', {
  example: { asks: [{ part: 'goodwill', amountMinor: 100 }], bearer: 'vendor', reason: 'goodwill', note: 'Arrived late' },
})

const SHARES = {
  amountMinor: minor.openapi({ description: 'What the buyer gets.' }),
  vendorMinor: minor,
  platformMinor: minor.openapi({
    description: 'What the marketplace bears; below zero: what it gets back of an order that is called off.',
  }),
  commissionMinor: minor,
  commissionTaxMinor: minor,
  taxMinor: minor,
  promotionMinor: minor.openapi({ description: 'The marketplace’s part of a discount that the vendor gives back: not part of the sum.' }),
}
const Allocation = z
  .object({ part: z.enum(['line', 'shipping', 'tax', 'goodwill']), orderLineId: orderLineId.nullable(), quantity: minor, ...SHARES })
  .openapi('RefundAllocation')

export const RefundPreview = z
  .object({
    currency,
    bearer: z.enum(['vendor', 'platform']),
    ...SHARES,
    debtMinor: minor.openapi({ description: 'What of the vendor’s share is not there, and would be owed.' }),
    needsApproval: z.boolean(),
    allocations: z.array(Allocation),
  })
  .openapi('RefundPreview')

const Refund = z
  .object({
    id: refundId,
    amountMinor: minor,
    currency,
    reason: z.enum(REFUND_REASONS),
    bearer: z.enum(['vendor', 'platform']),
    note: z.string(),
    status: z.enum(['pending', 'succeeded', 'failed', 'returned']),
    failure: z.string().nullable(),
    requestedBy: z.string(),
    resendOf: refundId.nullable(),
    canResend: z.boolean(),
    createdAt: z.string(),
    settledAt: z.string().nullable(),
    shares: z.object(SHARES),
    allocations: z.array(Allocation),
  })
  .openapi('OrderRefund')

export const OrderRefunds = z
  .object({
    currency,
    capturedMinor: minor,
    leftMinor: minor.openapi({ description: 'What the buyer can get now: nothing while a dispute is open.' }),
    disputedMinor: minor.openapi({ description: 'What card networks hold, or have taken for good.' }),
    isReleased: z.boolean(),
    parts: z.array(
      z.object({
        orderLineId: orderLineId.nullable().openapi({ description: 'Null: the delivery.' }),
        title: z.string(),
        sku: z.string(),
        quantity: minor,
        paidMinor: minor,
        leftQuantity: minor,
        leftMinor: minor,
        leftTaxMinor: minor,
      }),
    ),
    refunds: z.array(Refund),
  })
  .openapi('OrderRefunds')

export const ListedRefunds = z
  .object({
    items: z.array(
      Refund.omit({ resendOf: true, canResend: true, allocations: true })
        .extend({
          orderId,
          orderNumber: minor.nullable(),
          vendorId: z.string(),
          vendorName: z.string(),
          requestedByName: z.string().nullable(),
        })
        .openapi('ListedRefund'),
    ),
    counts: z.object({ pending: minor, failed: minor, returned: minor }).openapi('RefundCounts'),
    nextCursor: refundId.nullable(),
  })
  .openapi('ListedRefunds')

export const DecidedRefund = z
  .object({ id: refundId, amountMinor: minor, status: z.enum(['pending', 'succeeded', 'failed', 'returned']) })
  .openapi('DecidedRefund')
export const WaitingRefund = z.object({ approvalId: z.string(), refundId, amountMinor: minor }).openapi('WaitingRefund')
