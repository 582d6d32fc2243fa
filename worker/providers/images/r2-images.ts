import type { ImageStore } from '#worker/domains/catalog/ports.ts'
import { originalKey, PICTURE_WIDTHS, type PictureFormat } from '#worker/pure/picture.ts'

const WIDEST = Math.max(...PICTURE_WIDTHS)
/** The original is drawn from again, so it loses less than what is served. */
const QUALITY = { original: 90, webp: 82, avif: 62 } as const
/** Beside the original, `picture/640.avif`: what was asked for once. */
const drawnKey = (key: string, width: number, format: PictureFormat): string => `${key}/${width}.${format}`

/**
 * Pictures in R2, re-encoded by Cloudflare Images. What arrives is decoded and drawn anew: EXIF (the place a photo was
 * taken), comments and anything appended to the file do not survive. Each width and format is drawn when a browser first
 * asks for it and kept from then on, so an upload costs one drawing, and a picture at most fourteen more in its life.
 * https://developers.cloudflare.com/images/transform-images/bindings/
 */
export function createImageStore({ bucket, images }: { bucket: R2Bucket; images: ImagesBinding }): ImageStore {
  const draw = async (key: string, width: number, format: PictureFormat): Promise<Served | null> => {
    const original = await bucket.get(originalKey(key))
    if (!original) return null
    // Drawn again at its own size it would only be worse.
    if (format === 'webp' && Number(original.customMetadata?.width) <= width) return served(original, 'webp')
    const drawn = await encode(images, original.body, { width, format, quality: QUALITY[format] })
    if (!drawn) return null
    const put = await bucket.put(drawnKey(key, width, format), drawn, { httpMetadata: { contentType: `image/${format}` } })
    // Removed while it was drawn: nothing of it may stay behind. `remove` takes the original first.
    if (!(await bucket.head(originalKey(key)))) {
      await bucket.delete(drawnKey(key, width, format))
      return null
    }
    return { body: streamOf(drawn), contentType: `image/${format}`, etag: put.httpEtag }
  }
  const find = async (key: string, width: number, format: PictureFormat): Promise<Served | null> => {
    const kept = await bucket.get(drawnKey(key, width, format))
    return kept && served(kept, format)
  }

  // One at a time in an isolate: a page of new pictures must not set off fifty drawings. What is left out is asked for again.
  let isDrawing = false
  const drawLater = async (key: string, width: number): Promise<void> => {
    isDrawing = true
    try {
      await (await draw(key, width, 'avif'))?.body.cancel()
    } finally {
      isDrawing = false
    }
  }

  return {
    async put(key, bytes) {
      const encoded = await encode(images, streamOf(bytes), { width: WIDEST, format: 'webp', quality: QUALITY.original })
      if (!encoded) return null
      const info = await images.info(streamOf(encoded))
      if (!('width' in info)) return null
      await bucket.put(originalKey(key), encoded, {
        httpMetadata: { contentType: 'image/webp' },
        customMetadata: { width: String(info.width) },
      })
      return { width: info.width, height: info.height, bytes: encoded.byteLength }
    },

    async get(key, width, format, defer) {
      const avif = format === 'avif' ? await find(key, width, 'avif') : null
      if (avif) return avif
      const webp = (await find(key, width, 'webp')) ?? (await draw(key, width, 'webp'))
      if (webp && format === 'avif' && !isDrawing)
        defer(drawLater(key, width).catch((error) => console.warn(`no AVIF of ${key}: ${error}`)))
      return webp
    },

    async remove(key) {
      await bucket.delete(originalKey(key))
      await bucket.delete(PICTURE_WIDTHS.flatMap((width) => [drawnKey(key, width, 'webp'), drawnKey(key, width, 'avif')]))
    },
  }
}

type Served = { body: ReadableStream; contentType: string; etag: string }
const served = ({ body, httpEtag }: R2ObjectBody, format: PictureFormat): Served => ({
  body,
  contentType: `image/${format}`,
  etag: httpEtag,
})

type Drawing = { width: number; format: PictureFormat; quality: number }

/** One width in one format: the first frame only, never enlarged; null if Cloudflare Images cannot decode it. */
async function encode(
  images: ImagesBinding,
  picture: ReadableStream<Uint8Array>,
  { width, format, quality }: Drawing,
): Promise<ArrayBuffer | null> {
  try {
    const result = await images
      .input(picture)
      .transform({ width, fit: 'scale-down' })
      .output({ format: `image/${format}`, quality, anim: false })
    return await result.response().arrayBuffer()
  } catch (error) {
    if (isUndecodable(error)) return null
    throw error
  }
}

/**
 * True if the file is at fault: 94xx "not an image", 9520 and 9523 "cannot transform" in production, libvips' own words where
 * the binding is local. Anything else is the service's, and worth a retry.
 */
const isUndecodable = (error: unknown): boolean =>
  error instanceof Error &&
  (/\b(?:94\d\d|9520|9523)\b/.test(`${(error as { code?: number }).code ?? ''} ${error.message}`) ||
    /Input buffer|unsupported image format|Vips|corrupt|premature end/i.test(error.message))

const streamOf = (bytes: ArrayBuffer): ReadableStream<Uint8Array> => new Blob([bytes]).stream()
