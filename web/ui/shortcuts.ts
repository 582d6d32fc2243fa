import { useNavigate } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import type { PortalLink } from './portal-frame.tsx'

/** How long after `g` the second key still counts, ms. */
const SEQUENCE_MS = 1500

/**
 * The keys of a portal: Ctrl/Cmd-K opens the palette, `?` the list of keys, `g` and a letter goes somewhere. Single keys
 * are left alone while somebody types.
 */
export function useShortcuts(links: PortalLink[], open: (what: 'palette' | 'keys') => void): void {
  const navigate = useNavigate()
  const goPressedAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return open('palette')
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const way = event.timeStamp - goPressedAt.current < SEQUENCE_MS ? links.find(({ key }) => key === event.key) : undefined
      goPressedAt.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (way) return navigate(way.to)
      if (event.key === '?') open('keys')
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [links, navigate, open])
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select, [role="combobox"]'))
}
