import type { ChannelSession } from '#worker/domains/channels/ports.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import type { Mirakl } from './call-mirakl.ts'
import { expected } from './expected.ts'
import { OrdersAnswer } from './order-answer.ts'
import { readOrder } from './read-order.ts'

/** The most OR11 gives in a page, and the most ids it takes. */
const PAGE = 100

/** Raw orders by their ids, each at most once; those that are not there are left out. */
export async function readOrders(mirakl: Mirakl, externalIds: readonly string[]): Promise<unknown[]> {
  const ids = [...new Set(externalIds)]
  const found: unknown[] = []
  for (let at = 0; at < ids.length; at += PAGE) {
    const query = { order_ids: ids.slice(at, at + PAGE).join(','), max: PAGE }
    const body = await mirakl({ operation: 'OR11_display', method: 'GET', path: '/orders', query })
    found.push(...expected(OrdersAnswer, body).orders)
  }
  return found
}

/**
 * OR11 in pages by offset, the oldest orders first: an order that changes meanwhile moves into a page, at most pushing others
 * on, which are then seen twice; none is passed over, since no order ever leaves what changed since an instant.
 */
export function pullOrdersOf(mirakl: Mirakl): ChannelSession['pullOrders'] {
  return async (ask) => {
    if ('externalIds' in ask) return { ...sorted(await readOrders(mirakl, ask.externalIds)), nextPageToken: null }
    const offset = ask.pageToken === null ? 0 : Number(ask.pageToken)
    const body = await mirakl({
      operation: offset === 0 ? 'OR11' : 'OR11_display',
      method: 'GET',
      path: '/orders',
      query: { start_update_date: toRfc3339(ask.sinceMs), max: PAGE, offset, sort: 'dateCreated', order: 'asc' },
    })
    const { orders, total_count } = expected(OrdersAnswer, body)
    const next = offset + orders.length
    const isMore = orders.length > 0 && (total_count === null ? orders.length === PAGE : next < total_count)
    return { ...sorted(orders), nextPageToken: isMore ? String(next) : null }
  }
}

function sorted(raw: readonly unknown[]) {
  const read = raw.map(readOrder)
  return {
    orders: read.flatMap((one) => ('order' in one ? [one.order] : [])),
    unreadable: read.flatMap((one) => ('unreadable' in one ? [one.unreadable] : [])),
  }
}
