import { pictureUrl } from '#worker/pure/picture.ts'

/** A small picture of what is bought. Decorative: its title stands beside it. */
export function Thumb({ image, className }: { image: { key: string } | null; className: string }) {
  if (image === null) return <Plate className={className} />
  const src = pictureUrl(image.key)
  return (
    <img
      src={`${src}?w=160`}
      srcSet={`${src}?w=160 1x, ${src}?w=320 2x`}
      alt=""
      width={160}
      height={200}
      decoding="async"
      className={`rounded-plate bg-stone object-cover ${className}`}
    />
  )
}

/** Where a picture would be. */
function Plate({ className }: { className: string }) {
  return (
    <svg
      viewBox="0 0 40 50"
      preserveAspectRatio="xMidYMid slice"
      className={`rounded-plate ${className}`}
      aria-hidden="true"
      focusable="false"
    >
      <path className="fill-stone" d="M0 0h40v50H0z" />
      <path className="fill-stone-deep" d="M10 17h20v3H10zM12 22h3v9h-3zM18.500 22h3v9h-3zM25 22h3v9h-3zM10 33h20v2H10z" />
    </svg>
  )
}
