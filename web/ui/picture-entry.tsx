import { type DragEvent, useEffect, useId, useRef, useState } from 'react'
import { m } from '#messages'
import { ImagePlus } from '#web/ui/icons.ts'

/**
 * Takes one picture: chosen with the button, or dropped on it, and shown before it is sent. Without scripts it is the
 * browser's own file entry.
 */
export function PictureEntry({ name, label, hint, shown = null }: { name: string; label: string; hint: string; shown?: string | null }) {
  const id = useId()
  const entry = useRef<HTMLInputElement>(null)
  const [picture, setPicture] = useState<{ url: string; name: string } | null>(null)
  const [isOver, setOver] = useState(false)
  useEffect(() => () => void (picture && URL.revokeObjectURL(picture.url)), [picture])
  const take = (file: File | undefined) => setPicture(file === undefined ? null : { url: URL.createObjectURL(file), name: file.name })
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = [...event.dataTransfer.files].find(({ type }) => type.startsWith('image/'))
    if (file === undefined || entry.current === null) return
    const files = new DataTransfer()
    files.items.add(file)
    entry.current.files = files.files
    take(file)
  }
  const url = picture?.url ?? shown
  return (
    <div>
      <p id={`${id}-label`} className="mb-1.5 text-small font-semibold">
        {label}
      </p>
      <label
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`flex min-h-32 cursor-pointer flex-wrap items-center gap-5 rounded-plate border-2 border-dashed p-4 text-small focus-within:outline-3 focus-within:outline-offset-3 focus-within:outline-accent ${isOver ? 'border-accent bg-accent-tint' : 'border-stone-deep bg-card hover:border-accent'}`}
      >
        {url === null ? (
          <ImagePlus className="size-10 shrink-0 text-soft" aria-hidden />
        ) : (
          <img src={url} alt="" className="size-24 shrink-0 rounded-plate object-cover" />
        )}
        <span className="min-w-0 grow basis-40">
          <span className="block font-semibold text-accent">{picture === null ? m.ui_picture_choose() : m.ui_picture_other()}</span>
          <span id={`${id}-hint`} className="block break-words text-soft">
            {picture?.name ?? hint}
          </span>
          <input
            ref={entry}
            type="file"
            name={name}
            accept="image/jpeg,image/png,image/webp,image/avif,image/gif"
            aria-labelledby={`${id}-label`}
            aria-describedby={`${id}-hint`}
            onChange={(event) => take(event.currentTarget.files?.[0])}
            className="mt-2 block w-full min-w-0 text-fine [@media(scripting:enabled)]:sr-only"
          />
        </span>
      </label>
    </div>
  )
}
