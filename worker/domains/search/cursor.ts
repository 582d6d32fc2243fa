import type { ListingSort } from '#db/platform/queries/search/search-listings.ts'
import { equalInConstantTime, fromBase64Url, sign, toBase64Url } from '#worker/pure/hash.ts'
import { Problem } from '#worker/pure/problem.ts'

export type Position = { key: number; id: string }

/** 400: the cursor is not one of ours, or belongs to another order. */
export class InvalidCursor extends Problem {
  constructor() {
    super('invalid_cursor', 400, 'The cursor does not belong to this search. Start again without it.')
  }
}

const PURPOSE = 'listing-cursor'
const SIGNATURE_CHARS = 22

/** Where a page ended, as a text that only we can make: 132 bits of its signature are enough for something so harmless. */
export async function makeCursor(key: string, sort: ListingSort, { key: sortKey, id }: Position): Promise<string> {
  const text = JSON.stringify([sort, sortKey, id])
  const signature = (await sign(key, PURPOSE, text)).slice(0, SIGNATURE_CHARS)
  return `${toBase64Url(new TextEncoder().encode(text))}.${signature}`
}

/** Reads a cursor of ours for the same order. @throws InvalidCursor 400 for anything else */
export async function readCursor(key: string, sort: ListingSort, cursor: string): Promise<Position> {
  const [body = '', signature = '', ...rest] = cursor.split('.')
  const text = decode(body)
  if (text === null || rest.length > 0 || signature.length !== SIGNATURE_CHARS) throw new InvalidCursor()
  const expected = (await sign(key, PURPOSE, text)).slice(0, SIGNATURE_CHARS)
  if (!equalInConstantTime(expected, signature)) throw new InvalidCursor()
  const [cursorSort, sortKey, id] = JSON.parse(text) as [ListingSort, number, string]
  if (cursorSort !== sort) throw new InvalidCursor()
  return { key: sortKey, id }
}

function decode(body: string): string | null {
  try {
    const bytes = fromBase64Url(body)
    // One text has one cursor: padding bits that decode to the same bytes are refused.
    return bytes && toBase64Url(bytes) === body ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) : null
  } catch {
    return null
  }
}
