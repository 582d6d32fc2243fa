import { claimKey, releaseKey, storeAnswer, takeOverKey } from '#db/platform/queries/idempotency.ts'
import type { PlatformDb } from '#db/types.ts'
import type { IdempotencyStore } from '#worker/pure/request-context.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/** A request that has not answered after this long has died; the next repeat runs it again with the same ids. */
const LOCK_MS = MINUTE_MS

/** A call that failed sooner than this was cut, not left waiting: there is time to make it once more. */
const CUT_MS = 500

/** Runs it again if it was cut: a claim that was stored while its reply was lost would lock its own sender out for `LOCK_MS`. */
async function againIfCut<T>(call: () => Promise<T>): Promise<T> {
  const startedMs = performance.now()
  try {
    return await call()
  } catch (error) {
    if (performance.now() - startedMs > CUT_MS) throw error
    return call()
  }
}

/** Remembers answers in the platform's database: one round trip to take a key, one to store the answer. */
export function createIdempotencyStore(db: PlatformDb, now: () => number): IdempotencyStore {
  return {
    async claim(keyHash, requestHash) {
      const nowMs = now()
      const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
      const claim = () => claimKey(db, { id: keyHash, requestHash, seed, lockedUntilMs: nowMs + LOCK_MS, createdAtMs: nowMs })
      const { isFirst, stored } = await againIfCut(claim)
      if (!stored) return { kind: 'running' }
      if (stored.requestHash !== requestHash) return { kind: 'other_request' }
      const run = { kind: 'run', seed: stored.seed, firstSeenAtMs: stored.createdAtMs } as const
      // The row is ours too if our seed is in it: the claim was stored, its reply was lost, and the statement ran again.
      if (isFirst || (stored.status === null && stored.seed === seed)) return run
      if (stored.status !== null) {
        return { kind: 'answered', answer: { status: stored.status, headers: stored.headers ?? {}, body: stored.body ?? '' } }
      }
      if (stored.lockedUntilMs > nowMs) return { kind: 'running' }
      return (await takeOverKey(db, keyHash, stored.lockedUntilMs, nowMs + LOCK_MS)) ? run : { kind: 'running' }
    },
    store: (keyHash, answer) => storeAnswer(db, keyHash, answer),
    release: (keyHash) => releaseKey(db, keyHash),
  }
}
