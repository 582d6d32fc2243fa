/** Durations in ms. */
export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** RFC 3339 in UTC with `Z`, as every time in JSON is written. */
export function toRfc3339(atMs: number): string {
  return new Date(atMs).toISOString()
}

/** The calendar month (`2026-11`) of an instant in UTC. */
export function monthOf(atMs: number): string {
  return toRfc3339(atMs).slice(0, 7)
}

/** The calendar day (`2026-11-21`) of an instant in UTC. */
export function utcDay(atMs: number): string {
  return toRfc3339(atMs).slice(0, 10)
}
