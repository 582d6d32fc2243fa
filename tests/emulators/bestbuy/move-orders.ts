import type { Context } from 'hono'
import { carrierOf, REASONS } from './account.ts'
import { sums, waitForDebit } from './place-order.ts'
import { type Route, refuse, type Served } from './serve.ts'
import { iso, type Order, type RawOrder, type Shop } from './state.ts'

type Told = (order: Order, served: Served, body: RawOrder) => Response | string | null

/** A call about one order: it says what is wrong, or null once it is done. */
const about = (c: Context, shop: Shop, served: Served, tell: Told) => async (): Promise<Response> => {
  const order = shop.orders[c.req.param('id') ?? '']
  if (!order) return refuse(c, 404, `Order with identifier '${c.req.param('id')}' not found`, { code: 'ORDER_NOT_FOUND' })
  const body = (await c.req.json<RawOrder>().catch(() => ({}))) as RawOrder
  const wrong = tell(order, served, body)
  if (wrong instanceof Response) return wrong
  if (wrong !== null) return refuse(c, 400, wrong, { code: wrong.startsWith('ORDER_') ? wrong.split(':')[0] : 'VALIDATION_ERROR' })
  touch(order.raw, served.kit.now())
  return c.body(null, 204)
}

export const touch = (raw: RawOrder, nowMs: number): void => {
  raw.last_updated_date = iso(nowMs)
}
const isIn = (raw: RawOrder, ...states: string[]): boolean => states.includes(raw.order_state)
const wrongState = (raw: RawOrder, ...wanted: string[]): string =>
  `ORDER_INVALID_STATE: The order status must be '${wanted.join("' or '")}' but it is '${raw.order_state}'.`

export const MOVE_ROUTES: Route[] = [
  { operation: 'OR21', method: 'put', path: '/api/orders/:id/accept', answer: (c, shop, served) => about(c, shop, served, accept(shop))() },
  { operation: 'OR23', method: 'put', path: '/api/orders/:id/tracking', answer: (c, shop, served) => about(c, shop, served, track)() },
  { operation: 'OR24', method: 'put', path: '/api/orders/:id/ship', answer: (c, shop, served) => about(c, shop, served, ship)() },
  { operation: 'OR29', method: 'put', path: '/api/orders/:id/cancel', answer: (c, shop, served) => about(c, shop, served, cancel(shop))() },
]

const accept =
  (shop: Shop): Told =>
  ({ raw }, { kit }, { order_lines }) => {
    if (!isIn(raw, 'WAITING_ACCEPTANCE')) return wrongState(raw, 'WAITING_ACCEPTANCE')
    const decided = new Map<string, boolean>(
      (Array.isArray(order_lines) ? order_lines : []).map((line: RawOrder) => [line.id, line.accepted]),
    )
    const waiting = raw.order_lines.filter((line: RawOrder) => line.order_line_state === 'WAITING_ACCEPTANCE') as RawOrder[]
    if ([...decided.keys()].some((id) => !raw.order_lines.some((line: RawOrder) => line.order_line_id === id)))
      return 'ORDER_LINE_NOT_FOUND: unknown'
    if (waiting.some((line) => !decided.has(line.order_line_id))) return 'ORDER_LINE_ACCEPTANCE_DECISION_MISSING: some lines are missing'
    for (const line of waiting) line.order_line_state = decided.get(line.order_line_id) === true ? 'WAITING_DEBIT' : 'REFUSED'
    raw.acceptance_decision_date = iso(kit.now())
    Object.assign(raw, sums(raw.order_lines))
    const isRefused = raw.order_lines.every((line: RawOrder) => line.order_line_state === 'REFUSED')
    raw.order_state = isRefused ? 'REFUSED' : 'WAITING_DEBIT'
    raw.can_cancel = !isRefused
    if (!isRefused) waitForDebit(raw.order_id, shop, kit.now())
    return null
  }

const track: Told = ({ raw }, _, { carrier_code, carrier_name, carrier_url, tracking_number }) => {
  if (!isIn(raw, 'SHIPPING', 'SHIPPED', 'TO_COLLECT', 'RECEIVED')) return wrongState(raw, 'SHIPPING', 'SHIPPED')
  const known = carrierOf(carrier_code)
  if (carrier_code !== undefined && !known) return `Carrier with code '${carrier_code}' not found`
  if (!known && !carrier_name) return 'carrier_name is mandatory for an unregistered carrier'
  if (known && !tracking_number) return 'tracking_number is mandatory for a registered carrier'
  raw.shipping_tracking = tracking_number ?? ''
  raw.shipping_company = known?.label ?? carrier_name
  if (known) raw.shipping_carrier_code = known.code
  const url = known ? known.tracking_url.replace('{trackingId}', tracking_number) : carrier_url
  if (url) raw.shipping_tracking_url = url
  return null
}

const ship: Told = ({ raw }, { kit }) => {
  if (!isIn(raw, 'SHIPPING')) return wrongState(raw, 'SHIPPING')
  moveLines(raw, 'SHIPPED', (line) => ({ ...line, shipped_date: iso(kit.now()) }))
  raw.can_cancel = false
  return null
}

const cancel =
  (shop: Shop): Told =>
  (order, { kit }) => {
    if (!order.raw.can_cancel) return `The order cannot be canceled in its state '${order.raw.order_state}'`
    cancelOrder(order, shop, kit.now(), '30')
    return null
  }

/** Moves an order and its open lines on. */
export function moveLines(raw: RawOrder, to: string, change: (line: RawOrder) => RawOrder = (line) => line): void {
  raw.order_state = to
  raw.order_lines = raw.order_lines.map((line: RawOrder) =>
    line.order_line_state === 'REFUSED' || line.order_line_state === 'CANCELED' ? line : { ...change(line), order_line_state: to },
  )
}

/** All that is left of an order comes to nothing, and its units can be sold again. */
export function cancelOrder({ raw }: Order, shop: Shop, nowMs: number, reasonCode: string): void {
  for (const line of raw.order_lines as RawOrder[]) {
    if (line.order_line_state === 'REFUSED' || line.order_line_state === 'CANCELED') continue
    giveBack(shop, line, line.quantity)
    line.cancelations.push(cancelationDocument(line, { reason_code: reasonCode, amount: line.price, quantity: line.quantity }, nowMs))
    line.order_line_state = 'CANCELED'
  }
  raw.order_state = 'CANCELED'
  raw.can_cancel = false
  shop.debitsOpen = shop.debitsOpen.filter((id) => id !== raw.order_id)
}

export function giveBack(shop: Shop, line: RawOrder, quantity: number): void {
  const offer = shop.offers[line.offer_sku]
  if (offer) offer.quantity += quantity
}

export const isReason = (type: string, code: unknown): boolean => REASONS[type]?.some((reason) => reason.code === String(code)) ?? false

export const cancelationDocument = (line: RawOrder, told: RawOrder, nowMs: number): RawOrder => ({
  id: `${line.order_line_id}-c${line.cancelations.length + 1}`,
  created_date: iso(nowMs),
  commission_amount: 0,
  commission_taxes: [],
  commission_total_amount: 0,
  amount: told.amount,
  shipping_amount: told.shipping_amount ?? 0,
  quantity: told.quantity,
  reason_code: String(told.reason_code),
  taxes: (told.taxes ?? []).map(taxDocument),
  shipping_taxes: (told.shipping_taxes ?? []).map(taxDocument),
})
export const taxDocument = ({ code, amount }: RawOrder): RawOrder => ({ code, amount: Number(amount) })
