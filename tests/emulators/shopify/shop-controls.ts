import { approvedUrl } from './authorize.ts'
import {
  type Emulated,
  findVariant,
  nextNumber,
  type ShopContext,
  setAvailable,
  signedDelivery,
  standingSubscriptions,
  tell,
  tellOrder,
  tellProduct,
} from './context.ts'
import { leaveShop } from './mutate-app.ts'
import { endOrder } from './mutate-orders.ts'
import { newProduct, newVariant } from './mutate-products.ts'
import type { ShopifyPlan } from './plans.ts'
import { type AddressState, gid, type OrderState, primaryLocation, type ShopState, totalsOf, type VariantState } from './world.ts'

export type ShopSeed = { name?: string; currency?: string; taxesIncluded?: boolean; plan?: ShopifyPlan }
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

/** A shop as it is opened. */
export function openShop(
  emulated: Emulated,
  domain: string,
  { name, currency = 'USD', taxesIncluded = false, plan = 'Basic' }: ShopSeed,
): ShopState {
  const location = { id: gid('Location', nextNumber(emulated)), name: 'Main', isFulfillmentService: false }
  const service = { id: gid('Location', nextNumber(emulated)), name: 'Warehouse service', isFulfillmentService: true }
  const shop: ShopState = {
    ...{ domain, name: name ?? domain.replace('.myshopify.com', ''), currency, taxesIncluded, plan, locations: [location, service] },
    ...{ tokens: [], products: {}, variants: {}, orders: {}, idempotency: {}, twins: 0, bulk: {}, jobs: {}, subscriptions: {}, damage: {} },
  }
  emulated.state.value.shops[domain] = shop
  emulated.state.changed()
  return shop
}

/** What tests and the dev stage do with a shop, as its owner, its buyers or fate would. */
export function controlShop(emulated: Emulated, shop: ShopState) {
  const context: ShopContext = { ...emulated, shop, version: '2026-10' }
  const variantOf = (sku: string): VariantState => {
    const variant = findVariant(shop, 'sku', sku)
    if (!variant) throw new Error(`${shop.domain} has no ${sku}`)
    return variant
  }
  const orderOf = (id: string): OrderState => {
    const order = shop.orders[id]
    if (!order) throw new Error(`${shop.domain} has no order ${id}`)
    return order
  }
  const changed = <T>(value: T): T => {
    emulated.state.changed()
    return value
  }
  return {
    state: shop,
    addProduct: (seed: ProductSeed) => changed(addProduct(context, seed)),
    /** Null where the shop itself has not enough left, as at its checkout. */
    placeOrder: (seed: OrderSeed): OrderState | null => changed(placeOrder(context, seed, variantOf)),
    quantity: (sku: string): number => variantOf(sku).available[primaryLocation(shop)] ?? 0,
    variant: variantOf,
    order: orderOf,
    orders: (): OrderState[] => Object.values(shop.orders),
    /** The owner counts: somebody else’s change. */
    setQuantity: (sku: string, quantity: number) => changed(setAvailable(context, shop, variantOf(sku), quantity, null)),
    setPrice: (sku: string, priceMinor: number) => {
      const variant = variantOf(sku)
      variant.priceMinor = priceMinor
      changed(tellProduct(context, shop, variant.productId, 'PRODUCTS_UPDATE'))
    },
    deleteProduct: (sku: string) => {
      const { productId } = variantOf(sku)
      for (const id of shop.products[productId]?.variantIds ?? []) delete shop.variants[id]
      delete shop.products[productId]
      changed(tellProduct(context, shop, productId, 'PRODUCTS_DELETE'))
    },
    /** Anything about an order, as a later version of the API or a person might have it. */
    changeOrder: (id: string, patch: Partial<OrderState>) => {
      Object.assign(orderOf(id), patch)
      changed(tellOrder(context, shop, orderOf(id), 'ORDERS_UPDATED'))
    },
    pay: (id: string) => {
      orderOf(id).financialStatus = 'PAID'
      changed(tellOrder(context, shop, orderOf(id), 'ORDERS_UPDATED'))
    },
    cancelOrder: (id: string) => changed(endOrder(context, orderOf(id), 'CUSTOMER')),
    deliver: (id: string) => {
      for (const fulfilment of orderOf(id).fulfilments) fulfilment.displayStatus = 'DELIVERED'
      changed(tellOrder(context, shop, orderOf(id), 'ORDERS_UPDATED'))
    },
    /** From now on answers about this id have null for a member. */
    damage: (id: string, member: string) => {
      shop.damage[id] = member
    },
    /** From now on a cancellation takes so long, ms. */
    delayCancellations: (ms: number) => {
      emulated.cancelMs = ms
    },
    /** The next calls with an idempotency key are told that the same one is under way. */
    addTwins: (times: number) => {
      shop.twins += times
    },
    expireAccess: () => {
      for (const tokens of shop.tokens) tokens.expiresAtMs = 0
    },
    uninstall: () => changed(leaveShop(context, shop)),
    subscriptions: () => standingSubscriptions(emulated, shop),
    /** A webhook of a topic (`ORDERS_CREATE`), to whoever subscribed. */
    tell: (topic: string, payload: Record<string, unknown>) => tell(context, shop, topic, payload),
    /** A delivery as it would be sent; `secret` to forge it. */
    delivery: (topic: string, payload: unknown, options: { id?: string; secret?: string } = {}) =>
      signedDelivery(emulated, { shop: shop.domain, topic, payload, ...options }),
    /** Agrees to the consent at an address of `authorize`: where the owner is sent then. */
    approve: (authorizationUrl: string): string => approvedUrl(emulated, shop, new URL(authorizationUrl)),
  }
}
export type ShopControls = ReturnType<typeof controlShop>

function addProduct(context: ShopContext, seed: ProductSeed): { productId: string; variantIds: string[] } {
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

function placeOrder(context: ShopContext, seed: OrderSeed, variantOf: (sku: string) => VariantState): OrderState | null {
  const { shop, kit } = context
  const locationId = primaryLocation(shop)
  const wanted = seed.lines.map((line) => ({ line, variant: variantOf(line.sku) }))
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
