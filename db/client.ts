import { createClient } from '@libsql/client/web'
import type { LibSQLDatabase } from 'drizzle-orm/libsql'
import { drizzle } from 'drizzle-orm/libsql/web'
import { DatabaseUnavailable } from '#db/errors.ts'

/** How to reach one database. `fetch` is a parameter so that round trips can be counted and cut in tests. */
export type Connection = {
  url: string
  authToken: string
  fetch: typeof fetch
  /** A round trip that takes longer is given up: the store answers 503 and everybody else goes on. Two seconds by default. */
  timeoutMs?: number
}

const TIMEOUT_MS = 2000
/** After this many failures in a row the database is left alone for a while instead of making every request wait. */
const FAILURES_TO_OPEN = 4
const OPEN_MS = 1000

/** Per database and isolate: how many round trips failed in a row, and until when no new one is tried. */
const circuits = new Map<string, { failures: number; openUntil: number }>()

/**
 * Opens a database without a round trip: the client speaks Hrana 2 over HTTP at once, nothing is probed. It may serve every
 * request of an isolate: each call has a stream of its own, and none is ever queued behind another request's, which the
 * platform would not let it wait for.
 */
export function openDatabase({ url, authToken, fetch: send, timeoutMs = TIMEOUT_MS }: Connection): LibSQLDatabase<Record<string, never>> {
  // Without the slash the last part of a path would be replaced by the protocol's own.
  const client = createClient({
    url: url.endsWith('/') ? url : `${url}/`,
    authToken,
    intMode: 'number',
    concurrency: Number.MAX_SAFE_INTEGER,
    fetch: (request: Request) => guarded(url, request, send, timeoutMs),
  })
  return drizzle({ client })
}

async function guarded(database: string, request: Request, send: typeof fetch, timeoutMs: number): Promise<Response> {
  const circuit = circuits.get(database) ?? { failures: 0, openUntil: 0 }
  circuits.set(database, circuit)
  if (performance.now() < circuit.openUntil) throw new DatabaseUnavailable()
  try {
    const response = await send(request, { signal: AbortSignal.timeout(timeoutMs) })
    if (response.status >= 500) throw new DatabaseUnavailable(new Error(`HTTP ${response.status}`))
    // The body is part of the round trip: read it here, so that a reply lost half-way counts as a failure as well.
    const body = await response.arrayBuffer()
    circuit.failures = 0
    return new Response(body, response)
  } catch (error) {
    circuit.failures += 1
    if (circuit.failures >= FAILURES_TO_OPEN) circuit.openUntil = performance.now() + OPEN_MS
    throw error instanceof DatabaseUnavailable ? error : new DatabaseUnavailable(error)
  }
}
