import { m } from '#messages'
import { dayText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { InvoiceTable, StatementRows, TaxYears } from './document-lists.tsx'
import type { InvoiceList, Statement, StatementList } from './settlement-words.ts'
import { StatementTable } from './statement-table.tsx'

const file = (query: string) => `/vendor/documents/file?${query}`

export function DocumentsView({
  open,
  statements,
  invoices,
  years,
}: {
  open: Statement[]
  statements: StatementList
  invoices: InvoiceList
  years: number[]
}) {
  return (
    <>
      <PageHeader title={m.settlement_documents_title()} text={m.settlement_documents_text()} />
      <div className="grid gap-6">
        {open.length === 0 ? (
          <Notice title={m.settlement_open_none_title()} text={m.settlement_open_none_text()} />
        ) : (
          open.map((statement) => (
            <Panel key={statement.currency} title={`${m.settlement_open_title()} · ${statement.currency}`} isFlush>
              <p className="px-4 pt-4 text-small text-soft sm:px-5">
                {m.settlement_open_since({ day: dayText(statement.from) })}. {m.settlement_open_text()}
              </p>
              <div className="pt-3">
                <StatementTable statement={statement} />
              </div>
            </Panel>
          ))
        )}
        <StatementRows list={statements} to={(id) => `/vendor/documents/${id}`} file={file} />
        <InvoiceTable list={invoices} file={file} cursor="invoices" />
        <TaxYears years={years} file={file} />
      </div>
    </>
  )
}
