import { z } from '@hono/zod-openapi'
import { idSchema, MoneySchema, orderGroupId, orderId, productId, variantId, vendorId } from '#worker/domains/cart/schemas.ts'
import { AddressSchema } from '#worker/domains/identity/addresses/address-schema.ts'
import { CHANNELS } from '#worker/pure/channel.ts'
import { ORDER_STATUSES } from '#worker/pure/order.ts'
import { REFUND_REASONS } from '#worker/pure/refund-plan.ts'
import { ORDER_SOURCES } from './order.ts'
import { PROGRESS_KINDS } from './read-progress.ts'

const orderLineId = idSchema('orderLine', 'orl_01JD0000000000000000000000')
const status = z.enum(ORDER_STATUSES)
const Line = z.object({
  productId,
  variantId,
  title: z.string(),
  quantity: z.number().int(),
  unitPrice: MoneySchema,
  total: MoneySchema,
})
const Shipment = z
  .object({
    carrier: z.string(),
    trackingNumber: z.string(),
    trackingUrl: z.string().nullable(),
    shippedAt: z.string(),
    deliveredAt: z.string().nullable(),
  })
  .openapi('Shipment')

const source = z.enum(ORDER_SOURCES)
/** What an order of a channel is there. */
export const OrderChannel = z
  .object({
    channelOrderId: idSchema('channelOrder', 'cho_01JD0000000000000000000000'),
    connectionId: idSchema('channelConnection', 'chc_01JD0000000000000000000000'),
    channel: z.enum(CHANNELS),
    accountName: z.string(),
    externalNumber: z.string(),
    /** The channel's own word for its state. */
    externalStatus: z.string(),
    /** Already off the total. */
    discount: MoneySchema,
    /** What the channel keeps, if it says. */
    fees: MoneySchema.nullable(),
    isTaxRemittedByChannel: z.boolean(),
    shipBy: z.string().nullable(),
    returns: z
      .array(
        z.object({
          number: z.string(),
          status: z.enum(['requested', 'open', 'closed', 'declined', 'cancelled', 'unknown']),
          externalStatus: z.string(),
          createdAt: z.string(),
          lines: z.array(
            z.object({
              orderLineId: idSchema('orderLine', 'orl_01JD0000000000000000000000').nullable(),
              title: z.string().nullable(),
              quantity: z.number().int(),
              reason: z.string().nullable(),
            }),
          ),
        }),
      )
      .describe('What the buyer sends back, as the channel tells it, in its own words. It moves neither money nor stock.'),
  })
  .openapi('OrderChannel')

/** A store's order, with its timeline. */
export const StoreOrder = z
  .object({
    id: orderId,
    number: z.number().int(),
    orderGroupId,
    /** Where it was sold. */
    source,
    channel: OrderChannel.nullable(),
    status,
    email: z.string(),
    shippingAddress: AddressSchema,
    shippingName: z.string(),
    items: MoneySchema,
    shipping: MoneySchema,
    tax: MoneySchema,
    total: MoneySchema,
    cancelReason: z.string().nullable(),
    placedAt: z.string(),
    lines: z.array(Line.extend({ id: orderLineId, sku: z.string(), tax: MoneySchema })),
    timeline: z.array(z.object({ kind: z.string(), detail: z.record(z.string(), z.unknown()), actor: z.string(), at: z.string() })),
    shipment: Shipment.nullable(),
  })
  .openapi('StoreOrder')

/** The same, with what is needed to pack it: pictures, and by when it should leave. */
export const WholeOrder = StoreOrder.extend({
  shipBy: z.string(),
  lines: z.array(
    Line.extend({
      id: orderLineId,
      sku: z.string(),
      tax: MoneySchema,
      /** The product's picture of today. */
      image: z.object({ url: z.string(), alt: z.string() }).nullable(),
    }),
  ),
}).openapi('WholeOrder')

