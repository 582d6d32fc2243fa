import { type DragEvent, type ReactNode, useEffect, useState } from 'react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { ArrowLeft, ArrowRight, Trash2 } from '#web/ui/icons.ts'
import { Panel } from '#web/ui/panel.tsx'
import { DropZone } from './drop-zone.tsx'
import type { Product, ProductPicture } from './product-words.ts'
import { type Upload, usePictures } from './use-pictures.ts'

const DRAGGED = 'text/x-stoa-picture'

/** The pictures of a stored product; every change is stored at once. */
export function PicturesPanel({ product, onVersion }: { product: Product; onVersion: (version: number) => void }) {
  const { pictures, uploads, errors, add, describe, move, remove } = usePictures(product.id, product.images, product.version, onVersion)
  return (
    <Panel title={m.goods_pictures_title()}>
      <p className="mb-3 text-small text-soft">{m.goods_pictures_text()}</p>
      <div className="mb-3 empty:hidden">
        <FormErrors errors={errors} />
      </div>
      <ol className="mb-3 grid grid-cols-2 gap-3 empty:hidden sm:grid-cols-3 lg:grid-cols-2">
        {pictures.map((picture, place) => (
          <Tile
            key={picture.id}
            picture={picture}
            place={place}
            count={pictures.length}
            onMove={move}
            onDescribe={(alt) => describe(picture.id, alt)}
            onRemove={() => remove(picture.id)}
          />
        ))}
        {uploads.map((upload) => (
          <Uploading key={upload.key} upload={upload} />
        ))}
      </ol>
      <DropZone
        name="added"
        onFiles={(files, input) => {
          add(files)
          if (input) input.value = ''
        }}
      />
    </Panel>
  )
}

type TileProps = {
  picture: ProductPicture
  place: number
  count: number
  onMove: (id: string, to: number) => void
  onDescribe: (alt: string) => void
  onRemove: () => void
}

function Tile({ picture, place, count, onMove, onDescribe, onRemove }: TileProps) {
  const [isOver, setOver] = useState(false)
  const n = place + 1
  const drop = (event: DragEvent) => {
    setOver(false)
    const id = event.dataTransfer.getData(DRAGGED)
    if (id !== '') onMove(id, place)
  }
  return (
    <li
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, picture.id)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`rounded-plate border bg-paper ${isOver ? 'border-accent outline-2 outline-accent' : 'border-line'}`}
    >
      <div className="relative cursor-grab">
        <img
          src={`${picture.url}?w=320`}
          alt={picture.alt}
          className="aspect-square w-full rounded-t-plate object-cover"
          draggable={false}
        />
        {place === 0 ? (
          <span className="absolute start-2 top-2">
            <Badge tone="accent">{m.goods_pictures_cover()}</Badge>
          </span>
        ) : null}
      </div>
      <div className="p-2">
        <input
          defaultValue={picture.alt}
          maxLength={200}
          aria-label={m.goods_pictures_alt_of({ n })}
          placeholder={m.goods_pictures_alt()}
          onBlur={({ currentTarget }) => currentTarget.value.trim() !== picture.alt && onDescribe(currentTarget.value.trim())}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            event.currentTarget.blur()
          }}
          className="min-h-9 w-full rounded-[4px] border border-stone-deep bg-card px-2 text-fine placeholder:text-soft"
        />
        <div className="mt-1 flex justify-between">
          <span className="flex">
            <TileButton label={m.goods_pictures_earlier({ n })} isDisabled={place === 0} onPress={() => onMove(picture.id, place - 1)}>
              <ArrowLeft className="size-4 rtl:rotate-180" aria-hidden />
            </TileButton>
            <TileButton label={m.goods_pictures_further({ n })} isDisabled={n === count} onPress={() => onMove(picture.id, place + 1)}>
              <ArrowRight className="size-4 rtl:rotate-180" aria-hidden />
            </TileButton>
          </span>
          <TileButton label={m.goods_pictures_remove({ n })} onPress={onRemove}>
            <Trash2 className="size-4" aria-hidden />
          </TileButton>
        </div>
      </div>
    </li>
  )
}

function TileButton({
  label,
  onPress,
  isDisabled = false,
  children,
}: {
  label: string
  onPress: () => void
  isDisabled?: boolean
  children: ReactNode
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={isDisabled}
      onClick={onPress}
      className="grid size-9 cursor-pointer place-items-center rounded-plate text-soft hover:bg-stone hover:text-ink disabled:cursor-not-allowed disabled:opacity-40"
    >
      {children}
    </button>
  )
}

function Uploading({ upload: { name, progress } }: { upload: Upload }) {
  return (
    <li className="flex aspect-square flex-col justify-end rounded-plate border border-line bg-paper p-3 text-fine">
      <p className="mb-2 break-all text-soft">{m.goods_pictures_uploading({ name })}</p>
      <progress value={progress} max={1} aria-label={m.goods_pictures_uploading({ name })} className="h-1.5 w-full accent-accent" />
    </li>
  )
}

/** Pictures chosen for a product that is not stored yet; they go along with the form. */
export function PicturesToCome() {
  const [files, setFiles] = useState<File[]>([])
  const choose = (chosen: File[], input: HTMLInputElement | null) => {
    const all = new DataTransfer()
    const before = chosen.every((file) => files.includes(file)) ? [] : files
    for (const file of [...before, ...chosen]) all.items.add(file)
    if (input) input.files = all.files
    setFiles([...all.files])
  }
  return (
    <Panel title={m.goods_pictures_title()}>
      <p className="mb-3 text-small text-soft">{m.goods_pictures_text()}</p>
      <ol className="mb-3 grid grid-cols-3 gap-3 empty:hidden">
        {files.map((file) => (
          <Preview key={`${file.name} ${file.lastModified} ${file.size}`} file={file} />
        ))}
      </ol>
      <DropZone name="pictures" onFiles={choose}>
        <span className="text-fine text-soft">{m.goods_pictures_later()}</span>
      </DropZone>
    </Panel>
  )
}

function Preview({ file }: { file: File }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return (
    <li className="aspect-square overflow-hidden rounded-plate bg-stone">
      {url === undefined ? null : <img src={url} alt={file.name} className="size-full object-cover" />}
    </li>
  )
}
