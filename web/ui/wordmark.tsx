/** The mark is a porch of three columns; the word stands on the same ground line. Decorative: its link carries the name. */
export function Wordmark() {
  return (
    <span aria-hidden="true" className="inline-flex items-center gap-2.5">
      <svg viewBox="0 0 30 30" className="size-7 fill-accent" focusable="false" aria-hidden="true">
        <path d="M1 3h28v4.6H1zM3 10h5v13H3zM12.5 10h5v13h-5zM22 10h5v13h-5zM1 25.4h28V28H1z" />
      </svg>
      <span className="font-display text-[1.625rem] leading-none font-extrabold tracking-[-0.045em]">stoa</span>
    </span>
  )
}
