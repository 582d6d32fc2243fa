import type { StoreDashboardRpc, Watcher, Whose } from '#worker/domains/operations/live/ports.ts'
import type { RawEnv } from '#worker/env.ts'
import type { LiveTopic } from '#worker/pure/live.ts'

/** How verbs reach the pages that are open: `tellPages` after a commit, `watchPages` for one that wants to be told. */
export type LivePages = {
  tellPages: (whose: Whose, ...topics: LiveTopic[]) => void
  watchPages: (whose: Whose, watcher: Watcher) => Promise<Response>
}

/** What is told in one go is gathered, each object once, and whoever told it waits for none. A failure is logged and forgotten. */
export function createLivePages({ STORE_DASHBOARD }: Pick<RawEnv, 'STORE_DASHBOARD'>, defer: (work: Promise<unknown>) => void): LivePages {
  const gathered = new Map<Whose, Set<LiveTopic>>()
  const send = async (whose: Whose) => {
    const topics = [...(gathered.get(whose) ?? [])]
    gathered.delete(whose)
    await (STORE_DASHBOARD.getByName(whose) as unknown as StoreDashboardRpc).changed(topics)
  }
  const noted = (error: unknown) => console.warn(JSON.stringify({ level: 'warn', event: 'pages_not_told', error: String(error) }))
  return {
    tellPages(whose, ...topics) {
      const waiting = gathered.get(whose)
      if (waiting) return topics.forEach((topic) => void waiting.add(topic))
      gathered.set(whose, new Set(topics))
      defer(
        Promise.resolve()
          .then(() => send(whose))
          .catch(noted),
      )
    },
    watchPages(whose, { sessionId, sinceMs }) {
      const query = new URLSearchParams({ session: sessionId, ...(sinceMs === null ? {} : { since: String(sinceMs) }) })
      return STORE_DASHBOARD.getByName(whose).fetch(`https://dashboard/?${query}`, { headers: { upgrade: 'websocket' } })
    },
  }
}
