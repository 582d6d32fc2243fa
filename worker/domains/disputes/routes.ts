import type { Ctx } from '#worker/domains/ctx.ts'
import { newRouter } from '#worker/edge/router.ts'
import { adminDisputeRoutes } from './admin/routes.ts'
import { vendorDisputeRoutes } from './vendor/routes.ts'

export const disputesRoutes = newRouter<Ctx>().route('/', adminDisputeRoutes).route('/', vendorDisputeRoutes)
