import { OpenAPIHono } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { onInvalid } from '#worker/edge/answer-error.ts'
import type { EdgeEnv } from '#worker/edge/ctx.ts'

/** A router for one domain's routes. Declare each route with `route()` of `edge/route.ts`. */
export const newRouter = () => new OpenAPIHono<EdgeEnv<Ctx>>({ defaultHook: onInvalid })
