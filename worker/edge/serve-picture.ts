import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { PICTURE_WIDTHS, type PictureFormat, type PictureWidth, pictureFormatFor } from '#worker/pure/picture.ts'
import { NotFound } from '#worker/pure/problem.ts'

const WIDTHS = PICTURE_WIDTHS.map(String) as [string, ...string[]]
const Picture = z.string().openapi({ type: 'string', format: 'binary' })
/** A picture never changes under its key: the key follows from the bytes. */
const FOREVER = 'public, max-age=31536000, immutable'
/** Even if a picture could be read as a page, a browser would run nothing of it. */
const HARMLESS = "sandbox; default-src 'none'"

/** The width asked for; only these, so that nobody can have a picture drawn at a thousand sizes. */
export const PictureQuery = z.strictObject({ w: z.enum(WIDTHS).default('640') })

/** What a route that serves a picture answers. */
export const pictureResponses = {
  200: { description: 'The picture, as AVIF if Accept names it, else as WebP.', content: { 'image/webp': { schema: Picture }, 'image/avif': { schema: Picture } } },
  304: { description: 'The browser has it already.' },
} as const // biome-ignore format: an answer a line

type Stored = { body: ReadableStream; contentType: string; etag: string }
type Get = (width: PictureWidth, format: PictureFormat) => Promise<Stored | null>

/** Answers with a stored picture at the width and in the format asked for, to be kept for ever. @throws NotFound 404 */
export async function servePicture(c: Context, w: string, get: Get): Promise<Response> {
  const width = PICTURE_WIDTHS.find((one) => String(one) === w) ?? 640
  const stored = await get(width, pictureFormatFor(c.req.header('accept')))
  if (!stored) throw new NotFound('picture')
  const headers = { etag: stored.etag, 'cache-control': FOREVER, 'content-security-policy': HARMLESS, vary: 'accept' }
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
}
