import { z } from '@hono/zod-openapi'
import { DISPUTE_FILTERS } from '#db/platform/queries/disputes/list.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { evidenceBody, evidenceProblems, readEvidence } from '#worker/edge/read-evidence.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { EVIDENCE_FILE_FIELDS } from '#worker/pure/dispute-evidence.ts'
import { addFile, dropFile, sayAsVendor } from '../add-evidence.ts'
import { readDisputes, readVendorDispute, readVendorRate } from '../read-disputes.ts'
import { DisputeFile, disputeId, fileId, VendorDispute, VendorDisputePage, VendorRate } from '../schemas.ts'

const DisputeParam = z.strictObject({ disputeId })
const limit = z.coerce.number().int().min(1).max(100).default(25)
const offset = z.coerce
  .number()
  .int()
  .min(0)
  .max(100_000)
  .default(0)
  .openapi({ type: 'integer', description: 'The `nextOffset` of the page before.' })
const gone = { not_found: [404, 'There is no such dispute.'] } as const
const answerable = { ...gone, dispute_not_answerable: [409, 'This dispute takes no answer any more.'] } as const

const Statement = z
  .strictObject({
    text: z.string().trim().max(10_000).default(''),
    carrier: z.string().trim().max(60).default(''),
    trackingNumber: z.string().trim().max(80).default(''),
  })
  .openapi('VendorStatement', {
    example: { text: 'The buyer wrote on 3 November that the mugs had arrived.', carrier: 'UPS', trackingNumber: '1Z999AA10123456784' },
  })

export const vendorDisputeRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/vendor/disputes',
      operationId: 'listVendorDisputes',
      summary: 'Card disputes over the store’s orders: those that wait for an answer first',
      tags: ['disputes'],
      permission: 'disputes:read',
      request: { query: z.strictObject({ filter: z.enum(DISPUTE_FILTERS).default('all'), offset, limit }) },
      responses: { 200: json(VendorDisputePage, 'One page; amounts are of the store’s own orders.') },
    }),
    async (c) => {
      const { items, nextOffset } = await readDisputes(c.var.ctx, { ...c.req.valid('query'), vendorId: vendorOf(c.var.ctx) })
      const own = items.map((item) => ({
        ...item,
        assigneeName: null,
        amountMinor: item.orders.reduce((sum, each) => sum + each.amountMinor, 0),
      }))
      return c.json({ items: own, nextOffset }, 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/disputes/rate',
      operationId: 'readVendorDisputeRate',
      summary: 'How often the store’s sales of the last ninety days ended in disputes',
      tags: ['disputes'],
      permission: 'disputes:read',
      responses: { 200: json(VendorRate, 'With the thresholds from which the store is warned, and from which its payouts stop.') },
    }),
    async (c) => c.json(await readVendorRate(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/disputes/{disputeId}',
      operationId: 'readVendorDispute',
      summary: 'A dispute over one of the store’s orders',
      tags: ['disputes'],
      permission: 'disputes:read',
      request: { params: DisputeParam },
      responses: { 200: json(VendorDispute, 'The store’s own part of it.') },
      problems: gone,
    }),
    async (c) => c.json(await readVendorDispute(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').disputeId), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/vendor/disputes/{disputeId}/statement',
      operationId: 'stateForDispute',
      summary: 'Say what the bank should know, with proof of delivery',
      tags: ['disputes'],
      permission: 'disputes:answer',
      request: { params: DisputeParam, body: body(Statement) },
      responses: { 204: empty('In the pack; the marketplace sends it.') },
      problems: answerable,
    }),
    async (c) => {
      await sayAsVendor(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').disputeId, c.req.valid('json'))
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/disputes/{disputeId}/files',
      operationId: 'addVendorDisputeFile',
      summary: 'Add a file for the bank: PDF, JPEG or PNG; the same file twice is one',
      tags: ['disputes'],
      permission: 'disputes:answer',
      request: {
        params: DisputeParam,
        query: z.strictObject({
          field: z.enum(EVIDENCE_FILE_FIELDS).default('uncategorizedFile'),
          name: z.string().trim().min(1).max(120).default('evidence').openapi({ example: 'delivery-note.pdf' }),
        }),
        body: evidenceBody,
      },
      responses: { 201: json(DisputeFile, 'Stored.') },
      problems: {
        ...answerable,
        too_many_files: [409, 'A dispute may have at most 20 files.'],
        files_too_large: [409, 'Files of one kind may have at most 4 MiB together.'],
        ...evidenceProblems,
      },
    }),
    async (c) => {
      const file = await readEvidence(c.req.raw)
      const id = c.req.valid('param').disputeId
      const row = await addFile(c.var.ctx, id, vendorOf(c.var.ctx), { ...c.req.valid('query'), ...file })
      const { field, name, contentType, bytes, addedAtMs } = row
      return c.json(
        { id: row.id, field, name, contentType, bytes, isVendors: true, addedByName: null, addedAt: new Date(addedAtMs).toISOString() },
        201,
      )
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/vendor/disputes/{disputeId}/files/{fileId}',
      operationId: 'removeVendorDisputeFile',
      summary: 'Take back a file the store added',
      tags: ['disputes'],
      permission: 'disputes:answer',
      request: { params: z.strictObject({ disputeId, fileId }) },
      responses: { 204: empty('It is no part of the pack any more.') },
      problems: answerable,
    }),
    async (c) => {
      const at = c.req.valid('param')
      await dropFile(c.var.ctx, at.disputeId, vendorOf(c.var.ctx), at.fileId)
      return c.body(null, 204)
    },
  )
