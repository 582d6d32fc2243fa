import type { ChannelIssue, ChannelKey, ChannelTask } from '#worker/pure/channel.ts'
import type { ChannelOrder, Parcel } from '#worker/pure/channel-order.ts'
import type { Id } from '#worker/pure/ids.ts'

export type { ChannelOrder, ChannelOrderLine, Parcel } from '#worker/pure/channel-order.ts'

/** A token bucket: so many units at once, and so many more a second. */
export type Limit = { capacity: number; perSecond: number }

/**
 * What a channel said of an operation's limit: another one; what is left of it; how much less than was taken the call cost in
 * the end, which is given back; how long nothing is allowed, ms.
 */
export type PaceNews = { limit?: Limit; available?: number; unspent?: number; blockedForMs?: number }

/**
 * The pace of one connection, one Durable Object each: what may be asked of the channel when, and what is due when. Every
 * consumer asks it, so that all of them together stay within the channel's limits.
 */
export type ChannelPacerRpc = {
  /** Takes `cost` units of an operation's bucket, or says how long to wait for them. `limit` is used until `learn` knows better. */
  take(call: { operation: string; cost: number; limit: Limit }): Promise<{ ok: true } | { ok: false; waitMs: number }>
  /** What the channel said of its limits. */
  learn(news: { operation: string } & PaceNews): Promise<void>
  /** Has tasks done at or after an instant, each in one message however often it is asked for; the earliest wins. UTC ms. */
  due(tasks: { task: ChannelTask; atMs: number }[]): Promise<void>
  /** How often each task is done by itself, ms; null ends all of them (paused, disconnected). */
  beat(everyMs: Partial<Record<ChannelTask, number>> | null): Promise<void>
  status(): Promise<PacerStatus>
}
export type PacerStatus = {
  buckets: { operation: string; capacity: number; perSecond: number; available: number; blockedUntilMs: number | null }[]
  tasks: { task: ChannelTask; dueAtMs: number | null; everyMs: number | null; sentAtMs: number | null }[]
}
export type ChannelPacers = { of(vendorId: Id<'vendor'>, connectionId: Id<'channelConnection'>): ChannelPacerRpc }

/** What a connector asks before and tells after each call. `take` throws Throttled. */
export type Pace = {
  take(operation: string, cost?: number): Promise<void>
  learn(operation: string, news: PaceNews): Promise<void>
}

export type Capabilities = {
  connectBy: 'oauth' | 'keys'
  /** How often each task is worth doing, ms: as often as the channel's limits allow, 30 s at best. */
  beatsMs: Record<ChannelTask, number>
  hasWebhooks: boolean
  /** Stock is set only if the channel still has what we last saw. */
  hasCompareAndSet: boolean
  /** An order has to be accepted before it may be shipped. */
  acknowledges: boolean
  /** The most items one call of `pushStock` / `pushPrice` takes. */
  pushItemsMax: number
  canCreateListings: boolean
  canRefund: boolean
  /** A refund told twice is paid once. Where it is not, one whose answer nobody heard is left to the vendor. */
  isRefundRepeatable: boolean
  /**
   * Its orders tell what their buyers send back. Where they do not, the vendor sees returns in the channel's own pages: Amazon tells
   * them in a report alone, of which no schema is published; Best Buy (RT11) by calls of their own, apart from its orders.
   */
  showsReturns: boolean
  /** It says what others ask for a product, or what it would keep of a sale. */
  showsMarket: boolean
  /** Fields a new listing needs besides ours (title, price, quantity, gtin, category): for the form. */
  listingFields: readonly { name: string; isRequired: boolean }[]
}

/** What a vendor types in to connect by keys. */
export type KeyField = { name: string; isSecret: boolean }

/** What connecting gave. `accountRef` is the channel's own id of the account (INV-CHN-4). */
export type Grant = {
  accountRef: string
  accountName: string
  credentials: Record<string, string>
  /** Marketplaces, regions, locations …: what later calls need and is no secret. */
  details: Record<string, string>
}

/** Something of an account that its vendor chooses, such as the place where stock is counted: a member of its details. */
export type Choice = { name: string; value: string; options: readonly { value: string; label: string }[] }

/** What a webhook says. It is only a hint: what it is about is fetched anew. */
export type ChannelHint = {
  /** The delivery's own id, for telling a repeat. */
  deliveryId: string
  accountRef: string
  topic: 'orders' | 'stock' | 'listings' | 'batches' | 'uninstalled' | 'privacy' | 'other'
  /** The channel's id of the order or item, if it says; of stock, the listing's or what its `refs.inventoryItemId` names. */
  externalId: string | null
  /** `stock`: how many it has of it now: tells an echo of our own word from somebody else's. */
  quantity?: number
  /** `privacy`: the channel's ids of orders whose buyer asked to be forgotten. */
  forgetOrders?: readonly string[]
}

