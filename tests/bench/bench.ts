import { parseArgs } from 'node:util'
import { seed } from '#db/seed.ts'
import { startMarketplace } from '#tests/stage/start.ts'
import { childNamed, type Figures, measure } from './measure.ts'
import { rowsOf } from './rows.ts'
import { tursoApart } from './turso-apart.ts'

/**
 * `npm run bench`: the production bundle under load, with the databases in a process of their own. Requests per second
 * depend on how busy the machine is; CPU time and round trips per operation do not. Medians of several rounds.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Only the row of this name. */
    only: { type: 'string' },
    products: { type: 'string', default: '1000' },
    concurrency: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
  },
})
const [products, concurrency, seconds, rounds] = [values.products, values.concurrency, values.seconds, values.rounds].map(Number) as [
  number,
  number,
  number,
  number,
]

const log = console.info
if (values.json) console.info = () => {}
const databases = tursoApart()
const market = await startMarketplace({ startTurso: databases.start })
try {
  const seeded = await seed(market, { products, variantsPerProduct: 2, history: false, stock: 1_000_000, pictures: 'none' })
  console.info(`${seeded.products} products x 2 variants, ${concurrency} at once, ${rounds} rounds of ${seconds} s`)
  const probes = { workerPid: childNamed('workerd'), databasePid: databases.pid(), roundTrips: () => roundTripsOf(market.turso.url) }
  const rows = (await rowsOf(market)).filter(({ name }) => values.only === undefined || name === values.only)
  if (rows.length === 0) throw new Error(`There is no row ${values.only}`)
  const results: Figures[] = []
  for (const row of rows) {
    const runs: Figures[] = []
    for (let round = 0; round < rounds; round++) runs.push(await measure(row, concurrency, seconds, probes))
    const figures = medianOf(runs)
    results.push(figures)
    console.info(line(figures))
  }
  if (values.json) log(JSON.stringify({ products: seeded.products, concurrency, seconds, rounds, rows: results }))
  process.exitCode = results.some(({ errors }) => errors > 0) ? 1 : 0
} finally {
  await market.close()
}

async function roundTripsOf(url: string): Promise<number> {
  const { databases: all } = (await (await fetch(`${url}/_emulator/stats`)).json()) as { databases: Record<string, { pipelines: number }> }
  return Object.values(all).reduce((sum, { pipelines }) => sum + pipelines, 0)
}

/** The median of each figure by itself; operations and errors are added up. */
function medianOf(runs: Figures[]): Figures {
  const [first] = runs
  if (!first) throw new Error('There was no round')
  const median = (of: (figures: Figures) => number) => runs.map(of).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN
  const round2 = (value: number) => Math.round(value * 100) / 100
  const total = (of: (figures: Figures) => number) => runs.reduce((sum, figures) => sum + of(figures), 0)
  const names = ['perSecond', 'p50Ms', 'p95Ms', 'workerCpuMs', 'databaseCpuMs', 'cpuMs', 'roundTrips'] as const
  const medians = Object.fromEntries(names.map((name) => [name, round2(median((figures) => figures[name]))])) as Pick<
    Figures,
    (typeof names)[number]
  >
  return { name: first.name, operations: total((f) => f.operations), errors: total((f) => f.errors), ...medians }
}

function line({ name, perSecond, p50Ms, p95Ms, cpuMs, workerCpuMs, databaseCpuMs, roundTrips, errors }: Figures): string {
  const of = (value: number, width: number, digits = 1) => value.toFixed(digits).padStart(width)
  return `${name.padEnd(11)}${of(perSecond, 7)}/s   p50 ${of(p50Ms, 7)} ms   p95 ${of(p95Ms, 7)} ms   CPU ${of(cpuMs, 6, 2)} ms (Worker ${of(workerCpuMs, 6, 2)}, databases ${of(databaseCpuMs, 6, 2)})   round trips ${of(roundTrips, 5)}   errors ${errors}`
}
