import { useFetcher } from '@remix-run/react'
import { useEffect, useState } from 'react'

/** How often what is shown is read again, while somebody looks, ms. */
const EVERY_MS = 15_000

/**
 * Reads a page's data again every 15 seconds while the page is in sight, and at once when it comes back into sight.
 * `isStale`: the last attempts came to nothing, what is shown is the last that was read.
 * @param path answers what `first` is, as JSON
 */
export function useLive<T>(path: string, first: T): { data: T; isStale: boolean } {
  const { load, data, state } = useFetcher<{ value: T | null }>()
  const [kept, setKept] = useState<{ path: string; value: T; isStale: boolean } | null>(null)
  useEffect(() => {
    const read = () => {
      if (document.visibilityState === 'visible') load(path)
    }
    const timer = setInterval(read, EVERY_MS)
    document.addEventListener('visibilitychange', read)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', read)
    }
  }, [path, load])
  useEffect(() => {
    if (state !== 'idle' || data === undefined) return
    setKept((before) =>
      data.value === null ? (before === null ? before : { ...before, isStale: true }) : { path, value: data.value, isStale: false },
    )
  }, [state, data, path])
  const isFailed = state === 'idle' && data?.value === null
  return kept !== null && kept.path === path ? { data: kept.value, isStale: kept.isStale || isFailed } : { data: first, isStale: isFailed }
}
