import type { Ctx } from '#worker/domains/ctx.ts'
import { newRouter } from '#worker/edge/router.ts'

export const commissionsRoutes = newRouter<Ctx>()
