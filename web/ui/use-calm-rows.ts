import { useState } from 'react'

/**
 * Rows of a list that is read anew while somebody works with it: those in sight stay where they are, each as it is now, and what
 * came or went waits until it is asked for. An empty list has nothing to keep still.
 * @param list names what is listed; another list is shown as it is
 * @param count how many there are in all, also those that are on no page in sight
 */
export function useCalmRows<Row extends { id: string }>(list: string, rows: Row[], count: number) {
  const [kept, setKept] = useState({ list, rows, count })
  const show = () => setKept({ list, rows, count })
  const isOther = kept.list !== list || (kept.rows.length === 0 && rows.length > 0)
  if (isOther) show()
  const still = isOther ? { list, rows, count } : kept
  const now = new Map(rows.map((row) => [row.id, row]))
  const known = new Set(still.rows.map(({ id }) => id))
  const added = rows.filter(({ id }) => !known.has(id)).length
  return {
    rows: still.rows.map((row) => now.get(row.id) ?? row),
    /** New ones, of which `added` would be in sight. */
    more: Math.max(added, count - still.count),
    added,
    hasGone: still.rows.some(({ id }) => !now.has(id)),
    show,
  }
}
