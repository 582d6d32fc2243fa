import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Ctx } from '#worker/domains/ctx.ts'

import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'
import { receiveWebhook } from './receive-webhook.ts'

const Received = z.object({ received: z.literal(true) }).openapi('WebhookReceived', { example: { received: true } })
const responses = { 200: json(Received, 'Stored; acted on shortly.') }
const problems = { invalid_signature: [400, 'The signature of this delivery does not hold.'] } as const

/** The body as it came: the signature covers its bytes, so it must not be parsed and written again. */
const rawBody = (c: Context<EdgeEnv<Ctx>>) => c.req.text()

export const paymentsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'post',
      path: '/webhooks/stripe',
      operationId: 'receiveStripeWebhook',
      summary: 'Take an event of the payment provider about the platform’s own account',
      tags: ['webhooks'],
      permission: 'public',
      responses,
      problems,
    }),
    async (c) => {
      await receiveWebhook(c.var.ctx, 'stripe', await rawBody(c), c.req.header('stripe-signature') ?? null)
      return c.json({ received: true as const }, 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/webhooks/stripe-connect',
      operationId: 'receiveStripeConnectWebhook',
      summary: 'Take an event of the payment provider about a vendor’s account',
      tags: ['webhooks'],
      permission: 'public',
      responses,
      problems,
    }),
    async (c) => {
      await receiveWebhook(c.var.ctx, 'stripe_connect', await rawBody(c), c.req.header('stripe-signature') ?? null)
      return c.json({ received: true as const }, 200)
    },
  )
