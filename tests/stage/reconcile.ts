import { sql } from 'drizzle-orm'
import { seed } from '#db/seed.ts'
import { type Currency, toDecimal } from '#worker/pure/money.ts'
import { startMarketplace } from './start.ts'
import { type Sums, sumUp } from './sum-up.ts'

/**
 * `npm run reconcile`: a seeded marketplace in memory, its months closed and its books held against the provider's; prints
 * per currency what statements, ledger and provider say, and exits with 1 if they do not say the same to the cent.
 */
const market = await startMarketplace()
try {
  await seed(market, { pictures: 'none', onProgress: (text) => console.info(text) })
  await waitFor('the books are held against the provider’s', async () => {
    await market.tick()
    const rows = await market.platformDb.all<{ n: number }>(sql`select count(*) as n from settlement_progress`)
    return (rows[0]?.n ?? 0) > 0
  })
  const sums = await sumUp(market.platformDb, { stripe: market.stripe })
  print(sums)
  process.exitCode = sums.every(({ differences }) => differences.length === 0) ? 0 : 1
} finally {
  await market.close()
}

async function waitFor(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`Gave up waiting until ${what}`)
}

function print(all: readonly Sums[]): void {
  const money = (amountMinor: number, currency: Currency) => toDecimal({ amountMinor, currency }).padStart(14)
  for (const { currency, lines, differences } of all) {
    console.info(`\n${currency}`)
    for (const { name, amountMinor } of lines) console.info(`  ${name.padEnd(58)} ${money(amountMinor, currency)}`)
    console.info(differences.length === 0 ? '  = to the cent' : `  DIFFERENT: ${differences.join('; ')}`)
  }
}
