import { Problem } from '#worker/pure/problem.ts'

/** The most bytes an upload may have. */
export const UPLOAD_MAX_BYTES = 10 * 1024 * 1024
/** The most pixels a picture may have; looked up in its header before anything decodes it. */
export const PIXELS_MAX = 50_000_000

/** 413: too many bytes. */
export class UploadTooLarge extends Problem {
  constructor() {
    super('upload_too_large', 413, `A picture may have at most ${UPLOAD_MAX_BYTES / 1024 / 1024} MiB.`)
  }
}

/** 415: not a picture of a type we take, whatever its name or Content-Type say. */
export class UnsupportedImage extends Problem {
  constructor(detail = 'A picture is a JPEG, PNG, WebP, AVIF or GIF file, and nothing else besides.') {
    super('unsupported_image', 415, detail)
  }
}

/** 413: too many pixels. */
export class TooManyPixels extends Problem {
  constructor(width: number, height: number) {
    super('too_many_pixels', 413, `A picture may have at most ${PIXELS_MAX / 1_000_000} megapixels; this one says ${width} x ${height}.`)
  }
}
