const PIGMENTS = ['fill-cinnabar', 'fill-ochre', 'fill-lapis', 'fill-malachite', 'fill-murex'] as const

/** The porch with a parcel of every shop standing between its columns. Decorative: the orders are listed below. */
export function ParcelsArt({ count, className }: { count: number; className: string }) {
  const shown = Math.min(Math.max(count, 1), PIGMENTS.length)
  const left = 160 - (shown * 50 - 12) / 2
  return (
    <svg viewBox="0 0 320 190" className={className} aria-hidden="true" focusable="false">
      <path className="fill-stone" d="M8 16h304v26H8zM24 50h26v112H24zM270 50h26v112h-26z" />
      <path
        className="fill-stone-deep"
        d="M2 8h316v8H2zM8 42h304v6H8zM31 56h3v100h-3zM40 56h3v100h-3zM277 56h3v100h-3zM286 56h3v100h-3zM14 162h292v10H14zM2 172h316v12H2z"
      />
      {PIGMENTS.slice(0, shown).map((pigment, index) => {
        const height = 40 + ((index * 17) % 30)
        const x = left + index * 50
        return (
          <g key={pigment}>
            <path className={pigment} d={`M${x} ${162 - height}h38v${height}h-38z`} />
            <path className="fill-chalk" d={`M${x + 16} ${162 - height}h6v15l-3-3-3 3z`} />
          </g>
        )
      })}
    </svg>
  )
}
