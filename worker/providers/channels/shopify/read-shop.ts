import * as v from 'valibot'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { Grant } from '#worker/domains/channels/ports.ts'
import { SHOP } from './documents.ts'
import type { Ask } from './graphql.ts'

const Shop = v.looseObject({
  shop: v.looseObject({
    name: v.string(),
    myshopifyDomain: v.string(),
    currencyCode: v.string(),
    plan: v.nullish(v.looseObject({ publicDisplayName: v.nullish(v.string()) })),
  }),
  location: v.nullish(v.looseObject({ id: v.string(), name: v.nullish(v.string()) })),
})

/** Whose shop it is, what it sells in, and where its stock is counted: the primary location. */
export async function readShop(ask: Ask): Promise<Omit<Grant, 'credentials'>> {
  const { shop, location } = await ask({ document: SHOP, variables: {}, cost: 3, reads: Shop })
  if (!location) throw new ChannelRefused('shopify', 'no_location', 'the shop has no active location')
  return {
    accountRef: shop.myshopifyDomain,
    accountName: shop.name,
    details: {
      locationId: location.id,
      location: location.name ?? '',
      currency: shop.currencyCode,
      plan: shop.plan?.publicDisplayName ?? '',
    },
  }
}
