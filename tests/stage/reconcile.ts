import { sql } from 'drizzle-orm'
import { DEMO_PASSWORD, seed } from '#db/seed.ts'
import { type Currency, toDecimal } from '#worker/pure/money.ts'
import { newClient, until } from './http.ts'
import { type Marketplace, startMarketplace } from './start.ts'
import { type Sums, sumUp } from './sum-up.ts'

/**
 * `npm run reconcile`: a seeded marketplace in memory, its months closed and its books held against the provider's; prints
 * per currency what statements, ledger and provider say, and exits with 1 if they do not say the same to the cent.
 */
const market = await startMarketplace()
try {
  await seed(market, { pictures: 'none', onProgress: (text) => console.info(text) })
  await until('the months to be closed', async () => {
    await market.tick()
    const [open] = await market.platformDb.all<{ n: number }>(sql`select count(*) as n from
      (select distinct owner, currency from ledger_account where owner <> 'platform') a
      left join settlement_progress p on p.vendor_id = a.owner and p.currency = a.currency where p.vendor_id is null`)
    return open?.n === 0
  }, 60_000) // biome-ignore format: one question
  const isMatched = await holdAgainstProvider(market)
  const sums = await sumUp(market.platformDb, market)
  print(sums)
  process.exitCode = isMatched && sums.every(({ differences }) => differences.length === 0) ? 0 : 1
} finally {
  await market.close()
}

type Standing = {
  last: { id: string; rowsRead: number; ledgerRows: number } | null
  balances: { currency: string; differenceMinor: number }[]
  open: { reason: string; count: number }[]
}

/** Has the marketplace itself match every movement, as a person of its finance would, and tells what it says. */
async function holdAgainstProvider({ origin }: Marketplace): Promise<boolean> {
  const client = newClient(origin)
  const logIn = { email: 'admin@stoa.example', password: DEMO_PASSWORD, delivery: 'body' }
  const { accessToken } = await client.ok<{ accessToken: string }>('POST', '/auth/login', logIn)
  const admin = client.as(
    (await client.as(accessToken).ok<{ accessToken: string }>('POST', '/auth/surface', { surface: 'admin' })).accessToken,
  )
  const run = await admin.ok<{ id: string }>('POST', '/admin/reconciliations', undefined, { 'idempotency-key': crypto.randomUUID() })
  const standing = await until('the run to end', async () => {
    const now = await admin.ok<Standing>('GET', '/admin/reconciliation')
    return now.last?.id === run.id && now
  }, 60_000) // biome-ignore format: one question
  const open = standing.open.map(({ reason, count }) => `${count} ${reason.replaceAll('_', ' ')}`)
  console.info(
    `\n${standing.last?.rowsRead} movements at the provider and ${standing.last?.ledgerRows} in the ledger matched; open: ${open.join(', ') || 'nothing'}`,
  )
  return open.length === 0 && standing.balances.every(({ differenceMinor }) => differenceMinor === 0)
}

function print(all: readonly Sums[]): void {
  const money = (amountMinor: number, currency: Currency) => toDecimal({ amountMinor, currency }).padStart(14)
  for (const { currency, lines, differences } of all) {
    console.info(`\n${currency}`)
    for (const { name, amountMinor } of lines) console.info(`  ${name.padEnd(58)} ${money(amountMinor, currency)}`)
    console.info(differences.length === 0 ? '  = to the cent' : `  DIFFERENT: ${differences.join('; ')}`)
  }
}
