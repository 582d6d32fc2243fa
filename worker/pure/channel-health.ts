import type { ConnectionStatus } from '#worker/pure/channel.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/** `late`: the channel shows something older than what we promise; `failing`: it keeps refusing or does not answer. */
export const CONNECTION_HEALTHS = ['ok', 'late', 'failing', 'broken', 'paused', 'disconnected'] as const
export type ConnectionHealth = (typeof CONNECTION_HEALTHS)[number]

/**
 * What mends an error. `connect_again`: the vendor's consent or keys are gone; `resume`: the vendor paused it; `wait`: we try again
 * by ourselves; `ask_channel`: the channel refuses for a reason of its own, which its words tell.
 */
export const CONNECTION_FIXES = ['connect_again', 'resume', 'wait', 'ask_channel'] as const
export type ConnectionFix = (typeof CONNECTION_FIXES)[number]

/** A sync is late from here on: what we promise in the worst case. */
export const LATE_AFTER_MS = 5 * MINUTE_MS

/** What of a connection says how it does. Times in UTC ms. */
export type ConnectionSigns = {
  status: ConnectionStatus
  errorCode: string | null
  /** Since when the longest waiting listing waits for its stock to be told; null if none does. */
  stockDueAtMs: number | null
  ordersPulledAtMs: number | null
  createdAtMs: number
}

/**
 * How far an active connection is behind, ms: as long as its oldest stock waits to be told, or as its orders were not asked for
 * beyond their beat; null for one that does nothing.
 */
export function lagOf(signs: ConnectionSigns, ordersEveryMs: number, nowMs: number): number | null {
  if (signs.status !== 'active') return null
  const stockMs = signs.stockDueAtMs === null ? 0 : nowMs - signs.stockDueAtMs
  const ordersMs = nowMs - Math.max(signs.ordersPulledAtMs ?? 0, signs.createdAtMs) - ordersEveryMs
  return Math.max(0, stockMs, ordersMs)
}

/** How a connection does. @param lagMs of `lagOf` */
export function healthOf({ status, errorCode }: Pick<ConnectionSigns, 'status' | 'errorCode'>, lagMs: number | null): ConnectionHealth {
  if (status !== 'active') return status
  if (errorCode !== null) return 'failing'
  return lagMs !== null && lagMs > LATE_AFTER_MS ? 'late' : 'ok'
}

/** An error as it is noted, `task.code` or only a code, told apart. */
export function readErrorCode(noted: string): { task: string | null; code: string } {
  const [, task, code] = /^(\w+)\.(.+)$/.exec(noted) ?? []
  return task !== undefined && code !== undefined ? { task, code } : { task: null, code: noted }
}

/** What mends a connection; null if nothing is to be mended. */
export function fixOf({ status, errorCode }: Pick<ConnectionSigns, 'status' | 'errorCode'>): ConnectionFix | null {
  if (status === 'broken') return 'connect_again'
  if (status === 'paused') return 'resume'
  if (status === 'disconnected' || errorCode === null) return null
  return readErrorCode(errorCode).code === 'unavailable' ? 'wait' : 'ask_channel'
}
