/**
 * When a task of a connection is done. `dueAtMs`: next, null if nobody asked; `everyMs`: how often by itself; `sendingAtMs`: what
 * was due and is on its way to the queue; `sentAtMs`: when the queue had it last. UTC ms.
 */
export type TaskClock = { dueAtMs: number | null; everyMs: number | null; sendingAtMs: number | null; sentAtMs: number | null }

/** A task nobody asked for yet. */
export const IDLE: TaskClock = { dueAtMs: null, everyMs: null, sendingAtMs: null, sentAtMs: null }

/** Asked for at an instant: the earliest wins, so that many who ask get one. */
export const askedFor = (clock: TaskClock, atMs: number): TaskClock => ({ ...clock, dueAtMs: earlier(clock.dueAtMs, Math.round(atMs)) })

/**
 * Done by itself every so often; null: only when asked for. Said again it changes nothing, but pulls back a time that is further
 * away than a beat: that of a clock that was wrong.
 */
export const beating = (clock: TaskClock, everyMs: number | null, nowMs: number): TaskClock =>
  everyMs === null ? { ...clock, everyMs } : { ...clock, everyMs, dueAtMs: earlier(clock.dueAtMs, nowMs + everyMs) }

/** Nothing is due, and nothing will be. */
export const stopped = (clock: TaskClock): TaskClock => ({ ...IDLE, sentAtMs: clock.sentAtMs })

export const isDue = ({ dueAtMs }: TaskClock, nowMs: number): boolean => dueAtMs !== null && dueAtMs <= nowMs

/** On its way to the queue. Whoever asks from here on asks for another one: this one may be taken before they are done. */
export const begun = (clock: TaskClock): TaskClock => ({ ...clock, dueAtMs: null, sendingAtMs: clock.dueAtMs })

/** The queue has it: the next beat counts from now, so that a late one is not followed by those it missed. */
export const sent = (clock: TaskClock, nowMs: number): TaskClock => ({
  ...clock,
  sendingAtMs: null,
  sentAtMs: nowMs,
  dueAtMs: clock.everyMs === null ? clock.dueAtMs : earlier(clock.dueAtMs, nowMs + clock.everyMs),
})

/** The queue did not take it, or nobody knows: it is due as before, unless it was stopped meanwhile. */
export const unsent = (clock: TaskClock): TaskClock =>
  clock.sendingAtMs === null ? clock : { ...clock, sendingAtMs: null, dueAtMs: earlier(clock.dueAtMs, clock.sendingAtMs) }

const earlier = (a: number | null, b: number): number => (a === null ? b : Math.min(a, b))
