import type { Context } from 'hono'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { cancelationDocument, giveBack, isReason, taxDocument, touch } from './move-orders.ts'
import { type Route, refuse, type Served } from './serve.ts'
import { cents, iso, type Order, type RawOrder, type Shop } from './state.ts'

/** Mirakl looks a little further back than it is asked to. */
const DELTA_MS = MINUTE_MS

export const ORDER_ROUTES: Route[] = [
  {
    // What is asked by ids, and the further pages of a list, are page displays; a list's first page is a poll.
    operation: (c) => (c.req.query('order_ids') === undefined && Number(c.req.query('offset') ?? 0) === 0 ? 'OR11' : 'OR11_display'),
    method: 'get',
    path: '/api/orders',
    answer: listOrders,
  },
  { operation: 'OR28', method: 'put', path: '/api/orders/refund', answer: refund },
  { operation: 'OR30', method: 'put', path: '/api/orders/cancel', answer: cancelLines },
]

function listOrders(c: Context, shop: Shop): Response {
  const ids = c.req.query('order_ids')?.split(',')
  if (ids && ids.length > 100) return refuse(c, 400, 'order_ids: at most 100 values')
  const states = c.req.query('order_state_codes')?.split(',')
  const since = c.req.query('start_update_date')
  if (since !== undefined && Number.isNaN(Date.parse(since))) return refuse(c, 400, 'start_update_date is not a date')
  const sinceMs = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since) - DELTA_MS
  const orders = (ids ?? Object.keys(shop.orders)).flatMap((id) => shop.orders[id]?.raw ?? [])
  const found = orders.filter(
    (raw) => (states === undefined || states.includes(raw.order_state)) && !(Date.parse(raw.last_updated_date) < sinceMs),
  )
  found.sort((a, b) => compare(a.created_date, b.created_date) || compare(a.order_id, b.order_id))
  if (c.req.query('order') === 'desc') found.reverse()
  const offset = Number(c.req.query('offset') ?? 0)
  const page = found.slice(offset, offset + Math.min(100, Number(c.req.query('max') ?? 10)))
  return c.json({ orders: page, total_count: found.length })
}

const compare = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0)

/** The line a part is about, and its order. */
function lineOf(shop: Shop, lineId: unknown): { order: Order; line: RawOrder } | null {
  for (const order of Object.values(shop.orders)) {
    const line = order.raw.order_lines?.find((one: RawOrder) => one.order_line_id === lineId)
    if (line) return { order, line }
  }
  return null
}

const left = (line: RawOrder, field: 'price' | 'shipping_price', parts: RawOrder[], amount: 'amount' | 'shipping_amount'): number =>
  cents(line[field] - parts.reduce((sum, part) => sum + (part[amount] ?? 0), 0))

async function refund(c: Context, shop: Shop, { kit }: Served): Promise<Response> {
  const { refunds, order_tax_mode } = await c.req.json<RawOrder>().catch(() => ({}) as RawOrder)
  if (!Array.isArray(refunds) || refunds.length === 0) return refuse(c, 400, 'refunds must not be empty')
  const found = refunds.map((told: RawOrder) => ({ told, at: lineOf(shop, told.order_line_id) }))
  for (const { told, at } of found) {
    if (!at) return refuse(c, 404, `Order line '${told.order_line_id}' not found`, { code: 'ORDER_LINE_NOT_FOUND' })
    const wrong = refundProblem(told, at.order.raw, at.line)
    if (wrong) return refuse(c, 400, wrong)
  }
  const group = `refund-${kit.now()}-${refunds[0].order_line_id}`
  const made = found.flatMap(({ told, at }) => (at ? [refundDocument(told, at.order.raw, at.line, group, kit.now())] : []))
  return c.json({ order_tax_mode: order_tax_mode ?? 'TAX_EXCLUDED', refunds: made })
}

