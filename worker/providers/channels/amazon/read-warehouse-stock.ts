import * as v from 'valibot'
import { ChannelRefused, NotAuthorised } from '#worker/domains/channels/errors.ts'
import type { ChannelListing } from '#worker/domains/channels/ports.ts'
import { id, listOf, part, wholeOrNull } from '#worker/providers/channels/lenient.ts'
import { expected } from './expected.ts'
import type { Account } from './session.ts'

const SKUS_MAX = 50
const Summaries = v.object({
  payload: part(
    v.object({
      inventorySummaries: listOf(
        v.object({ sellerSku: id, totalQuantity: wholeOrNull, inventoryDetails: part(v.object({ fulfillableQuantity: wholeOrNull })) }),
      ),
    }),
  ),
})

/** The listings with what Amazon's warehouses have of those it ships itself. It is only shown: nothing of it is ours to change. */
export async function withWarehouseStock(account: Account, listings: ChannelListing[]): Promise<ChannelListing[]> {
  const skus = listings.filter((one) => !one.isStockOurs).map((one) => one.externalId)
  if (skus.length === 0) return listings
  const known = new Map<string, number | null>()
  for (let at = 0; at < skus.length; at += SKUS_MAX) {
    for (const [sku, quantity] of await quantities(account, skus.slice(at, at + SKUS_MAX))) known.set(sku, quantity)
  }
  return listings.map((one) => (one.isStockOurs ? one : { ...one, quantity: known.get(one.externalId) ?? null }))
}

async function quantities({ api, marketplace }: Account, sellerSkus: string[]): Promise<[string, number | null][]> {
  const query = {
    details: 'true',
    granularityType: 'Marketplace',
    granularityId: marketplace.id,
    marketplaceIds: [marketplace.id],
    sellerSkus,
  }
  try {
    const read = expected(Summaries, await api.call('getInventorySummaries', { path: '/fba/inventory/v1/summaries', query }))
    const summaries = read.payload?.inventorySummaries ?? []
    return summaries.map((one) => [one.sellerSku, one.inventoryDetails?.fulfillableQuantity ?? one.totalQuantity ?? null])
  } catch (error) {
    // An account without the role for it still has listings.
    if (error instanceof ChannelRefused || error instanceof NotAuthorised) return []
    throw error
  }
}
