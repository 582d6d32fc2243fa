import { listInvoiceNumbers } from '#db/platform/queries/settlement/invoices.ts'
import type { NewInvoice, NewStatement, readStretch } from '#db/platform/queries/settlement/statements.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { invoiceLines, invoiceNumber, isReverseCharge } from '#worker/pure/commission-invoice.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { readIssuer, readRecipient } from './read-parties.ts'

type Read = Awaited<ReturnType<typeof readStretch>>

/**
 * The invoice for a month's commission, with what is charged again as a lost dispute was won after all, and the credit note
 * for what was given back of it: none where there is nothing to bill. Amounts are the ledger's, the lines behind them the
 * frozen commission lines'.
 */
export async function billMonth(ctx: Pick<Ctx, 'platform' | 'now'>, statement: NewStatement, read: Read): Promise<NewInvoice[]> {
  const moved = (code: string) => sumMinor(read.commissionSums.filter((sum) => sum.code === code).map(({ amountMinor }) => amountMinor))
  const kinds = [
    { kind: 'invoice', of: ['charge', 'recharge'], billed: { netMinor: moved('commission'), taxMinor: moved('commission_tax') } },
    {
      kind: 'credit_note',
      of: ['reversal'],
      billed: { netMinor: moved('commission_reversed'), taxMinor: moved('commission_tax_reversed') },
    },
  ] as const
  const wanted = kinds.filter(({ billed }) => billed.netMinor + billed.taxMinor > 0)
  if (wanted.length === 0) return []
  const [issuer, recipient] = await Promise.all([readIssuer(ctx), readRecipient(ctx, statement.vendorId)])
  const earlier = await listInvoiceNumbers(ctx.platform, statement)
  return Promise.all(
    wanted.map(async ({ kind, of, billed }) => ({
      id: await deriveId('invoice', statement.id, kind),
      kind,
      year: new Date(ctx.now()).getUTCFullYear(),
      vendorId: statement.vendorId,
      currency: statement.currency,
      period: statement.period,
      statementId: statement.id,
      lines: invoiceLines(
        read.commission.filter((part) => of.some((each) => each === part.kind)),
        billed,
      ).map(({ component, taxRateBps, netMinor, taxMinor }) => ({ component, taxRateBps, netMinor, taxMinor })),
      ...billed,
      totalMinor: billed.netMinor + billed.taxMinor,
      isReverseCharge: isReverseCharge(issuer, recipient, billed.taxMinor),
      issuer,
      recipient,
      refersTo: kind === 'invoice' ? [] : earlier.map(invoiceNumber),
      issuedAtMs: ctx.now(),
    })),
  )
}
