import type { InferResponseType } from 'hono/client'
import type { ApiClient } from '#worker/client.ts'

/* What the channels' pages show, as the API answers it. */

type Api = ApiClient['api']['v1']
export type Platforms = InferResponseType<Api['platforms']['$get'], 200>
export type ChannelInfo = Platforms['channels'][number]
export type Connection = Platforms['connections'][number]
export type WholeConnection = InferResponseType<Api['platforms'][':connectionId']['$get'], 200>
export type Pacer = WholeConnection['pacer']
export type Bucket = Pacer['buckets'][number]

export type GridItem = InferResponseType<Api['channel-listings']['$get'], 200>['items'][number]
/** A listing as it stands in the grid. */
export type Cell = GridItem['listings'][number]
export type Listing = InferResponseType<Api['channel-listings'][':channelListingId']['$get'], 200>
/** What a listing meets at its channel. */
export type Market = InferResponseType<Api['channel-listings'][':channelListingId']['market']['$get'], 200>
export type Run = InferResponseType<Api['sync']['runs']['$get'], 200>['items'][number]
export type WholeRun = InferResponseType<Api['sync']['runs'][':syncRunId']['$get'], 200>
export type RunItem = WholeRun['items'][number]
export type Conflict = InferResponseType<Api['channel-conflicts']['$get'], 200>['items'][number]
export type Categories = InferResponseType<Api['platforms'][':connectionId']['categories']['$get'], 200>

export type ChannelOrderRow = InferResponseType<Api['channel-orders']['$get'], 200>['items'][number]
export type ChannelOrderDetail = InferResponseType<Api['channel-orders'][':channelOrderId']['$get'], 200>
/** A line no product is known for, and the product it seems to be. */
export type Unmapped = { sku: string; title: string; suggestion: { id: string; title: string } | null }
