import { parseArgs } from 'node:util'
import { seed } from '#db/seed.ts'
import { type Marketplace, startMarketplace } from '#tests/stage/start.ts'
import { benchImport, benchLag, benchOrders } from './channels.ts'
import { CALLS_PATH, type Calls, COUNTING_ENTRY } from './count-calls.ts'
import { FLOORS, startFloors } from './floors.ts'
import { type Figures, measure, type Probes, type Row } from './measure.ts'
import { benchBalance, benchPayoutRun } from './money.ts'
import { childStartedBy, residentMb } from './processes.ts'
import { rush } from './purchase.ts'
import { HEADER, lineOf, medianOf, type Reported } from './report.ts'
import { rowsOf } from './rows.ts'
import { startCold } from './start-cold.ts'
import { tursoApart } from './turso-apart.ts'

/**
 * `npm run bench`: the production bundle under load, with the databases in a process of their own. Requests per second depend
 * on how busy the machine is; CPU time and round trips per operation do not. Medians of several rounds.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /**
     * Only the row of this name: list, product, search, page, add, webhook, purchase, purchase-3, hot, start; floors are measured with
     * each of these. Or payout-run, balance, channel-import, channel-lag, channel-orders, which are measured by themselves.
     */
    only: { type: 'string' },
    products: { type: 'string', default: '1000' },
    concurrency: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    buyers: { type: 'string', default: '400' },
    stock: { type: 'string', default: '100' },
    /** Of payout-run and balance. */
    vendors: { type: 'string', default: '10000' },
    transfers: { type: 'string', default: '1000000' },
    rows: { type: 'string', default: '10000000' },
    /** Of channel-import, channel-lag and channel-orders. */
    listings: { type: 'string', default: '10000' },
    connections: { type: 'string', default: '200' },
    changes: { type: 'string', default: '24' },
    orders: { type: 'string', default: '2000' },
  },
})
const number = (name: Exclude<keyof typeof values, 'json' | 'only'>) => Number(values[name])
const sizes = { products: number('products'), concurrency: number('concurrency'), seconds: number('seconds'), rounds: number('rounds') }
const isWanted = (name: string) => values.only === undefined || values.only === name
/** Reads are kept in memory, and databases waited for, as long as in production. */
const CONFIG = { CATALOGUE_FRESH_MS: '800', DATABASE_TIMEOUT_MS: '2000' }
const NOTHING_KEPT = { 'cache-control': 'no-cache' }
/** H3: a webhook is answered within this. */
const ACKNOWLEDGED_MS = 1000
const KEPT_ROWS = new Set(['list', 'product', 'search'])

/** Fewer sold than there were is as wrong as more. */
const isOversold = ({ placed, oversold, errors }: { placed: number; oversold: number; errors: number }) =>
  oversold > 0 || errors > 0 || placed !== Math.min(number('stock'), number('buyers'))

const print = console.info
if (values.json) console.info = () => {}
const apart = {
  'payout-run': () => benchPayoutRun(number('vendors'), number('transfers')),
  balance: () => benchBalance(number('rows'), number('vendors')),
  'channel-import': () => benchImport(number('listings')),
  'channel-lag': () => benchLag(number('connections'), number('changes')),
  'channel-orders': () => benchOrders(number('orders')),
}
if (values.only !== undefined && values.only in apart) {
  const figures = await apart[values.only as keyof typeof apart]()
  print(values.json ? JSON.stringify(figures) : figures)
  process.exit('isSound' in figures && !figures.isSound ? 1 : 0)
}
const databases = tursoApart()
try {
  const { value: market, pid } = await childStartedBy('workerd', () =>
    startMarketplace({ startTurso: databases.start, entry: COUNTING_ENTRY, config: CONFIG }),
  )
  try {
    const report = await run(market, pid)
    if (values.json) print(JSON.stringify(report))
    const isLate = report.rows.some(({ name, p99Ms }) => name === 'webhook' && p99Ms >= ACKNOWLEDGED_MS)
    const isWrong = isLate || report.rows.some(({ errors }) => errors > 0) || (report.hot !== null && isOversold(report.hot))
    process.exitCode = isWrong ? 1 : 0
  } finally {
    await market.close()
  }
} finally {
  databases.kill()
}

