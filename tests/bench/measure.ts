import autocannon from 'autocannon'
import { cpuOf } from './processes.ts'

/** One request, made anew each time it is sent. */
export type HttpCall = () => { method?: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: string }
/**
 * What a row does. `call` is one request, and autocannon sends it. `run` is an operation of several, some to other hosts,
 * which autocannon cannot do: the buyer's bank is not where the shop is. It throws if it does not come to what it should.
 */
export type Row = { name: string; floor: string | null; settleMs?: number } & ({ call: HttpCall } | { run: () => Promise<void> })

/** Times in ms; everything but rates and times is per operation, with all the operation sets off. */
export type Figures = {
  operations: number
  errors: number
  perSecond: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
  workerCpuMs: number
  databaseCpuMs: number
  cpuMs: number
  roundTrips: { database: number; object: number; queue: number }
}
export type Counts = { database: number; object: number; queue: number }
export type Probes = { workerPid: number; databasePid: number; counts: () => Promise<Counts> }
export type Load = { origin: string; concurrency: number; seconds: number }

/** Loads a row for a while, after a warm-up, and counts what it cost. */
export async function measure(row: Row, load: Load, probes: Probes, headers?: Record<string, string>): Promise<Figures> {
  await drive(row, { ...load, seconds: Math.min(1, load.seconds / 2) }, headers)
  await settle(row)
  const before = await reading(probes)
  const { latencies, errors, elapsedMs } = await drive(row, load, headers)
  await settle(row)
  const after = await reading(probes)
  const each = (total: number) => total / Math.max(1, latencies.length + errors)
  const sorted = latencies.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return {
    operations: sorted.length,
    errors,
    perSecond: (sorted.length * 1000) / elapsedMs,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    workerCpuMs: each(after.workerMs - before.workerMs),
    databaseCpuMs: each(after.databaseMs - before.databaseMs),
    cpuMs: each(after.workerMs + after.databaseMs - before.workerMs - before.databaseMs),
    roundTrips: {
      database: each(after.counts.database - before.counts.database),
      object: each(after.counts.object - before.counts.object),
      queue: each(after.counts.queue - before.counts.queue),
    },
  }
}

const settle = ({ settleMs = 0 }: Row) => new Promise((resolve) => setTimeout(resolve, settleMs))

async function reading({ workerPid, databasePid, counts }: Probes) {
  return { workerMs: cpuOf(workerPid), databaseMs: cpuOf(databasePid), counts: await counts() }
}

type Driven = { latencies: number[]; errors: number; elapsedMs: number }

const drive = (row: Row, load: Load, headers?: Record<string, string>): Promise<Driven> =>
  'call' in row ? fire(row.call, load, headers) : repeat(row.run, load)

/** One request over and over, by autocannon, each connection with one under way. */
async function fire(call: HttpCall, { origin, concurrency, seconds }: Load, more: Record<string, string> = {}): Promise<Driven> {
  const latencies: number[] = []
  let refused = 0
  const startedMs = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>()
  const options: autocannon.Options = {
    url: origin,
    connections: concurrency,
    duration: seconds,
    requests: [
      {
        setupRequest: (request) => {
          const { method = 'GET', path, headers = {}, body } = call()
          return { ...request, method, path, headers: { ...headers, ...more }, ...(body === undefined ? {} : { body }) }
        },
      },
    ],
  }
  const instance = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)))
  instance.on('response', (_client, status, _bytes, ms) => {
    if (status === 200 || status === 201) latencies.push(ms)
    else refused++
  })
  const { errors, timeouts } = await promise
  return { latencies, errors: refused + errors + timeouts, elapsedMs: performance.now() - startedMs }
}

/** An operation over and over, so many at a time. */
async function repeat(run: () => Promise<void>, { concurrency, seconds }: Load): Promise<Driven> {
  const latencies: number[] = []
  let errors = 0
  let first: unknown
  const startedMs = performance.now()
  const one = async () => {
    while (performance.now() - startedMs < seconds * 1000) {
      const atMs = performance.now()
      try {
        await run()
        latencies.push(performance.now() - atMs)
      } catch (error) {
        errors++
        first ??= error
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, one))
  if (first) console.warn(`${errors} errors, the first: ${first}`)
  return { latencies, errors, elapsedMs: performance.now() - startedMs }
}
