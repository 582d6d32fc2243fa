import { eq } from 'drizzle-orm'
import { payout } from '#db/platform/schema/money.ts'
import { bankPayout } from '#db/platform/schema/payouts.ts'
import { reconciliationException } from '#db/platform/schema/settlement.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Stack } from '#tests/support/stack.ts'
import { startReconciliation } from '#worker/domains/reconciliation/start-reconciliation.ts'
import { closeStatements } from '#worker/domains/settlement/close-statements.ts'
import { readInvoices } from '#worker/domains/settlement/read-invoices.ts'
import { readStatements } from '#worker/domains/settlement/read-statements.ts'
import { present } from '#worker/pure/assert.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/**
 * Closed statements of a store with its invoices, payouts to its bank, and a reconciliation with an exception: values of their
 * path parameters. Every list is longer than a page of one.
 */
export async function fillSettlement(stack: Stack, vendorId: Id<'vendor'>): Promise<Record<string, string>> {
  const ctx = stack.ctx()
  // As of two months after: what the store did is in a month that has ended, and one without sales has ended too.
  await closeStatements({ ...ctx, now: () => ctx.now() + 75 * DAY_MS })
  const statement = (await readStatements(ctx, { vendorId, limit: 5 })).items.at(-1)
  const [invoice] = (await readInvoices(ctx, { vendorId, limit: 1 })).items
  await addMore(ctx.platform, vendorId, ctx.now())
  const run = await startReconciliation(ctx)
  const exceptionId = makeId('reconciliationException', ctx.now())
  await ctx.platform.insert(reconciliationException).values({
    id: exceptionId,
    subject: `charge/pi_${exceptionId}`,
    reason: 'unknown_source',
    flow: 'charge',
    matchKey: `pi_${exceptionId}`,
    currency: 'USD',
    ledgerMinor: 0,
    providerMinor: 100,
    happenedAtMs: ctx.now(),
    firstSeenAtMs: ctx.now(),
    lastSeenAtMs: ctx.now(),
    status: 'open',
  })
  const statementId = statement?.id ?? ''
  return { statementId, invoiceId: invoice?.id ?? '', reconciliationId: run.id, exceptionId, format: 'csv', year: '2026', report: 'money' }
}

/** An earlier payout that failed, and two payouts to the bank. */
async function addMore(db: PlatformDb, vendorId: Id<'vendor'>, atMs: number): Promise<void> {
  const [paid] = await db.select().from(payout).where(eq(payout.vendorId, vendorId))
  const { destination } = present(paid, 'the payout')
  const earlier = { currency: 'USD' as const, amountMinor: 100, createdAtMs: atMs, updatedAtMs: atMs }
  await db.insert(payout).values({ ...earlier, id: makeId('payout', atMs), vendorId, period: '2026-01-01', status: 'failed', destination })
  for (const status of ['paid', 'failed'] as const) {
    const ref = `po_${status}_${vendorId}`
    await db
      .insert(bankPayout)
      .values({ ...earlier, id: ref, vendorId, accountRef: destination, status, failureCode: null, arrivesAtMs: null })
  }
}
