import * as v from 'valibot'
import type { ChannelOrder, ChannelSession, Unreadable } from '#worker/domains/channels/ports.ts'
import { part, text } from '#worker/providers/channels/lenient.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { inPath, NotThere } from './call-api.ts'
import { expected } from './expected.ts'
import { readOrder } from './read-order.ts'
import type { Account } from './session.ts'

/** What is asked for of an order: nothing that shipping, amounts and cancellations do not need. */
const INCLUDED = ['BUYER', 'RECIPIENT', 'PROCEEDS', 'CANCELLATION', 'FULFILLMENT', 'PACKAGES', 'TAX']
const PAGE_SIZE = 100

const Page = v.object({ orders: v.array(v.unknown()), pagination: part(v.object({ nextToken: text })) })
const One = v.object({ order: v.looseObject({}) })

type Pulled = Awaited<ReturnType<ChannelSession['pullOrders']>>

/** Orders that changed, page by page (`searchOrders`), or single ones (`getOrder`); one that is gone is left out. */
export async function pullOrders(account: Account, ask: Parameters<ChannelSession['pullOrders']>[0]): Promise<Pulled> {
  if ('externalIds' in ask) {
    const raw: unknown[] = []
    for (const externalId of ask.externalIds) raw.push(...(await readOne(account, externalId)))
    return { ...sorted(raw), nextPageToken: null }
  }
  // The same filters have to come with every page.
  const query = {
    lastUpdatedAfter: toRfc3339(ask.sinceMs),
    marketplaceIds: account.marketplaceIds,
    maxResultsPerPage: PAGE_SIZE,
    includedData: INCLUDED,
    paginationToken: ask.pageToken ?? undefined,
  }
  const page = expected(Page, await account.api.call('searchOrders', { path: '/orders/2026-01-01/orders', query }))
  return { ...sorted(page.orders), nextPageToken: page.pagination?.nextToken || null }
}

/** One order as Amazon has it now; none if it is gone. */
export async function readOne({ api }: Account, externalId: string): Promise<unknown[]> {
  try {
    const answer = await api.call('getOrder', {
      path: `/orders/2026-01-01/orders/${inPath(externalId)}`,
      query: { includedData: INCLUDED },
    })
    return [expected(One, answer).order]
  } catch (error) {
    if (error instanceof NotThere) return []
    throw error
  }
}

function sorted(raw: readonly unknown[]): { orders: ChannelOrder[]; unreadable: Unreadable[] } {
  const orders: ChannelOrder[] = []
  const unreadable: Unreadable[] = []
  for (const one of raw) {
    const read = readOrder(one)
    if ('order' in read) orders.push(read.order)
    else unreadable.push(read.unreadable)
  }
  return { orders, unreadable }
}
