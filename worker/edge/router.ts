import { OpenAPIHono } from '@hono/zod-openapi'
import { onInvalid } from '#worker/edge/answer-error.ts'
import type { EdgeCtx, EdgeEnv } from '#worker/pure/request-context.ts'

/** A router for one domain's routes: `newRouter<Ctx>()`. Declare each route with `route()` of `edge/route.ts`. */
export const newRouter = <C extends EdgeCtx>() => new OpenAPIHono<EdgeEnv<C>>({ defaultHook: onInvalid })
