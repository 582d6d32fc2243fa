/** Where pictures are kept. Keys start with the vendor's id, which is how one vendor cannot reach another's. */
export type ImageStore = {
  /** Re-encodes the upload (which drops its metadata) at each served width and stores all of them under `key`. */
  put(key: string, bytes: ArrayBuffer): Promise<{ width: number; height: number; bytes: number }>
  /** One stored width; null if there is none. */
  get(key: string, width: number): Promise<{ body: ReadableStream; contentType: string; etag: string } | null>
  /** Deletes every width. Safe to repeat. */
  remove(key: string): Promise<void>
}
