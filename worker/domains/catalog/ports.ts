import type { PictureFormat, PictureWidth } from '#worker/pure/picture.ts'

/** Where pictures are kept. Keys begin with the vendor's id, which is how one vendor cannot reach another's. */
export type ImageStore = {
  /**
   * Re-encodes the upload as WebP (which drops its metadata and everything that is not picture), no wider than the widest
   * width, and stores it under `key`. Safe to repeat.
   * @returns its size in pixels and bytes; null if the bytes cannot be decoded
   */
  put(key: string, bytes: ArrayBuffer): Promise<{ width: number; height: number; bytes: number } | null>
  /**
   * The picture at a width and in a format, never enlarged; null if there is none. Drawn at the first asking, then kept.
   * AVIF takes long to draw: who asks first gets WebP, and it is drawn after the answer (`defer`) for those who follow.
   */
  get(
    key: string,
    width: PictureWidth,
    format: PictureFormat,
    defer: (work: Promise<unknown>) => void,
  ): Promise<{ body: ReadableStream; contentType: string; etag: string } | null>
  /** Deletes it at every width. Safe to repeat. */
  remove(key: string): Promise<void>
}
