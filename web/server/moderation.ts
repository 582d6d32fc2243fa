import type { AppLoadContext } from '@remix-run/cloudflare'
import { attempt } from './answer.ts'

/** How much waits in each queue of moderation; null where it could not be read. */
export async function loadQueueCounts({ api }: AppLoadContext) {
  const loaded = await attempt(() => api.api.v1.admin.moderation.items.$get({ query: { limit: '1' } }))
  return loaded.ok ? loaded.value.counts : null
}
