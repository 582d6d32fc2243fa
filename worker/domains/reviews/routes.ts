import type { Ctx } from '#worker/domains/ctx.ts'
import { newRouter } from '#worker/edge/router.ts'
import { deskRoutes } from './desk/routes.ts'
import { ownRoutes } from './own/routes.ts'

export const reviewsRoutes = newRouter<Ctx>().route('/', ownRoutes).route('/', deskRoutes)
