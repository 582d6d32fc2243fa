import { rateText } from '#web/ui/format.ts'
import type { Bucket } from './channel-data.ts'

/** How much of a limit is left, bps; a channel that has shut us out for a while has left nothing. */
export const leftBps = ({ capacity, available, blockedUntil }: Bucket): number =>
  blockedUntil !== null || capacity <= 0 ? 0 : Math.round((10_000 * Math.min(capacity, Math.max(0, available))) / capacity)

/** What is left of the channel's limits: of the one that is used up most, as that is the one we wait for. */
export function RateMeter({ buckets }: { buckets: Bucket[] }) {
  const bps = buckets.length === 0 ? 10_000 : Math.min(...buckets.map(leftBps))
  return <Meter bps={bps} text={rateText(Math.round(bps / 100) * 100)} />
}

/** A small bar with its figure beside it. */
export function Meter({ bps, text }: { bps: number; text: string }) {
  const tone = bps < 1000 ? 'bg-bad' : bps < 3000 ? 'bg-warn' : 'bg-good'
  return (
    <span className="flex items-center gap-2.5">
      <span aria-hidden="true" className="h-1.5 w-16 shrink-0 overflow-hidden rounded-pill bg-stone">
        <span className={`block h-full rounded-pill ${tone}`} style={{ width: `${bps / 100}%` }} />
      </span>
      <span>{text}</span>
    </span>
  )
}
