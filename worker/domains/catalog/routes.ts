import type { Ctx } from '#worker/domains/ctx.ts'
import { newRouter } from '#worker/edge/router.ts'
import { categoryRoutes } from './categories/routes.ts'
import { productImageRoutes } from './images/routes.ts'
import { productRoutes } from './products/routes.ts'

export { imageRoutes } from './images/routes.ts'

export const catalogRoutes = newRouter<Ctx>().route('/', productRoutes).route('/', productImageRoutes).route('/', categoryRoutes)
