import { NotAuthorised } from '#worker/domains/channels/errors.ts'
import type { Capabilities, ChannelConnector, ChannelSession, OpenConnection } from '#worker/domains/channels/ports.ts'
import { DEFAULT_BEAT_MS } from '#worker/pure/channel.ts'
import { DAY_MS, MINUTE_MS } from '#worker/pure/time.ts'
import type { Grants } from './access-token.ts'
import { authorizationUrl, completeAuthorization } from './authorize.ts'
import type { AmazonConfig } from './config.ts'
import { confirmShipment } from './confirm-shipment.ts'
import { estimateFees } from './estimate-fees.ts'
import { findProducts } from './find-products.ts'
import { LIMITS } from './limits.ts'
import { listListings, readListings } from './list-listings.ts'
import { cancelOrder, refundOrder } from './order-feeds.ts'
import { parseNotification } from './parse-notification.ts'
import { pullOrders } from './pull-orders.ts'
import { pushPrice, pushStock } from './push-listings.ts'
import { readBatch } from './read-batch.ts'
import { readParticipations } from './read-participations.ts'
import { openAccount } from './session.ts'
import { subscribe, unsubscribe } from './subscribe.ts'
import { endListing, upsertListing } from './upsert-listing.ts'

export type { AmazonConfig } from './config.ts'

const CAPABILITIES: Capabilities = {
  connectBy: 'oauth',
  beatsMs: {
    // `searchOrders` may be asked every 178 s; what happens in between is told by notifications and asked for by `getOrder`.
    orders: 3 * MINUTE_MS,
    actions: DEFAULT_BEAT_MS,
    stock: DEFAULT_BEAT_MS,
    listings: DEFAULT_BEAT_MS,
    batches: DEFAULT_BEAT_MS,
    reconcile: DAY_MS,
  },
  hasWebhooks: true,
  hasCompareAndSet: false,
  acknowledges: false,
  // A feed takes 25,000 messages; fewer keep one answer of the stock lock, and one document, small.
  pushItemsMax: 5_000,
  canCreateListings: true,
  canRefund: true,
  isRefundRepeatable: false,
  showsReturns: false,
  showsMarket: true,
  listingFields: [
    { name: 'brand', isRequired: true },
    { name: 'bullet_point', isRequired: false },
    { name: 'manufacturer', isRequired: false },
    { name: 'country_of_origin', isRequired: false },
    { name: 'supplier_declared_dg_hz_regulation', isRequired: false },
  ],
}

/** Amazon's Selling Partner API (https://developer-docs.amazon.com/sp-api). */
export function createAmazonConnector(config: AmazonConfig, send: typeof fetch): ChannelConnector {
  const grants: Grants = { send, config, underWay: new Map() }
  return {
    key: 'amazon',
    capabilities: CAPABILITIES,
    limits: LIMITS,
    paramFields: [{ name: 'marketplace', isSecret: false }],
    authorizationUrl: (ask) => authorizationUrl(config, ask),
    completeAuthorization: (answer) => completeAuthorization(config, send, answer),
    parseWebhook: (request) => parseNotification(request, config.AMAZON_NOTIFICATION_KEY),
    open: (connection) => openSession(config, grants, connection),
  }
}

function openSession(config: AmazonConfig, grants: Grants, connection: OpenConnection): ChannelSession {
  const account = openAccount(config, grants, connection)
  return {
    verify: () => readParticipations(account.api, account.marketplace, account.sellerId),
    async revoke() {
      try {
        await unsubscribe(account)
      } catch (error) {
        if (!(error instanceof NotAuthorised)) throw error
      }
    },
    subscribe: () => subscribe(account),
    listListings: (page) => listListings(account, page),
    readListings: (externalIds) => readListings(account, externalIds),
    upsertListing: (draft) => upsertListing(account, draft),
    endListing: (externalId) => endListing(account, externalId),
    pushStock: (items) => pushStock(account, items),
    pushPrice: (items) => pushPrice(account, items),
    readBatch: ({ ref }) => readBatch(account, ref),
    pullOrders: (ask) => pullOrders(account, ask),
    // Amazon accepts an order by itself.
    acknowledgeOrder: async () => {},
    confirmShipment: (order, parcel) => confirmShipment(account, order, parcel),
    cancelOrder: (order, reason) => cancelOrder(account, order, reason),
    refundOrder: (order, refund) => refundOrder(account, order, refund),
    findProducts: (gtins) => findProducts(account, gtins),
    estimateFees: (items) => estimateFees(account, items),
  }
}
