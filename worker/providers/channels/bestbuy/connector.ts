import type { ChannelConnector, OpenConnection, Pace } from '#worker/domains/channels/ports.ts'
import { InvalidInput } from '#worker/pure/problem.ts'
import { readAccount, verifyAccount } from './account.ts'
import { type Mirakl, openMirakl } from './call-mirakl.ts'
import { changeOrdersOf } from './change-orders.ts'
import { findProducts } from './find-products.ts'
import { importsOf } from './imports.ts'
import { CAPABILITIES, LIMITS } from './limits.ts'
import { offersOf } from './offers.ts'
import { pullOrdersOf } from './pull-orders.ts'
import { refundOrderOf } from './refund-order.ts'

export type BestBuyConfig = {
  BESTBUY_MARKETPLACE_URL: string
  BESTBUY_PRODUCTS_URL: string
  BESTBUY_PRODUCTS_KEY: string
}

/** How many connections' refusals in a row are remembered; a forgotten one begins with the short wait again. */
const STRIKES_KEPT = 1000

/**
 * Best Buy's marketplace, which runs on Mirakl: the seller API with the shop's key, and Best Buy's public Products API with
 * the marketplace's own key for what is in its catalogue. There are no webhooks: everything is asked for.
 */
export function createBestBuyConnector(config: BestBuyConfig, send: typeof fetch): ChannelConnector {
  const strikesOf = new Map<string, Map<string, number>>()
  const open = (keys: Record<string, string>, pace: Pace, name: string): Mirakl => {
    if (strikesOf.size > STRIKES_KEPT) strikesOf.clear()
    const strikes = strikesOf.get(name) ?? new Map<string, number>()
    strikesOf.set(name, strikes)
    const shop = { url: config.BESTBUY_MARKETPLACE_URL, apiKey: keys.apiKey ?? '', shopId: keys.shopId || null, pace, strikes }
    return openMirakl(shop, send)
  }
  return {
    key: 'bestbuy',
    capabilities: CAPABILITIES,
    limits: LIMITS,
    keyFields: [
      { name: 'apiKey', isSecret: true },
      { name: 'shopId', isSecret: false },
    ],
    async checkKeys(typed, pace) {
      const credentials = readKeys(typed)
      return { ...(await readAccount(open(credentials, pace, ''))), credentials }
    },
    open: (connection) => openSession(config, connection, open(connection.credentials, connection.pace, connection.connectionId), send),
  }
}

function openSession(config: BestBuyConfig, { details, pace }: OpenConnection, mirakl: Mirakl, send: typeof fetch) {
  const products = { url: config.BESTBUY_PRODUCTS_URL, key: config.BESTBUY_PRODUCTS_KEY, pace }
  return {
    verify: () => verifyAccount(mirakl, details),
    // A shop key is made and withdrawn by the vendor in the channel's own portal; there is no call for it.
    revoke: async () => {},
    ...offersOf(mirakl, { pace }),
    ...importsOf(mirakl),
    pullOrders: pullOrdersOf(mirakl),
    ...changeOrdersOf(mirakl, details),
    refundOrder: refundOrderOf(mirakl),
    findProducts: (gtins: readonly string[]) => findProducts(gtins, products, send),
  }
}

/** @throws InvalidInput for keys that cannot be any */
function readKeys({ apiKey = '', shopId = '' }: Record<string, string>): Record<string, string> {
  const key = apiKey.trim()
  const shop = shopId.trim()
  // Anything else would be no header value, or one that is never right.
  if (!/^[\x21-\x7e]{8,200}$/.test(key)) throw new InvalidInput([{ pointer: '/keys/apiKey', detail: 'is not a shop key' }])
  if (!/^\d{0,18}$/.test(shop)) throw new InvalidInput([{ pointer: '/keys/shopId', detail: 'is a number' }])
  return { apiKey: key, ...(shop && { shopId: shop }) }
}
