import { useRef, useState } from 'react'
import { m } from '#messages'
import type { ProductPicture } from './product-words.ts'

export type Upload = { key: string; name: string; progress: number }
type Answer = { version: number; images?: ProductPicture[]; image?: ProductPicture }

/**
 * A stored product's pictures and what can be done with them, one change after the other: each is made against the version
 * the one before it left. `onVersion` hears of every version that is certainly ours, so that saving the form does not take a
 * picture of our own for somebody else's change.
 */
export function usePictures(productId: string, initial: ProductPicture[], firstVersion: number, onVersion: (version: number) => void) {
  const [pictures, setPictures] = useState(initial)
  const [uploads, setUploads] = useState<Upload[]>([])
  const [errors, setErrors] = useState<string[]>([])
  const version = useRef(firstVersion)
  const queue = useRef<Promise<void>>(Promise.resolve())
  const nextKey = useRef(0)

  const took = (answer: Answer) => {
    if (answer.version !== version.current + 1) return
    version.current = answer.version
    onVersion(answer.version)
  }
  const path = `/vendor/products/${productId}/images`
  const change = (fields: Record<string, string>, apply: (answer: Answer) => void) => {
    queue.current = queue.current.then(async () => {
      const body = new FormData()
      for (const [name, value] of Object.entries({ ...fields, version: String(version.current) })) body.set(name, value)
      const response = await fetch(path, { method: 'POST', body, headers: { accept: 'application/json' } }).catch(() => null)
      if (!response?.ok) {
        setErrors([response?.status === 412 ? m.goods_pictures_stale() : m.ui_try_again_soon()])
        return
      }
      const answer = (await response.json()) as Answer
      took(answer)
      apply(answer)
    })
  }

  const add = (files: readonly File[]) => {
    setErrors([])
    for (const file of files) {
      const upload = { key: `u${nextKey.current++}`, name: file.name, progress: 0 }
      setUploads((now) => [...now, upload])
      queue.current = queue.current.then(async () => {
        const told = (progress: number) => setUploads((now) => now.map((each) => (each.key === upload.key ? { ...each, progress } : each)))
        const { status, answer } = await send(path, file, told)
        setUploads((now) => now.filter(({ key }) => key !== upload.key))
        const picture = answer?.image
        if (picture === undefined) {
          setErrors((now) => [...now, m.goods_pictures_failed({ name: file.name, reason: reasonOf(status) })])
          return
        }
        took(answer as Answer)
        setPictures((now) => (now.some(({ id }) => id === picture.id) ? now : [...now, picture]))
      })
    }
  }
  const describe = (id: string, alt: string) => {
    setPictures((now) => now.map((each) => (each.id === id ? { ...each, alt } : each)))
    change({ intent: 'change', imageId: id, alt }, () => undefined)
  }
  const move = (id: string, to: number) => {
    setPictures((now) => moved(now, id, to))
    change({ intent: 'change', imageId: id, position: String(to) }, ({ images }) => images && setPictures(images))
  }
  const remove = (id: string) => change({ intent: 'remove', imageId: id }, () => setPictures((now) => now.filter((each) => each.id !== id)))
  return { pictures, uploads, errors, add, describe, move, remove }
}

function moved(pictures: ProductPicture[], id: string, to: number): ProductPicture[] {
  const picture = pictures.find((each) => each.id === id)
  return picture === undefined ? pictures : pictures.filter((each) => each !== picture).toSpliced(to, 0, picture)
}

/** Uploads by XMLHttpRequest, because `fetch` does not tell how far it is. */
function send(path: string, file: File, told: (progress: number) => void): Promise<{ status: number; answer: Answer | null }> {
  return new Promise((resolve) => {
    const call = new XMLHttpRequest()
    call.open('POST', path)
    call.setRequestHeader('accept', 'application/json')
    call.responseType = 'json'
    call.upload.addEventListener('progress', ({ loaded, total }) => told(total === 0 ? 0 : loaded / total))
    call.addEventListener('loadend', () => resolve({ status: call.status, answer: call.status === 200 ? (call.response as Answer) : null }))
    const body = new FormData()
    body.set('intent', 'add')
    body.set('picture', file)
    call.send(body)
  })
}

function reasonOf(status: number): string {
  if (status === 413) return m.goods_pictures_too_large()
  if (status === 415) return m.goods_pictures_unreadable()
  return status === 409 ? m.goods_pictures_too_many() : m.goods_pictures_try_again()
}
