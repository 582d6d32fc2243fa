import type { Hono } from 'hono'
import { marketplaceById } from '#worker/providers/channels/amazon/marketplaces.ts'
import type { Engine } from './engine.ts'
import { listingChanged, orderChanged, quantityChanged } from './notify.ts'
import { type Listing, nextNumber, type Order, sellerOf, US } from './world.ts'

export type NewListing = {
  sku: string
  title?: string
  gtin?: string | null
  asin?: string
  productType?: string
  priceMinor?: number | null
  quantity?: number
  fulfilledBy?: 'MERCHANT' | 'AMAZON'
  issues?: Listing['issues']
}
export type NewOrder = {
  lines: readonly { sku: string; quantity: number }[]
  status?: 'PENDING' | 'UNSHIPPED'
  shippingMinor?: number
  taxMinor?: number
  id?: string
  createdAtMs?: number
  /** Laid over what the API answers: for orders as they should not be. */
  oddities?: Record<string, unknown>
}

/** What a seller and its buyers do at Amazon, for tests and `npm run dev`. */
export type SellerControls = ReturnType<typeof controlsOf>

export function controlsOf(
  engine: Engine,
  id: string,
  init: { storeName?: string | undefined; marketplaceIds?: string[] | undefined } = {},
) {
  const seller = sellerOf(engine.world, id, init)
  const { currency } = marketplaceById(seller.marketplaceIds[0] ?? US) ?? { currency: 'USD' }
  const known = (orderId: string): Order => {
    const order = seller.orders[orderId]
    if (!order) throw new Error(`there is no order ${orderId}`)
    return order
  }
  return {
    id,
    addListing(listing: NewListing): Listing {
      const added = newListing(engine, listing, currency)
      seller.listings[added.sku] = added
      const { asin, gtin, title, productType } = added
      engine.world.catalogue[asin] ??= { asin, gtin, title, brand: '', productType, competitorMinor: null }
      engine.changed()
      return added
    },
    listing: (sku: string): Listing | undefined => seller.listings[sku],
    listings: (): Listing[] => Object.values(seller.listings),
    removeListing(sku: string): void {
      delete seller.listings[sku]
      engine.changed()
    },
    /** Somebody else (the seller, another program) sets a quantity at Amazon. */
    setQuantity(sku: string, quantity: number): void {
      const listing = seller.listings[sku]
      if (!listing) throw new Error(`there is no listing ${sku}`)
      listing.quantity = quantity
      quantityChanged(engine, seller, listing)
    },
    /** Amazon finds something wrong with a listing, or nothing any more. */
    setIssues(sku: string, issues: Listing['issues']): void {
      const listing = seller.listings[sku]
      if (!listing) throw new Error(`there is no listing ${sku}`)
      listing.issues = issues
      engine.changed()
      listingChanged(engine, seller, listing, 'ISSUES')
    },
    /** A buyer orders: takes from what Amazon has, all lines or none. Answers the order's id, or null where Amazon has too few. */
    placeOrder(order: NewOrder): string | null {
      const wanted = order.lines.map((line) => ({ ...line, listing: seller.listings[line.sku] }))
      if (wanted.some(({ listing, quantity }) => !listing || listing.quantity < quantity)) return null
      const placed = newOrder(engine, order, wanted as { listing: Listing; quantity: number }[], seller.marketplaceIds[0] ?? US)
      seller.orders[placed.id] = placed
      for (const { listing, quantity } of wanted) {
        if (!listing) continue
        listing.quantity -= quantity
        if (listing.fulfilledBy === 'MERCHANT') quantityChanged(engine, seller, listing)
      }
      orderChanged(engine, seller, placed)
      return placed.id
    },
    order: (orderId: string): Order | undefined => seller.orders[orderId],
    orders: (): Order[] => Object.values(seller.orders),
    /** The payment of a pending order went through. */
    pay(orderId: string): void {
      known(orderId).status = 'UNSHIPPED'
      orderChanged(engine, seller, known(orderId))
    },
    /** The buyer, or Amazon, cancels. */
    cancel(orderId: string, by: 'BUYER' | 'AMAZON' = 'BUYER'): void {
      const order = known(orderId)
      order.status = 'CANCELLED'
      order.cancelled = { by, reason: 'Buyer requested cancellation' }
      orderChanged(engine, seller, order)
    },
    deliver(orderId: string): void {
      for (const sent of known(orderId).packages) sent.isDelivered = true
      orderChanged(engine, seller, known(orderId))
    },
    /** Changes an order's date or lays something over it, as tests of odd orders need it. */
    touch(orderId: string, oddities: Record<string, unknown> = {}): void {
      Object.assign(known(orderId).oddities, oddities)
      orderChanged(engine, seller, known(orderId))
    },
    /** The seller withdraws its authorization: tokens end at once. */
    revoke(): void {
      for (const tokens of [engine.world.refreshTokens, engine.world.codes])
        for (const [token, owner] of Object.entries(tokens)) if (owner === id) delete tokens[token]
      for (const [token, { seller: owner }] of Object.entries(engine.world.accessTokens))
        if (owner === id) delete engine.world.accessTokens[token]
      engine.changed()
    },
    isConnected: (): boolean => Object.values(engine.world.refreshTokens).includes(id),
    subscriptions: (): string[] => Object.keys(seller.subscriptions).sort(),
    feeds: () => Object.values(seller.feeds),
  }
}

