import { findVariant, nextNumber, type ShopContext, setAvailable, tellOrder, tellProduct } from './context.ts'
import { newProduct, newVariant } from './mutate-products.ts'
import { type AddressState, gid, type OrderState, primaryLocation, totalsOf, type VariantState } from './world.ts'

export type ProductSeed = {
  title: string
  sku?: string | null
  barcode?: string | null
  priceMinor?: number
  quantity?: number
  /** In place of the four above, for a product with several. */
  variants?: { title: string; sku?: string | null; barcode?: string | null; priceMinor?: number; quantity?: number }[]
  status?: 'ACTIVE' | 'DRAFT' | 'ARCHIVED'
  tracked?: boolean
}
export type OrderSeed = {
  lines: { sku: string; quantity: number; unitMinor?: number; discountMinor?: number; taxMinor?: number }[]
  shippingMinor?: number
  financialStatus?: string
  /** A word of its own in place of what follows from its parts. */
  fulfilmentStatus?: string
  /** When it was placed; now unless told. It always counts as changed now. */
  createdAtMs?: number
  address?: Partial<AddressState> | null
  feeMinor?: number
  isTaxRemitted?: boolean
  isOnHold?: boolean
  /** Of a shop that is tried out: nobody pays. */
  isTest?: boolean
  /** Sent by a warehouse of its own. */
  byService?: boolean
}

const ADDRESS: AddressState = {
  name: 'Ada Buyer',
  company: null,
  address1: '12 Elm Street',
  address2: null,
  city: 'Portland',
  provinceCode: 'OR',
  zip: '97201',
  countryCodeV2: 'US',
  phone: '+15035550100',
}

/** The variant of a SKU. @throws Error if there is none: a test that names it is wrong */
export function variantOf({ shop }: ShopContext, sku: string): VariantState {
  const variant = findVariant(shop, 'sku', sku)
  if (!variant) throw new Error(`${shop.domain} has no ${sku}`)
  return variant
}

/** Puts a product on sale, as the shop's owner does. */
export function addProduct(context: ShopContext, seed: ProductSeed): { productId: string; variantIds: string[] } {
  const { title, status = 'ACTIVE', tracked = true } = seed
  const product = newProduct(context, title, '')
  product.status = status
  product.isPublished = true
  for (const one of seed.variants ?? [{ ...seed, title: 'Default Title' }]) {
    const variant = newVariant(context, product, one.title)
    Object.assign(variant, { sku: one.sku ?? null, barcode: one.barcode ?? null, priceMinor: one.priceMinor ?? 1_000, tracked })
    variant.available[primaryLocation(context.shop)] = one.quantity ?? 0
  }
  tellProduct(context, context.shop, product.id, 'PRODUCTS_CREATE')
  return { productId: product.id, variantIds: product.variantIds }
}

/** Buys in the shop, which takes from its stock; null where there is not enough. */
export function placeOrder(context: ShopContext, seed: OrderSeed): OrderState | null {
  const { shop, kit } = context
  const locationId = primaryLocation(shop)
  const wanted = seed.lines.map((line) => ({ line, variant: variantOf(context, line.sku) }))
  const isEnough = wanted.every(
    ({ line, variant }) => !variant.tracked || variant.policy === 'CONTINUE' || (variant.available[locationId] ?? 0) >= line.quantity,
  )
  if (!isEnough) return null
  const number = nextNumber(context)
  const order: OrderState = {
    id: gid('Order', number),
    name: `#${number}`,
    createdAtMs: seed.createdAtMs ?? kit.now(),
    updatedAtMs: kit.now(),
    cancelledAtMs: null,
    cancelReason: null,
    isTest: seed.isTest ?? false,
    currency: shop.currency,
    taxesIncluded: shop.taxesIncluded,
    financialStatus: seed.financialStatus ?? 'PAID',
    fulfilmentStatus: seed.fulfilmentStatus ?? null,
    lines: wanted.map(({ line, variant }) => ({
      id: gid('LineItem', nextNumber(context)),
      variantId: variant.id,
      sku: variant.sku,
      title: shop.products[variant.productId]?.title ?? '',
      variantTitle: variant.title === 'Default Title' ? null : variant.title,
      quantity: line.quantity,
      currentQuantity: line.quantity,
      unitMinor: line.unitMinor ?? variant.priceMinor,
      discountMinor: line.discountMinor ?? 0,
      taxMinor: line.taxMinor ?? 0,
    })),
    shipping: [{ title: 'Standard', minor: seed.shippingMinor ?? 0 }],
    isTaxRemitted: seed.isTaxRemitted ?? false,
    address: seed.address === null ? null : { ...ADDRESS, ...seed.address },
    fulfilmentOrders: [
      {
        id: gid('FulfillmentOrder', nextNumber(context)),
        status: seed.isOnHold ? 'ON_HOLD' : 'OPEN',
        locationId: (seed.byService ? shop.locations.at(-1)?.id : undefined) ?? locationId,
        fulfilByMs: null,
      },
    ],
    fulfilments: [],
    refunds: [],
    transactions: [],
  }
  const { totalMinor } = totalsOf(order, 'first')
  order.transactions.push({
    id: gid('OrderTransaction', nextNumber(context)),
    kind: 'SALE',
    gateway: 'shopify_payments',
    minor: totalMinor,
    refundedMinor: 0,
    feeMinor: seed.feeMinor ?? null,
  })
  shop.orders[order.id] = order
  for (const { line, variant } of wanted)
    setAvailable(context, shop, variant, (variant.available[locationId] ?? 0) - line.quantity, order.id)
  tellOrder(context, shop, order, 'ORDERS_CREATE')
  return order
}
