import type { Hono } from 'hono'
import { checkDigitOf } from '#worker/pure/gtin.ts'
import { cancelOrder, moveLines, touch } from './move-orders.ts'
import { type OrderAsked, type OrderPlaced, placeOrder } from './place-order.ts'
import type { Served } from './serve.ts'
import { addToCatalogue, type CatalogueProduct, iso, type Offer, productBy, type RawOrder, type Shop } from './state.ts'

export type ShopAsked = {
  key?: string
  name?: string
  currency?: string
  isAutoAccepted?: boolean
  hidesAddress?: boolean
  cancelsWhole?: boolean
}
export type OfferAsked = { sku: string; quantity: number; price: number; gtin?: string; title?: string }

/** What a test, or the seed, does in a shop as its buyers, its operator and time would. */
export type ShopControls = {
  readonly id: number
  readonly key: string
  readonly name: string
  /** Puts a product into the catalogue, if it is new there, and an offer on it. `price` is decimal. */
  addProduct(offer: OfferAsked): Offer
  offer(sku: string): Offer | undefined
  offers(): Offer[]
  /** Somebody changes the quantity in the channel's own portal. */
  setQuantity(sku: string, quantity: number): void
  removeOffer(sku: string): void
  /** Takes from the offers' quantities; refused when they do not suffice. */
  placeOrder(asked: OrderAsked): OrderPlaced
  order(orderId: string): RawOrder | undefined
  orders(): RawOrder[]
  /** The operator lets a staged order through. */
  release(orderId: string): void
  /** The buyer, or the operator, cancels; the units can be sold again. */
  cancel(orderId: string): void
  deliver(orderId: string): void
  /** Makes an order say anything: a date of 1995, a word nobody knows, null. Counts as a change of it. */
  alter(orderId: string, fields: RawOrder): void
  /** From now on the key opens nothing. */
  revokeKey(): void
  /** Another key; the old one opens nothing any more. */
  rotateKey(): string
}
export type Controls = {
  /** The shop of this key, opened if there is none. */
  shop(asked?: ShopAsked): ShopControls
  /** Puts a product into the catalogue of the Products API. */
  addCatalogueProduct(product: CatalogueProduct): void
}

export function createControls(served: Served): Controls {
  const { state, kit } = served
  return {
    shop(asked = {}) {
      const key = asked.key ?? `shop-key-${state.nextShopId}`
      const known = Object.values(state.shops).find((shop) => shop.key === key)
      const shop = known ?? openShop(served, key, asked)
      served.changed()
      return shopControls(shop, served)
    },
    addCatalogueProduct(product) {
      addToCatalogue(state, { ...structuredClone(product), addedAt: iso(kit.now()) })
      served.changed()
    },
  }
}

function openShop({ state, kit }: Served, key: string, asked: ShopAsked): Shop {
  const id = state.nextShopId++
  const shop: Shop = {
    id,
    key,
    name: asked.name ?? `Shop ${id}`,
    currency: asked.currency ?? 'USD',
    isKeyRevoked: false,
    isAutoAccepted: asked.isAutoAccepted ?? false,
    hidesAddress: asked.hidesAddress ?? false,
    cancelsWhole: asked.cancelsWhole ?? false,
    openedAtMs: kit.now(),
    offers: {},
    offersRevision: 0,
    orders: {},
    imports: {},
    importsOpen: [],
    debitsOpen: [],
  }
  state.shops[id] = shop
  return shop
}

