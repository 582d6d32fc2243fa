import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { requireVersion, versionTag } from '#worker/edge/version.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { addImage } from '../add-image.ts'
import { changeImage, removeImage } from '../change-image.ts'
import { IMAGE_WIDTHS } from '../ports.ts'
import { imageKey } from '../product-image.ts'
import { readUpload } from '../read-upload.ts'
import { ImageSchema, idSchema, imageId, productId, showImage } from '../schemas.ts'

const Images = z.object({ images: z.array(ImageSchema) }).openapi('ProductImages')
const Upload = z.string().openapi({ type: 'string', format: 'binary' })
const UPLOAD_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'application/octet-stream']
const upload = {
  required: true as const,
  description: 'The file itself, or a multipart form with exactly one file. At most 10 MiB and 50 megapixels.',
  content: Object.fromEntries(UPLOAD_TYPES.map((type) => [type, { schema: Upload }])),
}
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
      request: { params: z.strictObject({ productId }), query: z.strictObject({ alt: alt.default('') }), body: upload },
      responses: { 201: json(ImageSchema, 'Stored, re-encoded as WebP at every width.') },
      problems: {
        not_found: [404, 'There is no such product.'],
        too_many_images: [409, 'A product has at most 20 pictures.'],
        upload_too_large: [413, 'A picture may have at most 10 MiB.'],
        too_many_pixels: [413, 'A picture may have at most 50 megapixels; this one says 65000 x 65000.'],
        unsupported_image: [415, 'A picture is a JPEG, PNG, WebP, AVIF or GIF file, and nothing else besides.'],
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

const WIDTHS = IMAGE_WIDTHS.map(String) as [string, ...string[]]
/** A picture never changes under its key: the key follows from the bytes. */
const FOREVER = 'public, max-age=31536000, immutable'
/** Even if a picture could be read as a page, a browser would run nothing of it. */
const HARMLESS = "sandbox; default-src 'none'"

/** Pictures as buyers' browsers load them; mounted at the root, outside the API. */
export const imageRoutes = newRouter<Ctx>().openapi(
  route({
    method: 'get',
    path: '/images/{vendorId}/{productId}/{imageId}',
    operationId: 'readImage',
    summary: 'A picture as WebP, at one of the stored widths',
    tags: ['catalog'],
    permission: 'public',
    request: {
      params: z.strictObject({ vendorId: idSchema('vendor', 'ven_01JD0000000000000000000000'), productId, imageId }),
      query: z.strictObject({ w: z.enum(WIDTHS).default('640') }),
    },
    responses: {
      200: { description: 'The picture.', content: { 'image/webp': { schema: Upload } } },
      304: { description: 'The browser has it already.' },
    },
    problems: { not_found: [404, 'There is no such picture.'] },
  }),
  async (c) => {
    const { vendorId, productId: product, imageId: image } = c.req.valid('param')
    const width = IMAGE_WIDTHS.find((one) => String(one) === c.req.valid('query').w) ?? 640
    const stored = await c.var.ctx.images.get(imageKey(vendorId, product, image), width)
    if (!stored) throw new NotFound('picture')
    const headers = { etag: stored.etag, 'cache-control': FOREVER, 'content-security-policy': HARMLESS }
    if (c.req.header('if-none-match') === stored.etag) {
      await stored.body.cancel()
      return c.body(null, 304, headers)
    }
    return c.body(stored.body, 200, {
      ...headers,
      'content-type': stored.contentType,
      'content-disposition': 'inline',
      'cross-origin-resource-policy': 'cross-origin',
    })
  },
)
