import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { pictureBody, pictureProblems, readUpload } from '#worker/edge/read-upload.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { PictureQuery, pictureResponses, servePicture } from '#worker/edge/serve-picture.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { versionTag } from '#worker/edge/version.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { logoKey } from '#worker/pure/picture.ts'
import { putLogo, removeLogo } from '../change-logo.ts'
import { StoreSchema, vendorIdSchema } from '../schemas.ts'

const imageId = z
  .custom<Id<'image'>>((value) => typeof value === 'string' && isId('image', value), 'An id of an image.')
  .openapi({ type: 'string', example: 'img_01JD0000000000000000000000' })

export const vendorLogoRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'put',
      path: '/vendor/logo',
      operationId: 'putLogo',
      summary: 'Give the store a logo; it takes the place of the one before',
      tags: ['tenancy'],
      permission: 'vendor:settings',
      request: { query: z.strictObject({ alt: z.string().trim().max(200).default('') }), body: pictureBody },
      responses: { 200: json(StoreSchema, 'The store with its logo.') },
      problems: { not_found: [404, 'There is no such store.'], ...pictureProblems },
    }),
    async (c) => {
      const bytes = await readUpload(c.req.raw)
      const store = await putLogo(c.var.ctx, vendorOf(c.var.ctx), bytes, c.req.valid('query').alt)
      return c.json(store, 200, { etag: versionTag(store.version) })
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/vendor/logo',
      operationId: 'removeLogo',
      summary: 'Take the logo of the store away',
      tags: ['tenancy'],
      permission: 'vendor:settings',
      responses: { 204: { description: 'Gone; the ETag is the store’s.' } },
      problems: { not_found: [404, 'There is no such store.'] },
    }),
    async (c) => {
      const { version } = await removeLogo(c.var.ctx, vendorOf(c.var.ctx))
      return c.body(null, 204, { etag: versionTag(version) })
    },
  )

/** Logos as buyers' browsers load them; mounted at the root, outside the API. */
export const logoRoutes = newRouter<Ctx>().openapi(
  route({
    method: 'get',
    path: '/images/{vendorId}/logo/{imageId}',
    operationId: 'readLogo',
    summary: 'The logo of a store at one of the widths, never enlarged',
    tags: ['tenancy'],
    permission: 'public',
    request: { params: z.strictObject({ vendorId: vendorIdSchema, imageId }), query: PictureQuery },
    responses: pictureResponses,
    problems: { not_found: [404, 'There is no such picture.'] },
  }),
  async (c) => {
    const { vendorId, imageId: image } = c.req.valid('param')
    const key = logoKey(vendorId, image)
    return servePicture(c, c.req.valid('query').w, (width, format) => c.var.ctx.images.get(key, width, format, c.var.ctx.defer)) as never
  },
)
