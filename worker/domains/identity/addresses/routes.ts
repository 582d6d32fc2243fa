import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { accountOf } from '#worker/edge/tenant.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { AddressSchema } from './address-schema.ts'
import { addAddress, changeAddress, readAddresses, removeAddress } from './change-addresses.ts'

const addressId = z
  .custom<Id<'address'>>((value) => typeof value === 'string' && isId('address', value), 'The id of an address.')
  .openapi({ type: 'string', example: 'adr_01JD0000000000000000000000' })
const SavedAddress = z.object({ id: addressId, isDefault: z.boolean(), address: AddressSchema }).openapi('SavedAddress')
const ADA = { name: 'Ada Quist', line1: '12 Orchard Lane', city: 'Portland', region: 'OR', postalCode: '97201', country: 'US' }
const NewAddress = z
  .strictObject({ address: AddressSchema, isDefault: z.boolean().default(false) })
  .openapi('AddressInput', { example: { address: ADA, isDefault: true } })
const AddressChange = z
  .strictObject({ address: AddressSchema.optional(), isDefault: z.literal(true).optional() })
  .refine((change) => change.address !== undefined || change.isDefault !== undefined, 'Name something to change.')
  .openapi('AddressChange', { example: { address: ADA } })
const AddressParam = z.strictObject({ addressId: addressId.openapi({ param: { name: 'addressId', in: 'path' } }) })
const NO_ADDRESS = { not_found: [404, 'There is no such address.'] } as const

export const addressRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/me/addresses',
      operationId: 'listAddresses',
      summary: 'Where you have goods sent',
      tags: ['identity'],
      permission: 'account:self',
      responses: {
        200: json(z.object({ items: z.array(SavedAddress) }).openapi('SavedAddresses'), 'The one meant first, then the newest.'),
      },
    }),
    async (c) => c.json(await readAddresses(c.var.ctx, accountOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/me/addresses',
      operationId: 'addAddress',
      summary: 'Keep an address',
      description: 'The first one is the one meant first, asked for or not.',
      tags: ['identity'],
      permission: 'account:self',
      request: { body: body(NewAddress) },
      responses: { 201: json(SavedAddress, 'Kept.') },
      problems: { too_many_addresses: [409, 'You can keep 20 addresses. Remove one that you no longer need.'] },
      idempotent: true,
    }),
    async (c) => c.json(await addAddress(c.var.ctx, accountOf(c.var.ctx), c.req.valid('json')), 201),
  )
  .openapi(
    route({
      method: 'patch',
      path: '/me/addresses/{addressId}',
      operationId: 'changeAddress',
      summary: 'Rewrite an address, or mean it first',
      description: 'Orders keep the address they were placed with.',
      tags: ['identity'],
      permission: 'account:self',
      request: { params: AddressParam, body: body(AddressChange) },
      responses: { 200: json(SavedAddress, 'The address as it is now.') },
      problems: NO_ADDRESS,
    }),
    async (c) => c.json(await changeAddress(c.var.ctx, accountOf(c.var.ctx), c.req.valid('param').addressId, c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'delete',
      path: '/me/addresses/{addressId}',
      operationId: 'removeAddress',
      summary: 'Forget an address',
      tags: ['identity'],
      permission: 'account:self',
      request: { params: AddressParam },
      responses: { 204: empty('Forgotten. If it was the one meant first, the newest of the others is now.') },
      problems: NO_ADDRESS,
    }),
    async (c) => {
      await removeAddress(c.var.ctx, accountOf(c.var.ctx), c.req.valid('param').addressId)
      return c.body(null, 204)
    },
  )
