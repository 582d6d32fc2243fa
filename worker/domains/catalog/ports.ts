/** Widths every picture is stored at, in pixels. A smaller original is never enlarged: its wider slots hold it as it is. */
export const IMAGE_WIDTHS = [160, 320, 640, 960, 1600] as const
export type ImageWidth = (typeof IMAGE_WIDTHS)[number]

/** Where pictures are kept. Keys are `vendor/product/image`, which is how one vendor cannot reach another's. */
export type ImageStore = {
  /**
   * Re-encodes the upload as WebP (which drops its metadata and everything that is not picture) at each served width and
   * stores all of them under `key`. Safe to repeat.
   * @returns size in pixels and bytes of the widest; null if the bytes cannot be decoded
   */
  put(key: string, bytes: ArrayBuffer): Promise<{ width: number; height: number; bytes: number } | null>
  /** One stored width; null if there is none. */
  get(key: string, width: ImageWidth): Promise<{ body: ReadableStream; contentType: string; etag: string } | null>
  /** Deletes every width. Safe to repeat. */
  remove(key: string): Promise<void>
}
