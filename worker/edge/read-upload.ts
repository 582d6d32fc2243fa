import { z } from '@hono/zod-openapi'
import { hasForeignContent, readImageHeader } from '#worker/pure/image-type.ts'
import { PIXELS_MAX, TooManyPixels, UnsupportedImage, UPLOAD_MAX_BYTES, UploadTooLarge } from '#worker/pure/picture-upload.ts'
import { Problem } from '#worker/pure/problem.ts'

/** The parts of a multipart body around the file. */
export const ENVELOPE_MAX_BYTES = 16 * 1024

const Upload = z.string().openapi({ type: 'string', format: 'binary' })
const UPLOAD_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'application/octet-stream']

/** The body of a route that takes a picture. */
export const pictureBody = {
  required: true as const,
  description: 'The file itself, or a multipart form with exactly one file. At most 10 MiB and 50 megapixels.',
  content: Object.fromEntries(UPLOAD_TYPES.map((type) => [type, { schema: Upload }])),
}

/** What `readUpload` refuses, for the document. */
export const pictureProblems = {
  upload_too_large: [413, 'A picture may have at most 10 MiB.'],
  too_many_pixels: [413, 'A picture may have at most 50 megapixels; this one says 65000 x 65000.'],
  unsupported_image: [415, 'A picture is a JPEG, PNG, WebP, AVIF or GIF file, and nothing else besides.'],
} as const

/**
 * The picture in a request's body: raw, or the one file of a multipart form. The name and the type the sender gives are
 * not looked at. Counts bytes while they come in, so a missing or false Content-Length gains nothing.
 * @throws UploadTooLarge 413, UnsupportedImage 415, TooManyPixels 413, Problem 400 for a form without exactly one file
 */
export async function readUpload(request: Request): Promise<ArrayBuffer> {
  const contentType = request.headers.get('content-type') ?? ''
  const isForm = /^multipart\/form-data\b/i.test(contentType)
  const body = await readCapped(request.body, UPLOAD_MAX_BYTES + (isForm ? ENVELOPE_MAX_BYTES : 0))
  const bytes = isForm ? await fileOf(body, contentType) : body
  if (bytes.byteLength > UPLOAD_MAX_BYTES) throw new UploadTooLarge()
  const view = new Uint8Array(bytes)
  const header = readImageHeader(view)
  if (!header || hasForeignContent(view)) throw new UnsupportedImage()
  if (header.width * header.height > PIXELS_MAX) throw new TooManyPixels(header.width, header.height)
  return bytes
}

type Refusals = { tooLarge: () => Error; missing: () => Error }
const OF_PICTURES: Refusals = { tooLarge: () => new UploadTooLarge(), missing: () => new UnsupportedImage() }

/** A body, counted while it comes in. @throws what `refusals` say, for no body or one of more bytes */
export async function readCapped(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  refusals: Refusals = OF_PICTURES,
): Promise<ArrayBuffer> {
  if (!stream) throw refusals.missing()
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > maxBytes) {
      await reader.cancel()
      throw refusals.tooLarge()
    }
    chunks.push(value)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole.buffer
}

/** The one file of a multipart form. @throws Problem 400 for a form without exactly one */
export async function fileOf(body: ArrayBuffer, contentType: string): Promise<ArrayBuffer> {
  let entries: [string, File | string][]
  try {
    entries = [...(await new Response(body, { headers: { 'content-type': contentType } }).formData())]
  } catch {
    throw new Problem('malformed_body', 400, 'The form cannot be read.')
  }
  const file = entries[0]?.[1]
  if (entries.length !== 1 || file === undefined || typeof file === 'string')
    throw new Problem('malformed_body', 400, 'The form has to hold exactly one file.')
  return file.arrayBuffer()
}
