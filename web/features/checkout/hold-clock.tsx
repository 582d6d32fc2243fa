import { useEffect, useState } from 'react'
import { m } from '#messages'

const MINUTE_MS = 60_000

/**
 * How long the items are still reserved, in minutes: enough to know, too coarse to hurry anybody.
 * @param leftMs when the page got its answer; counted from then on, whatever the buyer's clock says
 */
export function HoldClock({ leftMs, onOver }: { leftMs: number; onOver: () => void }) {
  const [minutes, setMinutes] = useState(Math.floor(leftMs / MINUTE_MS))
  useEffect(() => {
    const endsAt = performance.now() + leftMs
    const look = () => {
      const nowLeft = endsAt - performance.now()
      setMinutes(Math.floor(nowLeft / MINUTE_MS))
      if (nowLeft <= 0) onOver()
    }
    const timer = setInterval(look, 1000)
    return () => clearInterval(timer)
  }, [leftMs, onOver])
  return <p className="text-fine text-soft">{minutes < 1 ? m.checkout_held_last_minute() : m.checkout_held_until({ minutes })}</p>
}
