import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { databaseProblem } from '#db/errors.ts'
import { approvalsRoutes } from '#worker/domains/approvals/routes.ts'
import { alarmRoutes, auditRoutes, journalRoutes } from '#worker/domains/audit/routes.ts'
import { cartRoutes } from '#worker/domains/cart/routes.ts'
import { catalogRoutes, imageRoutes } from '#worker/domains/catalog/routes.ts'
import { channelOrdersRoutes } from '#worker/domains/channels/orders/routes.ts'
import { channelsRoutes } from '#worker/domains/channels/routes.ts'
import { checkoutRoutes } from '#worker/domains/checkout/routes.ts'
import { commissionsRoutes } from '#worker/domains/commissions/routes.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { disputesRoutes } from '#worker/domains/disputes/routes.ts'
import { identityRoutes, jwksRoutes } from '#worker/domains/identity/routes.ts'
import { inventoryRoutes } from '#worker/domains/inventory/routes.ts'
import { ledgerRoutes } from '#worker/domains/ledger/routes.ts'
import { marketsRoutes } from '#worker/domains/markets/routes.ts'
import { moderationRoutes } from '#worker/domains/moderation/routes.ts'
import { notificationsRoutes } from '#worker/domains/notifications/routes.ts'
import { consoleRoutes } from '#worker/domains/operations/console/routes.ts'
import { liveRoutes } from '#worker/domains/operations/live/routes.ts'
import { operationsRoutes } from '#worker/domains/operations/routes.ts'
import { ordersRoutes } from '#worker/domains/orders/routes.ts'
import { allRefundRoutes } from '#worker/domains/payments/refunds/all/routes.ts'
import { refundRoutes } from '#worker/domains/payments/refunds/routes.ts'
import { paymentsRoutes } from '#worker/domains/payments/routes.ts'
import { payoutsRoutes } from '#worker/domains/payouts/routes.ts'
import { plansRoutes } from '#worker/domains/plans/routes.ts'
import { reconciliationRoutes } from '#worker/domains/reconciliation/routes.ts'
import { reportsRoutes } from '#worker/domains/reports/routes.ts'
import { reviewsRoutes } from '#worker/domains/reviews/routes.ts'
import { searchRoutes } from '#worker/domains/search/routes.ts'
import { settingsRoutes } from '#worker/domains/settings/routes.ts'
import { settlementRoutes } from '#worker/domains/settlement/routes.ts'
import { shippingRoutes } from '#worker/domains/shipping/routes.ts'
import { supportRoutes } from '#worker/domains/support/routes.ts'
import { logoRoutes, tenancyRoutes } from '#worker/domains/tenancy/routes.ts'
import { answerProblem, onError, onInvalid, onNotFound } from '#worker/edge/answer-error.ts'
import { apiHeaders, sameSiteChanges } from '#worker/edge/headers.ts'
import { rateLimit } from '#worker/edge/rate-limit.ts'
import { showExamples } from '#worker/edge/show-examples.ts'
import { Problem } from '#worker/pure/problem.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'

/** Every route of the marketplace. The version is part of the path; a breaking change gets a new one. */
const v1 = new OpenAPIHono<EdgeEnv<Ctx>>({ defaultHook: onInvalid })
  .route('/', identityRoutes)
  .route('/', tenancyRoutes)
  .route('/', catalogRoutes)
  .route('/', inventoryRoutes)
  .route('/', searchRoutes)
  .route('/', moderationRoutes)
  .route('/', reviewsRoutes)
  .route('/', cartRoutes)
  .route('/', checkoutRoutes)
  .route('/', ordersRoutes)
  .route('/', shippingRoutes)
  .route('/', supportRoutes)
  .route('/', paymentsRoutes)
  .route('/', refundRoutes)
  .route('/', allRefundRoutes)
  .route('/', ledgerRoutes)
  .route('/', payoutsRoutes)
  .route('/', settlementRoutes)
  .route('/', reconciliationRoutes)
  .route('/', reportsRoutes)
  .route('/', disputesRoutes)
  .route('/', commissionsRoutes)
  .route('/', operationsRoutes)
  .route('/', liveRoutes)
  .route('/', plansRoutes)
  .route('/', settingsRoutes)
  .route('/', marketsRoutes)
  .route('/', notificationsRoutes)
  .route('/', channelsRoutes)
  .route('/', channelOrdersRoutes)
  .route('/', approvalsRoutes)
  .route('/', auditRoutes)
  .route('/', journalRoutes)
  .route('/', alarmRoutes)
  .route('/', consoleRoutes)

/** The largest JSON body; uploads have a limit of their own. */
const BODY_MAX = 1024 * 1024

const api = new OpenAPIHono<EdgeEnv<Ctx> & { Bindings: { ctx: Ctx } }>({ defaultHook: onInvalid })
api.use(async (c, next) => {
  c.set('ctx', c.env.ctx)
  await next()
})
api.use(apiHeaders, rateLimit, sameSiteChanges)
api.use('/api/*', async (c, next) => {
  if (/^\/api\/v1\/(?:vendor\/(?:products\/[^/]+\/images|logo)|(?:vendor|admin)\/disputes\/[^/]+\/files)$/.test(c.req.path)) return next()
  return bodyLimit({
    maxSize: BODY_MAX,
    onError: (at) => answerProblem(at, new Problem('body_too_large', 413, 'A JSON body may have at most 1 MiB.')),
  })(c, next)
})
api.onError(onError(databaseProblem))
api.notFound(onNotFound)

export const DOCUMENT_INFO = {
  openapi: '3.1.0',
  info: {
    title: 'Stoa',
    version: '1.0.0',
    description: 'One marketplace, many stores. Money is integer minor units; times are RFC 3339 UTC; refusals are RFC 9457 problems.',
  },
}

/** The OpenAPI document of every route, with an example of every answer; the committed copy is checked against it. */
export function openApiDocument(): ApiDocument {
  document ??= showExamples(app.getOpenAPI31Document(DOCUMENT_INFO))
  return document
}
type ApiDocument = ReturnType<typeof api.getOpenAPI31Document>
let document: ApiDocument | undefined

export const app = api.route('/api/v1', v1).route('/', jwksRoutes).route('/', logoRoutes).route('/', imageRoutes)
app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'An access token for the surface of the route: shop, vendor, admin or support. The scope is the permission it needs.',
})
app.get('/api/v1/openapi.json', (c) =>
  c.json(openApiDocument() as object as Record<string, unknown>, 200, { 'cache-control': 'public, max-age=300' }),
)

export type Api = typeof app
