import * as v from 'valibot'
import type { Grant } from '#worker/domains/channels/ports.ts'
import { listOf, part, text } from '#worker/providers/channels/lenient.ts'
import type { Api } from './call-api.ts'
import { expected } from './expected.ts'
import { type Marketplace, marketplaceById } from './marketplaces.ts'

const Participations = v.object({
  payload: listOf(
    v.object({
      marketplace: v.object({ id: v.string() }),
      participation: part(v.object({ isParticipating: v.fallback(v.boolean(), true) })),
      storeName: text,
    }),
  ),
})

/** Where the account sells in the region, and what it is called there. Where it does not sell where asked, its first place is taken. */
export async function readParticipations(api: Api, asked: Marketplace, sellerId: string): Promise<Pick<Grant, 'accountName' | 'details'>> {
  const answer = await api.call('getMarketplaceParticipations', { path: '/sellers/v1/marketplaceParticipations' })
  const { payload } = expected(Participations, answer)
  const active = payload.filter(({ marketplace, participation }) => {
    return participation?.isParticipating !== false && marketplaceById(marketplace.id)?.region === asked.region
  })
  const home = active.find(({ marketplace }) => marketplace.id === asked.id) ?? active[0]
  const marketplace = marketplaceById(home?.marketplace.id ?? '') ?? asked
  const ids = active.length > 0 ? active.map((one) => one.marketplace.id) : [asked.id]
  return { accountName: home?.storeName || sellerId, details: detailsOf(marketplace, ids) }
}

/** What later calls need. */
export function detailsOf(marketplace: Marketplace, marketplaceIds: readonly string[]): Record<string, string> {
  const { id, country, region, currency } = marketplace
  return { marketplaceId: id, marketplaceIds: marketplaceIds.join(','), country, region, currency }
}
