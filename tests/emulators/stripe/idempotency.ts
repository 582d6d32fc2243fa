import type { VirtualClock } from './clock.ts'
import { Refusal } from './refusal.ts'

export type Answer = { status: number; body: string; requestId: string }
export type KeyedAnswer = { key: string; fingerprint: string; atMs: number; answer?: Answer }

const KEPT_MS = 24 * 3600 * 1000
const KEY_MAX = 255

/** The first answer for each key, for 24 hours of the virtual clock. Keys of different accounts are different keys. */
export type IdempotencyStore = {
  /**
   * Claims a key for one call.
   * @returns the stored answer to replay, or undefined when this call is the first
   * @throws 400 `idempotency_error` for other parameters, 409 `idempotency_key_in_use` while the first call still runs
   */
  begin(account: string, key: string, fingerprint: string): Answer | undefined
  /** Keeps the answer. */
  keep(account: string, key: string, answer: Answer): void
  /** Lets the key go: nothing was executed. */
  release(account: string, key: string): void
  entries(): KeyedAnswer[]
  load(entries: KeyedAnswer[]): void
  clear(): void
}

export function createIdempotencyStore(clock: () => VirtualClock): IdempotencyStore {
  const entries = new Map<string, KeyedAnswer>()
  const prune = () => {
    for (const [name, entry] of entries) {
      if (clock().nowMs() - entry.atMs < KEPT_MS) return
      entries.delete(name)
    }
  }
  return {
    begin(account, key, fingerprint) {
      if (key.length > KEY_MAX) {
        throw new Refusal(
          400,
          { type: 'invalid_request_error', message: `Idempotency keys can be at most ${KEY_MAX} characters long.` },
          true,
        )
      }
      prune()
      const name = `${account} ${key}`
      const entry = entries.get(name)
      if (entry === undefined) {
        entries.set(name, { key: name, fingerprint, atMs: clock().nowMs() })
        return undefined
      }
      if (entry.fingerprint !== fingerprint) throw otherParameters(key)
      if (entry.answer === undefined) throw inUse(key)
      return entry.answer
    },
    keep(account, key, answer) {
      const entry = entries.get(`${account} ${key}`)
      if (entry !== undefined) entry.answer = answer
    },
    release(account, key) {
      const entry = entries.get(`${account} ${key}`)
      if (entry !== undefined && entry.answer === undefined) entries.delete(`${account} ${key}`)
    },
    entries: () => [...entries.values()].filter((entry) => entry.answer !== undefined),
    load(loaded) {
      for (const entry of loaded) entries.set(entry.key, entry)
    },
    clear: () => entries.clear(),
  }
}

function otherParameters(key: string): Refusal {
  const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`
  return new Refusal(400, { type: 'idempotency_error', message }, true)
}

function inUse(key: string): Refusal {
  const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`
  return new Refusal(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message }, true)
}
