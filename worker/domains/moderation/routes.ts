import type { Ctx } from '#worker/domains/ctx.ts'
import { newRouter } from '#worker/edge/router.ts'
import { appealRoutes } from './appeals/routes.ts'
import { queueRoutes } from './queue/routes.ts'

export const moderationRoutes = newRouter<Ctx>().route('/', queueRoutes).route('/', appealRoutes)
