import { invalidRequest, missingObject } from './refusal.ts'

export type ListParams = {
  limit?: number | undefined
  starting_after?: string | undefined
  ending_before?: string | undefined
  created?: unknown
}
export type Page<T> = { object: 'list'; data: T[]; has_more: boolean; url: string }
type Range = { gt?: number; gte?: number; lt?: number; lte?: number }

/**
 * One page of objects that are already newest first.
 * @throws 400 for a limit outside 1..100, both cursors at once, or a cursor that names nothing
 */
export function paginate<T extends { id: string; created?: number }>(
  newestFirst: readonly T[],
  params: ListParams,
  url: string,
  noun = 'object',
): Page<T> {
  const limit = params.limit ?? 10
  if (limit < 1)
    throw invalidRequest('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param: 'limit' })
  if (limit > 100)
    throw invalidRequest('This value must be less than or equal to 100.', { code: 'parameter_invalid_integer', param: 'limit' })
  if (params.starting_after !== undefined && params.ending_before !== undefined) {
    throw invalidRequest('You cannot use both `starting_after` and `ending_before`.', { param: 'ending_before' })
  }
  const matching = newestFirst.filter((item) => item.created === undefined || inRange(item.created, params.created))
  if (params.ending_before !== undefined) {
    const at = place(newestFirst, matching, params.ending_before, 'ending_before', noun)
    const data = matching.slice(Math.max(0, at - limit), at)
    return { object: 'list', data, has_more: at > limit, url }
  }
  const from = params.starting_after === undefined ? 0 : afterPlace(newestFirst, matching, params.starting_after, noun)
  return { object: 'list', data: matching.slice(from, from + limit), has_more: matching.length > from + limit, url }
}

function afterPlace<T extends { id: string }>(all: readonly T[], matching: readonly T[], id: string, noun: string): number {
  const at = place(all, matching, id, 'starting_after', noun)
  return matching[at]?.id === id ? at + 1 : at
}

/** Where the cursor stands among the matching objects; a cursor the filter leaves out stands before the next older match. */
function place<T extends { id: string }>(all: readonly T[], matching: readonly T[], id: string, param: string, noun: string): number {
  const whole = all.findIndex((item) => item.id === id)
  if (whole < 0) throw missingObject(noun, id, param, 400)
  const older = new Set(all.slice(whole).map((item) => item.id))
  const at = matching.findIndex((item) => older.has(item.id))
  return at < 0 ? matching.length : at
}

function inRange(created: number, range: unknown): boolean {
  if (range === undefined) return true
  if (typeof range === 'number') return created === range
  const { gt, gte, lt, lte } = range as Range
  return (
    (gt === undefined || created > gt) &&
    (gte === undefined || created >= gte) &&
    (lt === undefined || created < lt) &&
    (lte === undefined || created <= lte)
  )
}