function newListing({ world, kit }: Engine, init: NewListing, currency: string): Listing {
  const title = init.title ?? `Item ${init.sku}`
  const gtin = init.gtin ?? null
  return {
    sku: init.sku,
    asin: init.asin ?? `B${String(nextNumber(world)).padStart(9, '0')}`,
    title,
    productType: init.productType ?? 'HOME',
    gtin,
    priceMinor: init.priceMinor === undefined ? 1999 : init.priceMinor,
    currency,
    quantity: init.quantity ?? 0,
    fulfilledBy: init.fulfilledBy ?? 'MERCHANT',
    issues: init.issues ?? [],
    attributes: {
      item_name: [{ value: title }],
      ...(gtin ? { externally_assigned_product_identifier: [{ type: 'ean', value: gtin, marketplace_id: US }] } : {}),
    },
    createdAtMs: kit.now(),
    updatedAtMs: kit.now(),
  }
}

function newOrder(engine: Engine, init: NewOrder, wanted: readonly { listing: Listing; quantity: number }[], marketplaceId: string): Order {
  const number = nextNumber(engine.world)
  const digits = String(number).padStart(14, '0')
  const nowMs = engine.kit.now()
  return {
    id: init.id ?? `114-${digits.slice(0, 7)}-${digits.slice(7)}`,
    marketplaceId,
    status: init.status ?? 'UNSHIPPED',
    fulfilledBy: wanted[0]?.listing.fulfilledBy ?? 'MERCHANT',
    currency: wanted[0]?.listing.currency ?? 'USD',
    createdAtMs: init.createdAtMs ?? nowMs,
    updatedAtMs: 0,
    lines: wanted.map(({ listing, quantity }, at) => ({
      ...{ id: `${digits}${at + 1}`, sku: listing.sku, asin: listing.asin, title: listing.title, quantity, shipped: 0 },
      ...{ unitMinor: listing.priceMinor ?? 0, taxMinor: at === 0 ? (init.taxMinor ?? 0) : 0 },
    })),
    shippingMinor: init.shippingMinor ?? 0,
    packages: [],
    cancelled: null,
    refunds: [],
    oddities: init.oddities ?? {},
  }
}

/** The same controls over HTTP, for what runs in another process. */
export function mountControls(app: Hono, engine: Engine): void {
  app.get('/_emulator/sellers', (c) => c.json({ sellers: Object.keys(engine.world.sellers) }))
  app.get('/_emulator/sellers/:id', (c) => {
    const seller = controlsOf(engine, c.req.param('id'))
    return c.json({ listings: seller.listings(), orders: seller.orders() })
  })
  app.put('/_emulator/sellers/:id', async (c) => {
    controlsOf(engine, c.req.param('id'), await c.req.json<{ storeName?: string; marketplaceIds?: string[] }>())
    return c.body(null, 204)
  })
  app.post('/_emulator/sellers/:id/listings', async (c) =>
    c.json(controlsOf(engine, c.req.param('id')).addListing(await c.req.json<NewListing>()), 201),
  )
  app.post('/_emulator/sellers/:id/orders', async (c) => {
    const orderId = controlsOf(engine, c.req.param('id')).placeOrder(await c.req.json<NewOrder>())
    return orderId === null ? c.json({ error: 'out of stock' }, 409) : c.json({ orderId }, 201)
  })
}
