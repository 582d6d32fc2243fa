import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { migrateVendors, readSchemaVersions } from '#worker/domains/tenancy/migrate-vendors.ts'
import { readVendors, setVendorStatus } from '#worker/domains/tenancy/moderate-vendor.ts'
import { vendorIdSchema } from '#worker/domains/tenancy/schemas.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'

const VendorSummary = z
  .object({
    id: vendorIdSchema,
    slug: z.string(),
    name: z.string(),
    status: z.enum(['provisioning', 'active', 'suspended']),
    provisioned: z.string(),
    suspendedReason: z.string().nullable(),
    schemaVersion: z.number().int(),
    canReceiveTransfers: z.boolean(),
  })
  .openapi('VendorSummary')
const Moderated = VendorSummary.pick({ id: true, slug: true, name: true, status: true, suspendedReason: true })
const VendorParam = z.strictObject({ vendorId: vendorIdSchema })

/** What the marketplace's own people do with stores and their databases. */
export const vendorAdminRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/vendors',
      operationId: 'listVendors',
      summary: 'Vendors, newest first',
      tags: ['tenancy'],
      permission: 'platform:vendors',
      request: {
        query: z.strictObject({
          status: z.enum(['provisioning', 'active', 'suspended']).optional(),
          cursor: vendorIdSchema.optional(),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      },
      responses: { 200: json(z.object({ items: z.array(VendorSummary), nextCursor: z.string().nullable() }), 'One page.') },
    }),
    async (c) => c.json(await readVendors(c.var.ctx, c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/vendors/{vendorId}/suspend',
      operationId: 'suspendVendor',
      summary: 'Close a store to buyers',
      tags: ['tenancy'],
      permission: 'platform:vendors',
      request: {
        params: VendorParam,
        body: body(
          z
            .strictObject({ reason: z.string().trim().min(3).max(500) })
            .openapi('Suspension', { example: { reason: 'Counterfeit goods reported' } }),
        ),
      },
      responses: { 200: json(Moderated, 'Suspended.') },
      problems: { not_found: [404, 'There is no such vendor.'], still_provisioning: [409, 'This store is still being set up.'] },
    }),
    async (c) => c.json(await setVendorStatus(c.var.ctx, c.req.valid('param').vendorId, 'suspended', c.req.valid('json').reason), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/vendors/{vendorId}/activate',
      operationId: 'activateVendor',
      summary: 'Open a suspended store again',
      tags: ['tenancy'],
      permission: 'platform:vendors',
      request: { params: VendorParam },
      responses: { 200: json(Moderated, 'Active.') },
      problems: { not_found: [404, 'There is no such vendor.'], still_provisioning: [409, 'This store is still being set up.'] },
    }),
    async (c) => c.json(await setVendorStatus(c.var.ctx, c.req.valid('param').vendorId, 'active', null), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/schema-rollouts',
      operationId: 'rollOutSchema',
      summary: 'Bring vendor databases up to the newest schema, canaries first',
      tags: ['tenancy'],
      permission: 'platform:operate',
      responses: {
        202: json(
          z
            .object({ toVersion: z.number().int(), queued: z.number().int(), stage: z.enum(['canary', 'all', 'done']) })
            .openapi('SchemaRollout'),
          'Queued.',
        ),
      },
    }),
    async (c) => c.json(await migrateVendors(c.var.ctx), 202),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/schema-rollouts',
      operationId: 'readSchemaVersions',
      summary: 'How many vendors are at which schema version',
      tags: ['tenancy'],
      permission: 'platform:operate',
      responses: {
        200: json(
          z
            .object({
              latest: z.number().int(),
              versions: z.array(z.object({ schemaVersion: z.number().int(), vendors: z.number().int() })),
            })
            .openapi('SchemaVersions'),
          'Counts by version.',
        ),
      },
    }),
    async (c) => c.json(await readSchemaVersions(c.var.ctx), 200),
  )
