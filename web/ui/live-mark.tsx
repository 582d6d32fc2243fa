import { useState } from 'react'
import { m } from '#messages'
import { clockText } from '#web/ui/format.ts'
import type { Live } from './use-live.ts'

const DOTS = { start: 'bg-stone-deep', live: 'bg-good', lost: 'bg-warn' }

/** Whether a page keeps itself up to date, in a quiet line. Said aloud only once it was not so. */
export function LiveMark({ live: { state, asOfMs } }: { live: Live }) {
  const [wasLost, setWasLost] = useState(false)
  if (state === 'lost' && !wasLost) setWasLost(true)
  const time = clockText(asOfMs)
  const text = { start: m.ui_live_as_of({ time }), live: m.ui_live(), lost: m.ui_live_lost({ time }) }[state]
  return (
    <span
      aria-live={wasLost ? 'polite' : 'off'}
      title={state === 'live' ? m.ui_live_as_of({ time }) : undefined}
      className={`inline-flex items-center gap-2 text-fine whitespace-nowrap print:hidden ${state === 'lost' ? 'text-warn' : 'text-soft'}`}
    >
      <span className={`size-2 shrink-0 rounded-pill ${DOTS[state]}`} aria-hidden />
      {text}
    </span>
  )
}
