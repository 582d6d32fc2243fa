import { z } from '@hono/zod-openapi'
import { idSchema, orderId, variantId } from '#worker/domains/cart/schemas.ts'
import { CHANNELS, PARKED_REASONS } from '#worker/pure/channel.ts'
import { CHANNEL_ORDER_STATUSES } from '#worker/pure/channel-import.ts'
import { ORDER_STATUSES } from '#worker/pure/order.ts'

export const channelOrderId = idSchema('channelOrder', 'cho_01JD0000000000000000000000')
const connectionId = idSchema('channelConnection', 'chc_01JD0000000000000000000000')
/** As the channel says it: also in a currency the marketplace does not know. */
const Amount = z.object({ amountMinor: z.number().int(), currency: z.string() }).openapi('ChannelAmount', {
  example: { amountMinor: 4800, currency: 'USD' },
})

/** What a channel is told of an order. */
const TOLD = ['acknowledge', 'ship', 'cancel', 'refund'] as const

/** A row of the channels' orders. */
export const ChannelOrderRow = z
  .object({
    id: channelOrderId,
    connectionId,
    channel: z.enum(CHANNELS),
    accountName: z.string(),
    externalId: z.string(),
    externalNumber: z.string(),
    externalStatus: z.string().nullable(),
    status: z.enum(CHANNEL_ORDER_STATUSES),
    parkedReason: z.enum(PARKED_REASONS).nullable(),
    /** What is missing, wrong or was decided: SKUs, a word of the channel's, a reason. */
    detail: z.string().nullable(),
    isFailing: z.boolean(),
    failure: z
      .object({ kind: z.enum(TOLD), code: z.string().nullable(), detail: z.string().nullable() })
      .nullable()
      .describe('What the channel could not be told; a refund, which is asked for anew, only if nothing else.'),
    /** The order of ours it became. */
    orderId: orderId.nullable(),
    orderNumber: z.number().int().nullable(),
    orderStatus: z.enum(ORDER_STATUSES).nullable(),
    units: z.number().int(),
    total: Amount.nullable(),
    placedAt: z.string(),
    receivedAt: z.string(),
    shipBy: z.string().nullable(),
  })
  .openapi('ChannelOrderRow')

/** An order of a channel, with what each line stands for here and what the channel was told. */
export const WholeChannelOrder = ChannelOrderRow.extend({
  fulfilledBy: z.enum(['vendor', 'channel']).nullable(),
  unmappedSkus: z.array(z.string()),
  lines: z.array(
    z.object({
      externalId: z.string(),
      sku: z.string(),
      title: z.string(),
      quantity: z.number().int(),
      unitPrice: Amount,
      total: Amount,
      variant: z.object({ id: variantId, sku: z.string(), title: z.string() }).nullable(),
    }),
  ),
  shipping: Amount.nullable(),
  tax: Amount.nullable(),
  fees: Amount.nullable(),
  refunded: Amount.nullable().describe('What the channel has paid the buyer back so far, whoever asked it to.'),
  actions: z.array(
    z.object({
      id: idSchema('channelAction', 'cha_01JD0000000000000000000000'),
      kind: z.enum(TOLD),
      status: z.enum(['due', 'done', 'failed']),
      tries: z.number().int(),
      errorCode: z.string().nullable(),
      errorDetail: z.string().nullable(),
      dueAt: z.string(),
      createdAt: z.string(),
    }),
  ),
}).openapi('WholeChannelOrder')

export const ChannelOrdersQuery = z.strictObject({
  status: z.enum([...CHANNEL_ORDER_STATUSES, 'failing']).optional(),
  reason: z.enum(PARKED_REASONS).optional(),
  connectionId: connectionId.optional(),
  q: z.string().trim().min(1).max(60).optional(),
  cursor: channelOrderId.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
})

export const ChannelOrderMapping = z
  .strictObject({ sku: z.string().trim().min(1).max(200), variantId })
  .openapi('ChannelOrderMapping', { example: { sku: 'BB-MUG-01', variantId: 'var_01JD0000000000000000000000' } })

export const ChannelOrderCancellation = z
  .strictObject({ reason: z.string().trim().min(3).max(300) })
  .openapi('ChannelOrderCancellation', { example: { reason: 'Damaged in the workshop' } })

const minor = z.number().int().min(0).max(1_000_000_000)
export const ChannelOrderRefund = z
  .strictObject({
    reason: z.enum(['customer_return', 'damaged', 'not_received', 'goodwill', 'other']),
    lines: z
      .array(z.strictObject({ externalId: z.string().min(1).max(200), quantity: z.number().int().min(0).max(10_000), amountMinor: minor }))
      .max(200),
    shippingMinor: minor.default(0),
    note: z.string().trim().min(3).max(500),
  })
  .refine(({ lines, shippingMinor }) => shippingMinor + lines.reduce((sum, line) => sum + line.amountMinor, 0) > 0, 'Give something back.')
  .refine(({ lines }) => new Set(lines.map(({ externalId }) => externalId)).size === lines.length, 'Name each line once.')
  .openapi('ChannelOrderRefund', {
    example: {
      reason: 'damaged',
      lines: [{ externalId: 'L-1', quantity: 1, amountMinor: 2400 }],
      shippingMinor: 0,
      note: 'The handle was broken',
    },
  })
