import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { requireVersion, versionTag } from '#worker/edge/version.ts'
import { changeProduct } from '../change-product.ts'
import { createProduct } from '../create-product.ts'
import type { ProductChange as Change } from '../product.ts'
import { archiveProduct, changeStatuses, publishProduct, type StatusOutcome } from '../publish-products.ts'
import { readProduct, readProductPage } from '../read-product.ts'
import { removeProduct } from '../remove-product.ts'
import { categoryId, NewProduct, ProductChange, ProductCounts, ProductSchema, productId, showProduct } from '../schemas.ts'

const ProductParam = z.strictObject({ productId })
const Selection = z
  .strictObject({ productIds: z.array(productId).min(1).max(100) })
  .openapi('ProductSelection', { example: { productIds: ['prd_01JD0000000000000000000000'] } })
const Outcomes = z
  .object({
    results: z.array(
      z.object({
        productId,
        status: z.enum(['draft', 'active', 'archived']).nullable(),
        version: z.number().int().nullable(),
        refusal: z.object({ code: z.string(), detail: z.string() }).nullable(),
      }),
    ),
  })
  .openapi('BulkOutcome')

const notFound = { not_found: [404, 'There is no such product.'] } as const
const stale = {
  changed_meanwhile: [412, 'The product was changed by somebody else since you read it.'],
  if_match_required: [428, 'Send If-Match with the ETag you read, so that nobody else’s change is lost.'],
} as const
const limited = { plan_limit_reached: [409, 'The plan Free allows 500 products. The plan Pro allows more.'] } as const
const taken = {
  slug_taken: [409, 'Another of your products has the address "stoneware-mug".'],
  sku_taken: [409, 'Another variant of yours has one of these SKUs.'],
} as const
const notPublishable = {
  not_publishable: [409, 'This product cannot be sold yet: Give at least one variant a price.'],
  content_refused: [409, 'This cannot be sold on the marketplace: "replica" is not allowed. Sell originals only.'],
} as const

const showOutcome = (outcome: StatusOutcome) =>
  'refusal' in outcome
    ? {
        productId: outcome.productId,
        status: null,
        version: null,
        refusal: { code: outcome.refusal.code, detail: outcome.refusal.message },
      }
    : { productId: outcome.productId, status: outcome.product.status, version: outcome.product.version, refusal: null }

export const productRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/vendor/products',
      operationId: 'listProducts',
      summary: 'Products of the store, and how many there are of each status',
      tags: ['catalog'],
      permission: 'catalog:read',
      request: {
        query: z.strictObject({
          status: z.enum(['draft', 'active', 'archived']).optional(),
          q: z.string().trim().min(1).max(100).optional(),
          categoryId: categoryId.optional(),
          stock: z.enum(['low', 'out']).optional(),
          sort: z.enum(['newest', 'updated', 'title']).default('newest'),
          cursor: productId.optional(),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      },
      responses: {
        200: json(z.object({ items: z.array(ProductSchema), counts: ProductCounts, nextCursor: z.string().nullable() }), 'One page.'),
      },
    }),
    async (c) => {
      const { q: words, cursor: after, ...filter } = c.req.valid('query')
      const page = await readProductPage(c.var.ctx, vendorOf(c.var.ctx), { ...filter, words, after })
      return c.json({ ...page, items: page.items.map(showProduct) }, 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/products',
      operationId: 'createProduct',
      summary: 'Draft a product',
      tags: ['catalog'],
      permission: 'catalog:write',
      request: { body: body(NewProduct) },
      responses: { 201: json(ProductSchema, 'The draft; publish it to sell it.') },
      problems: { ...taken, ...limited },
      idempotent: true,
    }),
    async (c) => {
      const product = await createProduct(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('json'))
      return c.json(showProduct(product), 201, { etag: versionTag(product.version) })
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/products/bulk-publish',
      operationId: 'publishProducts',
      summary: 'Put up to 100 products on sale',
      tags: ['catalog'],
      permission: 'catalog:write',
      request: { body: body(Selection) },
      responses: { 200: json(Outcomes, 'What became of each.') },
    }),
    async (c) => {
      const outcomes = await changeStatuses(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('json').productIds, 'active')
      return c.json({ results: outcomes.map(showOutcome) }, 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/products/bulk-archive',
      operationId: 'archiveProducts',
      summary: 'Take up to 100 products off sale',
      tags: ['catalog'],
      permission: 'catalog:write',
      request: { body: body(Selection) },
      responses: { 200: json(Outcomes, 'What became of each.') },
    }),
    async (c) => {
      const outcomes = await changeStatuses(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('json').productIds, 'archived')
      return c.json({ results: outcomes.map(showOutcome) }, 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/products/{productId}',
      operationId: 'readProduct',
      summary: 'One product',
      tags: ['catalog'],
      permission: 'catalog:read',
      request: { params: ProductParam },
      responses: { 200: json(ProductSchema, 'The product; its ETag is needed to change it.') },
      problems: notFound,
    }),
    async (c) => {
      const product = await readProduct(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').productId)
      return c.json(showProduct(product), 200, { etag: versionTag(product.version) })
    },
  )
  .openapi(
    route({
      method: 'patch',
      path: '/vendor/products/{productId}',
      operationId: 'changeProduct',
      summary: 'Change a product; variants, if given, are the whole new set',
      tags: ['catalog'],
      permission: 'catalog:write',
      request: { params: ProductParam, body: body(ProductChange) },
      responses: { 200: json(ProductSchema, 'The product as it is now.') },
      problems: { ...notFound, ...stale, ...taken, ...notPublishable },
    }),
    async (c) => {
      const version = requireVersion(c.req.header('if-match'))
      const given = Object.entries(c.req.valid('json')).filter(([, value]) => value !== undefined)
      const change: Change = Object.fromEntries(given)
      const product = await changeProduct(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').productId, version, change)
      return c.json(showProduct(product), 200, { etag: versionTag(product.version) })
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/vendor/products/{productId}',
      operationId: 'removeProduct',
      summary: 'Delete a draft that was never published; archive anything else',
      tags: ['catalog'],
      permission: 'catalog:write',
      request: { params: ProductParam },
      responses: { 204: empty('Deleted or archived.') },
      problems: { ...notFound, ...stale },
    }),
    async (c) => {
      const version = requireVersion(c.req.header('if-match'))
      await removeProduct(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').productId, version)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/products/{productId}/publish',
      operationId: 'publishProduct',
      summary: 'Put a product on sale',
      tags: ['catalog'],
      permission: 'catalog:write',
      request: { params: ProductParam },
      responses: { 200: json(ProductSchema, 'On sale; the marketplace shows it within seconds.') },
      problems: { ...notFound, ...notPublishable, changed_meanwhile: stale.changed_meanwhile, ...limited },
    }),
    async (c) => {
      const product = await publishProduct(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').productId)
      return c.json(showProduct(product), 200, { etag: versionTag(product.version) })
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/products/{productId}/archive',
      operationId: 'archiveProduct',
      summary: 'Take a product off sale',
      tags: ['catalog'],
      permission: 'catalog:write',
      request: { params: ProductParam },
      responses: { 200: json(ProductSchema, 'Off sale.') },
      problems: {
        ...notFound,
        not_published: [409, 'This product was never published; delete it instead.'],
        changed_meanwhile: stale.changed_meanwhile,
      },
    }),
    async (c) => {
      const product = await archiveProduct(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').productId)
      return c.json(showProduct(product), 200, { etag: versionTag(product.version) })
    },
  )
