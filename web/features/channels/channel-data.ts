import type { InferResponseType } from 'hono/client'
import type { ApiClient } from '#worker/client.ts'
import type { ChannelIssue, ChannelKey, ListingOverrides } from '#worker/pure/channel.ts'

/* What the channels' pages show, as the API answers it. */

type Api = ApiClient['api']['v1']
export type Platforms = InferResponseType<Api['platforms']['$get'], 200>
export type ChannelInfo = Platforms['channels'][number]
export type Connection = Platforms['connections'][number]
export type WholeConnection = InferResponseType<Api['platforms'][':connectionId']['$get'], 200>
export type Pacer = WholeConnection['pacer']
export type Bucket = Pacer['buckets'][number]

export type Money = { amountMinor: number; currency: string }
export type Listing = {
  id: string
  connectionId: string
  channel: ChannelKey
  externalId: string
  sku: string | null
  gtin: string | null
  title: string
  url: string | null
  state: 'active' | 'inactive' | 'ended' | 'unknown'
  isStockOurs: boolean
  quantity: number | null
  quantityAt: string | null
  price: Money | null
  isDue: boolean
  issues: ChannelIssue[]
  overrides: ListingOverrides
  variant: { id: string; sku: string; title: string; available: number; price: Money | null } | null
  matchedBy: 'sku' | 'gtin' | 'manual' | 'created' | null
  suggestion: { id: string; sku: string; title: string } | null
  version: number
}

export type Run = {
  id: string
  connectionId: string
  kind: 'orders' | 'actions' | 'stock' | 'prices' | 'listings' | 'import' | 'reconcile'
  cause: 'schedule' | 'webhook' | 'manual' | 'replay'
  status: 'running' | 'done' | 'failed'
  total: number | null
  done: number
  failed: number
  error: { code: string; detail: string | null } | null
  startedAt: string
  finishedAt: string | null
}
export type RunItem = {
  id: string
  subject: string
  label: string
  outcome: 'ok' | 'failed' | 'skipped'
  code: string | null
  detail: string | null
  at: string
}
export type Conflict = {
  id: string
  connectionId: string
  kind: 'oversold' | 'stock_drift' | 'price_drift' | 'stale_stock'
  listing: { id: string; title: string } | null
  channelOrderId: string | null
  ours: number | null
  theirs: number | null
  resolution: 'healed' | 'cancelled_there' | 'parked' | 'open'
  detail: string
  at: string
  resolvedAt: string | null
}

export type ChannelOrderRow = InferResponseType<Api['channel-orders']['$get'], 200>['items'][number]
export type ChannelOrderDetail = InferResponseType<Api['channel-orders'][':channelOrderId']['$get'], 200>
/** A line no product is known for, and the product it seems to be. */
export type Unmapped = { sku: string; title: string; suggestion: { id: string; title: string } | null }
