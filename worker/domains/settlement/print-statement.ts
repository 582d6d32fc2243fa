import type { Ctx } from '#worker/domains/ctx.ts'
import type { Party } from '#worker/pure/commission-invoice.ts'
import { csvFile } from '#worker/pure/csv.ts'
import type { PrintedDocument, SheetCell, TableRow } from '#worker/pure/document.ts'
import { formatMoney } from '#worker/pure/money.ts'
import { readIssuer, readRecipient } from './read-parties.ts'
import type { AnyStatement } from './statement.ts'
import { dayWord, FIGURE_WORDS, monthWord, partWord } from './words.ts'

/** What a statement is of. */
const titleOf = ({ kind, period }: AnyStatement): string => (kind === 'payout' ? `Payout of ${period}` : monthWord(period))

/** A statement as a PDF file. */
export async function printStatement(
  ctx: Pick<Ctx, 'platform' | 'now' | 'documents'>,
  statement: AnyStatement,
): Promise<Uint8Array<ArrayBuffer>> {
  const [issuer, recipient] = await Promise.all([readIssuer(ctx), readRecipient(ctx, statement.vendorId)])
  return ctx.documents.pdf(documentOf(statement, issuer, recipient, ctx.now()))
}

function documentOf(statement: AnyStatement, issuer: Party, recipient: Party, nowMs: number): PrintedDocument {
  const { kind, currency, number, fromMs, toMs, closedAtMs, stretch, openingMinor, closingMinor } = statement
  const state = kind === 'open' ? `Open, as of ${dayWord(nowMs)}` : kind === 'payout' ? 'What led to this payout' : `Closed ${dayWord(closedAtMs ?? nowMs)}`
  return {
    title: 'Settlement statement',
    subtitle: `${titleOf(statement)} · ${currency}`,
    issuer: [issuer.name, ...issuer.lines, ...(issuer.registration === '' ? [] : [`Tax number ${issuer.registration}`])],
    recipient: [recipient.name, ...recipient.lines],
    facts: [
      ...(number === null ? [] : ([['Statement number', String(number)]] as const)),
      ['Period', `${dayWord(fromMs)} – ${dayWord(kind === 'closed' ? toMs - 1 : toMs)}`],
      ['Currency', currency],
      ['State', state],
      ['Ledger positions', kind === 'open' ? `from ${stretch.afterPosition + 1}` : `${stretch.afterPosition + 1} – ${stretch.throughPosition}`],
    ],
    blocks: [
      {
        kind: 'table',
        columns: [{ title: 'What moved your balance', share: 5 }, { title: 'Transfers', share: 1, isFigure: true }, { title: `Amount (${currency})`, share: 2, isFigure: true }],
        rows: rowsOf(statement),
      },
      {
        kind: 'text',
        isQuiet: true,
        text: 'The balance is what is pending, available and held, less what is owed. Times are UTC. Every figure is the sum of transfers in the ledger, which can be listed one by one where this statement was downloaded.',
      },
    ],
    footer: `${issuer.name} · ${recipient.name} · opening ${money(openingMinor, statement)}, closing ${money(closingMinor, statement)}`,
    atMs: closedAtMs ?? nowMs,
  }
} // biome-ignore format: reads as the document does

const money = (amountMinor: number, { currency }: Pick<AnyStatement, 'currency'>): string => formatMoney({ amountMinor, currency }, 'en-US')

function rowsOf(statement: AnyStatement): TableRow[] {
  const { openingMinor, closingMinor, figures } = statement
  return [
    { cells: ['Opening balance', '', money(openingMinor, statement)], weight: 'total' },
    ...figures.flatMap(({ figure, amountMinor, transfers, parts }): TableRow[] => [
      { cells: [FIGURE_WORDS[figure], String(transfers), money(amountMinor, statement)] },
      ...parts.map((part): TableRow => ({ cells: [partWord(part.name), '', money(part.amountMinor, statement)], weight: 'part' })),
    ]),
    { cells: ['Net of the period', '', money(closingMinor - openingMinor, statement)], weight: 'total' },
    { cells: ['Closing balance', '', money(closingMinor, statement)], weight: 'total' },
  ]
}

const COLUMNS = ['Period', 'Currency', 'Line', 'Part of', 'Amount', 'Transfers', 'First ledger position', 'Last ledger position']

/** A statement as CSV: a line for each figure and each of its parts, between the opening and the closing balance. */
export function statementCsv(statement: AnyStatement): string {
  const { period, currency, figures, openingMinor, closingMinor } = statement
  const line = (name: string, of: string, amountMinor: number, rest: readonly SheetCell[] = [null, null, null]): SheetCell[] => [
    period,
    currency,
    name,
    of,
    { amountMinor, currency },
    ...rest,
  ]
  return csvFile(COLUMNS, [
    line('Opening balance', '', openingMinor),
    ...figures.flatMap(({ figure, amountMinor, transfers, firstPosition, lastPosition, parts }) => [
      line(FIGURE_WORDS[figure], '', amountMinor, [transfers, firstPosition, lastPosition]),
      ...parts.map((part) => line(partWord(part.name), FIGURE_WORDS[figure], part.amountMinor)),
    ]),
    line('Closing balance', '', closingMinor),
  ])
}

/** What a downloaded statement is called. */
export const statementFile = ({ period, currency }: AnyStatement, extension: 'pdf' | 'csv'): string =>
  `statement-${period}-${currency}.${extension}`
