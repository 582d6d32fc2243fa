import { useEffect } from 'react'

/**
 * Walks a list by keyboard: J to the next row, K to the one before, X ticks it, and Enter follows its link as everywhere.
 * Rows are links with `data-queue-row`; keys that are typed into a field stay there.
 */
export function useQueueKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const rows = [...document.querySelectorAll<HTMLElement>('[data-queue-row]')]
      const at = rows.indexOf(document.activeElement as HTMLElement)
      const move = event.key === 'j' ? at + 1 : event.key === 'k' ? (at < 0 ? 0 : at - 1) : null
      if (move !== null && rows[move]) {
        event.preventDefault()
        rows[move].focus()
        rows[move].scrollIntoView({ block: 'nearest' })
      }
      if (event.key === 'x' && at >= 0) {
        event.preventDefault()
        rows[at]?.closest('tr')?.querySelector<HTMLInputElement>('input[data-row]')?.click()
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(?:TEXTAREA|SELECT)$/.test(target.tagName) ||
    (target instanceof HTMLInputElement && !/^(?:checkbox|radio)$/.test(target.type)))
