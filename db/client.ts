import type { LibSQLDatabase } from 'drizzle-orm/libsql'
import * as driver from 'drizzle-orm/libsql/driver-core'
import { DatabaseUnavailable } from '#db/errors.ts'
import { createHranaClient } from '#db/hrana.ts'

/** How to reach one database. `fetch` is a parameter so that round trips can be counted and cut in tests. */
export type Connection = { url: string; authToken: string; fetch: typeof fetch }

/** A round trip that takes longer is given up: the store answers 503 and everybody else goes on. */
const TIMEOUT_MS = 2000
/** After this many failures in a row the database is left alone for a while instead of making every request wait. */
const FAILURES_TO_OPEN = 4
const OPEN_MS = 1000

type Db = LibSQLDatabase<Record<string, never>>
/** Drizzle's driver for libSQL without a client of its own: the client is ours (`hrana.ts`). */
const { construct } = driver as unknown as { construct: (client: unknown) => Db }

/** Per database and isolate: how many round trips failed in a row, and until when no new one is tried. */
const circuits = new Map<string, { failures: number; openUntil: number }>()

/** Opens a database without a round trip. What it returns keeps nothing of a request and may serve every one of an isolate. */
export function openDatabase({ url, authToken, fetch: send }: Connection): Db {
  const pipeline = `${url.replace(/^libsql:/, 'https:').replace(/\/$/, '')}/v2/pipeline`
  const headers = { authorization: `Bearer ${authToken}`, 'content-type': 'application/json' }
  return construct(createHranaClient((body) => guarded(url, new Request(pipeline, { method: 'POST', headers, body }), send)))
}

async function guarded(database: string, request: Request, send: typeof fetch): Promise<{ status: number; text: string }> {
  const circuit = circuits.get(database) ?? { failures: 0, openUntil: 0 }
  circuits.set(database, circuit)
  if (performance.now() < circuit.openUntil) throw new DatabaseUnavailable()
  try {
    const response = await send(request, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (response.status >= 500) throw new DatabaseUnavailable(new Error(`HTTP ${response.status}`))
    // The body is part of the round trip: read it here, so that a reply lost half-way counts as a failure as well.
    const text = await response.text()
    circuit.failures = 0
    return { status: response.status, text }
  } catch (error) {
    circuit.failures += 1
    if (circuit.failures >= FAILURES_TO_OPEN) circuit.openUntil = performance.now() + OPEN_MS
    throw error instanceof DatabaseUnavailable ? error : new DatabaseUnavailable(error)
  }
}
