import * as v from 'valibot'
import type { ChannelListing, ChannelSession, Unreadable } from '#worker/domains/channels/ports.ts'
import { part, text, wholeOrNull } from '#worker/providers/channels/lenient.ts'
import { inPath, NotThere } from './call-api.ts'
import { expected } from './expected.ts'
import { readReportPage, startReport } from './listings-report.ts'
import { readListing } from './read-listing.ts'
import { withWarehouseStock } from './read-warehouse-stock.ts'
import type { Account } from './session.ts'

const PAGE_SIZE = 20
/** No more can be paged through; a larger account is read from a report. */
const SEARCH_MAX = 1000
const INCLUDED = ['summaries', 'attributes', 'offers', 'fulfillmentAvailability', 'issues', 'productTypes']

const Page = v.object({ numberOfResults: wholeOrNull, items: v.array(v.unknown()), pagination: part(v.object({ nextToken: text })) })
type Listed = Awaited<ReturnType<ChannelSession['listListings']>>

/** The account's listings: pages of a search, or where there are too many for it, of a report Amazon takes minutes to make. */
export async function listListings(account: Account, { cursor }: { cursor: string | null }): Promise<Listed> {
  if (cursor?.startsWith('report:')) return readReportPage(account, cursor)
  const { page, items, unreadable } = await search(account, cursor ? { pageToken: cursor.slice('page:'.length) } : {})
  const total = page.numberOfResults
  if (cursor === null && (total ?? 0) > SEARCH_MAX) return startReport(account, total)
  const next = page.pagination?.nextToken
  return { items, unreadable, nextCursor: next ? `page:${next}` : null, total }
}

/** What Amazon shows of these now; one that is gone is left out. */
export async function readListings(account: Account, externalIds: readonly string[]): Promise<ChannelListing[]> {
  const [only] = externalIds
  if (externalIds.length === 1 && only !== undefined) return readOne(account, only)
  const found: ChannelListing[] = []
  for (let at = 0; at < externalIds.length; at += PAGE_SIZE) {
    const identifiers = externalIds.slice(at, at + PAGE_SIZE)
    found.push(...(await search(account, { identifiers, identifiersType: 'SKU' })).items)
  }
  return found
}

async function readOne(account: Account, sku: string): Promise<ChannelListing[]> {
  const query = { marketplaceIds: [account.marketplace.id], includedData: INCLUDED }
  try {
    const raw = await account.api.call('getListingsItem', { path: itemPath(account, sku), query })
    return (await sorted(account, [raw])).items
  } catch (error) {
    if (error instanceof NotThere) return []
    throw error
  }
}

export const itemPath = ({ sellerId }: Account, sku: string): string => `/listings/2021-08-01/items/${inPath(sellerId)}/${inPath(sku)}`

async function search(account: Account, filter: Record<string, string | readonly string[]>) {
  const query = {
    marketplaceIds: [account.marketplace.id],
    includedData: INCLUDED,
    pageSize: PAGE_SIZE,
    sortBy: 'sku',
    sortOrder: 'ASC',
    ...filter,
  }
  const answer = await account.api.call('searchListingsItems', { path: `/listings/2021-08-01/items/${inPath(account.sellerId)}`, query })
  const page = expected(Page, answer)
  return { page, ...(await sorted(account, page.items)) }
}

async function sorted(account: Account, raw: readonly unknown[]): Promise<{ items: ChannelListing[]; unreadable: Unreadable[] }> {
  const items: ChannelListing[] = []
  const unreadable: Unreadable[] = []
  for (const one of raw) {
    const read = readListing(one, account.marketplace.id)
    if ('listing' in read) items.push(read.listing)
    else unreadable.push(read.unreadable)
  }
  return { items: await withWarehouseStock(account, items), unreadable }
}
