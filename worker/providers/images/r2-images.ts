import { IMAGE_WIDTHS, type ImageStore, type ImageWidth } from '#worker/domains/catalog/ports.ts'

const CONTENT_TYPE = 'image/webp'
const QUALITY = 82
const objectKey = (key: string, width: number): string => `${key}/${width}.webp`

/**
 * Pictures in R2, re-encoded by Cloudflare Images. What arrives is decoded and drawn anew: EXIF (the place a photo was
 * taken), comments and anything appended to the file do not survive. https://developers.cloudflare.com/images/transform-images/bindings/
 */
export function createImageStore({ bucket, images }: { bucket: R2Bucket; images: ImagesBinding }): ImageStore {
  return {
    async put(key, bytes) {
      let widest: { width: number; height: number; bytes: number } | null = null
      for (const width of IMAGE_WIDTHS) {
        const encoded = await encode(images, bytes, width)
        if (!encoded) return null
        const info = await images.info(streamOf(encoded))
        if (!('width' in info)) return null
        await bucket.put(objectKey(key, width), encoded, { httpMetadata: { contentType: CONTENT_TYPE } })
        widest = { width: info.width, height: info.height, bytes: encoded.byteLength }
      }
      return widest
    },

    async get(key, width: ImageWidth) {
      const object = await bucket.get(objectKey(key, width))
      return object && { body: object.body, contentType: CONTENT_TYPE, etag: object.httpEtag }
    },

    async remove(key) {
      await bucket.delete(IMAGE_WIDTHS.map((width) => objectKey(key, width)))
    },
  }
}

/** One width as WebP: the first frame only, never enlarged; null if Cloudflare Images cannot decode it. */
async function encode(images: ImagesBinding, bytes: ArrayBuffer, width: ImageWidth): Promise<ArrayBuffer | null> {
  try {
    const result = await images
      .input(streamOf(bytes))
      .transform({ width, fit: 'scale-down' })
      .output({ format: CONTENT_TYPE, quality: QUALITY, anim: false })
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
