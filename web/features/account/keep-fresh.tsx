import { useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { m } from '#messages'
import { Button } from '#web/ui/button.tsx'
import { clockText } from '#web/ui/format.ts'
import { RefreshCw } from '#web/ui/icons.ts'

const EVERY_MS = 20_000

/** Reads the page's data anew every 20 s while somebody looks at it, and says as of when it is. */
export function KeepFresh({ asOfMs, isLive }: { asOfMs: number; isLive: boolean }) {
  const { revalidate, state } = useRevalidator()
  useEffect(() => {
    if (!isLive) return
    const look = () => {
      if (document.visibilityState === 'visible') revalidate()
    }
    const timer = setInterval(look, EVERY_MS)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [isLive, revalidate])
  return (
    <p className="flex items-center gap-2 text-fine text-soft print:hidden">
      {m.account_as_of({ time: clockText(asOfMs) })}
      {isLive ? (
        <Button look="quiet" isSmall onClick={revalidate} aria-label={m.account_refresh()} className="noscript:hidden">
          <RefreshCw className={`size-4 ${state === 'loading' ? 'motion-safe:animate-spin' : ''}`} aria-hidden />
        </Button>
      ) : null}
    </p>
  )
}
