import type { Simulation } from './commission-words.ts'

type StoreRow = Simulation['vendors'][number]
/** A part of a simulation's stores: those charged otherwise, or those that pay the same. `from` and `to` count from one. */
export type StorePage = {
  show: 'changed' | 'same'
  counts: { changed: number; same: number }
  rows: StoreRow[]
  from: number
  to: number
  nextCursor: string | null
}

const SIZE = 50

/** The stores an address asks for (`stores`, `after`), the largest change first, as the simulation has them. */
export function storePage(vendors: readonly StoreRow[], params: URLSearchParams): StorePage {
  const changed = vendors.filter(({ changedOrders }) => changedOrders > 0)
  const same = vendors.filter(({ changedOrders }) => changedOrders === 0)
  const show = params.get('stores') === 'same' ? 'same' : 'changed'
  const all = show === 'same' ? same : changed
  const after = /^[1-9]\d{0,6}$/.exec(params.get('after') ?? '')?.[0] ?? '0'
  const start = Number(after) < all.length ? Number(after) : 0
  const rows = all.slice(start, start + SIZE)
  const to = start + rows.length
  return { show, counts: { changed: changed.length, same: same.length }, rows, from: start + 1, to, nextCursor: to < all.length ? String(to) : null }
} // biome-ignore format: one step a line
