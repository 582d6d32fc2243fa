import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { requireVersion, versionTag } from '#worker/edge/version.ts'
import { readGridCursor } from '#worker/pure/grid-cursor.ts'
import { changeListing, endListing } from '../change-listing.ts'
import { mapCategories, readCategories } from '../map-categories.ts'
import { publishListings } from '../publish-listings.ts'
import { matchListings, readConnectionListings, readGrid, readListingView } from '../read-listings.ts'
import { readMarket } from '../read-market.ts'
import { importListings } from '../start-sync.ts'
import {
  Categories,
  CategoryMappings,
  channelListingId,
  connectionId,
  GridQuery,
  GridRow,
  ListingChange,
  ListingSchema,
  Market,
  MatchAnswer,
  MatchAsk,
  Publication,
  WholeListing,
} from './schemas.ts'

const ListingParam = z.strictObject({ channelListingId })
const ConnectionParam = z.strictObject({ connectionId })
const tags: [string] = ['channels']
const noListing = { not_found: [404, 'There is no such listing.'] } as const
const noConnection = { not_found: [404, 'There is no such connection.'] } as const
const notReady = { connection_not_ready: [409, 'This connection is paused.'] } as const
const stale = {
  changed_meanwhile: [412, 'The listing was changed by somebody else since you read it.'],
  if_match_required: [428, 'Send If-Match with the ETag you read, so that nobody else’s change is lost.'],
} as const

