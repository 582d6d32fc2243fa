import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import { CurrencyFilter, FILTER_BOX, type VendorChoice, VendorFilter } from '#web/features/admin/filters.tsx'
import type { Loaded } from '#web/server/answer.ts'
import type { ReportQuery } from '#web/server/report-query.ts'
import { Button, buttonClass } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { countryText, moneyText, numberText, rateText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import type { MoneyReport, TaxReport } from './settlement-words.ts'

type Page = {
  kind: 'money' | 'taxes'
  query: ReportQuery
  money: Loaded<MoneyReport> | null
  taxes: Loaded<TaxReport> | null
  vendor: VendorChoice
}

export function ReportsView({ kind, query, money, taxes, vendor: chosen }: Page) {
  const { vendorId: vendor = '', ...rest } = query
  const asked = (more: Record<string, string>) => new URLSearchParams({ ...rest, vendor, ...more } as Record<string, string>).toString()
  return (
    <>
      <PageHeader title={m.settlement_reports_title()} text={m.settlement_reports_text()}>
        <a className={buttonClass('secondary', true)} download href={`/admin/reports/file?${asked({ kind, format: 'csv' })}`}>
          {m.settlement_reports_csv()}
        </a>
        <a className={buttonClass('secondary', true)} download href={`/admin/reports/file?${asked({ kind, format: 'xlsx' })}`}>
          {m.settlement_reports_xlsx()}
        </a>
      </PageHeader>
      <TabLinks
        label={m.settlement_reports_kind()}
        tabs={[
          { to: `/admin/reports?${asked({ kind: 'money' })}`, text: m.settlement_reports_money(), isCurrent: kind === 'money' },
          { to: `/admin/reports?${asked({ kind: 'taxes' })}`, text: m.settlement_reports_taxes(), isCurrent: kind === 'taxes' },
        ]}
      />
      <Filters kind={kind} query={query} vendor={chosen} />
      {money === null ? null : <Rows loaded={money} columns={MONEY()} />}
      {taxes === null ? null : <Rows loaded={taxes} columns={TAXES()} />}
    </>
  )
}

function Rows<Row extends { key: string }>({ loaded, columns }: { loaded: Loaded<{ items: Row[]; nextCursor: string | null }>; columns: Column<Row>[] }) {
  if (!loaded.ok) return <Notice title={m.settlement_reports_none_title()} text={loaded.status === 422 ? m.settlement_reports_range() : m.ui_try_again_soon()} />
  if (loaded.value.items.length === 0) return <Notice title={m.settlement_reports_none_title()} text={m.settlement_reports_none_text()} />
  return (
    <Panel isFlush>
      <DataTable caption={m.settlement_reports_title()} columns={columns} rows={loaded.value.items} rowKey={({ key }) => key} />
      <Pager nextCursor={loaded.value.nextCursor} />
    </Panel>
  )
} // biome-ignore format: a case a line

function Filters({ kind, query, vendor }: Pick<Page, 'kind' | 'query' | 'vendor'>) {
  const field = (label: string, name: string, entry: ReactNode) => (
    <div className="min-w-0 basis-36 text-fine font-semibold">
      <label htmlFor={`report-${name}`}>{label}</label>
      {entry}
    </div>
  )
  const box = `mt-1 ${FILTER_BOX}`
  return (
    <Form method="get" role="search" className="mb-5 flex flex-wrap items-end gap-3">
      <input type="hidden" name="kind" value={kind} />
      {field(
        m.settlement_reports_from(),
        'from',
        <input id="report-from" key={query.from} type="date" name="from" defaultValue={query.from} className={box} />,
      )}
      {field(
        m.settlement_reports_to(),
        'to',
        <input id="report-to" key={query.to} type="date" name="to" defaultValue={query.to} className={box} />,
      )}
      {field(
        m.settlement_reports_bucket(),
        'bucket',
        <select id="report-bucket" key={query.bucket} name="bucket" defaultValue={query.bucket} className={box}>
          <option value="day">{m.settlement_reports_day()}</option>
          <option value="week">{m.settlement_reports_week()}</option>
          <option value="month">{m.settlement_reports_month()}</option>
        </select>,
      )}
      <VendorFilter chosen={vendor} />
      <CurrencyFilter value={query.currency ?? ''} />
      {kind === 'taxes'
        ? null
        : field(
            m.settlement_reports_vendor(),
            'vendors',
            <select id="report-vendors" key={query.byVendor} name="byVendor" defaultValue={query.byVendor} className={box}>
              <option value="false">{m.settlement_reports_together()}</option>
              <option value="true">{m.settlement_reports_all_vendors()}</option>
            </select>,
          )}
      <Button type="submit" look="secondary">
        {m.settlement_reports_show()}
      </Button>
    </Form>
  )
}

type MoneyRow = MoneyReport['items'][number]
type TaxRow = TaxReport['items'][number]

const amount = <Row extends { currency: string }>(key: string, title: string, of: (row: Row) => number): Column<Row> => ({
  key,
  title,
  isNumber: true,
  cell: (row) => moneyText({ amountMinor: of(row), currency: row.currency }),
})

const MONEY = (): Column<MoneyRow>[] => [
  { key: 'period', title: m.settlement_period(), isHeadline: true, cell: ({ period, vendorName }) => <span><span className="font-medium whitespace-nowrap">{period}</span>{vendorName === '' ? null : <span className="block text-fine text-soft">{vendorName}</span>}</span> },
  { key: 'currency', title: m.settlement_currency(), cell: ({ currency }) => currency },
  { key: 'orders', title: m.settlement_reports_orders(), isNumber: true, cell: ({ orders }) => numberText(orders) },
  amount('gross', m.settlement_reports_gross(), ({ grossMinor }) => grossMinor),
  amount('refunds', m.settlement_reports_refunds(), ({ refundedMinor }) => refundedMinor),
  amount('commission', m.settlement_reports_commission(), ({ commissionMinor }) => commissionMinor),
  amount('commission_tax', m.settlement_reports_commission_tax(), ({ commissionTaxMinor }) => commissionTaxMinor),
  amount('tax', m.settlement_reports_tax(), ({ taxMinor }) => taxMinor),
  amount('paid', m.settlement_reports_paid(), ({ paidOutMinor }) => paidOutMinor),
] // biome-ignore format: a column a line

const TAXES = (): Column<TaxRow>[] => [
  { key: 'period', title: m.settlement_period(), isHeadline: true, cell: ({ period }) => <span className="whitespace-nowrap">{period}</span> },
  { key: 'place', title: m.settlement_reports_place(), cell: ({ country, region }) => [countryText(country), region].filter(Boolean).join(', ') },
  { key: 'rate', title: m.settlement_reports_rate(), isNumber: true, cell: ({ rateBps }) => rateText(rateBps) },
  { key: 'currency', title: m.settlement_currency(), cell: ({ currency }) => currency },
  { key: 'orders', title: m.settlement_reports_orders(), isNumber: true, cell: ({ orders }) => numberText(orders) },
  amount('base', m.settlement_reports_base(), ({ baseMinor }) => baseMinor),
  amount('tax', m.settlement_reports_tax(), ({ taxMinor }) => taxMinor),
  amount('returned', m.settlement_reports_returned(), ({ returnedMinor }) => returnedMinor),
] // biome-ignore format: a column a line
