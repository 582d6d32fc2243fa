import { afterEach, beforeEach, expect, test } from 'vitest'
import { commissionInvoice, settlementStatement } from '#db/platform/schema/settlement.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { dispute, end } from '#tests/support/disputes.ts'
import { recordDispute } from '#worker/domains/disputes/record-dispute.ts'
import { closeStatements } from '#worker/domains/settlement/close-statements.ts'
import { readMoves } from '#worker/domains/settlement/read-statements.ts'
import { closedStatement } from '#worker/domains/settlement/statement.ts'
import { present } from '#worker/pure/assert.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(async () => {
  await bank.audit()
  bank.close()
})

const [AUGUST, SEPTEMBER, OCTOBER] = [Date.UTC(2026, 7, 10), Date.UTC(2026, 8, 5), Date.UTC(2026, 9, 5)] as const
/** 100.00, of which 8.00 tax, 9.20 commission, 1.80 tax on that: the vendor earns 81.00. */
const ORDER = { totalMinor: 10_000, taxMinor: 800, commissionMinor: 920, commissionTaxMinor: 180 }
const FEE = 1500

async function documents() {
  bank.state.nowMs = OCTOBER
  await closeStatements(bank.ctx())
  const statements = await bank.platform.select().from(settlementStatement).orderBy(settlementStatement.number)
  const invoices = await bank.platform.select().from(commissionInvoice).orderBy(commissionInvoice.number)
  return {
    disputes: statements.map(({ period, figures }) => {
      const { amountMinor, parts } = present(
        figures.find(({ figure }) => figure === 'disputes'),
        'the disputes',
      )
      return [period, amountMinor, Object.fromEntries(parts.map((part) => [part.name, part.amountMinor]))]
    }),
    statements,
    invoices: invoices.map(({ kind, period, lines, netMinor, taxMinor }) => {
      return [kind, period, netMinor, taxMinor, lines.map((line) => [line.component, line.netMinor, line.taxMinor])]
    }),
  }
}

test('a dispute lost in August and won after all in September: commission and its tax are given back, then billed again', async () => {
  bank.state.nowMs = AUGUST
  const store = await bank.openVendor()
  const sale = await bank.sell('USD', [{ vendorId: store.id, ...ORDER }])
  const { providerRef } = await dispute(bank, sale.providerRef)
  await end(bank, providerRef, 'lost')
  bank.state.nowMs = SEPTEMBER
  await end(bank, providerRef, 'won')
  const { disputes, invoices, statements } = await documents()
  expect(disputes).toEqual([
    ['2026-08', -8_100 - FEE, { taken_by_banks: -10_000, commission_returned: 1_100, tax_returned: 800, dispute_fee: -FEE }],
    ['2026-09', 8_100, { taken_by_banks: 10_000, commission_returned: -1_100, tax_returned: -800 }],
  ])
  expect(invoices).toEqual([
    ['invoice', '2026-08', 920, 180, [['sales', 920, 180]]],
    ['credit_note', '2026-08', 920, 180, [['sales', 920, 180]]],
    ['invoice', '2026-09', 920, 180, [['dispute_returned', 920, 180]]],
  ])
  const moves = await readMoves(bank.ctx(), closedStatement(present(statements[1], 'September')), {
    figure: 'disputes',
    after: 0,
    limit: 10,
  })
  expect(moves.items.map(({ code, amountMinor }) => [code, amountMinor])).toEqual([['dispute_loss_returned', 8_100]])
})

test('of what came back in part, and was lost again, each document has what moved in its month', async () => {
  bank.state.nowMs = AUGUST
  const store = await bank.openVendor()
  const sale = await bank.sell('USD', [{ vendorId: store.id, ...ORDER }])
  const { providerRef } = await dispute(bank, sale.providerRef)
  await end(bank, providerRef, 'lost')
  await end(bank, providerRef, 'won')
  bank.state.nowMs = SEPTEMBER
  await end(bank, providerRef, 'lost')
  await bank.control(`/_emulator/disputes/${providerRef}`, { reinstate: 5_000 })
  await recordDispute(bank.ctx(), providerRef)
  const { disputes, invoices } = await documents()
  expect(disputes).toEqual([
    ['2026-08', -FEE, { dispute_fee: -FEE }],
    ['2026-09', -4_050 - FEE, { taken_by_banks: -5_000, commission_returned: 550, tax_returned: 400, dispute_fee: -FEE }],
  ])
  expect(invoices).toEqual([
    ['invoice', '2026-08', 1_840, 360, [['sales', 920, 180], ['dispute_returned', 920, 180]]],
    ['credit_note', '2026-08', 920, 180, [['sales', 920, 180]]],
    ['invoice', '2026-09', 920, 180, [['dispute_returned', 920, 180]]],
    ['credit_note', '2026-09', 1_380, 270, [['sales', 1_380, 270]]],
  ]) // biome-ignore format: a document a line
})
