import type { SealAnchors } from '#worker/domains/audit/ports.ts'
import type { Anchor, Journal } from '#worker/pure/journal.ts'

const keyOf = (journal: Journal): string => `seals/${journal}.json`

/** The newest seals, an object each in R2. */
export function createSealAnchors(bucket: R2Bucket): SealAnchors {
  return {
    async read(journal) {
      const object = await bucket.get(keyOf(journal))
      return object ? ((await new Response(object.body).json()) as Anchor) : null
    },
    async write(journal, anchor) {
      await bucket.put(keyOf(journal), JSON.stringify(anchor), { httpMetadata: { contentType: 'application/json' } })
    },
  }
}
