import * as v from 'valibot'
import type { ChannelOrder, ChannelSession, Unreadable } from '#worker/domains/channels/ports.ts'
import { MORE_LINES, ORDERS, ORDERS_BY_ID, RETURNS } from './documents.ts'
import type { Ask } from './graphql.ts'
import { mapOrder } from './map-order.ts'
import { type Line, LinePage, Order, type Return, Returning } from './read-order.ts'
import type { MoreLinesQueryVariables, OrdersByIdQueryVariables, OrdersQueryVariables, ReturnsQueryVariables } from './types.gen.ts'

type Asked = Parameters<ChannelSession['pullOrders']>[0]
type Page = Awaited<ReturnType<ChannelSession['pullOrders']>>

const Orders = v.looseObject({
  orders: v.looseObject({
    nodes: v.array(v.unknown()),
    pageInfo: v.looseObject({ hasNextPage: v.boolean(), endCursor: v.nullish(v.string()) }),
  }),
})
const Nodes = v.looseObject({ nodes: v.array(v.unknown()) })
const MoreLines = v.looseObject({ order: v.nullish(v.looseObject({ lineItems: LinePage })) })
const Named = v.looseObject({ id: v.string() })

/** What ten orders cost as a rule; what they might is some 400. */
const PAGE_COST = 150
const IDS_MAX = 10
/** Orders whose returns are asked for at once: what they might cost together stays below what one query may. */
const RETURNING_MAX = 4
/** An order has so many pages of further lines at most; Shopify allows 500 lines. */
const MORE_PAGES_MAX = 10

/** Orders that changed since an instant, oldest change first, or the ones of these ids. What cannot be read is told, not thrown. */
export async function pullOrders(ask: Ask, asked: Asked): Promise<Page> {
  if ('externalIds' in asked) {
    const found: unknown[] = []
    for (let from = 0; from < asked.externalIds.length; from += IDS_MAX) {
      const ids = asked.externalIds.slice(from, from + IDS_MAX)
      const variables: OrdersByIdQueryVariables = { ids }
      const { nodes } = await ask({ document: ORDERS_BY_ID, variables, cost: 15 * ids.length, reads: Nodes })
      found.push(...nodes.filter((node) => node !== null))
    }
    return { ...(await readOrders(ask, found)), nextPageToken: null }
  }
  const variables: OrdersQueryVariables = {
    query: `updated_at:>='${new Date(asked.sinceMs).toISOString()}'`,
    after: asked.pageToken,
  }
  const { orders } = await ask({ document: ORDERS, variables, cost: PAGE_COST, reads: Orders })
  const { hasNextPage, endCursor } = orders.pageInfo
  return { ...(await readOrders(ask, orders.nodes)), nextPageToken: hasNextPage ? (endCursor ?? null) : null }
}

async function readOrders(ask: Ask, nodes: readonly unknown[]): Promise<{ orders: ChannelOrder[]; unreadable: Unreadable[] }> {
  const orders: ChannelOrder[] = []
  const unreadable: Unreadable[] = []
  const returns = await readReturns(ask, nodes)
  for (const node of nodes) {
    const read = v.safeParse(Order, node)
    if (!read.success) {
      const [issue] = read.issues
      unreadable.push({ externalId: idOf(node), reason: `${v.getDotPath(issue) ?? 'order'}: ${issue.message}` })
      continue
    }
    const lines = await allLines(ask, read.output)
    try {
      orders.push(mapOrder(read.output, lines, returns.get(read.output.id) ?? []))
    } catch (error) {
      unreadable.push({ externalId: read.output.id, reason: error instanceof Error ? error.message : 'unreadable' })
    }
  }
  return { orders, unreadable }
}

const Returned = v.looseObject({ id: v.string(), returnStatus: v.string() })

/**
 * What is sent back of those orders that say something is: most pages have none, and cost nothing more. A shop that agreed to let us
 * read its orders and not its returns has none to show.
 */
async function readReturns(ask: Ask, nodes: readonly unknown[]): Promise<Map<string, Return[]>> {
  const ids = nodes.flatMap((node) => {
    const read = v.safeParse(Returned, node)
    return read.success && read.output.returnStatus !== 'NO_RETURN' ? [read.output.id] : []
  })
  const found = new Map<string, Return[]>()
  for (let from = 0; from < ids.length; from += RETURNING_MAX) {
    const some = ids.slice(from, from + RETURNING_MAX)
    const variables: ReturnsQueryVariables = { ids: some }
    const answer = await ask({ document: RETURNS, variables, cost: 15 * some.length, reads: Returning })
    for (const order of answer.nodes) if (order) found.set(order.id, order.returns.nodes)
  }
  return found
}

async function allLines(ask: Ask, { id, lineItems }: Order): Promise<Line[]> {
  const lines = [...lineItems.nodes]
  let { pageInfo } = lineItems
  for (let page = 0; pageInfo.hasNextPage && pageInfo.endCursor && page < MORE_PAGES_MAX; page += 1) {
    const variables: MoreLinesQueryVariables = { id, after: pageInfo.endCursor }
    const { order } = await ask({ document: MORE_LINES, variables, cost: 60, reads: MoreLines })
    if (!order) break
    lines.push(...order.lineItems.nodes)
    pageInfo = order.lineItems.pageInfo
  }
  return lines
}

function idOf(node: unknown): string | null {
  const named = v.safeParse(Named, node)
  return named.success ? named.output.id : null
}
