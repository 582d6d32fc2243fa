import { commit, type Statement } from '#db/commit.ts'
import { DatabaseUnavailable, translateDatabaseError } from '#db/errors.ts'
import type { PlatformDb, VendorDb } from '#db/types.ts'

/** What the seed needs of a running marketplace: where it answers, its text bindings, and its own database. */
export type SeedTarget = {
  origin: string
  config: Readonly<Record<string, string>>
  platformDb: PlatformDb
  /** Where pictures are kept; without it, products have none. */
  pictures?: { put(key: string, bytes: Uint8Array, width: number): Promise<void> }
}

/** A text binding of the marketplace. @throws Error if it has none of this name */
export function bindingOf(market: SeedTarget, name: string): string {
  const value = market.config[name]
  if (!value) throw new Error(`The marketplace has no ${name}`)
  return value
}

/** Does something for each of many, a few at a time, and answers in their order. */
export async function eachOf<T, R>(many: readonly T[], atOnce: number, run: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const work = async () => {
    for (let index = next++; index < many.length; index = next++) {
      const one = many[index]
      if (one !== undefined) results[index] = await run(one, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, many.length) }, work))
  return results
}

/** Rows in parcels that one statement can take. */
export function parcels<T>(rows: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size))
}

/** Asks until the answer is there; what the queue does takes a moment. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | null | false>, timeoutMs = 300_000): Promise<T> {
  const deadlineMs = performance.now() + timeoutMs
  while (performance.now() < deadlineMs) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
  throw new Error(`Waited ${timeoutMs} ms for ${what}`)
}

const TRIES = 12

/** Does what is safe to repeat again where a database is slow or has just closed a connection; a seed is worth the wait. */
export async function patiently<T>(run: () => PromiseLike<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await run()
    } catch (error) {
      if (tried === TRIES || !(translateDatabaseError(error) instanceof DatabaseUnavailable)) throw error
      await new Promise((resolve) => setTimeout(resolve, 500 * tried))
    }
  }
}

/** `commit` of statements that are safe to repeat, with patience. */
export async function storeAll(db: PlatformDb | VendorDb, statements: readonly Statement[]): Promise<void> {
  await patiently(() => commit(db, statements))
}
