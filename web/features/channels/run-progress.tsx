import { m } from '#messages'
import { ButtonLink } from '#web/ui/button.tsx'
import { numberText, rateText } from '#web/ui/format.ts'
import { LiveMark } from '#web/ui/live-mark.tsx'
import { useLive } from '#web/ui/use-live.ts'
import type { Run } from './channel-data.ts'

type Props = { run: Run; here: string; nowMs: number }

/**
 * How far a piece of work is. With scripts the page follows it while somebody sees it; without, a link does.
 * Nothing is said aloud but the steps of ten per cent.
 */
export function RunProgress({ run, here, nowMs }: Props) {
  const isRunning = run.status === 'running'
  const seen = run.done + run.failed
  const bps = run.total === null || run.total === 0 ? null : Math.min(10_000, Math.floor((10_000 * seen) / run.total))
  return (
    <div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 text-small">
        <p className="font-semibold tabular-nums">
          {run.total === null
            ? m.channels_progress_seen({ count: seen })
            : m.channels_progress({ done: numberText(seen), total: numberText(run.total) })}
        </p>
        {bps === null ? null : <p className="text-soft tabular-nums">{rateText(bps)}</p>}
      </div>
      <div
        role="progressbar"
        aria-label={m.channels_progress_label()}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={bps === null ? undefined : Math.floor(bps / 100)}
        className="mt-2 h-3 overflow-hidden rounded-pill bg-stone"
      >
        <div
          className={`h-full rounded-pill bg-accent motion-safe:transition-[width] motion-safe:duration-700 ${bps === null && isRunning ? 'w-1/3 motion-safe:animate-pulse' : ''}`}
          style={bps === null ? undefined : { width: `${Math.max(1, bps / 100)}%` }}
        />
      </div>
      {isRunning ? <Following nowMs={nowMs} /> : null}
      {run.failed === 0 ? null : <p className="mt-2 text-small text-warn">{m.channels_progress_failed({ count: run.failed })}</p>}
      {isRunning ? (
        <noscript>
          <p className="mt-3">
            <ButtonLink to={here} look="secondary" isSmall>
              {m.channels_progress_look()}
            </ButtonLink>
          </p>
        </noscript>
      ) : null}
    </div>
  )
}

/** Follows the work for as long as it is under way. */
function Following({ nowMs }: { nowMs: number }) {
  const live = useLive('vendor', ['channels', 'sync'], nowMs)
  return (
    <p className="mt-2 flex">
      <LiveMark live={live} />
    </p>
  )
}
