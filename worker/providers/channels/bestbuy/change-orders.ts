import * as v from 'valibot'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { ChannelOrder, ChannelSession, Parcel } from '#worker/domains/channels/ports.ts'
import { type Carrier, carriersOf } from './account.ts'
import type { Mirakl } from './call-mirakl.ts'
import { cancelations } from './cancel-lines.ts'
import { OrderAnswer } from './order-answer.ts'
import { readOrders } from './pull-orders.ts'
import { reasonFor } from './reasons.ts'

/** States from which an order will yet come to be shipped. */
const BEFORE_SHIPPING: ReadonlySet<string> = new Set(['STAGING', 'WAITING_ACCEPTANCE', 'WAITING_DEBIT', 'WAITING_DEBIT_PAYMENT'])
const SHIPPED: ReadonlySet<string> = new Set(['SHIPPED', 'TO_COLLECT', 'RECEIVED', 'CLOSED'])
const OVER: ReadonlySet<string> = new Set(['REFUSED', 'CANCELED'])

/** The order as it stands at the channel. @throws ChannelRefused `order_not_found`, `order_unreadable` */
export async function readNow(mirakl: Mirakl, { externalId }: Pick<ChannelOrder, 'externalId'>): Promise<OrderAnswer> {
  const [raw] = await readOrders(mirakl, [externalId])
  if (raw === undefined) throw new ChannelRefused('bestbuy', 'order_not_found', `There is no order ${externalId}.`)
  const read = v.safeParse(OrderAnswer, raw)
  if (!read.success) throw new ChannelRefused('bestbuy', 'order_unreadable', `Order ${externalId} cannot be read.`)
  return read.output
}

/**
 * What is told of orders. Mirakl knows no idempotency keys, so each verb reads the order first: what is done already, by us
 * in a call whose answer was lost or by somebody in its back office, is done.
 */
export function changeOrdersOf(
  mirakl: Mirakl,
  details: Record<string, string>,
): Pick<ChannelSession, 'acknowledgeOrder' | 'confirmShipment' | 'cancelOrder'> {
  const accept = (now: OrderAnswer, isAccepted: boolean) => {
    const waiting = now.order_lines.filter((line) => line.order_line_state === 'WAITING_ACCEPTANCE')
    const order_lines = waiting.map((line) => ({ id: line.order_line_id, accepted: isAccepted }))
    return mirakl({ operation: 'OR21', method: 'PUT', path: `${pathOf(now)}/accept`, json: { order_lines } })
  }

  return {
    async acknowledgeOrder(order) {
      const now = await readNow(mirakl, order)
      if (now.order_state === 'STAGING') throw notYet(now)
      if (OVER.has(now.order_state)) throw wrongState(now)
      if (now.order_state === 'WAITING_ACCEPTANCE') await accept(now, true)
    },
    async confirmShipment(order, parcel) {
      const now = await readNow(mirakl, order)
      if (OVER.has(now.order_state)) throw wrongState(now)
      if (BEFORE_SHIPPING.has(now.order_state)) throw notYet(now)
      const isTold = now.shipping_tracking === parcel.trackingNumber
      if (!isTold && parcel.trackingNumber !== '') {
        const json = trackingOf(parcel, carriersOf(details))
        await mirakl({ operation: 'OR23', method: 'PUT', path: `${pathOf(now)}/tracking`, json })
      }
      if (!SHIPPED.has(now.order_state)) await mirakl({ operation: 'OR24', method: 'PUT', path: `${pathOf(now)}/ship` })
    },
    async cancelOrder(order, reason) {
      const now = await readNow(mirakl, order)
      if (OVER.has(now.order_state)) return
      if (SHIPPED.has(now.order_state)) throw new ChannelRefused('bestbuy', 'already_shipped', `Order ${now.order_id} has been shipped.`)
      if (now.order_state === 'STAGING') throw notYet(now)
      if (now.order_state === 'WAITING_ACCEPTANCE') return void (await accept(now, false))
      const reasonCode = await reasonFor(mirakl, 'CANCELATION', reason)
      // OR29 takes no reason: it is for an operator who has none, or has no cancelling by lines.
      if (reasonCode !== null && (await cancelByLines(now, reasonCode))) return
      await mirakl({ operation: 'OR29', method: 'PUT', path: `${pathOf(now)}/cancel` })
    },
  }

  async function cancelByLines(now: OrderAnswer, reasonCode: string): Promise<boolean> {
    try {
      await mirakl({ operation: 'OR30', method: 'PUT', path: '/orders/cancel', json: cancelations(now, reasonCode) })
      return true
    } catch (error) {
      if (error instanceof ChannelRefused) return false
      throw error
    }
  }
}

const pathOf = ({ order_id }: OrderAnswer): string => `/orders/${encodeURIComponent(order_id)}`

/** The order is on its way to where this is possible: the same again later. Nothing is wrong with the channel, so others go on. */
const notYet = (now: OrderAnswer) => new ChannelRefused('bestbuy', 'not_yet', `Order ${now.order_id} is still ${now.order_state} there.`)
const wrongState = (now: OrderAnswer) =>
  new ChannelRefused('bestbuy', 'ORDER_INVALID_STATE', `Order ${now.order_id} is ${now.order_state} there.`)

/** A carrier the channel knows by its code; any other by its name and address. */
function trackingOf({ carrier, trackingNumber, trackingUrl }: Parcel, carriers: readonly Carrier[]) {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const known = carriers.find(({ code, label }) => plain(code) === plain(carrier) || plain(label) === plain(carrier))
  if (known) return { carrier_code: known.code, carrier_name: known.label, tracking_number: trackingNumber }
  return { carrier_name: carrier, tracking_number: trackingNumber, ...(trackingUrl && { carrier_url: trackingUrl }) }
}
