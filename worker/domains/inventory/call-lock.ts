import type { StockLockRpc, StockLocks } from '#worker/domains/inventory/ports.ts'
import type { Id } from '#worker/pure/ids.ts'
import { Unavailable } from '#worker/pure/problem.ts'

/** Waits between tries: a reset object is back within milliseconds, a moved one within a second. */
const WAITS_MS = [20, 100, 400, 800]

/** What the runtime says of a failed call to an object: https://developers.cloudflare.com/durable-objects/best-practices/error-handling/ */
type CallFailure = { overloaded?: boolean; remote?: boolean; retryable?: boolean; durableObjectReset?: boolean }

/**
 * Calls a store's lock, and calls again with the same arguments if the call was lost: the operation id in them makes that
 * safe. Each try takes a new stub, because a stub that failed once may stay broken.
 * @throws Unavailable 503 once the tries are used up, or at once if the object is overloaded; an exception of the lock's own
 *   code is passed on, because it would only be thrown again
 */
export async function callLock<T>(
  locks: StockLocks,
  vendorId: Id<'vendor'>,
  call: (lock: StockLockRpc) => Promise<T>,
  wait: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<T> {
  for (const waitMs of [...WAITS_MS, null]) {
    try {
      return await call(locks.of(vendorId))
    } catch (error) {
      const failure: CallFailure = typeof error === 'object' && error !== null ? error : {}
      if (failure.remote && !failure.retryable && !failure.durableObjectReset && !failure.overloaded) throw error
      if (failure.overloaded || waitMs === null) throw new Unavailable('This store’s stock', { cause: error })
      await wait(waitMs)
    }
  }
  throw new Unavailable('This store’s stock')
}
