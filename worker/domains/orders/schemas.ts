import { z } from '@hono/zod-openapi'
import {
  AddressSchema,
  idSchema,
  MoneySchema,
  orderGroupId,
  orderId,
  productId,
  variantId,
  vendorId,
} from '#worker/domains/cart/schemas.ts'
import { ORDER_STATUSES } from '#worker/pure/order.ts'

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

/** A store's order, with its timeline. */
export const StoreOrder = z
  .object({
    id: orderId,
    number: z.number().int(),
    orderGroupId,
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

/** A row of a store's list. */
export const StoreOrderRow = z
  .object({
    id: orderId,
    number: z.number().int(),
    status,
    email: z.string(),
    shipTo: z.object({ name: z.string(), city: z.string(), country: z.string() }),
    units: z.number().int(),
    total: MoneySchema,
    placedAt: z.string(),
  })
  .openapi('StoreOrderRow')

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

/** One purchase: an order of every store. */
export const Purchase = PurchaseRow.extend({
  email: z.string(),
  shippingAddress: AddressSchema,
  orders: z.array(
    PurchaseOrder.extend({
      shipment: Shipment.nullable(),
      refund: z.object({ amount: MoneySchema, status: z.enum(['pending', 'succeeded', 'failed']) }).nullable(),
    }),
  ),
}).openapi('Purchase')
