import { minorOf, nextNumber, type ShopContext, tellOrder } from './context.ts'
import { viewOrder } from './views.ts'
import { gid, type OrderState, totalsOf } from './world.ts'

type FulfilArgs = {
  fulfillment: {
    lineItemsByFulfillmentOrder: { fulfillmentOrderId: string }[]
    trackingInfo?: { company?: string | null; number?: string | null; url?: string | null } | null
  }
}

/** Marks whole fulfilment orders of one location as sent. */
export function createFulfilment({ fulfillment }: FulfilArgs, context: ShopContext) {
  const refuse = (message: string) => ({ fulfillment: null, userErrors: [{ field: ['fulfillment'], message }] })
  const ids = fulfillment.lineItemsByFulfillmentOrder.map(({ fulfillmentOrderId }) => fulfillmentOrderId)
  const order = Object.values(context.shop.orders).find(({ fulfilmentOrders }) => fulfilmentOrders.some(({ id }) => ids.includes(id)))
  const parts = order?.fulfilmentOrders.filter(({ id }) => ids.includes(id)) ?? []
  if (!order || parts.length !== ids.length) return refuse('Fulfillment order does not exist.')
  if (parts.some(({ status }) => status !== 'OPEN' && status !== 'IN_PROGRESS'))
    return refuse('The fulfillment order is not in an open state.')
  if (new Set(parts.map(({ locationId }) => locationId)).size > 1)
    return refuse('All fulfillment orders must be assigned to the same location.')
  for (const part of parts) part.status = 'CLOSED'
  const { company, number, url } = fulfillment.trackingInfo ?? {}
  const made = {
    id: gid('Fulfillment', nextNumber(context)),
    status: 'SUCCESS',
    displayStatus: 'FULFILLED',
    createdAtMs: context.kit.now(),
    tracking: number ? { company: company ?? '', number, url: url ?? null } : null,
  }
  order.fulfilments.push(made)
  tellOrder(context, context.shop, order, 'ORDERS_UPDATED')
  return { fulfillment: { __typename: 'Fulfillment', id: made.id, status: made.status }, userErrors: [] }
}

type CancelArgs = {
  orderId: string
  reason: string
  restock: boolean
  refundMethod?: { originalPaymentMethodsRefund?: boolean | null } | null
}

/** Begins a cancellation; it is done after a while. */
export function cancelOrder({ orderId, reason, refundMethod }: CancelArgs, context: ShopContext) {
  const order = context.shop.orders[orderId]
  const refuse = (code: string, message: string) => ({
    job: null,
    orderCancelUserErrors: [{ code, field: ['orderId'], message }],
    userErrors: [],
  })
  if (!order) return refuse('NOT_FOUND', 'Order does not exist.')
  if (order.cancelledAtMs !== null) return refuse('INVALID', 'Order has already been cancelled.')
  if (Object.values(context.shop.jobs).some((job) => job.orderId === orderId)) return refuse('INVALID', 'Order is already being cancelled.')
  if (order.fulfilments.some(({ status }) => status === 'SUCCESS'))
    return refuse('INVALID', 'Order has fulfillments that can’t be cancelled.')
  const id = gid('Job', nextNumber(context))
  context.shop.jobs[id] = { doneAtMs: context.kit.now() + context.cancelMs, orderId, reason, isDone: false }
  if (refundMethod?.originalPaymentMethodsRefund) order.financialStatus = 'REFUNDED'
  return { job: { id, done: settleJob(context, id) }, orderCancelUserErrors: [], userErrors: [] }
}

/** Whether a job is done by now; does what it is for when it is. */
export function settleJob(context: ShopContext, id: string): boolean {
  const job = context.shop.jobs[id]
  if (!job || job.isDone || context.kit.now() < job.doneAtMs) return job?.isDone ?? false
  const order = context.shop.orders[job.orderId]
  if (order && order.cancelledAtMs === null) endOrder(context, order, job.reason)
  job.isDone = true
  return true
}

export function endOrder(context: ShopContext, order: OrderState, reason: string): void {
  order.cancelledAtMs = context.kit.now()
  order.cancelReason = reason
  for (const part of order.fulfilmentOrders) part.status = 'CANCELLED'
  for (const line of order.lines) line.currentQuantity = 0
  tellOrder(context, context.shop, order, 'ORDERS_CANCELLED')
  tellOrder(context, context.shop, order, 'ORDERS_UPDATED')
}

type RefundArgs = {
  input: {
    orderId: string
    note?: string | null
    refundLineItems?: { lineItemId: string; quantity: number; restockType?: string | null }[] | null
    discrepancyReason?: string | null
    transactions?: { amount: string; gateway: string; kind: string; orderId: string; parentId?: string | null }[] | null
  }
}

/** Pays back along the payments named, no more than each was. */
export function createRefund({ input }: RefundArgs, context: ShopContext) {
  const order = context.shop.orders[input.orderId]
  const refuse = (field: string, message: string) => ({ order: null, refund: null, userErrors: [{ field: ['input', field], message }] })
  if (!order) return refuse('orderId', 'Order does not exist.')
  const lines = input.refundLineItems ?? []
  for (const { lineItemId, quantity } of lines) {
    const line = order.lines.find(({ id }) => id === lineItemId)
    if (!line || quantity > line.currentQuantity) return refuse('refundLineItems', 'Quantity cannot refund more items than were purchased.')
  }
  const parts = (input.transactions ?? []).map((transaction) => ({
    sale: order.transactions.find(({ id }) => id === transaction.parentId),
    minor: minorOf(transaction.amount, order.currency),
    gateway: transaction.gateway,
  }))
  for (const { sale, minor } of parts) {
    if (!sale || minor > sale.minor - sale.refundedMinor)
      return refuse('transactions', 'Refund amount exceeds the amount that can be refunded.')
  }
  for (const { sale, minor, gateway } of parts) {
    if (!sale) continue
    sale.refundedMinor += minor
    order.transactions.push({
      id: gid('OrderTransaction', nextNumber(context)),
      kind: 'REFUND',
      gateway,
      minor,
      refundedMinor: 0,
      feeMinor: null,
    })
  }
  for (const { lineItemId, quantity } of lines) {
    const line = order.lines.find(({ id }) => id === lineItemId)
    if (line) line.currentQuantity -= quantity
  }
  const minor = parts.reduce((sum, part) => sum + part.minor, 0)
  const refund = {
    id: gid('Refund', nextNumber(context)),
    note: input.note ?? '',
    minor,
    lines: lines.map(({ lineItemId, quantity }) => ({ lineId: lineItemId, quantity })),
  }
  order.refunds.push(refund)
  const refundedMinor = order.refunds.reduce((sum, each) => sum + each.minor, 0)
  order.financialStatus = refundedMinor >= totalsOf(order, 'first').totalMinor ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
  tellOrder(context, context.shop, order, 'ORDERS_UPDATED')
  return { order: viewOrder(context, order), refund: { __typename: 'Refund', ...refund }, userErrors: [] }
}
