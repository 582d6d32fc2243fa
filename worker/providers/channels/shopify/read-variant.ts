import * as v from 'valibot'
import type { ChannelListing, ListingState } from '#worker/domains/channels/ports.ts'
import type { ChannelIssue } from '#worker/pure/channel.ts'
import { toMinor } from './amounts.ts'
import { VARIANTS_BY_ID } from './documents.ts'
import type { Ask } from './graphql.ts'
import type { VariantsByIdQueryVariables } from './types.gen.ts'

/** A variant as both the export and a query by ids answer it. */
export const Variant = v.looseObject({
  id: v.string(),
  sku: v.nullish(v.string()),
  barcode: v.nullish(v.string()),
  title: v.nullish(v.string()),
  price: v.nullish(v.string()),
  /** At all locations that fulfil online orders. */
  sellableOnlineQuantity: v.nullish(v.number()),
  product: v.looseObject({
    id: v.string(),
    title: v.string(),
    status: v.string(),
    hasOnlyDefaultVariant: v.nullish(v.boolean()),
    onlineStoreUrl: v.nullish(v.string()),
  }),
  inventoryItem: v.looseObject({
    id: v.string(),
    tracked: v.nullish(v.boolean()),
    inventoryLevel: v.nullish(v.looseObject({ quantities: v.array(v.looseObject({ name: v.string(), quantity: v.number() })) })),
  }),
})
export type Variant = v.InferOutput<typeof Variant>

const STATES: Readonly<Record<string, ListingState>> = { ACTIVE: 'active', UNLISTED: 'active', DRAFT: 'inactive', ARCHIVED: 'ended' }
const UNTRACKED: ChannelIssue = {
  code: 'not_tracked',
  severity: 'warning',
  field: 'quantity',
  message: 'Shopify does not count this variant’s stock: switch “Track quantity” on there.',
}

/** What can be sold of it at the shop's location; null where it is not kept there. Less than none is none. */
export function availableOf({ inventoryItem }: Variant): number | null {
  const found = inventoryItem.inventoryLevel?.quantities.find(({ name }) => name === 'available')
  return found ? Math.max(0, found.quantity) : null
}

/** Shopify sells what lies at any location, we count it at one: what lies elsewhere is sold past the pool. */
function elsewhere(variant: Variant): ChannelIssue[] {
  const units = (variant.sellableOnlineQuantity ?? 0) - (availableOf(variant) ?? 0)
  if (variant.inventoryItem.tracked === false || units <= 0) return []
  const message = `Shopify would also sell ${units} that it has at another location: set that to none there, or end its online orders.`
  return [{ code: 'stock_elsewhere', severity: 'warning', field: 'quantity', message }]
}

export function listingOf(variant: Variant, currency: string): ChannelListing {
  const { product, inventoryItem } = variant
  const isOnly = product.hasOnlyDefaultVariant !== false
  return {
    externalId: variant.id,
    sku: variant.sku || null,
    gtin: variant.barcode || null,
    title: isOnly || !variant.title ? product.title : `${product.title} – ${variant.title}`,
    url: product.onlineStoreUrl ?? null,
    state: STATES[product.status] ?? 'unknown',
    quantity: availableOf(variant),
    isStockOurs: true,
    priceMinor: variant.price ? toMinor(variant.price, currency) : null,
    currency,
    issues: inventoryItem.tracked === false ? [UNTRACKED] : elsewhere(variant),
    refs: { productId: product.id, inventoryItemId: inventoryItem.id },
  }
}

/** What `nodes` answers: null for what is gone, something else for what is no variant. */
const Nodes = v.looseObject({ nodes: v.array(v.unknown()) })
/** So many ids in one query. */
const IDS_MAX = 50

/** The variants of these ids as they are now; one that is gone or cannot be read is left out. */
export async function readVariants(ask: Ask, ids: readonly string[], locationId: string): Promise<Map<string, Variant>> {
  const found = new Map<string, Variant>()
  for (let from = 0; from < ids.length; from += IDS_MAX) {
    const some = ids.slice(from, from + IDS_MAX)
    const variables: VariantsByIdQueryVariables = { ids: some, locationId }
    const { nodes } = await ask({ document: VARIANTS_BY_ID, variables, cost: 4 * some.length, reads: Nodes })
    for (const node of nodes) {
      const read = v.safeParse(Variant, node)
      if (read.success) found.set(read.output.id, read.output)
    }
  }
  return found
}