export type ChannelConnector = {
  readonly key: ChannelKey
  readonly capabilities: Capabilities
  /** Operation -> its limit as documented, before the channel has said anything. */
  readonly limits: Readonly<Record<string, Limit>>
  /** `oauth`: where the vendor is sent. @throws InvalidInput for a param (Shopify's shop) that is none */
  authorizationUrl?(ask: { state: string; redirectUri: string; params: Record<string, string> }): string
  /** `oauth`: what came back, checked (signature, params) and exchanged. @throws ChannelRefused, ChannelUnavailable, InvalidInput */
  completeAuthorization?(answer: {
    query: Record<string, string>
    redirectUri: string
    /** What `authorizationUrl` was asked with. */
    params: Record<string, string>
    nowMs: number
    /** Refuses an account that is another store's. Asked before the exchange by a channel that ends an account's tokens with new ones. */
    refuseTaken: (accountRef: string) => Promise<void>
  }): Promise<Grant>
  /** `oauth`: what has to be known before the vendor can be sent there; the names of `params`. */
  readonly paramFields?: readonly KeyField[]
  readonly keyFields?: readonly KeyField[]
  /** What the vendor may choose of an account once it is connected. */
  choicesOf?(details: Record<string, string>): Choice[]
  /** `keys`: tries them. @throws NotAuthorised, ChannelUnavailable, InvalidInput */
  checkKeys?(keys: Record<string, string>, pace: Pace): Promise<Grant>
  /** Verifies and reads a webhook. @throws Problem 401 `invalid_signature` */
  parseWebhook?(request: { headers: Headers; rawBody: string; nowMs: number }): Promise<ChannelHint>
  /** One connection, for the verbs below. Keeps nothing but access tokens, which it gets by itself. */
  open(connection: OpenConnection): ChannelSession
}

export type OpenConnection = {
  vendorId: Id<'vendor'>
  connectionId: Id<'channelConnection'>
  accountRef: string
  credentials: Record<string, string>
  details: Record<string, string>
  pace: Pace
  now: () => number
  /** A channel gave new credentials (a rotated refresh token): they are stored before the call goes on. */
  keepCredentials: (credentials: Record<string, string>) => Promise<void>
}

/** Something a page held that could not be read; the rest of the page goes on. */
export type Unreadable = { externalId: string | null; reason: string }

/**
 * The verbs of a connected account. Every one may throw Throttled, ChannelUnavailable, NotAuthorised or ChannelRefused (for
 * the call as a whole), and can be repeated: where the channel has no idempotency key, the connector reads the state first.
 */
export type ChannelSession = {
  /** Proves that the credentials work, and reads what may have changed of the account. */
  verify(): Promise<Pick<Grant, 'accountName' | 'details'>>
  /** Gives the grant back where the channel can; a grant that is gone is fine. */
  revoke(): Promise<void>
  /** Makes sure the channel tells us (webhooks, notifications); answers what is wrong with it, if anything. Safe to repeat. */
  subscribe?(callbackUrl: string): Promise<{ isHealthy: boolean; detail: string | null }>

  /**
   * The account's listings, page by page. A connector that has the channel prepare an export answers no items, a cursor and
   * `waitMs` until it is ready.
   */
  listListings(page: { cursor: string | null }): Promise<{
    items: ChannelListing[]
    unreadable: Unreadable[]
    nextCursor: string | null
    /** How many there are in all, if the channel says. */
    total: number | null
    waitMs?: number
  }>
  /** What the channel shows of these right now; one that is gone is left out. */
  readListings(externalIds: readonly string[]): Promise<ChannelListing[]>
  /** Creates or changes a listing's content. A channel that takes its time answers a batch of kind `listing`. */
  upsertListing(draft: ListingDraft): Promise<PushOutcome | PendingPush>
  /** The same for many, `pushItemsMax` at most; to be preferred where there is one, because such a channel counts calls, not items. */
  upsertListings?(drafts: readonly ListingDraft[]): Promise<PushAnswer>
  /** A batch, if the channel takes its time, is of kind `listing`. */
  endListing(externalId: string): Promise<PushOutcome | PendingPush>
  pushStock(items: readonly StockPush[]): Promise<PushAnswer>
  pushPrice(items: readonly PricePush[]): Promise<PushAnswer>
  /** What became of a batch the channel takes its time for. Items of it that no outcome names went well. */
  readBatch(batch: {
    ref: string
    kind: BatchKind
  }): Promise<{ isDone: false; waitMs: number } | { isDone: true; outcomes: PushOutcome[] | 'all_ok' }>

  /** Orders that changed since `sinceMs`, page by page, or these very ones. The order of pages does not matter. */
  pullOrders(
    ask: { sinceMs: number; pageToken: string | null } | { externalIds: readonly string[] },
  ): Promise<{ orders: ChannelOrder[]; unreadable: Unreadable[]; nextPageToken: string | null }>
  acknowledgeOrder(order: ChannelOrder): Promise<void>
  confirmShipment(order: ChannelOrder, parcel: Parcel): Promise<void>
  /** @throws StillUnderWay where the channel works on it later: asked again, the connector reads what came of it */
  cancelOrder(order: ChannelOrder, reason: CancelReason): Promise<void>
  /** @throws ChannelRefused `unsupported` where the channel has no such call */
  refundOrder(order: ChannelOrder, refund: ChannelRefund): Promise<void>

  /** The channel's products that carry these GTINs: for creating offers on what is there, and for competitors' prices. */
  findProducts?(gtins: readonly string[]): Promise<CatalogueMatch[]>
  /** What the channel would charge for selling these, minor units; for profitability. */
  estimateFees?(
    items: readonly { externalId: string; priceMinor: number; currency: string }[],
  ): Promise<{ externalId: string; feeMinor: number }[]>
}

