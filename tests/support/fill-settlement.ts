import { reconciliationException } from '#db/platform/schema/settlement.ts'
import type { Stack } from '#tests/support/stack.ts'
import { startReconciliation } from '#worker/domains/reconciliation/start-reconciliation.ts'
import { closeStatements } from '#worker/domains/settlement/close-statements.ts'
import { readInvoices } from '#worker/domains/settlement/read-invoices.ts'
import { readStatements } from '#worker/domains/settlement/read-statements.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/** A closed statement of a store with its invoice, and a reconciliation with an exception: values of their path parameters. */
export async function fillSettlement(stack: Stack, vendorId: Id<'vendor'>): Promise<Record<string, string>> {
  const ctx = stack.ctx()
  // As of the month after: what the store did is in a month that has ended.
  await closeStatements({ ...ctx, now: () => ctx.now() + 40 * DAY_MS })
  const [statement] = (await readStatements(ctx, { vendorId, limit: 1 })).items
  const [invoice] = (await readInvoices(ctx, { vendorId, limit: 1 })).items
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
