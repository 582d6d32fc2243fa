import type { Ctx } from '#worker/domains/ctx.ts'
import { newRouter } from '#worker/edge/router.ts'
import { ownRoutes } from './own/routes.ts'
import { runRoutes } from './runs/routes.ts'
import { purseRoutes } from './vendors/routes.ts'

/** Everything about paying vendors. */
export const payoutsRoutes = newRouter<Ctx>().route('/', ownRoutes).route('/', runRoutes).route('/', purseRoutes)
