import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { AddressSchema } from '#worker/domains/identity/addresses/address-schema.ts'
import { readVendorCase, readVendors } from '#worker/domains/tenancy/list-vendors.ts'
import { migrateVendors, readSchemaVersions } from '#worker/domains/tenancy/migrate-vendors.ts'
import { activateVendor, suspendVendor } from '#worker/domains/tenancy/moderate-vendor.ts'
import { approveVendor, declineVendor } from '#worker/domains/tenancy/review-vendor.ts'
import { vendorIdSchema } from '#worker/domains/tenancy/schemas.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import type { Id } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { GRADES } from '#worker/pure/vendor-health.ts'
import { VENDOR_STATUSES } from '#worker/pure/vendor-status.ts'

const VendorSummary = z
  .object({
    id: vendorIdSchema,
    slug: z.string(),
    name: z.string(),
    status: z.enum(VENDOR_STATUSES),
    provisioned: z.string(),
    suspendedReason: z.string().nullable(),
    declinedReason: z.string().nullable(),
    reviewRequestedAt: z.iso.datetime().nullable(),
    schemaVersion: z.number().int(),
    canReceiveTransfers: z.boolean(),
    country: z.string(),
    currency: z.enum(CURRENCIES),
    supportEmail: z.string(),
    ownerEmail: z.string(),
    createdAt: z.iso.datetime(),
  })
  .openapi('VendorSummary')
const ListedVendor = VendorSummary.extend({
  health: z.object({ score: z.number().int().nullable(), grade: z.enum(GRADES) }),
}).openapi('ListedVendor')
const VendorCase = VendorSummary.extend({
  tagline: z.string(),
  about: z.string(),
  policies: z.string(),
  logo: z.object({ url: z.string(), width: z.number().int(), height: z.number().int(), alt: z.string() }).nullable(),
  shipFrom: AddressSchema.nullable(),
  accountRef: z.string().nullable(),
  isCanary: z.boolean(),
  reviewedAt: z.iso.datetime().nullable(),
  url: z.string(),
  members: z.array(z.object({ accountId: z.string(), name: z.string(), email: z.string(), role: z.string() })),
  products: z.object({ published: z.number().int(), listed: z.number().int() }),
  newest: z
    .array(z.object({ id: z.string(), title: z.string(), image: z.object({ url: z.string(), alt: z.string() }).nullable() }))
    .openapi({ description: 'The last six it published, whether or not buyers see them.' }),
  sales: z.array(
    z.object({ currency: z.enum(CURRENCIES), orders: z.number().int(), totalMinor: z.number().int(), commissionMinor: z.number().int() }),
  ),
  decisions: z.array(
    z.object({
      id: z.string(),
      action: z.string(),
      reason: z.string().nullable(),
      actor: z.string(),
      actorName: z.string().nullable(),
      at: z.iso.datetime(),
    }),
  ),
}).openapi('VendorCase')
const Counts = z.array(z.object({ status: z.enum(VENDOR_STATUSES), vendors: z.number().int() }))
const Moderated = VendorSummary.pick({ id: true, slug: true, name: true, status: true, suspendedReason: true, declinedReason: true })
const VendorParam = z.strictObject({ vendorId: vendorIdSchema })
const reason = z.string().trim().min(3).max(500)
/** Why a decision about a store may not be taken. */
const REFUSALS = {
  not_found: [404, 'There is no such vendor.'],
  still_provisioning: [409, 'This store is still being set up.'],
  wrong_vendor_status: [409, 'A store that is suspended cannot become declined by this.'],
  changed_meanwhile: [412, 'The store was changed by somebody else since you read it.'],
} as const

/** What the marketplace's own people do with stores and their databases. */
export const vendorAdminRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/vendors',
      operationId: 'listVendors',
      summary: 'Vendors, newest first or by health',
      tags: ['tenancy'],
      permission: 'platform:read',
      request: {
        query: z.strictObject({
          status: z.enum(VENDOR_STATUSES).optional(),
          q: z.string().trim().max(100).optional().openapi({ description: 'Part of a name, an address or an e-mail address.' }),
          grade: z.enum(GRADES).optional(),
          ids: z
            .string()
            .regex(/^ven_\w{26}(,ven_\w{26}){0,99}$/)
            .optional()
            .openapi({ description: 'Only these: up to 100 ids with commas between them.', example: 'ven_01JD0000000000000000000000' }),
          sort: z.enum(['newest', 'health']).default('newest').openapi({ description: '`health`: those that do worst first.' }),
          cursor: vendorIdSchema.optional(),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      },
      responses: {
        200: json(
          z.object({ items: z.array(ListedVendor), counts: Counts, nextCursor: z.string().nullable() }),
          'One page; the counts are of all.',
        ),
      },
    }),
    async (c) => {
      const { ids, ...filter } = c.req.valid('query')
      return c.json(await readVendors(c.var.ctx, { ...filter, ids: ids?.split(',') as Id<'vendor'>[] | undefined }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/vendors/{vendorId}',
      operationId: 'readVendorCase',
      summary: 'A vendor, who runs it, what it sells and what was decided about it',
      tags: ['tenancy'],
      permission: 'platform:read',
      request: { params: VendorParam },
      responses: { 200: json(VendorCase, 'The vendor; its last 50 decisions, newest first.') },
      problems: { not_found: [404, 'There is no such vendor.'] },
    }),
    async (c) => c.json(await readVendorCase(c.var.ctx, c.req.valid('param').vendorId), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/vendors/{vendorId}/approve',
      operationId: 'approveVendor',
      summary: 'Let a store that was looked at sell',
      tags: ['tenancy'],
      permission: 'platform:vendors',
      request: { params: VendorParam },
      responses: { 200: json(Moderated, 'Active: buyers see it at once.') },
      problems: REFUSALS,
    }),
    async (c) => c.json(await approveVendor(c.var.ctx, c.req.valid('param').vendorId), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/vendors/{vendorId}/decline',
      operationId: 'declineVendor',
      summary: 'Keep a store from selling, and say why',
      tags: ['tenancy'],
      permission: 'platform:vendors',
      request: {
        params: VendorParam,
        body: body(
          z
            .strictObject({ reason })
            .openapi('Decline', { example: { reason: 'The store shows no address that parcels can be returned to.' } }),
        ),
      },
      responses: { 200: json(Moderated, 'Declined; the store is told the reason and can ask again.') },
      problems: REFUSALS,
    }),
    async (c) => c.json(await declineVendor(c.var.ctx, c.req.valid('param').vendorId, c.req.valid('json').reason), 200),
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
      problems: REFUSALS,
    }),
    async (c) => c.json(await suspendVendor(c.var.ctx, c.req.valid('param').vendorId, c.req.valid('json').reason), 200),
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
      problems: REFUSALS,
    }),
    async (c) => c.json(await activateVendor(c.var.ctx, c.req.valid('param').vendorId), 200),
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
