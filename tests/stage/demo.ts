import { formatMoney, sumMinor } from '#worker/pure/money.ts'
import { type DemoReport, runMainJob } from './main-job.ts'
import { startMarketplace } from './start.ts'

/** `npm run demo`: the main job on a marketplace that lives in memory for as long as it takes. `-- --json` for programs. */
const isJson = process.argv.includes('--json')
const say = (text: string) => {
  if (!isJson) console.info(text)
}

const usd = (amountMinor: number) => formatMoney({ amountMinor, currency: 'USD' }, 'en-US')

const log = console.info
if (isJson) console.info = () => {}
const market = await startMarketplace()
try {
  const { report, broken } = await runMainJob(market, say)
  if (isJson) log(JSON.stringify(report))
  else print(report, broken)
  process.exitCode = broken.length === 0 ? 0 : 1
} finally {
  await market.close()
}

function print(report: DemoReport, broken: string[]): void {
  const width = Math.max(...report.orders.map(({ vendor }) => vendor.length))
  say(`\nOrder group ${report.orderGroup}`)
  for (const { vendor, totalMinor, commissionMinor, status } of report.orders) {
    say(`  ${vendor.padEnd(width)}  ${usd(totalMinor).padStart(9)}   commission ${usd(commissionMinor).padStart(7)}   ${status}`)
  }
  say(`  ${'charged'.padEnd(width)}  ${usd(report.chargedMinor).padStart(9)}   sum of orders ${usd(report.sumOfOrdersMinor)}`)
  for (const [sku, before] of Object.entries(report.stockBefore)) say(`  stock of ${sku}: ${before} -> ${report.stockAfter[sku]}`)
  const paid = sumMinor(report.transfers.map(({ amountMinor }) => amountMinor))
  say(
    `  transfers to vendors: ${report.transfers.length}, ${usd(paid)};  mails: ${report.mails};  ledger imbalance: ${report.ledgerImbalance}`,
  )
  say(broken.length === 0 ? `\nEvery invariant holds. ${report.ms} ms.` : `\nBROKEN: ${broken.join('; ')}`)
}
