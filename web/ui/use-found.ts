import { useCallback, useEffect, useRef, useState } from 'react'

/** What a portal knows by some words, and where it is. */
export type Found = { items: { text: string; note: string; to: string }[] }

/** How long typing has to rest before it is asked, ms. */
const REST_MS = 180

/**
 * Asks a portal's `find` route while somebody types. Not by a fetcher: one whose answer is cut off, by the next question or by going
 * to another page, complains of it, and one that fails puts an error in the page's place. Here no answer is no suggestion.
 */
export function useFound(): { items: Found['items']; ask: (path: string, afterMs?: number) => void; stop: () => void } {
  const [items, setItems] = useState<Found['items']>([])
  const asked = useRef<AbortController>(undefined)
  const stop = useCallback(() => asked.current?.abort(), [])
  const ask = useCallback(
    (path: string, afterMs = REST_MS) => {
      stop()
      const question = new AbortController()
      asked.current = question
      const { signal } = question
      const timer = setTimeout(async () => {
        const found = await read(path, signal).catch(() => null)
        if (found !== null && !signal.aborted) setItems(found.items)
      }, afterMs)
      signal.addEventListener('abort', () => clearTimeout(timer))
    },
    [stop],
  )
  useEffect(() => stop, [stop])
  return { items, ask, stop }
}

async function read(path: string, signal: AbortSignal): Promise<Found | null> {
  const response = await fetch(path, { signal })
  return response.ok ? ((await response.json()) as Found) : null
}
