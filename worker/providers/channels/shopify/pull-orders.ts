import * as v from 'valibot'
import type { ChannelOrder, ChannelSession, Unreadable } from '#worker/domains/channels/ports.ts'
import { MORE_LINES, ORDERS, ORDERS_BY_ID } from './documents.ts'
import type { Ask } from './graphql.ts'
import { mapOrder } from './map-order.ts'
import { readAll } from './read-all.ts'
import { type Line, LinePage, Order } from './read-order.ts'
import { readReturns } from './read-returns.ts'
import type { MoreLinesQueryVariables, OrdersByIdQueryVariables, OrdersQueryVariables } from './types.gen.ts'

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
  // Most pages have no returns, and cost nothing more.
  const returns = await readReturns(
    ask,
    nodes.filter(hasReturns).flatMap((node) => idOf(node) ?? []),
  )
  for (const node of nodes) {
    const read = v.safeParse(Order, node)
    if (!read.success) {
      const [issue] = read.issues
      unreadable.push({ externalId: idOf(node), reason: `${v.getDotPath(issue) ?? 'order'}: ${issue.message}` })
      continue
    }
    const { id: externalId } = read.output
    const sentBack = hasReturns(node) ? returns.get(externalId) : []
    const lines = await allLines(ask, read.output)
    if (!sentBack || !lines) {
      // What is stored of it stays as it is; the sweeps that follow see it again for a while.
      unreadable.push({ externalId, reason: `${sentBack ? 'lineItems' : 'returns'}: Shopify could not tell them` })
      continue
    }
    try {
      orders.push(mapOrder(read.output, lines, sentBack))
    } catch (error) {
      unreadable.push({ externalId, reason: error instanceof Error ? error.message : 'unreadable' })
    }
  }
  return { orders, unreadable }
}

const Returned = v.looseObject({ returnStatus: v.pipe(v.string(), v.notValue('NO_RETURN')) })
const hasReturns = (node: unknown): boolean => v.is(Returned, node)

/** Null if a part of them is not there. */
function allLines(ask: Ask, { id, lineItems }: Order): Promise<Line[] | null> {
  return readAll(lineItems, async (after) => {
    const variables: MoreLinesQueryVariables = { id, after }
    const { order } = await ask({ document: MORE_LINES, variables, cost: 60, reads: MoreLines })
    return order?.lineItems ?? null
  })
}

function idOf(node: unknown): string | null {
  const named = v.safeParse(Named, node)
  return named.success ? named.output.id : null
}
