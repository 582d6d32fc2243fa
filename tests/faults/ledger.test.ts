import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commit } from '#db/commit.ts'
import { imbalance, listTransfers, readBalances, transferStatements } from '#db/platform/queries/ledger.ts'
import { ledgerTransfer } from '#db/platform/schema/money.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { createMarket, type Fact, ledgerCommand } from '#tests/support/ledger-model.ts'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import { balanceOf, settle } from '#worker/pure/ledger.ts'
import { toPendingTransfers } from '#worker/pure/refund-postings.ts'

/** Attempts at what nobody may do to a ledger; each is refused by the database itself. */
const TAMPERINGS = [
  [
    'a transfer changed',
    sql`update ledger_transfer set amount_minor = amount_minor + 1 where position = (select max(position) from ledger_transfer)`,
    'immutable',
  ],
  ['a transfer removed', sql`delete from ledger_transfer where position = (select max(position) from ledger_transfer)`, 'immutable'],
  ['a balance lowered', sql`update ledger_account set debits_minor = debits_minor - 1 where debits_minor > 0`, 'only through transfers'],
  ['an account renamed', sql`update ledger_account set owner = 'thief' where purpose = 'pending'`, 'only through transfers'],
  ['an account removed', sql`delete from ledger_account`, 'for ever'],
  [
    'an account opened with money',
    sql`insert into ledger_account (id, owner, purpose, currency, debits_minor, credits_minor) values ('x/y/USD', 'x', 'y', 'USD', 0, 5)`,
    'opens empty',
  ],
  ['a transfer of nothing', transfer('platform/buyer_funds/USD', 'platform/commission/USD', '0', 'USD'), 'CHECK'],
  ['a transfer that runs backwards', transfer('platform/buyer_funds/USD', 'platform/commission/USD', '-5', 'USD'), 'CHECK'],
  ['half a minor unit', transfer('platform/buyer_funds/USD', 'platform/commission/USD', '0.5', 'USD'), 'CHECK'],
  ['a transfer to itself', transfer('platform/commission/USD', 'platform/commission/USD', '5', 'USD'), 'INV-LED-2'],
  ['a transfer of another currency', transfer('platform/buyer_funds/USD', 'platform/commission/USD', '5', 'EUR'), 'INV-LED-2'],
  ['a transfer between currencies', transfer('platform/buyer_funds/USD', 'platform/commission/JPY', '5', 'USD'), 'INV-LED-2'],
  [
    'a vendor’s account overdrawn',
    sql`insert into ledger_transfer (id, debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, at_ms)
      select 'trf_over', id, 'platform/commission/' || currency, credits_minor - debits_minor - debits_pending_minor + 1, currency, 'sale', 'x', 1
      from ledger_account where purpose = 'available' limit 1`,
    'overdrawn',
  ],
  [
    'a pending transfer settled in part',
    sql`insert into ledger_transfer (id, debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, phase, pending_id, at_ms)
      select 'trf_part', debit_account_id, credit_account_id, amount_minor + 1, currency, code, cause_id, 'post', id, 1
      from ledger_transfer where phase = 'pending' limit 1`,
    'INV-LED-5',
  ],
  [
    'a pending transfer settled twice',
    sql`insert into ledger_transfer (id, debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, phase, pending_id, at_ms)
      select 'trf_twice', debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, 'void', pending_id, 1
      from ledger_transfer where phase = 'post' limit 1`,
    'UNIQUE',
  ],
  [
    'a transfer that was never pending settled',
    sql`insert into ledger_transfer (id, debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, phase, pending_id, at_ms)
      select 'trf_never', debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, 'post', id, 1
      from ledger_transfer where phase = 'posted' limit 1`,
    'INV-LED-5',
  ],
  ['a transfer to nowhere', transfer('platform/buyer_funds/USD', 'platform/savings/USD', '5', 'USD'), 'INV-LED-2'],
] as const

const transfersOf = async ({ postings, phase }: Fact, atMs: number) => {
  const pending = await toPendingTransfers(postings, atMs)
  if (phase === 'post' || phase === 'void') return settle(pending, phase, atMs)
  return pending.map((transfer) => ({ ...transfer, phase }))
}

function transfer(debit: string, credit: string, amount: string, currency: string) {
  return sql`insert into ledger_transfer (id, debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, at_ms)
    values (${`trf_${debit}${credit}${amount}`}, ${debit}, ${credit}, ${sql.raw(amount)}, ${currency}, 'sale', 'x', 1)`
}

