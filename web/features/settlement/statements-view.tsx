import { Form } from '@remix-run/react'
import { m } from '#messages'
import { FILTER_BOX, type VendorChoice, VendorFilter } from '#web/features/admin/filters.tsx'
import { Button } from '#web/ui/button.tsx'
import { PageHeader } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { InvoiceTable, StatementRows, TaxYears } from './document-lists.tsx'
import type { InvoiceList, StatementList } from './settlement-words.ts'

const file = (query: string) => `/admin/statements/file?${query}`

type Page = {
  part: 'statements' | 'invoices'
  statements: StatementList | null
  invoices: InvoiceList | null
  vendor: VendorChoice
  period: string
  years: number[]
}

export function StatementsView({ part, statements, invoices, vendor, period, years }: Page) {
  return (
    <>
      <PageHeader title={m.settlement_statements_title()} text={m.settlement_statements_text()} />
      <TabLinks
        label={m.settlement_statements_title()}
        tabs={[
          { to: '/admin/statements', text: m.settlement_statements_title(), isCurrent: part === 'statements' },
          { to: '/admin/statements?show=invoices', text: m.settlement_invoices_title(), isCurrent: part === 'invoices' },
        ]}
      />
      <Form method="get" role="search" className="mb-5 flex flex-wrap items-end gap-3">
        {part === 'invoices' ? <input type="hidden" name="show" value="invoices" /> : null}
        <VendorFilter chosen={vendor} />
        <label className="min-w-0 basis-44 text-fine font-semibold">
          {m.settlement_month()}
          <input key={period} type="month" name="period" defaultValue={period} className={`mt-1 ${FILTER_BOX}`} />
        </label>
        <Button type="submit" look="secondary">
          {m.settlement_show()}
        </Button>
      </Form>
      <div className="grid gap-6">
        {statements === null ? null : <StatementRows list={statements} to={(id) => `/admin/statements/${id}`} file={file} isOfAll />}
        {invoices === null ? null : <InvoiceTable list={invoices} file={file} isOfAll />}
        <TaxYears years={years} file={file} />
      </div>
    </>
  )
}
