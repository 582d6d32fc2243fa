import type { Id } from '#worker/pure/ids.ts'
import type { LiveTopic } from '#worker/pure/live.ts'

/** Whose pages: a store's, or those of the marketplace's own people. */
export type Whose = Id<'vendor'> | 'platform'

/** Who watches, and since when what they see is known to be as it was, UTC epoch ms. */
export type Watcher = { sessionId: Id<'session'>; sinceMs: number | null }

/** One store's open pages; `worker/objects/store-dashboard.ts`. */
export type StoreDashboardRpc = {
  /** Tells every open page what changed, at most once a second. Safe to repeat. */
  changed(topics: readonly LiveTopic[]): Promise<void>
}