async function expectTamperProof(bank: Bank): Promise<void> {
  for (const [what, statement, reason] of TAMPERINGS) {
    const attempt = commit(bank.platform, [bank.platform.run(statement)])
    await expect(attempt, what).rejects.toThrow()
    const said = await attempt.catch((error: unknown) => chainOf(error))
    expect(said, what).toContain(reason)
  }
}
const chainOf = (error: unknown): string => (error instanceof Error ? `${error.message} <- ${chainOf(error.cause)}` : '')

test('P2: random commands against the real database: sums zero, balances the fold of transfers and as counted without a ledger, no edit possible', async () => {
  const commands = sizeOf('LEDGER_DB_COMMANDS', 3_000)
  const seed = seedOf('ledger in the database')
  const list = fc.sample(ledgerCommand, { numRuns: commands, seed })
  const bank = await openBank()
  const market = createMarket(seed >>> 0)
  const told: Fact[] = []
  let tampered = 0
  for (const [index, command] of list.entries()) {
    const fact = market.run(command)
    const transfers = await transfersOf(fact, index)
    // A commit told twice, as after a lost reply, changes nothing.
    for (let time = 0; time < (index % 7 === 0 ? 2 : 1); time++) {
      if (transfers.length > 0) await commit(bank.platform, transferStatements(bank.platform, transfers))
    }
    if (command.kind !== 'repeat') told.push(fact)
    if (index % Math.ceil(commands / 10) === Math.ceil(commands / 20)) {
      await expectTamperProof(bank)
      tampered += TAMPERINGS.length
    }
  }
  expect(tampered).toBeGreaterThanOrEqual(TAMPERINGS.length * 9)
  const checks = await imbalance(bank.platform)
  expect(checks.map(({ currency, differenceMinor, driftedAccounts }) => [currency, differenceMinor, driftedAccounts])).toEqual([
    ['JPY', 0, 0],
    ['KWD', 0, 0],
    ['USD', 0, 0],
  ])
  expect(checks.reduce((sum, { transfers }) => sum + transfers, 0)).toBe(told.reduce((sum, { postings }) => sum + postings.length, 0))
  const held = (await readBalances(bank.platform)).map((row) => [row.id, balanceOf(row)] as const).filter(([, minor]) => minor !== 0)
  expect(new Map(held)).toEqual(new Map([...market.expected()].sort()))
  bank.close()
})

test('commits from many sides at once post each transfer once', async () => {
  const bank = await openBank()
  const market = createMarket(7)
  const facts = fc.sample(ledgerCommand, { numRuns: 200, seed: 7 }).map((command) => market.run(command))
  const tell = async (fact: Fact, atMs: number) => {
    const { platform } = bank.ctx()
    await commit(platform, transferStatements(platform, await transfersOf(fact, atMs)))
  }
  for (const [index, fact] of facts.entries()) {
    if (fact.postings.length > 0) await Promise.all([tell(fact, index), tell(fact, index + 1), tell(fact, index + 2)])
  }
  const keys = facts.flatMap(({ postings, phase }) =>
    postings.map(({ causeId, code, debit, credit }) => `${causeId} ${code} ${debit} ${credit} ${phase}`),
  )
  const distinct = new Set(keys).size
  expect(await bank.platform.select().from(ledgerTransfer)).toHaveLength(distinct)
  for (const check of await imbalance(bank.platform)) expect(check).toMatchObject({ differenceMinor: 0, driftedAccounts: 0 })
  const pages: number[] = []
  for (let before: number | undefined; ; ) {
    const page = await listTransfers(bank.platform, { before, limit: 100 })
    pages.push(page.length)
    before = page.at(-1)?.position
    if (page.length < 100) break
  }
  expect(pages.reduce((a, b) => a + b)).toBe(distinct)
  bank.close()
})

test('the check sees a ledger whose rows were changed behind its triggers', async () => {
  const bank = await openBank()
  const store = await bank.openVendor()
  await bank.sell('USD', [{ vendorId: store.id, totalMinor: 2000, commissionMinor: 200 }])
  await commit(bank.platform, [
    bank.platform.run(sql`drop trigger ledger_transfer_no_update`),
    bank.platform.run(sql`update ledger_transfer set amount_minor = amount_minor - 1 where code = 'commission'`),
  ])
  expect(await imbalance(bank.platform)).toEqual([{ currency: 'USD', differenceMinor: 0, driftedAccounts: 2, accounts: 5, transfers: 4 }])
  await commit(bank.platform, [bank.platform.run(sql`update ledger_account set debits_minor = debits_minor + 1 where purpose = 'pending'`)])
  expect(await imbalance(bank.platform)).toMatchObject([{ currency: 'USD', differenceMinor: 1 }])
  await expect(bank.audit()).rejects.toThrow('The ledger is broken')
  bank.close()
})
