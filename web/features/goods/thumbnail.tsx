import { ImageOff } from '#web/ui/icons.ts'

/** A product's picture at the size of a row; its name stands beside it. */
export function Thumbnail({ picture }: { picture: { url: string } | undefined | null }) {
  if (!picture)
    return (
      <span className="grid size-10 shrink-0 place-items-center rounded-plate bg-stone text-soft" aria-hidden="true">
        <ImageOff className="size-4" />
      </span>
    )
  return (
    <img
      src={`${picture.url}?w=160`}
      alt=""
      width={40}
      height={40}
      loading="lazy"
      decoding="async"
      className="size-10 shrink-0 rounded-plate bg-stone object-cover"
    />
  )
}
