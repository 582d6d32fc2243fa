import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { sessionOf, vendorOf } from '#worker/edge/tenant.ts'
import { requireVersion, versionTag } from '#worker/edge/version.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { changeConnection } from './change-connection.ts'
import { completeConnection } from './complete-connection.ts'
import { connectChannel } from './connect-channel.ts'
import { disconnectChannel } from './disconnect-channel.ts'
import { channelListingsRoutes } from './listings/routes.ts'
import { pauseConnection, resumeConnection } from './pause-connection.ts'
import { readConnections, readWholeConnection } from './read-connections.ts'
import { replaceKeys } from './replace-keys.ts'
import {
  CompleteSchema,
  ConnectedSchema,
  ConnectionChangeSchema,
  ConnectionParam,
  ConnectionSchema,
  ConnectionsSchema,
  ConnectSchema,
  KeysSchema,
  WholeConnectionSchema,
} from './schemas.ts'
import { channelSyncRoutes } from './sync/routes.ts'
import { channelWebhookRoutes } from './webhooks/routes.ts'

const gone = { not_found: [404, 'There is no such connection.'] } as const
const notReady = { connection_not_ready: [409, 'This connection is disconnected.'] } as const
const connecting = {
  wrong_way_to_connect: [409, 'Best Buy is connected by keys.'],
  plan_limit_reached: [409, 'The plan Free allows 3 connected channels. The plan Pro allows more.'],
  channel_account_taken: [409, 'This Best Buy account is connected to another store. Disconnect it there first.'],
} as const
const refusedKeys = { channel_not_authorised: [409, 'Best Buy does not accept this connection any more: the key is unknown'] } as const
const asItIsNow = json(ConnectionSchema, 'The connection as it is now.')

export const channelsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'post',
      path: '/platforms/connect',
      operationId: 'connectChannel',
      summary: 'Connect an account at another marketplace: by keys at once, else by its own page',
      tags: ['channels'],
      permission: 'channels:connect',
      request: { body: body(ConnectSchema) },
      responses: { 200: json(ConnectedSchema, 'The connection, or where to send the browser.') },
      problems: { ...connecting, ...refusedKeys },
    }),
    async (c) => {
      const answer = await connectChannel(c.var.ctx, sessionOf(c.var.ctx), c.req.valid('json'))
      if ('connection' in answer) return c.json({ authorizationUrl: null, expiresAt: null, connection: answer.connection }, 200)
      return c.json({ authorizationUrl: answer.authorizationUrl, expiresAt: toRfc3339(answer.expiresAtMs), connection: null }, 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/platforms/complete',
      operationId: 'completeChannelConnection',
      summary: 'Make the connection a browser has come back for',
      tags: ['channels'],
      permission: 'channels:connect',
      request: { body: body(CompleteSchema) },
      responses: { 200: json(ConnectionSchema, 'The connection. The same answer again answers the same.') },
      problems: {
        ...connecting,
        authorization_over: [409, 'This way to connect was not begun here, took too long, or was used already. Start again.'],
        channel_refused: [409, 'Shopify refused: access_denied'],
      },
    }),
    async (c) => c.json(await completeConnection(c.var.ctx, sessionOf(c.var.ctx), c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/platforms',
      operationId: 'listChannelConnections',
      summary: 'Every channel there is, and the store’s connections with how they do',
      tags: ['channels'],
      permission: 'channels:read',
      responses: { 200: json(ConnectionsSchema, 'Those that are over come last.') },
    }),
    async (c) => c.json(await readConnections(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/platforms/{connectionId}',
      operationId: 'readChannelConnection',
      summary: 'A connection, with what may be asked of the channel right now and what is due when',
      tags: ['channels'],
      permission: 'channels:read',
      request: { params: ConnectionParam },
      responses: { 200: json(WholeConnectionSchema, 'Its ETag is needed to change it.') },
      problems: gone,
    }),
    async (c) => {
      const connection = await readWholeConnection(c.var.ctx, { vendorId: vendorOf(c.var.ctx), ...c.req.valid('param') })
      return c.json(connection, 200, { etag: versionTag(connection.version) })
    },
  )
  .openapi(
    route({
      method: 'patch',
      path: '/platforms/{connectionId}',
      operationId: 'changeChannelConnection',
      summary: 'Change what a channel is told of stock and prices, and what becomes of orders that cannot be had',
      tags: ['channels'],
      permission: 'channels:manage',
      request: { params: ConnectionParam, body: body(ConnectionChangeSchema) },
      responses: { 200: asItIsNow },
      problems: {
        ...gone,
        ...notReady,
        changed_meanwhile: [412, 'The connection was changed by somebody else since you read it.'],
        if_match_required: [428, 'Send If-Match.'],
      },
    }),
    async (c) => {
      const key = { vendorId: vendorOf(c.var.ctx), ...c.req.valid('param') }
      const change = Object.fromEntries(Object.entries(c.req.valid('json')).filter(([, value]) => value !== undefined))
      const connection = await changeConnection(c.var.ctx, key, requireVersion(c.req.header('if-match')), change)
      return c.json(connection, 200, { etag: versionTag(connection.version) })
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/platforms/{connectionId}/pause',
      operationId: 'pauseChannelConnection',
      summary: 'Stop what goes to a channel and comes from it, for now',
      tags: ['channels'],
      permission: 'channels:manage',
      request: { params: ConnectionParam },
      responses: { 200: asItIsNow },
      problems: { ...gone, ...notReady },
    }),
    async (c) => c.json(await pauseConnection(c.var.ctx, { vendorId: vendorOf(c.var.ctx), ...c.req.valid('param') }), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/platforms/{connectionId}/resume',
      operationId: 'resumeChannelConnection',
      summary: 'Let a paused connection go on from where it was left',
      tags: ['channels'],
      permission: 'channels:manage',
      request: { params: ConnectionParam },
      responses: { 200: asItIsNow },
      problems: { ...gone, ...notReady },
    }),
    async (c) => c.json(await resumeConnection(c.var.ctx, { vendorId: vendorOf(c.var.ctx), ...c.req.valid('param') }), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/platforms/{connectionId}/disconnect',
      operationId: 'disconnectChannel',
      summary: 'Give an account back: its credentials are erased; listings, orders and history stay',
      tags: ['channels'],
      permission: 'channels:connect',
      request: { params: ConnectionParam },
      responses: { 200: asItIsNow },
      problems: gone,
    }),
    async (c) => c.json(await disconnectChannel(c.var.ctx, { vendorId: vendorOf(c.var.ctx), ...c.req.valid('param') }), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/platforms/{connectionId}/keys',
      operationId: 'replaceChannelKeys',
      summary: 'Put new keys in the place of the old ones, without a pause',
      tags: ['channels'],
      permission: 'channels:connect',
      request: { params: ConnectionParam, body: body(KeysSchema) },
      responses: { 200: asItIsNow },
      problems: {
        ...gone,
        ...notReady,
        ...refusedKeys,
        wrong_way_to_connect: [409, 'Shopify is connected by its own page.'],
        another_account: [409, 'These keys belong to another Best Buy account. Connect it on its own.'],
      },
    }),
    async (c) => {
      const key = { vendorId: vendorOf(c.var.ctx), ...c.req.valid('param') }
      return c.json(await replaceKeys(c.var.ctx, key, c.req.valid('json').keys), 200)
    },
  )
  .route('/', channelWebhookRoutes)
  .route('/', channelListingsRoutes)
  .route('/', channelSyncRoutes)
