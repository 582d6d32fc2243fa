import { sql } from 'drizzle-orm'
import type { PlatformDb } from '#db/types.ts'
import type { StripeEmulator } from '#tests/emulators/stripe/emulator.ts'
import { PLATFORM } from '#tests/emulators/stripe/world.ts'
import { readOpenStatements } from '#worker/domains/settlement/read-statements.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type Currency, sumMinor } from '#worker/pure/money.ts'
import type { StatementFigure } from '#worker/pure/statement.ts'

export type Sums = { currency: Currency; lines: { name: string; amountMinor: number }[]; differences: string[] }

/**
 * Sums up what everybody says of the same money, per currency: all statements (closed ones and what is open since), the
 * ledger, and the provider's balance transactions of our account. Minor units.
 */
export async function sumUp(db: PlatformDb, { stripe }: { stripe: Pick<StripeEmulator, 'world'> }): Promise<Sums[]> {
  const vendors = await db.all<{ id: Id<'vendor'> }>(sql`select distinct owner as id from ledger_account where owner <> 'platform' order by owner`)
  const figures = new Map<Currency, { closingMinor: number; figures: StatementFigure[] }>()
  for (const { id } of vendors) {
    const closed = await db.all<{ currency: Currency; figures: string }>(sql`select currency, figures from settlement_statement where vendor_id = ${id}`)
    const open = await readOpenStatements({ platform: db, now: () => 0 }, id)
    for (const { currency, closingMinor, figures: own } of open) {
      const known = figures.get(currency) ?? { closingMinor: 0, figures: [] }
      const earlier = closed.filter((row) => row.currency === currency).flatMap((row) => JSON.parse(row.figures) as StatementFigure[])
      figures.set(currency, { closingMinor: known.closingMinor + closingMinor, figures: [...known.figures, ...own, ...earlier] })
    }
  }
  const accounts = await db.all<{ currency: Currency; purpose: string; owner: string; balance: number }>(sql`
    select currency, purpose, iif(owner = 'platform', owner, 'vendor') as owner, sum(debits_minor - credits_minor) as balance from ledger_account group by currency, purpose, 3`)
  const currencies = [...new Set(accounts.map(({ currency }) => currency))].sort()
  return currencies.map((currency) => sumUpOne(currency, figures.get(currency), accounts.filter((row) => row.currency === currency), stripe))
} // biome-ignore format: one step a line

type Account = { purpose: string; owner: string; balance: number }

function sumUpOne(currency: Currency, stated: { closingMinor: number; figures: StatementFigure[] } | undefined, accounts: readonly Account[], stripe: Pick<StripeEmulator, 'world'>): Sums {
  const theirs = stripe.world.tables.balanceTransactions.newestFirst(PLATFORM).filter((row) => row.currency === currency.toLowerCase())
  const net = (...types: string[]) => sumMinor(theirs.filter(({ type }) => types.includes(type)).map((row) => row.net))
  const held = stripe.world.balances.get(PLATFORM)?.get(currency.toLowerCase()) ?? { available: 0, pending: 0 }
  const ledger = (owner: string, ...purposes: string[]) => sumMinor(accounts.filter((row) => row.owner === owner && purposes.includes(row.purpose)).map(({ balance }) => balance))
  const statedPayouts = -sumMinor((stated?.figures ?? []).filter(({ figure }) => figure === 'payouts').map(({ amountMinor }) => amountMinor))
  const statedMoves = sumMinor((stated?.figures ?? []).map(({ amountMinor }) => amountMinor))
  const vendorsHave = -ledger('vendor', 'pending', 'available', 'held', 'debt')
  const transfers = -net('transfer', 'transfer_refund', 'transfer_cancel', 'transfer_failure')
  const clearing = ledger('platform', 'stripe_clearing')
  const lines = [
    { name: 'Payouts on all statements', amountMinor: statedPayouts },
    { name: 'Transfers to vendors, as Stripe tells', amountMinor: transfers },
    { name: 'What statements leave vendors with', amountMinor: stated?.closingMinor ?? 0 },
    { name: 'Everything on all statements together', amountMinor: statedMoves },
    { name: 'What the ledger says vendors have', amountMinor: vendorsHave },
    { name: 'What the ledger says Stripe holds', amountMinor: clearing },
    { name: `Stripe's balance transactions (${theirs.length}) together`, amountMinor: sumMinor(theirs.map((row) => row.net)) },
    { name: "Stripe's balance", amountMinor: held.available + held.pending },
  ]
  const same = (what: string, ...amounts: number[]) => (new Set(amounts).size === 1 ? [] : [`${what}: ${amounts.join(' / ')}`])
  const [, , closing = { amountMinor: 0 }, , , , transactions = { amountMinor: 0 }] = lines
  return {
    currency,
    lines,
    differences: [
      ...same('payouts and transfers', statedPayouts, transfers),
      ...same('what vendors have', closing.amountMinor, statedMoves, vendorsHave),
      ...same('what Stripe holds', clearing, transactions.amountMinor, held.available + held.pending),
    ],
  }
} // biome-ignore format: one step a line
