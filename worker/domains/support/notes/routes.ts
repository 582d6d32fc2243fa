import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { accountOf } from '#worker/edge/tenant.ts'
import { type Id, type IdKind, isId } from '#worker/pure/ids.ts'
import { pinNote, readNotes, writeNote } from './write-note.ts'

const idOf = <K extends IdKind>(kind: K, example: Id<K>) =>
  z.custom<Id<K>>((value) => typeof value === 'string' && isId(kind, value), `An id of a ${kind}.`).openapi({ type: 'string', example })
const vendorId = idOf('vendor', 'ven_01JD0000000000000000000000')
const accountId = idOf('account', 'acc_01JD0000000000000000000000')
const noteId = idOf('note', 'nte_01JD0000000000000000000000')
const Note = z
  .object({
    id: noteId,
    text: z.string(),
    isPinned: z.boolean(),
    author: z.object({ id: accountId, name: z.string() }),
    createdAt: z.iso.datetime(),
  })
  .openapi('InternalNote')
const Notes = z.object({ items: z.array(Note) }).openapi('InternalNotes')
const NewNote = z
  .strictObject({ text: z.string().trim().min(2).max(4000), isPinned: z.boolean().default(false) })
  .openapi('NewNote', { example: { text: 'Moves to a new workshop in March; expect late parcels.', isPinned: true } })
const Pin = z.strictObject({ isPinned: z.boolean() }).openapi('NotePin', { example: { isPinned: true } })
const VendorParam = z.strictObject({ vendorId })
const BuyerParam = z.strictObject({ accountId })

/** What our own people should know about a store or a buyer. */
export const noteRoutes = newRouter<Ctx>()
  .openapi(
    route({ method: 'get', path: '/admin/vendors/{vendorId}/notes', operationId: 'listVendorNotes', summary: 'Internal notes about a store, pinned first', tags: ['support'], permission: 'platform:read', request: { params: VendorParam }, responses: { 200: json(Notes, 'The notes; the store never sees them.') } }),
    async (c) => c.json(await readNotes(c.var.ctx, c.req.valid('param').vendorId), 200),
  )
  .openapi(
    route({ method: 'post', path: '/admin/vendors/{vendorId}/notes', operationId: 'addVendorNote', summary: 'Note something about a store', tags: ['support'], permission: 'platform:read', request: { params: VendorParam, body: body(NewNote) }, responses: { 201: json(Note, 'Noted; it cannot be changed.') }, problems: { not_found: [404, 'There is no such record.'] }, idempotent: true }),
    async (c) => c.json(await writeNote(c.var.ctx, c.req.valid('param').vendorId, accountOf(c.var.ctx), c.req.valid('json')), 201),
  )
  .openapi(
    route({ method: 'put', path: '/admin/vendors/{vendorId}/notes/{noteId}/pin', operationId: 'pinVendorNote', summary: 'Pin a note about a store, or let it go', tags: ['support'], permission: 'platform:read', request: { params: z.strictObject({ vendorId, noteId }), body: body(Pin) }, responses: { 204: empty('Done.') }, problems: { not_found: [404, 'There is no such note.'] } }),
    async (c) => {
      const { vendorId: of, noteId: id } = c.req.valid('param')
      await pinNote(c.var.ctx, of, id, c.req.valid('json').isPinned)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({ method: 'get', path: '/admin/buyers/{accountId}/notes', operationId: 'listBuyerNotes', summary: 'Internal notes about a buyer, pinned first', tags: ['support'], permission: 'platform:buyers', request: { params: BuyerParam }, responses: { 200: json(Notes, 'The notes; the buyer never sees them.') } }),
    async (c) => c.json(await readNotes(c.var.ctx, c.req.valid('param').accountId), 200),
  )
  .openapi(
    route({ method: 'post', path: '/admin/buyers/{accountId}/notes', operationId: 'addBuyerNote', summary: 'Note something about a buyer', tags: ['support'], permission: 'platform:buyers', request: { params: BuyerParam, body: body(NewNote) }, responses: { 201: json(Note, 'Noted; it cannot be changed.') }, problems: { not_found: [404, 'There is no such record.'] }, idempotent: true }),
    async (c) => c.json(await writeNote(c.var.ctx, c.req.valid('param').accountId, accountOf(c.var.ctx), c.req.valid('json')), 201),
  ) // biome-ignore format: one route a line