export type ListingState = 'active' | 'inactive' | 'ended' | 'unknown'

/** A listing as a channel shows it. */
export type ChannelListing = {
  /** What names it in every later call; stable. */
  externalId: string
  sku: string | null
  gtin: string | null
  title: string
  url: string | null
  state: ListingState
  quantity: number | null
  /** False for stock the channel keeps itself (FBA): never pushed to. */
  isStockOurs: boolean
  priceMinor: number | null
  currency: string | null
  issues: ChannelIssue[]
  /** Ids later calls need besides `externalId` (inventory item, ASIN, product type, location). */
  refs: Record<string, string>
}

export type ListingDraft = {
  /** Null for a new one. */
  externalId: string | null
  refs: Record<string, string>
  sku: string
  gtin: string | null
  title: string
  description: string
  brand: string | null
  imageUrls: readonly string[]
  priceMinor: number
  currency: string
  quantity: number
  weightG: number
  /** The channel's category or product type. */
  externalCategory: string | null
  attributes: Record<string, string>
  idempotencyKey: string
}

export type StockPush = {
  externalId: string
  refs: Record<string, string>
  sku: string | null
  quantity: number
  /** What we believe the channel has, for compare-and-set; null if never seen. */
  lastSeen: number | null
  /** The same push repeated has the same key. */
  idempotencyKey: string
}
export type PricePush = {
  externalId: string
  refs: Record<string, string>
  sku: string | null
  priceMinor: number
  currency: string
  idempotencyKey: string
}

/** What became of one item. `stale`: the compare-and-set failed; `actual` is what is there. */
export type PushOutcome =
  | { externalId: string; kind: 'ok'; refs?: Record<string, string>; issues?: ChannelIssue[] }
  | { externalId: string; kind: 'stale'; actual: number | null }
  | { externalId: string; kind: 'gone' }
  | { externalId: string; kind: 'refused'; issues: ChannelIssue[] }
export type BatchKind = 'stock' | 'price' | 'listing'
/** Either each item's outcome at once, or the reference of a batch to ask for later (`readBatch`). */
export type PushAnswer = { kind: 'done'; outcomes: PushOutcome[] } | PendingPush
export type PendingPush = { kind: 'pending'; ref: string; waitMs: number }

export type CancelReason = 'out_of_stock' | 'customer_request' | 'cannot_ship' | 'pricing_error'
export type ChannelRefund = {
  /** The same refund repeated has the same id. */
  refundId: string
  reason: 'customer_return' | 'damaged' | 'not_received' | 'goodwill' | 'other'
  /** Per line of the channel's order, as the buyer gets it back: with the tax where that is on top; shipping is extra. Minor units. */
  lines: { externalId: string; quantity: number; amountMinor: number }[]
  shippingMinor: number
  note: string
}

export type CatalogueMatch = {
  gtin: string
  externalId: string
  title: string
  externalCategory: string | null
  url: string | null
  /** The lowest price others ask for it, if known. */
  competitorMinor: number | null
  currency: string | null
}

/** Every channel there is: `worker/providers/channels/registry.ts`. */
export type ChannelConnectors = Readonly<Record<ChannelKey, ChannelConnector>>
