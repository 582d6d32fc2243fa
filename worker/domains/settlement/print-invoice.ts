import type { InvoiceRow } from '#db/platform/queries/settlement/statements.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { invoiceNumber } from '#worker/pure/commission-invoice.ts'
import type { PrintedDocument } from '#worker/pure/document.ts'
import { formatMoney } from '#worker/pure/money.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { dayWord, monthWord, partWord } from './words.ts'

const REVERSE_CHARGE = 'Reverse charge: the recipient is liable for the tax on this service.'

/** An invoice or credit note as a PDF file, word for word as it was issued. */
export const printInvoice = (ctx: Pick<Ctx, 'documents'>, invoice: InvoiceRow): Promise<Uint8Array<ArrayBuffer>> =>
  ctx.documents.pdf(documentOf(invoice))

function documentOf(invoice: InvoiceRow): PrintedDocument {
  const { kind, issuer, recipient, currency, period, lines, netMinor, taxMinor, totalMinor, isReverseCharge, refersTo, issuedAtMs } = invoice
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency }, 'en-US')
  return {
    title: kind === 'invoice' ? 'Invoice' : 'Credit note',
    subtitle: `${invoiceNumber(invoice)} · ${kind === 'invoice' ? 'Commission for' : 'Commission given back in'} ${monthWord(period)}`,
    issuer: [issuer.name, ...issuer.lines, ...(issuer.registration === '' ? [] : [`Tax number ${issuer.registration}`])],
    recipient: [recipient.name, ...recipient.lines],
    facts: [
      ['Number', invoiceNumber(invoice)],
      ['Date', dayWord(issuedAtMs)],
      ['Period of supply', monthWord(period)],
      ['Currency', currency],
      ...(refersTo.length === 0 ? [] : ([['Refers to', refersTo.join(', ')]] as const)),
    ],
    blocks: [
      {
        kind: 'table',
        columns: [{ title: 'Service', share: 4 }, { title: 'Tax rate', share: 1, isFigure: true }, { title: 'Net', share: 2, isFigure: true }, { title: 'Tax', share: 2, isFigure: true }],
        rows: [
          ...lines.map((line) => ({ cells: [partWord(line.component), `${line.taxRateBps / 100} %`, money(line.netMinor), money(line.taxMinor)] })),
          { cells: ['Sum', '', money(netMinor), money(taxMinor)], weight: 'total' as const },
          { cells: [kind === 'invoice' ? 'Total' : 'Total given back', '', '', money(totalMinor)], weight: 'total' as const },
        ],
      },
      { kind: 'text', text: kind === 'invoice' ? 'Taken from your sales already: there is nothing to pay.' : 'Settled with your sales already: there is nothing to do.' },
      ...(isReverseCharge ? ([{ kind: 'text', text: REVERSE_CHARGE }] as const) : []),
    ],
    footer: `${issuer.name} · ${invoiceNumber(invoice)}`,
    atMs: issuedAtMs,
  }
} // biome-ignore format: reads as the document does

/** As the API shows it. Minor units. */
export function showInvoice({ issuedAtMs, year, number, ...invoice }: InvoiceRow) {
  return { ...invoice, number: invoiceNumber({ year, number }), issuedAt: toRfc3339(issuedAtMs) }
}