async function run(market: Marketplace, workerPid: number) {
  const seeded = await seed(market, { products: sizes.products, variantsPerProduct: 2, vendors: 5, history: false, stock: 1_000_000 })
  console.info(
    `${seeded.products} products x 2 variants over ${seeded.vendors} vendors, ${sizes.concurrency} at once, ${sizes.rounds} rounds of ${sizes.seconds} s`,
  )
  const start = isWanted('start') ? await startCold(market) : null
  console.info(HEADER)
  const floors = await measureFloors(market)
  const probes: Probes = { workerPid, databasePid: databases.pid(), counts: () => countsOf(market) }
  const all = await rowsOf(market)
  const wanted = all.filter(({ name }) => isWanted(name))
  if (wanted.length === 0 && !isWanted('hot') && !isWanted('start')) throw new Error(`There is no row ${values.only}`)
  const rows: Reported[] = []
  for (const row of wanted) {
    const floor = row.floor === null ? undefined : floors.get(row.floor)
    const uncached = KEPT_ROWS.has(row.name) ? await rounds(row, market.origin, probes, NOTHING_KEPT) : undefined
    if (uncached) console.info(lineOf(`${row.name}, nothing kept`, uncached, floor ? uncached.cpuMs / floor.cpuMs : null))
    const figures = await rounds(row, market.origin, probes)
    const ratio = floor ? Math.round((figures.cpuMs / floor.cpuMs) * 100) / 100 : null
    console.info(lineOf(row.name, figures, ratio))
    rows.push({ name: row.name, floor: row.floor, ratio, ...figures, ...(uncached ? { uncached } : {}) })
  }
  const hot = isWanted('hot') ? await rush(market, { buyers: number('buyers'), stock: number('stock') }) : null
  if (hot) {
    const { buyers, placed, soldOut, oversold, errors, seconds } = hot
    console.info(
      `hot               ${buyers} buyers of ${number('stock')} in ${seconds.toFixed(1)} s: ${placed} orders placed, ${soldOut} sold out, ${oversold} oversold, ${errors} errors`,
    )
  }
  const memory = { restMb: start?.restMb ?? null, afterMb: residentMb(workerPid) }
  if (start)
    console.info(
      `start             first 200 after ${Math.round(start.toFirst200Ms)} ms, ${start.cpuMs} ms of CPU, ${start.startCpuMs} before it was asked; ${start.restMb} MB at rest, ${memory.afterMb} MB after the run`,
    )
  return { ...sizes, products: seeded.products, floors: Object.fromEntries(floors), rows, hot, start: start && { ...start, ...memory } }
}

async function rounds(row: Row, origin: string, probes: Probes, headers?: Record<string, string>): Promise<Figures> {
  const runs: Figures[] = []
  for (let round = 0; round < sizes.rounds; round++) runs.push(await measure(row, { ...sizes, origin }, probes, headers))
  return medianOf(runs)
}

async function measureFloors(market: Marketplace): Promise<Map<string, Figures>> {
  const floors = await startFloors(market)
  const probes = { workerPid: floors.pid, databasePid: databases.pid(), counts: () => countsOf(market) }
  const found = new Map<string, Figures>()
  for (const row of FLOORS) {
    const figures = await rounds(row, floors.origin, probes)
    console.info(lineOf(`floor: ${row.name}`, figures))
    found.set(row.name, figures)
  }
  await floors.close()
  return found
}

async function countsOf({ origin, turso }: Marketplace) {
  type Stats = { databases: Record<string, { pipelines: number }> }
  const { databases: all } = await readJson<Stats>(`${turso.url}/_emulator/stats`)
  const { object, queue } = await readJson<Calls>(`${origin}${CALLS_PATH}`)
  return { database: Object.values(all).reduce((sum, { pipelines }) => sum + pipelines, 0), object, queue }
}

/** Asks once more if the connection, left from before the load, was closed at the other end meanwhile. */
async function readJson<T>(url: string): Promise<T> {
  const ask = () => fetch(url).then((response) => response.json() as Promise<T>)
  return ask().catch(ask)
}
