import { useRevalidator } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import type { LiveTopic } from '#worker/pure/live.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { keepLive } from './keep-live.ts'

const PATHS = { vendor: '/api/v1/vendor/live', admin: '/api/v1/admin/live' } as const
/** A page reads its data anew at most so often; for channels that were only looked at, more seldom. */
const GAP_MS = 2 * SECOND_MS
const SYNC_GAP_MS = 10 * SECOND_MS
/** How long a look may take before another one is tried. */
const LOOK_MS_MAX = 15 * SECOND_MS

export type Live = {
  /** `start`: as the server drew it; `lost`: it is told of nothing any more, and looks by itself. */
  state: 'start' | 'live' | 'lost'
  /** When what is shown was read, UTC epoch ms. */
  asOfMs: number
}

/**
 * Keeps a page up to date: its data is read anew, by the loaders as ever, when some of it is said to have changed, and every twenty
 * seconds while nobody says so. Only while somebody sees the page.
 * @param topics what the page shows
 * @param asOfMs the loader's `nowMs`
 */
export function useLive(portal: keyof typeof PATHS, topics: readonly LiveTopic[], asOfMs: number): Live {
  const { revalidate } = useRevalidator()
  const [state, setState] = useState<Live['state']>('start')
  const page = useRef({ revalidate, topics, asOfMs })
  page.current = { revalidate, topics, asOfMs }
  const looked = useRef<(() => void)[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read last says that the look is over
  useEffect(() => {
    for (const tell of looked.current.splice(0)) tell()
  }, [asOfMs])

  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined
    let dueAtMs = Number.POSITIVE_INFINITY
    let lookedAtMs = Date.now()
    let isMissed = false
    const look = async (isSure: boolean) => {
      clearTimeout(due)
      dueAtMs = Number.POSITIVE_INFINITY
      lookedAtMs = Date.now()
      // A look that fails would put an error in the page's place: who lost the socket may have lost everything.
      if (!navigator.onLine) throw new Error('offline')
      if (!isSure) await fetch('/favicon.svg', { method: 'HEAD', cache: 'no-store' })
      await new Promise<void>((resolve) => {
        looked.current.push(resolve)
        setTimeout(resolve, LOOK_MS_MAX)
        page.current.revalidate()
      })
    }
    const missed = () => {
      isMissed = true
    }
    const lookWithin = (gapMs: number) => {
      const atMs = Math.max(Date.now(), lookedAtMs + gapMs) + Math.random() * 200
      if (dueAtMs <= atMs) return
      clearTimeout(due)
      dueAtMs = atMs
      due = setTimeout(() => {
        if (document.visibilityState === 'visible') look(true).catch(missed)
        else missed()
      }, atMs - Date.now())
    }
    const onSeen = () => {
      if (document.visibilityState !== 'visible' || !isMissed) return
      isMissed = false
      look(true).catch(missed)
    }
    document.addEventListener('visibilitychange', onSeen)
    const end = keepLive(PATHS[portal], {
      asOfMs: () => page.current.asOfMs,
      changed(changed) {
        const shown = changed.filter((topic) => page.current.topics.includes(topic))
        if (shown.length > 0) lookWithin(shown.some((topic) => topic !== 'sync') ? GAP_MS : SYNC_GAP_MS)
      },
      live: (isLive) => setState(isLive ? 'live' : 'lost'),
      look: () => look(false),
    })
    return () => {
      clearTimeout(due)
      document.removeEventListener('visibilitychange', onSeen)
      end()
    }
  }, [portal])
  return { state, asOfMs }
}
