import { m } from '#messages'
import { decimalText } from '#web/ui/format.ts'

const STAR = 'M8 1.2l2.1 4.4 4.8.6-3.5 3.3.9 4.8L8 11.9l-4.3 2.4.9-4.8L1.1 6.2l4.8-.6z'

/** Stars and how many reviews they come from; nothing for what nobody has reviewed. */
export function Rating({ ratingBps, ratingCount, isShort = false }: { ratingBps: number | null; ratingCount: number; isShort?: boolean }) {
  if (ratingBps === null || ratingCount === 0) return null
  const stars = decimalText(ratingBps / 10_000, 1)
  const reviews = m.shop_review_count({ count: ratingCount })
  return (
    <span className="inline-flex items-center gap-1.5 text-fine whitespace-nowrap text-soft">
      <span className="sr-only">{m.shop_rating_full({ stars, count: reviews })}</span>
      <span aria-hidden="true" className="inline-flex items-center gap-1.5">
        {isShort ? (
          <svg viewBox="0 0 16 16" className="size-3.5 fill-ochre" focusable="false" aria-hidden="true">
            <path d={STAR} />
          </svg>
        ) : (
          <Stars share={ratingBps / 50_000} />
        )}
        <span className="font-semibold text-ink tabular-nums">{stars}</span>
        <span>{isShort ? `(${ratingCount})` : reviews}</span>
      </span>
    </span>
  )
}

/** Five stars, of which a share is filled. */
function Stars({ share }: { share: number }) {
  const row = (fill: string) => (
    <svg viewBox="0 0 80 16" className={`h-4 w-20 max-w-none ${fill}`} focusable="false" aria-hidden="true">
      {[0, 1, 2, 3, 4].map((at) => (
        <path key={at} d={STAR} transform={`translate(${at * 16} 0)`} />
      ))}
    </svg>
  )
  return (
    <span className="relative inline-block h-4 w-20">
      {row('fill-stone-deep')}
      <span className="absolute inset-y-0 start-0 overflow-hidden" style={{ width: `${Math.round(share * 100)}%` }}>
        {row('fill-ochre')}
      </span>
    </span>
  )
}
