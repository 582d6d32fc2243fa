import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { pictureBody, pictureProblems, readUpload } from '#worker/edge/read-upload.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { PictureQuery, pictureResponses, servePicture } from '#worker/edge/serve-picture.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { requireVersion, versionTag } from '#worker/edge/version.ts'
import { imageKey } from '#worker/pure/picture.ts'
import { addImage } from '../add-image.ts'
import { changeImage, removeImage } from '../change-image.ts'
import { ImageSchema, idSchema, imageId, productId, showImage } from '../schemas.ts'

const Images = z.object({ images: z.array(ImageSchema) }).openapi('ProductImages')
const ImageParam = z.strictObject({ productId, imageId })
const alt = z.string().trim().max(200)
const problems = {
  not_found: [404, 'There is no such picture.'],
  changed_meanwhile: [412, 'The product was changed by somebody else since you read it.'],
  if_match_required: [428, 'Send If-Match with the ETag of the product.'],
} as const

export const productImageRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'post',
      path: '/vendor/products/{productId}/images',
      operationId: 'addProductImage',
      summary: 'Add a picture; the same file twice is one picture',
      tags: ['catalog'],
      permission: 'catalog:write',
      request: { params: z.strictObject({ productId }), query: z.strictObject({ alt: alt.default('') }), body: pictureBody },
      responses: { 201: json(ImageSchema, 'Stored, re-encoded; its address answers at every width.') },
      problems: {
        not_found: [404, 'There is no such product.'],
        too_many_images: [409, 'A product has at most 20 pictures.'],
        ...pictureProblems,
      },
    }),
    async (c) => {
      const bytes = await readUpload(c.req.raw)
      const id = c.req.valid('param').productId
      const { image, version } = await addImage(c.var.ctx, vendorOf(c.var.ctx), id, bytes, c.req.valid('query').alt)
      return c.json(showImage(image), 201, { etag: versionTag(version) })
    },
  )
  .openapi(
    route({
      method: 'patch',
      path: '/vendor/products/{productId}/images/{imageId}',
      operationId: 'changeProductImage',
      summary: 'Change the text of a picture, or its place',
      tags: ['catalog'],
      permission: 'catalog:write',
      request: {
        params: ImageParam,
        body: body(
          z
            .strictObject({ alt: alt.optional(), position: z.number().int().min(0).max(100).optional() })
            .openapi('ImageChange', { example: { alt: 'The mug from the side', position: 0 } }),
        ),
      },
      responses: { 200: json(Images, 'All pictures of the product in their new order.') },
      problems,
    }),
    async (c) => {
      const at = { vendorId: vendorOf(c.var.ctx), ...c.req.valid('param'), version: requireVersion(c.req.header('if-match')) }
      const { images, version } = await changeImage(c.var.ctx, at, c.req.valid('json'))
      return c.json({ images: images.map(showImage) }, 200, { etag: versionTag(version) })
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/vendor/products/{productId}/images/{imageId}',
      operationId: 'removeProductImage',
      summary: 'Remove a picture',
      tags: ['catalog'],
      permission: 'catalog:write',
      request: { params: ImageParam },
      responses: { 204: { description: 'Gone; the ETag is the product’s.' } },
      problems,
    }),
    async (c) => {
      const at = { vendorId: vendorOf(c.var.ctx), ...c.req.valid('param'), version: requireVersion(c.req.header('if-match')) }
      const { version } = await removeImage(c.var.ctx, at)
      return c.body(null, 204, { etag: versionTag(version) })
    },
  )

/** Pictures as buyers' browsers load them; mounted at the root, outside the API. */
export const imageRoutes = newRouter<Ctx>().openapi(
  route({
    method: 'get',
    path: '/images/{vendorId}/{productId}/{imageId}',
    operationId: 'readImage',
    summary: 'A picture at one of the widths, never enlarged',
    tags: ['catalog'],
    permission: 'public',
    request: { params: z.strictObject({ vendorId: idSchema('vendor', 'ven_01JD0000000000000000000000'), productId, imageId }), query: PictureQuery },
    responses: pictureResponses,
    problems: { not_found: [404, 'There is no such picture.'] },
  }), // biome-ignore format: a route reads best as a list
  async (c) => {
    const { vendorId, productId: product, imageId: image } = c.req.valid('param')
    const key = imageKey(vendorId, product, image)
    return servePicture(c, c.req.valid('query').w, (width, format) => c.var.ctx.images.get(key, width, format, c.var.ctx.defer)) as never
  },
)