function refundProblem(told: RawOrder, order: RawOrder, line: RawOrder): string | null {
  if (!['SHIPPING', 'SHIPPED', 'TO_COLLECT', 'RECEIVED', 'CLOSED'].includes(order.order_state)) return 'The order line cannot be refunded'
  if (!isReason('REFUND', told.reason_code)) return `Reason with code '${told.reason_code}' not found`
  const parts = [...line.refunds, ...line.cancelations]
  if (told.amount > left(line, 'price', parts, 'amount')) return 'The amount is greater than what can be refunded'
  if (told.shipping_amount > left(line, 'shipping_price', parts, 'shipping_amount'))
    return 'The shipping amount is greater than what can be refunded'
  if (line.taxes.length > 0 && told.amount > 0 && !(told.taxes?.length > 0)) return 'taxes: the order has taxes'
  return null
}

function refundDocument(told: RawOrder, order: RawOrder, line: RawOrder, group: string, nowMs: number): RawOrder {
  const id = `${line.order_line_id}-r${line.refunds.length + 1}`
  const amounts = {
    amount: told.amount,
    shipping_amount: told.shipping_amount,
    quantity: told.quantity ?? 0,
    reason_code: String(told.reason_code),
    taxes: (told.taxes ?? []).map(taxDocument),
    shipping_taxes: (told.shipping_taxes ?? []).map(taxDocument),
    order_refund_id: group,
  }
  line.refunds.push({
    id,
    ...amounts,
    state: 'WAITING_REFUND',
    refund_state: 'WAITING_REFUND',
    created_date: iso(nowMs),
    commission_amount: 0,
    commission_tax_amount: 0,
    commission_taxes: [],
    commission_total_amount: 0,
  })
  touch(order, nowMs)
  return { ...amounts, order_line_id: line.order_line_id, refund_id: id, currency_iso_code: order.currency_iso_code }
}

async function cancelLines(c: Context, shop: Shop, { kit }: Served): Promise<Response> {
  const { cancelations, order_tax_mode } = await c.req.json<RawOrder>().catch(() => ({}) as RawOrder)
  if (shop.cancelsWhole) return refuse(c, 400, 'Cancelation of order lines is disabled')
  if (!Array.isArray(cancelations) || cancelations.length === 0) return refuse(c, 400, 'cancelations must not be empty')
  const found = cancelations.map((told: RawOrder) => ({ told, at: lineOf(shop, told.order_line_id) }))
  for (const { told, at } of found) {
    if (!at) return refuse(c, 404, `Order line '${told.order_line_id}' not found`, { code: 'ORDER_LINE_NOT_FOUND' })
    if (!at.order.raw.can_cancel) return refuse(c, 400, `The order cannot be canceled in its state '${at.order.raw.order_state}'`)
    if (!isReason('CANCELATION', told.reason_code)) return refuse(c, 400, `Reason with code '${told.reason_code}' not found`)
    if (told.amount > left(at.line, 'price', at.line.cancelations, 'amount'))
      return refuse(c, 400, 'The amount is greater than what is left')
  }
  const made = found.flatMap(({ told, at }) => (at ? [cancelLine(told, at.order, at.line, shop, kit.now())] : []))
  return c.json({ order_tax_mode: order_tax_mode ?? 'TAX_EXCLUDED', cancelations: made })
}

function cancelLine(told: RawOrder, { raw }: Order, line: RawOrder, shop: Shop, nowMs: number): RawOrder {
  const document = cancelationDocument(line, told, nowMs)
  line.cancelations.push(document)
  giveBack(shop, line, told.quantity)
  if (left(line, 'price', line.cancelations, 'amount') === 0) line.order_line_state = 'CANCELED'
  const isOver = raw.order_lines.every((one: RawOrder) => one.order_line_state === 'CANCELED' || one.order_line_state === 'REFUSED')
  if (isOver) {
    raw.order_state = 'CANCELED'
    raw.can_cancel = false
    shop.debitsOpen = shop.debitsOpen.filter((id) => id !== raw.order_id)
  }
  touch(raw, nowMs)
  const { amount, shipping_amount, quantity, reason_code, taxes, shipping_taxes } = document
  return {
    order_line_id: line.order_line_id,
    cancelation_id: document.id,
    amount,
    shipping_amount,
    quantity,
    reason_code,
    taxes,
    shipping_taxes,
  }
}
