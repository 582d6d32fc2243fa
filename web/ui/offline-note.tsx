import { useEffect, useState } from 'react'
import { m } from '#messages'

/**
 * Says that there is no network, and sends no form meanwhile: a form that fails on its way would take the page, and
 * everything that was entered, with it.
 */
export function OfflineNote() {
  const [isOffline, setOffline] = useState(false)
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine)
    const hold = (event: Event) => {
      look()
      if (navigator.onLine) return
      event.preventDefault()
      event.stopPropagation()
    }
    look()
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    // Before anything else hears of it.
    window.addEventListener('submit', hold, true)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
      window.removeEventListener('submit', hold, true)
    }
  }, [])
  return (
    <div role="status" className="sticky top-0 z-20 print:hidden">
      {isOffline ? (
        <p className="mb-4 rounded-plate border border-warn bg-warn-tint px-4 py-3 text-small font-medium text-warn">{m.ui_offline()}</p>
      ) : null}
    </div>
  )
}
