import type { ShopifyPlan } from './plans.ts'

/*
 * What the stand-in knows of each shop: plain data that survives JSON. Amounts in minor units of the shop's currency, time in
 * UTC ms, ids as Shopify writes them (`gid://shopify/Order/1001`).
 */
export type World = { sequence: number; shops: Record<string, ShopState>; codes: Record<string, { shop: string; expiresAtMs: number }> }

export type ShopState = {
  domain: string
  name: string
  currency: string
  taxesIncluded: boolean
  plan: ShopifyPlan
  locations: { id: string; name: string; isFulfillmentService: boolean }[]
  tokens: Tokens[]
  products: Record<string, ProductState>
  variants: Record<string, VariantState>
  orders: Record<string, OrderState>
  idempotency: Record<string, { fingerprint: string; payload: unknown; isFailure: boolean }>
  /** So many of the next calls with a key are told that the same one is under way. */
  twins: number
  bulk: Record<string, BulkState>
  jobs: Record<string, { doneAtMs: number; orderId: string; reason: string; isDone: boolean }>
  subscriptions: Record<string, SubscriptionState>
  /** Answers about this id have null there, whatever the schema says. */
  damage: Record<string, string>
  /** Queries of this name are refused as a whole, with that code. */
  refused?: Record<string, string>
}

export type Tokens = {
  accessToken: string
  expiresAtMs: number
  refreshToken: string
  /** The refresh token of the pair this one was renewed to. */
  next: string | null
  /** Whether its access token has been used. */
  isUsed: boolean
  scopes: string
}

export type ProductState = {
  id: string
  title: string
  handle: string
  descriptionHtml: string
  status: string
  vendor: string
  productType: string
  category: string | null
  files: string[]
  isPublished: boolean
  variantIds: string[]
  updatedAtMs: number
}

export type VariantState = {
  id: string
  productId: string
  inventoryItemId: string
  title: string
  sku: string | null
  barcode: string | null
  priceMinor: number
  policy: 'DENY' | 'CONTINUE'
  tracked: boolean
  weightG: number
  /** What can be sold, by location. */
  available: Record<string, number>
  /** Who set it last, as they said. */
  reference: string | null
}

export type LineState = {
  id: string
  variantId: string | null
  sku: string | null
  title: string
  variantTitle: string | null
  quantity: number
  currentQuantity: number
  unitMinor: number
  discountMinor: number
  taxMinor: number
}

export type OrderState = {
  id: string
  name: string
  createdAtMs: number
  updatedAtMs: number
  cancelledAtMs: number | null
  cancelReason: string | null
  isTest?: boolean
  currency: string
  taxesIncluded: boolean
  financialStatus: string
  /** In place of what follows from its parts. */
  fulfilmentStatus: string | null
  lines: LineState[]
  shipping: { title: string; minor: number }[]
  isTaxRemitted: boolean
  address: AddressState | null
  fulfilmentOrders: { id: string; status: string; locationId: string; fulfilByMs: number | null }[]
  fulfilments: {
    id: string
    status: string
    displayStatus: string
    createdAtMs: number
    tracking: { company: string; number: string; url: string | null } | null
  }[]
  refunds: { id: string; note: string; minor: number; lines: { lineId: string; quantity: number }[] }[]
  returns?: ReturnState[]
  transactions: { id: string; kind: string; gateway: string; minor: number; refundedMinor: number; feeMinor: number | null }[]
}

export type ReturnState = {
  id: string
  name: string
  status: string
  createdAtMs: number
  /** `lineId` null: of goods no line is known of. */
  lines: { lineId: string | null; quantity: number; reason: string | null }[]
}

export type AddressState = {
  name: string
  company: string | null
  address1: string
  address2: string | null
  city: string
  provinceCode: string | null
  zip: string
  countryCodeV2: string
  phone: string | null
}

export type BulkState = { id: string; query: string; startedAtMs: number; status: string; lines: string[] | null; isTold: boolean }
export type SubscriptionState = { id: string; topic: string; uri: string; includeFields: string[] }

export const emptyWorld = (): World => ({ sequence: 1000, shops: {}, codes: {} })

/** Shopify's form of an id. */
export const gid = (type: string, number: number | string): string => `gid://shopify/${type}/${number}`
/** `Order` of `gid://shopify/Order/1`. */
export const typeOfGid = (id: string): string => id.split('/')[3] ?? ''
/** `1` of `gid://shopify/Order/1`. */
export const numberOfGid = (id: string): string => id.split('/')[4] ?? ''

export function primaryLocation({ locations }: ShopState): string {
  const [first] = locations
  if (!first) throw new Error('a shop has a location')
  return first.id
}

/** The state of an order's delivery, as it follows from its parts. */
export function fulfilmentStatusOf(order: OrderState): string {
  if (order.fulfilmentStatus) return order.fulfilmentStatus
  const parts = order.fulfilmentOrders.filter(({ status }) => status !== 'CANCELLED')
  if (parts.some(({ status }) => status === 'ON_HOLD')) return 'ON_HOLD'
  const done = parts.filter(({ status }) => status === 'CLOSED').length
  if (done === 0) return 'UNFULFILLED'
  return done === parts.length ? 'FULFILLED' : 'PARTIALLY_FULFILLED'
}

/** What an order costs: as it was placed, or as what is left of it. */
export function totalsOf(order: OrderState, at: 'first' | 'now'): { totalMinor: number; taxMinor: number } {
  let goods = 0
  let taxMinor = 0
  for (const line of order.lines) {
    const share = at === 'first' || line.quantity === 0 ? 1 : line.currentQuantity / line.quantity
    goods += Math.round((line.unitMinor * line.quantity - line.discountMinor) * share)
    taxMinor += Math.round(line.taxMinor * share)
  }
  const shipping = order.shipping.reduce((sum, { minor }) => sum + minor, 0)
  return { totalMinor: goods + shipping + (order.taxesIncluded ? 0 : taxMinor), taxMinor }
}
