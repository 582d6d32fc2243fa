/**
 * What can go wrong with a send, each used up by one request:
 * - `rate_limited`: 429 with `X-RateLimit-*`; nothing is sent.
 * - `server_error`: `status` (500 unless told); nothing is sent.
 * - `hang`: no answer until the caller gives up; nothing is sent.
 * - `lost_reply`: the mail IS sent, then the connection is cut, as when an answer is lost on the way back.
 */
export type MailFault =
  | { kind: 'rate_limited'; times?: number; resetAfterS?: number }
  | { kind: 'server_error'; times?: number; status?: 500 | 502 | 503 | 504 }
  | { kind: 'hang'; times?: number }
  | { kind: 'lost_reply'; times?: number }

export type FaultPlan = {
  /** Queues a fault for the next `times` sends (1 unless told), after those already queued. */
  add(fault: MailFault): void
  take(): MailFault | undefined
  pending(): number
  clear(): void
}

export function createFaultPlan(): FaultPlan {
  const queue: MailFault[] = []
  return {
    add(fault) {
      for (let index = 0; index < (fault.times ?? 1); index += 1) queue.push(fault)
    },
    take: () => queue.shift(),
    pending: () => queue.length,
    clear() {
      queue.length = 0
    },
  }
}

/** Reads a fault sent by `POST /_emulator/faults`; undefined when it is none of ours. */
export function readFault(body: unknown): MailFault | undefined {
  if (typeof body !== 'object' || body === null || !('kind' in body)) return undefined
  const { kind, times, status, resetAfterS } = body as { kind: unknown; times?: unknown; status?: unknown; resetAfterS?: unknown }
  if (times !== undefined && !(Number.isInteger(times) && Number(times) > 0 && Number(times) <= 10_000)) return undefined
  const count = times === undefined ? {} : { times: Number(times) }
  if (kind === 'hang' || kind === 'lost_reply') return { kind, ...count }
  if (kind === 'rate_limited') return { kind, ...count, ...(typeof resetAfterS === 'number' ? { resetAfterS } : {}) }
  if (kind !== 'server_error') return undefined
  if (status === undefined) return { kind, ...count }
  return status === 500 || status === 502 || status === 503 || status === 504 ? { kind, ...count, status } : undefined
}
