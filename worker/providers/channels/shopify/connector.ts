import * as v from 'valibot'
import { NotAuthorised } from '#worker/domains/channels/errors.ts'
import type { Capabilities, ChannelConnector, ChannelSession, OpenConnection } from '#worker/domains/channels/ports.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'
import { createAuthorization } from './authorize.ts'
import { cancelOrder } from './cancel-order.ts'
import { confirmShipment } from './confirm-shipment.ts'
import { UNINSTALL } from './documents.ts'
import { ADMIN, ADMIN_LIMIT, createAsk } from './graphql.ts'
import { listListings } from './list-listings.ts'
import { pullOrders } from './pull-orders.ts'
import { pushPrice } from './push-price.ts'
import { pushStock } from './push-stock.ts'
import { choicesOf, readShop } from './read-shop.ts'
import { listingOf, readVariants } from './read-variant.ts'
import { readWebhook } from './read-webhook.ts'
import { refundOrder } from './refund-order.ts'
import { subscribeToShop } from './subscribe.ts'
import { endListing, upsertListing } from './upsert-listing.ts'
import { API_VERSION } from './version.ts'

export type ShopifyConfig = {
  /** `{shop}` is the vendor's `name.myshopify.com`. */
  SHOPIFY_SHOP_URL: string
  SHOPIFY_CLIENT_ID: string
  SHOPIFY_CLIENT_SECRET: string
  SHOPIFY_CLIENT_SECRET_OLD?: string | undefined
}

const CAPABILITIES: Capabilities = {
  connectBy: 'oauth',
  // Webhooks say sooner; these are the sweeps.
  beatsMs: {
    orders: 30 * SECOND_MS,
    actions: 30 * SECOND_MS,
    stock: 30 * SECOND_MS,
    listings: 30 * SECOND_MS,
    batches: MINUTE_MS,
    reconcile: DAY_MS,
  },
  hasWebhooks: true,
  hasCompareAndSet: true,
  acknowledges: false,
  // One call takes 250 at most; a smaller one is sent again sooner where something in it is stale.
  pushItemsMax: 100,
  canCreateListings: true,
  canRefund: true,
  isRefundRepeatable: true,
  showsReturns: true,
  // A shop of one's own: nobody else sells in it, and it takes a fee for paying only.
  showsMarket: false,
  listingFields: [],
}

/** Shopify's Admin API (GraphQL). `version`: tests run the one before, too. */
export function createShopifyConnector(config: ShopifyConfig, send: typeof fetch, version: string = API_VERSION): ChannelConnector {
  return {
    key: 'shopify',
    capabilities: CAPABILITIES,
    limits: { [ADMIN]: ADMIN_LIMIT },
    paramFields: [{ name: 'shop', isSecret: false }],
    choicesOf,
    ...createAuthorization(config, send, version),
    parseWebhook: (request) => readWebhook(config, request),
    open: (connection) => openSession(config, send, version, connection),
  }
}

const Any = v.unknown()

function openSession(config: ShopifyConfig, send: typeof fetch, version: string, connection: OpenConnection): ChannelSession {
  const ask = createAsk(config, send, version, connection)
  const { connectionId, now } = connection
  const { locationId = '', currency = '' } = connection.details
  const call = { ask, send, connectionId, locationId, currency, now }
  return {
    async verify() {
      const { accountName, details } = await readShop(ask, locationId)
      return { accountName, details }
    },
    async revoke() {
      try {
        await ask({ document: UNINSTALL, variables: {}, cost: 10, reads: Any })
      } catch (error) {
        // Gone already, with its shop or by the vendor's hand.
        if (!(error instanceof NotAuthorised)) throw error
      }
    },
    subscribe: (callbackUrl) => subscribeToShop(ask, callbackUrl),
    listListings: ({ cursor }) => listListings(call, cursor),
    async readListings(externalIds) {
      const found = await readVariants(ask, externalIds, locationId)
      return [...found.values()].map((variant) => listingOf(variant, currency))
    },
    upsertListing: (draft) => upsertListing(call, draft),
    endListing: (externalId) => endListing(call, externalId),
    pushStock: (items) => pushStock(call, items),
    pushPrice: (items) => pushPrice(call, items),
    // Everything is answered at once.
    readBatch: async () => ({ isDone: true, outcomes: 'all_ok' }),
    pullOrders: (asked) => pullOrders(ask, asked),
    // An order is taken by being there.
    acknowledgeOrder: async () => {},
    confirmShipment: (order, parcel) => confirmShipment(ask, order, parcel),
    cancelOrder: (order, reason) => cancelOrder(ask, order, reason),
    refundOrder: (order, refund) => refundOrder(ask, order, refund),
  }
}