export const channelListingsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/channel-listings',
      operationId: 'readChannelGrid',
      summary: 'What the store’s channels show: a row per variant, and per listing that is no variant’s yet',
      tags,
      permission: 'channels:read',
      request: { query: GridQuery },
      responses: { 200: json(z.object({ items: z.array(GridRow), nextCursor: z.string().nullable() }), 'One page.') },
    }),
    async (c) => {
      const { cursor, ...query } = c.req.valid('query')
      return c.json(
        await readGrid(c.var.ctx, vendorOf(c.var.ctx), { ...query, after: cursor === undefined ? null : readGridCursor(cursor) }),
        200,
      )
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/channel-listings',
      operationId: 'publishChannelListings',
      summary: 'List variants at a channel; what the channel says of each lands on the listing',
      tags,
      permission: 'channels:manage',
      request: { body: body(Publication) },
      responses: { 202: json(z.object({ listings: z.array(ListingSchema) }), 'They are sent within seconds.') },
      problems: {
        ...noConnection,
        ...notReady,
        listings_not_created: [409, 'New listings of Amazon are made there. Import them, then match them.'],
      },
      idempotent: true,
    }),
    async (c) => {
      const vendorId = vendorOf(c.var.ctx)
      const ids = await publishListings(c.var.ctx, vendorId, c.req.valid('json'))
      const listings = await Promise.all(ids.map((id) => readListingView(c.var.ctx, vendorId, id)))
      return c.json({ listings: listings.map(({ variant: _, ...listing }) => listing) }, 202)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/channel-listings/match',
      operationId: 'matchChannelListings',
      summary: 'Match a connection’s listings with variants by SKU, then GTIN; or see what would be matched',
      tags,
      permission: 'channels:manage',
      request: { body: body(MatchAsk) },
      responses: { 200: json(MatchAnswer, 'What is matched; of many, the first 200.') },
      problems: noConnection,
    }),
    async (c) => c.json(await matchListings(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/channel-listings/{channelListingId}',
      operationId: 'readChannelListing',
      summary: 'One listing of a channel',
      tags,
      permission: 'channels:read',
      request: { params: ListingParam },
      responses: { 200: json(WholeListing, 'The listing; its ETag is needed to change it.') },
      problems: noListing,
    }),
    async (c) => {
      const listing = await readListingView(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').channelListingId)
      return c.json(listing, 200, { etag: versionTag(listing.version) })
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/channel-listings/{channelListingId}/market',
      operationId: 'readChannelMarket',
      summary: 'What others ask for it at the channel, and what the channel would keep of a sale; asked of the channel now',
      tags,
      permission: 'channels:manage',
      request: { params: ListingParam },
      responses: { 200: json(Market, 'Null for what the channel does not say.') },
      problems: {
        ...noListing,
        ...notReady,
        channel_refused: [409, 'Amazon refused: the marketplace does not estimate fees'],
        channel_not_authorised: [409, 'Best Buy does not accept this connection any more: the key is unknown'],
      },
    }),
    async (c) => c.json(await readMarket(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').channelListingId), 200),
  )
  .openapi(
    route({
      method: 'patch',
      path: '/channel-listings/{channelListingId}',
      operationId: 'changeChannelListing',
      summary: 'Say which variant a listing stands for (null: none), and what it says instead of the connection’s settings',
      tags,
      permission: 'channels:manage',
      request: { params: ListingParam, body: body(ListingChange) },
      responses: { 200: json(WholeListing, 'The listing as it is now; the channel is told within seconds.') },
      problems: { ...noListing, ...stale },
    }),
    async (c) => {
      const at = { listingId: c.req.valid('param').channelListingId, version: requireVersion(c.req.header('if-match')) }
      const { variantId, overrides } = c.req.valid('json')
      const change = { ...(variantId === undefined ? {} : { variantId }), ...(overrides === undefined ? {} : { overrides }) }
      const listing = await changeListing(c.var.ctx, vendorOf(c.var.ctx), at, change)
      return c.json(listing, 200, { etag: versionTag(listing.version) })
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/channel-listings/{channelListingId}',
      operationId: 'endChannelListing',
      summary: 'End a listing at its channel',
      tags,
      permission: 'channels:manage',
      request: { params: ListingParam },
      responses: { 204: empty('It is over, or will be once the channel has worked on it.') },
      problems: {
        ...noListing,
        ...stale,
        ...notReady,
        channel_refused: [409, 'Best Buy refused: the offer cannot be ended'],
        channel_not_authorised: [409, 'Best Buy does not accept this connection any more: the key is unknown'],
      },
    }),
    async (c) => {
      const at = { listingId: c.req.valid('param').channelListingId, version: requireVersion(c.req.header('if-match')) }
      await endListing(c.var.ctx, vendorOf(c.var.ctx), at)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/platforms/{connectionId}/import',
      operationId: 'importChannelListings',
      summary: 'Import everything an account lists; the run tells how far it is',
      tags,
      permission: 'channels:manage',
      request: { params: ConnectionParam },
      responses: { 202: json(z.object({ runId: z.string() }), 'The run that is under way.') },
      problems: { ...noConnection, ...notReady },
    }),
    async (c) => c.json({ runId: await importListings(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').connectionId) }, 202),
  )
  .openapi(
    route({
      method: 'get',
      path: '/platforms/{connectionId}/listings',
      operationId: 'listConnectionListings',
      summary: 'A connection’s listings, those that are over included',
      tags,
      permission: 'channels:read',
      request: {
        params: ConnectionParam,
        query: z.strictObject({
          isMatched: z
            .enum(['true', 'false'])
            .transform((text) => text === 'true')
            .optional(),
          cursor: channelListingId.optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: { 200: json(z.object({ items: z.array(ListingSchema), nextCursor: z.string().nullable() }), 'One page.') },
      problems: noConnection,
    }),
    async (c) => {
      const { cursor, ...query } = c.req.valid('query')
      const of = { ...query, after: cursor, connectionId: c.req.valid('param').connectionId }
      return c.json(await readConnectionListings(c.var.ctx, vendorOf(c.var.ctx), of), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/platforms/{connectionId}/categories',
      operationId: 'readChannelCategories',
      summary: 'Which of the channel’s categories stand for the marketplace’s',
      tags,
      permission: 'channels:read',
      request: { params: ConnectionParam },
      responses: { 200: json(Categories, 'The mapping, and what is not mapped yet.') },
      problems: noConnection,
    }),
    async (c) => {
      const key = { vendorId: vendorOf(c.var.ctx), connectionId: c.req.valid('param').connectionId }
      return c.json(await readCategories(c.var.ctx, key), 200)
    },
  )
  .openapi(
    route({
      method: 'put',
      path: '/platforms/{connectionId}/categories',
      operationId: 'mapChannelCategories',
      summary: 'Replace the mapping of categories as a whole',
      tags,
      permission: 'channels:manage',
      request: { params: ConnectionParam, body: body(CategoryMappings) },
      responses: { 200: json(Categories, 'The mapping as it is now.') },
      problems: noConnection,
    }),
    async (c) => {
      const key = { vendorId: vendorOf(c.var.ctx), connectionId: c.req.valid('param').connectionId }
      const mappings = c.req.valid('json').mappings.map(({ attributes, ...mapping }) => ({ ...mapping, attributes: attributes as never }))
      return c.json(await mapCategories(c.var.ctx, key, mappings), 200)
    },
  )
