import type { EvidenceStore } from '#worker/domains/disputes/ports.ts'

/** Files as they came, in R2. Nothing of them is ever served for a browser to show. */
export function createEvidenceStore(bucket: R2Bucket): EvidenceStore {
  return {
    async put(key, bytes, contentType) {
      await bucket.put(`evidence/${key}`, bytes, { httpMetadata: { contentType } })
    },
    async get(key) {
      const object = await bucket.get(`evidence/${key}`)
      return object ? new Uint8Array(await new Response(object.body).arrayBuffer()) : null
    },
  }
}
