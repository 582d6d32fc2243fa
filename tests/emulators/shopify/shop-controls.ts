import { approvedUrl } from './authorize.ts'
import {
  type Emulated,
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
import { addProduct, type OrderSeed, type ProductSeed, placeOrder, variantOf } from './place-order.ts'
import type { ShopifyPlan } from './plans.ts'
import { gid, type OrderState, primaryLocation, type ReturnState, type ShopState, type VariantState } from './world.ts'

export type ShopSeed = { name?: string; currency?: string; taxesIncluded?: boolean; plan?: ShopifyPlan }
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
    placeOrder: (seed: OrderSeed): OrderState | null => changed(placeOrder(context, seed)),
    quantity: (sku: string): number => variantOf(context, sku).available[primaryLocation(shop)] ?? 0,
    variant: (sku: string): VariantState => variantOf(context, sku),
    order: orderOf,
    orders: (): OrderState[] => Object.values(shop.orders),
    /** The owner counts: somebody else’s change. */
    setQuantity: (sku: string, quantity: number) => changed(setAvailable(context, shop, variantOf(context, sku), quantity, null)),
    setPrice: (sku: string, priceMinor: number) => {
      const variant = variantOf(context, sku)
      variant.priceMinor = priceMinor
      changed(tellProduct(context, shop, variant.productId, 'PRODUCTS_UPDATE'))
    },
    /** Another place the shop has, and sells from. */
    addLocation: (name: string): string => {
      const id = gid('Location', nextNumber(emulated))
      shop.locations.push({ id, name, isFulfillmentService: false })
      return changed(id)
    },
    deleteProduct: (sku: string) => {
      const { productId } = variantOf(context, sku)
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
    /** A buyer sends goods back, or the owner says so of one that does: by its id, what is said of it is laid over it. */
    sendBack: (id: string, one: Partial<ReturnState> & Pick<ReturnState, 'lines'>): ReturnState => {
      const order = orderOf(id)
      const returns = order.returns ?? []
      const at = returns.findIndex((known) => known.id === one.id)
      const fresh = { id: gid('Return', nextNumber(emulated)), name: `${order.name}-R${returns.length + 1}`, status: 'REQUESTED' }
      const made: ReturnState = { ...fresh, createdAtMs: emulated.kit.now(), ...returns[at], ...one }
      if (at === -1) returns.push(made)
      else returns[at] = made
      order.returns = returns
      tellOrder(context, shop, order, 'ORDERS_UPDATED')
      return changed(made)
    },
    deliver: (id: string) => {
      for (const fulfilment of orderOf(id).fulfilments) fulfilment.displayStatus = 'DELIVERED'
      changed(tellOrder(context, shop, orderOf(id), 'ORDERS_UPDATED'))
    },
    /** From now on answers about this id have null for a member. */
    damage: (id: string, member: string) => {
      shop.damage[id] = member
    },
    /** From now on answers about this id are whole again. */
    mend: (id: string) => {
      delete shop.damage[id]
    },
    /** From now on queries of a name are refused as a whole, with a code; without one they no longer are. */
    refuse: (query: string, code?: string) => {
      shop.refused = code === undefined ? {} : { ...shop.refused, [query]: code }
    },
    /** Its owner agreed before this was asked for. */
    withholdScope: (scope: string) => {
      for (const tokens of shop.tokens)
        tokens.scopes = tokens.scopes
          .split(',')
          .filter((each) => each !== scope)
          .join(',')
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