/** What a store earns of an order. */
export const OrderEarning = z
  .object({
    total: MoneySchema,
    tax: MoneySchema,
    commission: MoneySchema,
    commissionTax: MoneySchema,
    promotion: MoneySchema.openapi({ description: 'What the marketplace pays of a discount, in the buyer’s place.' }),
    charges: z
      .array(
        z.object({
          sku: z.string(),
          title: z.string(),
          component: z.string(),
          ruleId: z.string(),
          ruleName: z.string().nullable(),
          rateBps: z.number().int(),
          fixed: MoneySchema,
          base: MoneySchema,
          amount: MoneySchema,
          tax: MoneySchema,
        }),
      )
      .openapi({ description: 'The commission part by part, as frozen; one without a SKU is the delivery’s.' }),
    earning: MoneySchema,
    state: z.enum(['not_shipped', 'maturing', 'released', 'cancelled']),
    releasesAt: z.string().nullable(),
    delivery: z.object({ name: z.string(), daysMin: z.number().int(), daysMax: z.number().int() }),
  })
  .openapi('OrderEarning')

/** A row of a store's list. */
export const StoreOrderRow = z
  .object({
    id: orderId,
    number: z.number().int(),
    source,
    /** What the channel calls it, if it was sold at one. */
    externalNumber: z.string().nullable(),
    status,
    email: z.string(),
    shipTo: z.object({ name: z.string(), city: z.string(), country: z.string() }),
    units: z.number().int(),
    total: MoneySchema,
    placedAt: z.string(),
    shipBy: z.string(),
  })
  .openapi('StoreOrderRow')

/** How many orders wait to be shipped, and how many of those should have left by now. */
export const OrderCounts = z.object({ toShip: z.number().int(), late: z.number().int() }).openapi('OrderCounts')

const Figures = z.object({
  /** Midnight UTC. */
  since: z.string(),
  orders: z.number().int(),
  units: z.number().int(),
  /** Per currency, without tax; what was cancelled is left out. */
  revenue: z.array(MoneySchema),
})

/** What a store's first page shows. */
export const StoreSummary = z
  .object({
    ordersToShip: z.number().int(),
    ordersLate: z.number().int(),
    variantsLow: z.number().int(),
    variantsOut: z.number().int(),
    products: z.number().int(),
    drafts: z.number().int(),
    today: Figures,
    lastWeek: Figures,
    latest: z.array(StoreOrderRow),
  })
  .openapi('StoreSummary')

const PurchaseOrder = z.object({
  id: orderId,
  number: z.number().int().nullable(),
  status,
  isLatePaymentRefund: z.boolean(),
  vendor: z.object({ id: vendorId, name: z.string(), slug: z.string() }),
  lines: z.array(Line),
  shippingName: z.string(),
  items: MoneySchema,
  shipping: MoneySchema,
  tax: MoneySchema,
  total: MoneySchema,
})

/** A row of a buyer's list. */
export const PurchaseRow = z
  .object({
    id: orderGroupId,
    status: z.enum(['placed', 'refunded']),
    placedAt: z.string(),
    total: MoneySchema,
    orders: z.array(PurchaseOrder),
  })
  .openapi('PurchaseRow')

const PurchaseStep = z
  .object({ kind: z.enum(PROGRESS_KINDS), at: z.string(), reason: z.string().nullable(), by: z.enum(['buyer', 'vendor']).nullable() })
  .openapi('PurchaseStep')

/** One purchase: an order of every store. */
export const Purchase = PurchaseRow.extend({
  email: z.string(),
  shippingAddress: AddressSchema,
  orders: z.array(
    PurchaseOrder.extend({
      shipment: Shipment.nullable(),
      /** What happened to it so far, oldest first. */
      timeline: z.array(PurchaseStep),
      /** All refunds together. */
      refund: z.object({ amount: MoneySchema, status: z.enum(['pending', 'succeeded', 'failed']) }).nullable(),
      refunds: z.array(
        z.object({
          amount: MoneySchema,
          status: z.enum(['pending', 'succeeded', 'failed', 'returned']),
          reason: z.enum(REFUND_REASONS),
          at: z.string(),
        }),
      ),
    }),
  ),
}).openapi('Purchase')
