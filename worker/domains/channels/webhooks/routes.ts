import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { receiveChannelWebhook } from './receive-channel-webhook.ts'

const Received = z.object({ received: z.literal(true) }).openapi('ChannelDeliveryReceived', { example: { received: true } })
const responses = { 200: json(Received, 'Stored if it is about an account of ours; looked into shortly.') }
const problems = { invalid_signature: [401, 'The signature of this message does not hold.'] } as const

export const channelWebhookRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'post',
      path: '/webhooks/shopify',
      operationId: 'receiveShopifyWebhook',
      summary: 'Take what Shopify tells of a connected shop',
      tags: ['webhooks'],
      permission: 'public',
      responses,
      problems,
    }),
    async (c) => {
      await receiveChannelWebhook(c.var.ctx, 'shopify', { headers: c.req.raw.headers, rawBody: await c.req.text() })
      return c.json({ received: true as const }, 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/webhooks/amazon',
      operationId: 'receiveAmazonWebhook',
      summary: 'Take what Amazon tells of a connected seller',
      tags: ['webhooks'],
      permission: 'public',
      responses,
      problems,
    }),
    async (c) => {
      await receiveChannelWebhook(c.var.ctx, 'amazon', { headers: c.req.raw.headers, rawBody: await c.req.text() })
      return c.json({ received: true as const }, 200)
    },
  )
