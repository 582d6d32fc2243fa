import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { dayText, moneyText, monthText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import type { Invoice, InvoiceList, ListedStatement, StatementList } from './settlement-words.ts'

/** `to`: where a statement is looked at. `file`: where its file is. `isOfAll`: vendors are named. */
type Places = { to: (id: string) => string; file: (query: string) => string; isOfAll?: boolean }

/** The two files of a statement. */
export function StatementFiles({ id, period, currency, file }: { id: string; period: string; currency: string } & Pick<Places, 'file'>) {
  const of = { month: monthText(period), currency }
  return (
    <span className="inline-flex gap-3">
      <a className="font-medium text-accent underline underline-offset-4" download href={file(`statement=${id}&format=pdf`)} aria-label={m.settlement_download_statement_pdf(of)}>
        {m.settlement_download_pdf()}
      </a>
      <a className="font-medium text-accent underline underline-offset-4" download href={file(`statement=${id}&format=csv`)} aria-label={m.settlement_download_statement_csv(of)}>
        {m.settlement_download_csv()}
      </a>
    </span>
  )
} // biome-ignore format: a link a line

/** Closed statements, a line each. */
export function StatementRows({ list, to, file, isOfAll = false }: { list: StatementList } & Places) {
  const columns: Column<ListedStatement>[] = [
    { key: 'period', title: m.settlement_month(), isHeadline: true, cell: ({ id, period }) => <TextLink to={to(id ?? '')}>{monthText(period)}</TextLink> },
    ...(isOfAll ? [{ key: 'vendor', title: m.settlement_vendor(), cell: ({ vendorId, vendorName }: ListedStatement) => <TextLink to={`/admin/vendors/${vendorId}`}>{vendorName}</TextLink> }] : []),
    { key: 'number', title: m.settlement_number(), cell: ({ number }) => m.settlement_number_of({ number: String(number ?? '') }) },
    { key: 'opening', title: m.settlement_opening(), isNumber: true, cell: ({ openingMinor, currency }) => moneyText({ amountMinor: openingMinor, currency }) },
    { key: 'net', title: m.settlement_net(), isNumber: true, cell: ({ netMinor, currency }) => moneyText({ amountMinor: netMinor, currency }) },
    { key: 'closing', title: m.settlement_closing(), isNumber: true, cell: ({ closingMinor, currency }) => moneyText({ amountMinor: closingMinor, currency }) },
    { key: 'files', title: m.settlement_download(), isUnlabelled: true, cell: ({ id, period, currency }) => <StatementFiles {...{ id: id ?? '', period, currency, file }} /> },
  ]
  return (
    <Panel title={m.settlement_closed_title()} isFlush>
      {list.items.length === 0 ? (
        <Notice title={m.settlement_closed_none_title()} text={m.settlement_closed_none_text()} />
      ) : (
        <>
          <DataTable caption={m.settlement_closed_title()} columns={columns} rows={list.items} rowKey={({ id }) => id ?? ''} />
          <Pager nextCursor={list.nextCursor} />
        </>
      )}
    </Panel>
  )
} // biome-ignore format: a column a line

const kindText = ({ kind }: Pick<Invoice, 'kind'>) => (kind === 'invoice' ? m.settlement_invoice() : m.settlement_credit_note())

/** Invoices and credit notes, a line each. */
export function InvoiceTable({ list, file, isOfAll = false, cursor = 'cursor' }: { list: InvoiceList; cursor?: string } & Omit<Places, 'to'>) {
  const columns: Column<Invoice>[] = [
    { key: 'number', title: m.settlement_number(), isHeadline: true, cell: ({ number, kind }) => <span><span className="font-medium">{number}</span> <span className="block text-fine text-soft">{kindText({ kind })}</span></span> },
    ...(isOfAll ? [{ key: 'vendor', title: m.settlement_vendor(), cell: ({ vendorId, vendorName }: Invoice) => <TextLink to={`/admin/vendors/${vendorId}`}>{vendorName}</TextLink> }] : []),
    { key: 'period', title: m.settlement_month(), cell: ({ period }) => monthText(period) },
    { key: 'date', title: m.settlement_invoice_date(), cell: ({ issuedAt }) => dayText(issuedAt) },
    { key: 'net', title: m.settlement_invoice_net(), isNumber: true, cell: ({ netMinor, currency }) => moneyText({ amountMinor: netMinor, currency }) },
    { key: 'tax', title: m.settlement_invoice_tax(), isNumber: true, cell: ({ taxMinor, currency, isReverseCharge }) => (isReverseCharge ? <Badge>{m.settlement_reverse_charge()}</Badge> : moneyText({ amountMinor: taxMinor, currency })) },
    { key: 'total', title: m.settlement_invoice_total(), isNumber: true, cell: ({ totalMinor, currency }) => moneyText({ amountMinor: totalMinor, currency }) },
    { key: 'file', title: m.settlement_download(), isUnlabelled: true, cell: (row) => (
      <a className="font-medium text-accent underline underline-offset-4" download href={file(`invoice=${row.id}`)} aria-label={m.settlement_download_invoice({ kind: kindText(row), number: row.number })}>
        {m.settlement_download_pdf()}
      </a>
    ) },
  ]
  return (
    <Panel title={m.settlement_invoices_title()} isFlush>
      {list.items.length === 0 ? (
        <Notice title={m.settlement_invoices_none_title()} text={m.settlement_invoices_none_text()} />
      ) : (
        <>
          <DataTable caption={m.settlement_invoices_title()} columns={columns} rows={list.items} rowKey={({ id }) => id} />
          <Pager nextCursor={list.nextCursor} name={cursor} />
        </>
      )}
    </Panel>
  )
} // biome-ignore format: a column a line

/** Years of tax data, newest first. */
export function TaxYears({ years, file }: { years: number[] } & Pick<Places, 'file'>) {
  return (
    <Panel title={m.settlement_tax_title()}>
      <p className="mb-3 max-w-prose text-small text-soft">{m.settlement_tax_text()}</p>
      <ul className="flex flex-wrap gap-x-6 gap-y-2 text-small">
        {years.map((year) => (
          <li key={year}>
            <a className="font-medium text-accent underline underline-offset-4" download href={file(`year=${year}`)}>
              {m.settlement_tax_download({ year: String(year) })}
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
