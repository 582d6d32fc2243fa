import * as v from 'valibot'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { Choice, Grant } from '#worker/domains/channels/ports.ts'
import { SHOP } from './documents.ts'
import type { Ask } from './graphql.ts'

const Location = v.looseObject({
  id: v.string(),
  name: v.nullish(v.string()),
  isActive: v.nullish(v.boolean()),
  isFulfillmentService: v.nullish(v.boolean()),
})
const Shop = v.looseObject({
  shop: v.looseObject({
    name: v.string(),
    myshopifyDomain: v.string(),
    currencyCode: v.string(),
    plan: v.nullish(v.looseObject({ publicDisplayName: v.nullish(v.string()) })),
  }),
  location: v.nullish(Location),
  locations: v.nullish(v.looseObject({ nodes: v.array(Location) }), { nodes: [] }),
})

/**
 * Whose shop it is, what it sells in, and where its stock is counted: where the vendor said, as long as that is one of its own
 * locations, else at the primary one.
 */
export async function readShop(ask: Ask, chosenId?: string): Promise<Omit<Grant, 'credentials'>> {
  const { shop, location: primary, locations } = await ask({ document: SHOP, variables: {}, cost: 25, reads: Shop })
  const own = locations.nodes.filter(({ isActive, isFulfillmentService }) => isActive !== false && isFulfillmentService !== true)
  const location = own.find(({ id }) => id === chosenId) ?? primary ?? own[0]
  if (!location) throw new ChannelRefused('shopify', 'no_location', 'the shop has no active location')
  const all = own.some(({ id }) => id === location.id) ? own : [location, ...own]
  return {
    accountRef: shop.myshopifyDomain,
    accountName: shop.name,
    details: {
      locationId: location.id,
      location: location.name ?? '',
      locations: JSON.stringify(all.map(({ id, name }) => ({ id, name: name ?? '' }))),
      currency: shop.currencyCode,
      plan: shop.plan?.publicDisplayName ?? '',
    },
  }
}

const Locations = v.pipe(v.string(), v.parseJson(), v.array(v.object({ id: v.string(), name: v.string() })))

/** Where stock is counted, of the shop's own places. */
export function choicesOf({ locationId = '', locations }: Record<string, string>): Choice[] {
  const read = v.safeParse(Locations, locations)
  if (!read.success) return []
  return [{ name: 'locationId', value: locationId, options: read.output.map(({ id, name }) => ({ value: id, label: name || id })) }]
}
