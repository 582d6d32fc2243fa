import type { ChannelKey } from '#worker/pure/channel.ts'

/**
 * A channel's plate, drawn by us: a parcel, an awning, a screen on a painted ground. The name always stands beside it, so it
 * says nothing to those who cannot see it.
 */
export function ChannelMark({ channel, size = 'large' }: { channel: ChannelKey; size?: keyof typeof SIZES }) {
  const { ground, Drawing } = PLATES[channel]
  return (
    <span aria-hidden="true" className={`inline-flex shrink-0 overflow-hidden rounded-plate ${SIZES[size]} ${ground}`}>
      <svg viewBox="0 0 48 48" className="size-full" role="presentation">
        <Drawing />
      </svg>
    </span>
  )
}

const SIZES = { large: 'size-12', small: 'size-7', tiny: 'size-4.5' }

const Parcel = () => (
  <>
    <path d="M24 9 39 17v15L24 40 9 32V17z" fill="var(--color-ochre)" />
    <path d="M24 25v15L9 32V17z" fill="#c98f22" />
    <path d="m16.5 13 15 8v6l-3.5 1.8V23l-15-8z" fill="var(--color-chalk)" />
  </>
)
const Awning = () => (
  <>
    <path d="M10 22h28v17H10z" fill="var(--color-chalk)" />
    <path d="M27 27h7v12h-7z" fill="var(--color-night)" />
    <path d="M14 27h9v7h-9z" fill="var(--color-sky)" />
    <path d="M11 10h26l4 10a4 4 0 0 1-8.5 1.2 4.4 4.4 0 0 1-8.5 0 4.4 4.4 0 0 1-8.5 0A4 4 0 0 1 7 20z" fill="var(--color-ochre)" />
    <path d="m18.5 10-3 10.5v.7a4.4 4.4 0 0 0 8.5 0V10zM37 10l4 10a4 4 0 0 1-8.5 1.2L30 10z" fill="var(--color-cinnabar)" />
  </>
)
const Screen = () => (
  <>
    <rect x="7" y="11" width="34" height="22" rx="2.5" fill="var(--color-night)" />
    <rect x="10" y="14" width="28" height="16" fill="var(--color-sky)" />
    <path d="m10 30 9-9 6 5 5-6 8 10z" fill="var(--color-lapis)" />
    <circle cx="31.5" cy="18.5" r="2.5" fill="var(--color-ochre)" />
    <path d="M21 33h6v3h5v2.5H16V36h5z" fill="var(--color-chalk)" />
  </>
)

const PLATES: Record<ChannelKey, { ground: string; Drawing: () => React.JSX.Element }> = {
  amazon: { ground: 'bg-night', Drawing: Parcel },
  shopify: { ground: 'bg-malachite', Drawing: Awning },
  bestbuy: { ground: 'bg-rose', Drawing: Screen },
}
