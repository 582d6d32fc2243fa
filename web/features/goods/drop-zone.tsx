import { type DragEvent, type ReactNode, useState } from 'react'
import { m } from '#messages'
import { ImagePlus } from '#web/ui/icons.ts'

/** A place to drop files on, around the plain file entry that does the same. */
export function DropZone({
  name,
  onFiles,
  children,
}: {
  name: string
  onFiles: (files: File[], input: HTMLInputElement | null) => void
  children?: ReactNode
}) {
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent<HTMLLabelElement>) => {
    event.preventDefault()
    setOver(false)
    const files = [...event.dataTransfer.files].filter(({ type }) => type.startsWith('image/'))
    if (files.length > 0) onFiles(files, event.currentTarget.querySelector('input'))
  }
  return (
    <label
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`flex min-h-24 cursor-pointer flex-col items-center justify-center gap-1 rounded-plate border-2 border-dashed px-4 py-4 text-center text-small focus-within:outline-3 focus-within:outline-offset-2 focus-within:outline-accent ${isOver ? 'border-accent bg-accent-tint' : 'border-stone-deep hover:border-accent'}`}
    >
      <ImagePlus className="size-6 text-accent" aria-hidden />
      <span className="font-semibold">{m.goods_pictures_drop()}</span>
      <span className="text-fine text-accent underline underline-offset-4">{m.goods_pictures_choose()}</span>
      <input
        type="file"
        name={name}
        multiple
        accept="image/jpeg,image/png,image/webp,image/avif,image/gif"
        className="sr-only"
        onChange={({ currentTarget }) => onFiles([...(currentTarget.files ?? [])], currentTarget)}
      />
      {children}
    </label>
  )
}
