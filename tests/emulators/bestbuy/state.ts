/** What the stand-in remembers; one plain object that survives JSON. */
export type State = {
  nextShopId: number
  nextOfferId: number
  nextImportId: number
  nextOrderNo: number
  nextProductSku: number
  shops: Record<string, Shop>
  /** The marketplace's catalogue and Best Buy's own are one here: SKU -> product. */
  products: Record<string, CatalogueProduct>
  /** UPC, without leading zeros, -> SKU. */
  skuByUpc: Record<string, string>
}
export type Shop = {
  id: number
  key: string
  name: string
  currency: string
  isKeyRevoked: boolean
  /** Orders need no acceptance. */
  isAutoAccepted: boolean
  /** The buyer's address is told only once the order may be shipped. */
  hidesAddress: boolean
  /** The operator has no cancelling by lines: only whole orders, without a reason. */
  cancelsWhole: boolean
  openedAtMs: number
  offers: Record<string, Offer>
  /** Raised when an offer comes or goes. */
  offersRevision: number
  orders: Record<string, Order>
  imports: Record<string, Import>
  /** Imports that are not complete yet, in the order they came; and orders whose buyer has not been debited yet. */
  importsOpen: string[]
  debitsOpen: string[]
}
/** An offer: what OF24 may say of it, with what nobody said at its default. */
export type Offer = {
  offerId: number
  sku: string
  productSku: string
  quantity: number
  /** Decimal. */
  price: number
  stateCode: string
  more: Record<string, unknown>
}
export type Import = {
  id: string
  kind: 'offers' | 'stock'
  createdAtMs: number
  readyAtMs: number
  /** As it was sent, until it is done. */
  lines: ImportLine[]
  count: number
  body: string
  status: 'WAITING' | 'COMPLETE'
  errors: { line: number; row: Record<string, unknown>; message: string }[]
  inserted: number
  updated: number
  deleted: number
}
export type ImportLine = Record<string, unknown>
/** An order as OR11 tells it, and when its buyer is debited. */
export type Order = { raw: RawOrder; debitAtMs: number | null; buyer: Record<string, unknown> }
/** Fields of Mirakl's document; a test may make any of them wrong. */
// biome-ignore lint/suspicious/noExplicitAny: a document whose shape is Mirakl's, and that tests break on purpose
export type RawOrder = Record<string, any>
export type CatalogueProduct = { sku: number; upc: string; name: string; [more: string]: unknown }

export const emptyState = (): State => ({
  nextShopId: 2001,
  nextOfferId: 5001,
  nextImportId: 3001,
  nextOrderNo: 1,
  nextProductSku: 6_500_001,
  shops: {},
  products: {},
  skuByUpc: {},
})

export const iso = (atMs: number): string => new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z')
/** A decimal with no more digits than cents. */
export const cents = (amount: number): number => Math.round(amount * 100) / 100

const plainUpc = (upc: unknown): string => String(upc).replace(/^0+/, '')

export function addToCatalogue(state: State, product: CatalogueProduct): CatalogueProduct {
  state.products[String(product.sku)] = product
  state.skuByUpc[plainUpc(product.upc)] = String(product.sku)
  return product
}

/** Products carry several references, and offers name them by any. */
export function productBy(state: State, type: unknown, id: unknown): CatalogueProduct | undefined {
  if (type === 'SKU') return state.products[String(id)]
  return type === 'UPC' || type === 'EAN' ? state.products[state.skuByUpc[plainUpc(id)] ?? ''] : undefined
}
