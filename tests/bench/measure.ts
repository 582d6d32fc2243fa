import { readdirSync, readFileSync } from 'node:fs'

/** One operation as a user does it: however many requests it takes. Throws if it does not come to what it should. */
export type Row = { name: string; run: () => Promise<void>; settleMs?: number }
/** Times in ms; `cpuMs` and `roundTrips` are per operation, with everything the operation sets off. */
export type Figures = {
  name: string
  operations: number
  errors: number
  perSecond: number
  p50Ms: number
  p95Ms: number
  workerCpuMs: number
  databaseCpuMs: number
  cpuMs: number
  roundTrips: number
}
export type Probes = { workerPid: number; databasePid: number; roundTrips: () => Promise<number> }

/** The kernel's clock ticks at 100 Hz on every Linux of today. */
const TICK_MS = 10

/** User and system time a process has used, in ms. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the process may hold blanks; the fields after it do not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** The child process of ours with this name. */
export function childNamed(name: string): number {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      if (parent === process.pid && stat.includes(`(${name})`)) return Number(entry)
    } catch {
      // It ended while we looked.
    }
  }
  throw new Error(`There is no child process ${name}`)
}

/** Runs a row with so many at once for so long, after a warm-up, and counts what it cost. */
export async function measure(row: Row, concurrency: number, seconds: number, probes: Probes): Promise<Figures> {
  await load(row, concurrency, Math.min(1, seconds / 4))
  await settle(row)
  const before = await reading(probes)
  const { latencies, errors, elapsedMs } = await load(row, concurrency, seconds)
  await settle(row)
  const after = await reading(probes)
  const operations = latencies.length
  const each = (total: number) => total / Math.max(1, operations + errors)
  const sorted = latencies.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return {
    name: row.name,
    operations,
    errors,
    perSecond: (operations * 1000) / elapsedMs,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    workerCpuMs: each(after.workerMs - before.workerMs),
    databaseCpuMs: each(after.databaseMs - before.databaseMs),
    cpuMs: each(after.workerMs + after.databaseMs - before.workerMs - before.databaseMs),
    roundTrips: each(after.roundTrips - before.roundTrips),
  }
}

async function reading({ workerPid, databasePid, roundTrips }: Probes) {
  return { workerMs: cpuOf(workerPid), databaseMs: cpuOf(databasePid), roundTrips: await roundTrips() }
}

const settle = ({ settleMs = 0 }: Row) => new Promise((resolve) => setTimeout(resolve, settleMs))

async function load({ run }: Row, concurrency: number, seconds: number) {
  const latencies: number[] = []
  let errors = 0
  let firstError: unknown
  const startedMs = performance.now()
  const worker = async () => {
    while (performance.now() - startedMs < seconds * 1000) {
      const atMs = performance.now()
      try {
        await run()
        latencies.push(performance.now() - atMs)
      } catch (error) {
        errors++
        firstError ??= error
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  if (firstError) console.warn(`${errors} errors, the first: ${firstError}`)
  return { latencies, errors, elapsedMs: performance.now() - startedMs }
}
