import { useNavigation } from '@remix-run/react'
import { m } from '#messages'

/** A thin line along the top while the next page or an answer is on its way; not before 300 ms, so that fast ones do not flash. */
export function ProgressBar() {
  const isBusy = useNavigation().state !== 'idle'
  return (
    <div aria-live="polite" className="print:hidden">
      {isBusy ? (
        <div className="progress-bar fixed inset-x-0 top-0 z-30 h-0.5 overflow-hidden bg-accent-tint">
          <span className="sr-only">{m.ui_loading()}</span>
        </div>
      ) : null}
    </div>
  )
}
