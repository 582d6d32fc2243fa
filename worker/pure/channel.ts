import { assert } from '#worker/pure/assert.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

/*
 * A vendor's stock pool is the StockLock; a channel shows a part of it.
 *
 * INV-CHN-1: what a channel is told of a variant is never more than what can be promised at that moment, less the buffer.
 * INV-CHN-2: an order of a channel is one row, known by (connection, the channel's order id), and has at most one order of ours,
 *            whose id follows from it.
 * INV-CHN-3: an order of a channel takes stock by the same call as any other sale, all lines or none.
 * INV-CHN-4: an account at a channel belongs to one vendor at a time.
 * INV-CHN-5: nothing a channel says of stock changes the pool.
 */

/** The channels a vendor can connect. Adding one: `docs/adding-a-channel.md`. */
export const CHANNELS = ['amazon', 'shopify', 'bestbuy'] as const
export type ChannelKey = (typeof CHANNELS)[number]
/** Their names, which no language translates. */
export const CHANNEL_NAMES: Readonly<Record<ChannelKey, string>> = { amazon: 'Amazon', shopify: 'Shopify', bestbuy: 'Best Buy' }

/**
 * `active`: works. `paused`: by the vendor; nothing goes in or out. `broken`: the channel refuses our credentials until the vendor
 * connects again. `disconnected`: over; its credentials are gone.
 */
export const CONNECTION_STATUSES = ['active', 'paused', 'broken', 'disconnected'] as const
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number]

/** What is done for a connection again and again, each in a message of its own. */
export const CHANNEL_TASKS = ['orders', 'actions', 'stock', 'listings', 'batches', 'reconcile'] as const
export type ChannelTask = (typeof CHANNEL_TASKS)[number]

/** How a channel's price follows from ours. `margin` first, then the floor, then the rounding, which never goes below the floor. */
export type PriceRule = {
  /** Added to our price, bps; may be negative. */
  marginBps: number
  /** Added after the margin, minor units. */
  plusMinor: number
  /** Never lower than this, minor units; null for none. */
  floorMinor: number | null
  /** `none`; `up_99`: up to the next amount that ends with .99 (currencies with two decimals); `up_whole`: up to the next whole unit. */
  rounding: 'none' | 'up_99' | 'up_whole'
}

/** What a vendor decides about a connection. */
export type ChannelSettings = {
  /** Units of each variant kept back from this channel. */
  buffer: number
  /** Never shows more than this, however many there are; null for no limit. */
  quantityMax: number | null
  isStockPushed: boolean
  isPricePushed: boolean
  priceRule: PriceRule
  /** What becomes of an order that cannot be had: `cancel` it at the channel, or `park` it for the vendor to decide. */
  onShortage: 'cancel' | 'park'
}

export const DEFAULT_CHANNEL_SETTINGS: ChannelSettings = {
  buffer: 0,
  quantityMax: null,
  isStockPushed: true,
  isPricePushed: false,
  priceRule: { marginBps: 0, plusMinor: 0, floorMinor: null, rounding: 'none' },
  onShortage: 'cancel',
}

/** What is decided for one listing in place of the connection's settings. */
export type ListingOverrides = {
  title?: string | undefined
  description?: string | undefined
  /** The channel's price as it is; no rule applies. Minor units of the listing's currency. */
  priceMinor?: number | undefined
  buffer?: number | undefined
  quantityMax?: number | undefined
}

/** How many units a channel is told of (INV-CHN-1). */
export function quantityToShow(
  available: number,
  { buffer, quantityMax }: Pick<ChannelSettings, 'buffer' | 'quantityMax'>,
  overrides: ListingOverrides = {},
): number {
  assert(Number.isSafeInteger(available) && available >= 0, 'available is a whole number of units')
  const kept = overrides.buffer ?? buffer
  const max = overrides.quantityMax ?? quantityMax ?? Number.MAX_SAFE_INTEGER
  // Never more than there is, nor less than nothing, whatever was set.
  return Math.max(0, Math.min(available, available - kept, max))
}

/**
 * The price a channel is told of, from ours. Rounds the margin half up.
 * @param priceMinor ours, in minor units of a currency with `exponent` decimals
 */
export function channelPriceMinor(priceMinor: number, rule: PriceRule, exponent: 0 | 2 | 3): number {
  const marked = Math.max(0, Math.floor((priceMinor * (10_000 + rule.marginBps) + 5_000) / 10_000) + rule.plusMinor)
  const floored = Math.max(marked, rule.floorMinor ?? 0)
  if (rule.rounding === 'none' || exponent === 0) return floored
  const unit = 10 ** exponent
  if (rule.rounding === 'up_whole') return Math.ceil(floored / unit) * unit
  const ending = unit - 10 ** (exponent - 2)
  const candidate = Math.floor(floored / unit) * unit + ending
  return candidate >= floored ? candidate : candidate + unit
}

/** What a vendor is told of an error at a channel, with the field it is about. */
export type ChannelIssue = {
  /** The channel's own code. */
  code: string
  severity: 'error' | 'warning'
  /** Ours: `title`, `price`, `quantity`, `gtin`, `category`, `attributes.<name>` …; null if it is about the whole. */
  field: string | null
  message: string
}

/** Why an order was set aside. Each has a fix the vendor's pages name; `stock_on_hold` fixes itself. */
export const PARKED_REASONS = [
  'unmapped_sku',
  'out_of_stock',
  'stock_on_hold',
  'unknown_status',
  'unsupported_currency',
  'no_address',
] as const
export type ParkedReason = (typeof PARKED_REASONS)[number]

/**
 * How long an order waits for buyers of the marketplace who hold what it lacks to pay or to go, before it counts as sold elsewhere:
 * a checkout's hold, and a little more. Every beat of its connection looks again. Channels give hours before they ask.
 */
export const WAITS_FOR_HOLDS_MS = 20 * MINUTE_MS

/**
 * How long an order's overlap is: a sweep asks for what changed since the one before began, and this much earlier. Longer than
 * channels keep the newest back (Amazon: two minutes), and than their clocks differ from ours.
 */
export const ORDERS_OVERLAP_MS = 5 * MINUTE_MS
/** How often a connection without better advice is looked after. */
export const DEFAULT_BEAT_MS = 30 * SECOND_MS
/** Names, addresses and numbers of a channel's buyers are forgotten this long after the order has ended, or waited for its store in vain. */
export const BUYER_DATA_KEPT_MS = 30 * 24 * 60 * MINUTE_MS
