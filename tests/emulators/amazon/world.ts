import { createHash, randomBytes } from 'node:crypto'

/** What the stand-in for Amazon remembers; plain data, so that it survives a restart. Instants are UTC epoch ms. */
export type World = {
  sellers: Record<string, Seller>
  catalogue: Record<string, CatalogueItem>
  documents: Record<string, StoredDocument>
  /** Codes of the consent page that were not exchanged yet. */
  codes: Record<string, string>
  refreshTokens: Record<string, string>
  /** `seller` null: for the application itself. */
  accessTokens: Record<string, { seller: string | null; untilMs: number }>
  destinations: { destinationId: string; name: string }[]
  count: number
  /** Keeps tokens apart from those of the world before. */
  salt: string
}

export type CatalogueItem = {
  asin: string
  gtin: string | null
  title: string
  brand: string
  productType: string
  competitorMinor: number | null
}
export type Issue = { code: string; message: string; severity: 'ERROR' | 'WARNING'; attributeNames?: string[]; categories: string[] }
export type Listing = {
  sku: string
  asin: string
  title: string
  productType: string
  gtin: string | null
  priceMinor: number | null
  currency: string
  quantity: number
  fulfilledBy: 'MERCHANT' | 'AMAZON'
  issues: Issue[]
  attributes: Record<string, Record<string, unknown>[]>
  createdAtMs: number
  updatedAtMs: number
}
export type OrderLine = {
  id: string
  sku: string
  asin: string
  title: string
  quantity: number
  shipped: number
  unitMinor: number
  taxMinor: number
}
export type Order = {
  id: string
  marketplaceId: string
  status: 'PENDING' | 'UNSHIPPED' | 'PARTIALLY_SHIPPED' | 'SHIPPED' | 'CANCELLED'
  fulfilledBy: 'MERCHANT' | 'AMAZON'
  currency: string
  createdAtMs: number
  updatedAtMs: number
  lines: OrderLine[]
  shippingMinor: number
  packages: {
    reference: string
    carrier: string
    trackingNumber: string
    shippedAtMs: number
    items: Record<string, number>
    isDelivered: boolean
  }[]
  cancelled: { by: string; reason: string } | null
  refunds: { lineId: string; amountMinor: number; reason: string }[]
  /** Laid over what the API answers: for orders as they should not be. */
  oddities: Record<string, unknown>
}
export type StoredDocument = { sellerId: string; contentType: string; base64: string; isZipped: boolean; isUploaded: boolean }
export type Job = {
  id: string
  type: string
  marketplaceIds: string[]
  documentId: string | null
  status: 'IN_QUEUE' | 'DONE' | 'FATAL' | 'CANCELLED'
  createdAtMs: number
  dueAtMs: number
  resultId: string | null
}
export type Seller = {
  id: string
  storeName: string
  marketplaceIds: string[]
  listings: Record<string, Listing>
  orders: Record<string, Order>
  feeds: Record<string, Job>
  reports: Record<string, Job>
  subscriptions: Record<string, { subscriptionId: string; payloadVersion: string; destinationId: string }>
}

export const US = 'ATVPDKIKX0DER'

export const emptyWorld = (): World => ({
  sellers: {},
  catalogue: {},
  documents: {},
  codes: {},
  refreshTokens: {},
  accessTokens: {},
  destinations: [{ destinationId: 'b1d3a7c2-stoa', name: 'stoa-notifications' }],
  count: 0,
  salt: randomBytes(12).toString('base64url'),
})

/** A number nobody had before. */
export function nextNumber(world: World): number {
  world.count += 1
  return world.count
}

/** Text that nobody can guess. */
export const textOf = (world: World, prefix: string, length: number): string => {
  let text = ''
  while (text.length < length)
    text += createHash('sha256')
      .update(`${world.salt} ${prefix} ${nextNumber(world)}`)
      .digest('base64url')
  return text.slice(0, length)
}

export function sellerOf(
  world: World,
  id: string,
  init: { storeName?: string | undefined; marketplaceIds?: string[] | undefined } = {},
): Seller {
  const known = world.sellers[id]
  if (known) return known
  const seller: Seller = {
    id,
    storeName: init.storeName ?? `Store of ${id}`,
    marketplaceIds: init.marketplaceIds ?? [US],
    listings: {},
    orders: {},
    feeds: {},
    reports: {},
    subscriptions: {},
  }
  world.sellers[id] = seller
  return seller
}

const DOCUMENTS_MAX = 500

/** Documents last a while at Amazon, too; the oldest go first. */
export function keepDocument(world: World, id: string, document: StoredDocument): void {
  world.documents[id] = document
  const ids = Object.keys(world.documents)
  for (const old of ids.slice(0, Math.max(0, ids.length - DOCUMENTS_MAX))) delete world.documents[old]
}
