import { fromBase64Url, toBase64Url } from './hash.ts'

/** Where a row stands in the grid of listings: those that are no variant's (0) before variants (1), each by title, then SKU. */
export type GridPlace = { kind: 0 | 1; title: string; sku: string; key: string }

/**
 * A place as a text. It says by itself where a page ended: the row may be gone by then, or stand elsewhere. Not signed: it shows
 * nobody but the store's own people anything, from wherever they please.
 */
export function makeGridCursor({ kind, title, sku, key }: GridPlace): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify([kind, title, sku, key])))
}

/** The place that a text stands for; null if it is none. */
export function readGridCursor(cursor: string): GridPlace | null {
  try {
    const bytes = fromBase64Url(cursor)
    const parts: unknown = bytes && JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
    if (!Array.isArray(parts) || parts.length !== 4) return null
    const [kind, title, sku, key] = parts
    if ((kind !== 0 && kind !== 1) || [title, sku, key].some((part) => typeof part !== 'string')) return null
    return { kind, title, sku, key }
  } catch {
    return null
  }
}
