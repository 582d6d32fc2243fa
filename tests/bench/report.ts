import type { Figures } from './measure.ts'

/** A row's figures, what they are without anything kept, and how much more CPU time than its floor it takes. */
export type Reported = Figures & { name: string; floor: string | null; ratio: number | null; uncached?: Figures }

const NUMBERS = ['perSecond', 'p50Ms', 'p95Ms', 'p99Ms', 'workerCpuMs', 'databaseCpuMs', 'cpuMs'] as const
const round2 = (value: number) => Math.round(value * 100) / 100

/** The median of each figure by itself; operations and errors are added up. */
export function medianOf(runs: readonly Figures[]): Figures {
  const median = (of: (figures: Figures) => number) => round2(runs.map(of).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN)
  const total = (of: (figures: Figures) => number) => runs.reduce((sum, figures) => sum + of(figures), 0)
  const medians = Object.fromEntries(NUMBERS.map((name) => [name, median((figures) => figures[name])]))
  return {
    ...(medians as Pick<Figures, (typeof NUMBERS)[number]>),
    operations: total((figures) => figures.operations),
    errors: total((figures) => figures.errors),
    roundTrips: {
      database: median(({ roundTrips }) => roundTrips.database),
      object: median(({ roundTrips }) => roundTrips.object),
      queue: median(({ roundTrips }) => roundTrips.queue),
    },
  }
}

export const HEADER = `${'row'.padEnd(17)}    req/s     p50     p95     p99   CPU ms (Worker + db)   floor   db  object  queue  errors`

export function lineOf(name: string, figures: Figures, ratio: number | null = null): string {
  const of = (value: number, width: number, digits = 1) => value.toFixed(digits).padStart(width)
  const { perSecond, p50Ms, p95Ms, p99Ms, cpuMs, workerCpuMs, databaseCpuMs, roundTrips, errors } = figures
  const cpu = `${of(cpuMs, 7, 2)} (${of(workerCpuMs, 5, 2)} + ${of(databaseCpuMs, 5, 2)})`
  const trips = `${of(roundTrips.database, 5, 2)} ${of(roundTrips.object, 6, 2)} ${of(roundTrips.queue, 6, 2)}`
  return `${name.padEnd(17)} ${of(perSecond, 8)} ${of(p50Ms, 7)} ${of(p95Ms, 7)} ${of(p99Ms, 7)}   ${cpu}  ${ratio === null ? '      ' : `x${of(ratio, 5)}`} ${trips} ${String(errors).padStart(6)}`
}
