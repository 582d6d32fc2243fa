import { z } from '@hono/zod-openapi'
import { noteAction } from '#worker/domains/audit/note-action.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { type Id, type IdKind, isId } from '#worker/pure/ids.ts'
import { LINES_MAX, QUANTITY_MAX } from '#worker/pure/stock.ts'
import { adjustStock, receiveStock } from './change-stock.ts'
import { readInventory, readMovements } from './read-inventory.ts'
import { reconcileStock } from './reconcile-stock.ts'

const idSchema = <K extends IdKind>(kind: K, example: Id<K>) =>
  z.custom<Id<K>>((value) => typeof value === 'string' && isId(kind, value)).openapi({ type: 'string', example })
const variantId = idSchema('variant', 'var_01JD0000000000000000000000')
const VariantParam = z.strictObject({ variantId })
const units = z.number().int()
const limit = z.coerce.number().int().min(1).max(200).default(50)

const Level = z
  .object({ variantId, onHand: units, reserved: units, allocated: units, safetyStock: units, available: units })
  .openapi('StockLevel')

const InventoryItem = Level.extend({
  productId: z.string(),
  sku: z.string(),
  title: z.string(),
  status: z.enum(['draft', 'active', 'archived']),
  optionValues: z.record(z.string(), z.string()),
  updatedAt: z.string().nullable(),
}).openapi('InventoryItem')

/** How many variants the store has, how many of them are low or out, and up to how many units "low" is. */
const InventoryCounts = z.object({ variants: units, low: units, out: units, lowAt: units }).openapi('InventoryCounts')

const Movement = z
  .object({
    seq: units,
    variantId,
    kind: z.string(),
    onHandDelta: units,
    reservedDelta: units,
    allocatedDelta: units,
    causeId: z.string(),
    operationId: z.string(),
    reason: z.string(),
    actorId: z.string(),
    at: z.string(),
  })
  .openapi('StockMovement')

const Adjustment = z
  .strictObject({
    change: units.min(-QUANTITY_MAX).max(QUANTITY_MAX).optional(),
    counted: units.min(0).max(QUANTITY_MAX).optional(),
    safetyStock: units.min(0).max(QUANTITY_MAX).optional(),
    reason: z.string().trim().min(1).max(200),
  })
  .refine(({ change, counted }) => change === undefined || counted === undefined, {
    error: 'Say by how much it changes or what was counted, not both.',
    path: ['counted'],
  })
  .refine(({ change, counted, safetyStock }) => change !== undefined || counted !== undefined || safetyStock !== undefined, {
    error: 'Say what to change.',
    path: ['change'],
  })
  .openapi('StockAdjustment', { example: { change: -2, reason: 'Broken in the warehouse' } })

const Receipt = z
  .strictObject({
    reference: z.string().trim().max(120).default(''),
    lines: z
      .array(z.strictObject({ variantId, quantity: units.min(1).max(QUANTITY_MAX) }))
      .min(1)
      .max(LINES_MAX),
  })
  .openapi('StockReceipt', {
    example: { reference: 'Delivery 4711', lines: [{ variantId: 'var_01JD0000000000000000000000', quantity: 24 }] },
  })

const Reconciliation = z
  .object({
    vendorId: z.string(),
    checked: units,
    repaired: units,
    differences: z.array(z.object({ variantId, locked: Level, movedOnHand: units, projected: Level.nullable() })),
  })
  .openapi('StockReconciliation')

const noVariant = { not_found: [404, 'There is no such variant.'] } as const

export const inventoryRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/vendor/inventory',
      operationId: 'readInventory',
      summary: 'The store’s stock, a page at a time; only what is low or out, if asked',
      tags: ['inventory'],
      permission: 'inventory:read',
      request: {
        query: z.strictObject({
          filter: z.enum(['low', 'out']).optional(),
          q: z.string().trim().min(1).max(100).optional(),
          variantId: variantId.optional(),
          cursor: variantId.optional(),
          limit,
        }),
      },
      responses: {
        200: json(z.object({ items: z.array(InventoryItem), counts: InventoryCounts, nextCursor: z.string().nullable() }), 'One page.'),
      },
    }),
    async (c) => c.json(await readInventory(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/inventory/{variantId}/movements',
      operationId: 'readStockMovements',
      summary: 'What happened to a variant’s stock, newest first',
      tags: ['inventory'],
      permission: 'inventory:read',
      request: { params: VariantParam, query: z.strictObject({ cursor: z.coerce.number().int().min(1).optional(), limit }) },
      responses: { 200: json(z.object({ items: z.array(Movement), nextCursor: z.string().nullable() }), 'One page.') },
      problems: noVariant,
    }),
    async (c) => {
      const page = await readMovements(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').variantId, c.req.valid('query'))
      return c.json(page, 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/inventory/{variantId}/adjustments',
      operationId: 'adjustStock',
      summary: 'Correct what is on hand, or how much of it to keep back',
      tags: ['inventory'],
      permission: 'inventory:adjust',
      request: { params: VariantParam, body: body(Adjustment) },
      responses: { 200: json(Level, 'The level after the correction.') },
      problems: { ...noVariant, below_zero: [409, 'Only 3 are on hand; a correction cannot take away more.'] },
      idempotent: true,
    }),
    async (c) => {
      const level = await adjustStock(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').variantId, c.req.valid('json'))
      return c.json(level, 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/inventory/receipts',
      operationId: 'receiveStock',
      summary: 'Take in a delivery of several variants',
      tags: ['inventory'],
      permission: 'inventory:adjust',
      request: { body: body(Receipt) },
      responses: {
        201: json(z.object({ receiptId: z.string(), levels: z.array(Level) }).openapi('StockReceived'), 'The levels after the delivery.'),
      },
      idempotent: true,
    }),
    async (c) => c.json(await receiveStock(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('json')), 201),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/vendors/{vendorId}/stock-reconciliations',
      operationId: 'reconcileStock',
      summary: 'Bring a store’s database level with its stock and prove that they agree',
      tags: ['inventory'],
      permission: 'platform:operate',
      request: { params: z.strictObject({ vendorId: idSchema('vendor', 'ven_01JD0000000000000000000000') }) },
      responses: { 200: json(Reconciliation, 'What was compared, mended and found different.') },
      problems: { not_found: [404, 'There is no such store.'] },
    }),
    async (c) => {
      const { vendorId } = c.req.valid('param')
      await noteAction(c.var.ctx, { action: 'stock.reconcile', subjectId: vendorId, vendorId })
      return c.json(await reconcileStock(c.var.ctx, vendorId, 'all'), 200)
    },
  )