function shopControls(shop: Shop, served: Served): ShopControls {
  const { state, kit } = served
  /** Time first, so that what is due has been done; afterwards the change is kept. */
  const act = <T>(what: () => T): T => {
    served.settle()
    const result = what()
    served.changed()
    return result
  }
  const change = (orderId: string, how: (raw: RawOrder) => void) =>
    act(() => {
      const raw = shop.orders[orderId]?.raw
      if (!raw) throw new Error(`no order ${orderId}`)
      how(raw)
      touch(raw, kit.now())
    })
  return {
    id: shop.id,
    key: shop.key,
    name: shop.name,
    addProduct: ({ sku, quantity, price, gtin, title }) =>
      act(() => {
        const product = catalogueProduct(served, { sku, price, ...(gtin && { gtin }), ...(title && { title }) })
        const offer: Offer = {
          offerId: state.nextOfferId++,
          sku,
          productSku: String(product.sku),
          quantity,
          price,
          stateCode: '11',
          more: {},
        }
        shop.offers[sku] = offer
        shop.offersRevision++
        return offer
      }),
    offer: (sku) => act(() => shop.offers[sku]),
    offers: () => act(() => Object.values(shop.offers)),
    setQuantity: (sku, quantity) =>
      act(() => {
        const offer = shop.offers[sku]
        if (offer) offer.quantity = quantity
      }),
    removeOffer: (sku) =>
      act(() => {
        delete shop.offers[sku]
        shop.offersRevision++
      }),
    placeOrder: (asked) => act(() => placeOrder(asked, shop, state, kit.now())),
    order: (orderId) => act(() => shop.orders[orderId]?.raw),
    orders: () => act(() => Object.values(shop.orders).map(({ raw }) => raw)),
    release: (orderId) => change(orderId, (raw) => moveLines(raw, 'WAITING_ACCEPTANCE')),
    cancel: (orderId) =>
      change(orderId, () => {
        const order = shop.orders[orderId]
        if (order) cancelOrder(order, shop, kit.now(), '32')
      }),
    deliver: (orderId) => change(orderId, (raw) => moveLines(raw, 'RECEIVED', (line) => ({ ...line, received_date: iso(kit.now()) }))),
    // Last, so that an order can be given a date of change that lies in the past.
    alter: (orderId, fields) => {
      change(orderId, () => {})
      change(orderId, (raw) => Object.assign(raw, fields))
      if ('last_updated_date' in fields) Object.assign(shop.orders[orderId]?.raw ?? {}, fields)
    },
    revokeKey: () =>
      act(() => {
        shop.isKeyRevoked = true
      }),
    rotateKey: () =>
      act(() => {
        shop.key = `${shop.key}-next`
        shop.isKeyRevoked = false
        return shop.key
      }),
  }
}

/** The product an offer is on: by its GTIN, else a new one. */
function catalogueProduct({ state }: Served, asked: { sku: string; price: number; gtin?: string; title?: string }): CatalogueProduct {
  const known = asked.gtin ? productBy(state, 'UPC', asked.gtin) : undefined
  if (known) return known
  const sku = state.nextProductSku++
  const upc = asked.gtin ? asked.gtin.replace(/^0+/, '').padStart(12, '0') : madeUpc(sku)
  const { price } = asked
  return addToCatalogue(state, { sku, upc, name: asked.title ?? asked.sku, salePrice: price, regularPrice: price, type: 'HardGood' })
}

const madeUpc = (number: number): string => {
  const eleven = String(number).padStart(11, '4')
  return `${eleven}${checkDigitOf(eleven.padStart(13, '0'))}`
}

/** The same from outside, for `npm run dev`. */
export function mountControls(app: Hono, controls: Controls): void {
  app.post('/_emulator/shops', async (c) => {
    const { id, key } = controls.shop(await c.req.json<ShopAsked>())
    return c.json({ id, key }, 201)
  })
  app.get('/_emulator/shops/:key/offers', (c) => c.json({ offers: controls.shop({ key: c.req.param('key') }).offers() }))
  app.post('/_emulator/shops/:key/offers', async (c) =>
    c.json(controls.shop({ key: c.req.param('key') }).addProduct(await c.req.json<OfferAsked>()), 201),
  )
  app.get('/_emulator/shops/:key/orders', (c) => c.json({ orders: controls.shop({ key: c.req.param('key') }).orders() }))
  app.post('/_emulator/shops/:key/orders', async (c) => {
    const placed = controls.shop({ key: c.req.param('key') }).placeOrder(await c.req.json<OrderAsked>())
    return c.json(placed, placed.ok ? 201 : 409)
  })
  for (const move of ['cancel', 'deliver', 'release'] as const) {
    app.post(`/_emulator/shops/:key/orders/:id/${move}`, (c) => {
      controls.shop({ key: c.req.param('key') })[move](c.req.param('id'))
      return c.body(null, 204)
    })
  }
}
