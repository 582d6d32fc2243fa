import type { Capabilities, Limit } from '#worker/domains/channels/ports.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

/** So often at most. A hair slower than the channel allows, because two calls may not take the same time to get there. */
const once = (everyMs: number, capacity = 1): Limit => ({ capacity, perSecond: 1000 / (everyMs * 1.02) })
/** What Mirakl allows "at each page display" or "on each event", which names no figure: what people's work comes to. */
const asPeopleWork: Limit = { capacity: 60, perSecond: 2 }

/**
 * Mirakl has no buckets: each operation has a "maximum usage" in its description, which is the contract
 * (https://developer.mirakl.com/content/product/mmp/rest/seller/openapi3). Orders are polled once a minute; the further pages of
 * a sweep and orders asked for by their ids count as page displays. The account is read once a day in the long run, and a few times
 * more by a vendor who connects again.
 */
export const LIMITS = {
  A01: once(DAY_MS, 6),
  SH21: once(DAY_MS, 6),
  OF21: { capacity: 200, perSecond: 5 },
  OF24: once(MINUTE_MS),
  OF02: once(MINUTE_MS),
  OF03: once(MINUTE_MS),
  STO01: once(MINUTE_MS),
  STO02: once(15 * SECOND_MS),
  STO03: once(MINUTE_MS),
  OR11: once(MINUTE_MS),
  OR11_display: asPeopleWork,
  OR21: asPeopleWork,
  OR23: asPeopleWork,
  OR24: asPeopleWork,
  OR28: asPeopleWork,
  OR29: asPeopleWork,
  OR30: asPeopleWork,
  RE02: asPeopleWork,
  /** Best Buy's Products API: five calls a second for a key, which all our connections share. */
  products: { capacity: 5, perSecond: 4 },
} as const satisfies Record<string, Limit>

export type Operation = keyof typeof LIMITS

export const CAPABILITIES: Capabilities = {
  connectBy: 'keys',
  beatsMs: {
    orders: 65 * SECOND_MS,
    actions: 2 * MINUTE_MS,
    stock: 65 * SECOND_MS,
    listings: 5 * MINUTE_MS,
    batches: MINUTE_MS,
    reconcile: DAY_MS,
  },
  hasWebhooks: false,
  hasCompareAndSet: false,
  acknowledges: true,
  pushItemsMax: 1000,
  canCreateListings: true,
  canRefund: true,
  isRefundRepeatable: true,
  showsReturns: false,
  showsMarket: true,
  listingFields: [
    { name: 'state_code', isRequired: false },
    { name: 'leadtime_to_ship', isRequired: false },
    { name: 'logistic_class', isRequired: false },
    { name: 'product_tax_code', isRequired: false },
  ],
}
