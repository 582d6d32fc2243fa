import { m } from '#messages'
import { buttonClass } from '#web/ui/button.tsx'
import { dayText, momentText, monthText, numberText } from '#web/ui/format.ts'
import { Facts, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import type { Figure } from '#worker/pure/statement.ts'
import type { Moves, Statement } from './settlement-words.ts'
import { MovesPanel, StatementTable } from './statement-table.tsx'

type Page = {
  statement: Statement
  figure: Figure | null
  moves: Moves | null
  base: string
  back: string
  vendorName?: string
  causeTo?: (id: string) => string
}

/** One closed statement, its files, and the transfers behind a figure. @param base where statements are listed */
export function StatementView({ statement, figure, moves, base, back, vendorName, causeTo }: Page) {
  const { id, vendorId, period, currency, number, from, to, closedAt, afterPosition, throughPosition } = statement
  const of = { month: monthText(period), currency }
  const file = (format: 'pdf' | 'csv') => `${base}/file?statement=${id}&format=${format}`
  const here = `${base}/${id}`
  return (
    <>
      <PageHeader title={m.settlement_statement_title({ month: of.month })} back={<TextLink to={base}>{back}</TextLink>} text={vendorName === undefined ? currency : m.settlement_statement_of({ vendor: vendorName, currency })}>
        <a className={buttonClass('primary', true)} download href={file('pdf')} aria-label={m.settlement_download_statement_pdf(of)}>
          {m.settlement_download_pdf()}
        </a>
        <a className={buttonClass('secondary', true)} download href={file('csv')} aria-label={m.settlement_download_statement_csv(of)}>
          {m.settlement_download_csv()}
        </a>
      </PageHeader>
      <div className="grid gap-6">
        <Panel isFlush>
          <StatementTable statement={statement} listed={(each) => `${here}?figure=${each}#transfers`} />
        </Panel>
        {figure !== null && moves !== null ? <MovesPanel figure={figure} moves={moves} close={here} {...(causeTo === undefined ? {} : { causeTo })} /> : null}
        <Panel>
          <Facts
            items={[
              ...(vendorName === undefined ? [] : [{ name: m.settlement_vendor(), value: <VendorPlaces id={vendorId} name={vendorName} /> }]),
              { name: m.settlement_number(), value: m.settlement_number_of({ number: String(number ?? '') }) },
              { name: m.settlement_period(), value: `${dayText(from)} – ${dayText(Date.parse(to) - 1)}` },
              { name: m.settlement_closed_at(), value: closedAt === null ? '' : momentText(closedAt) },
              { name: m.settlement_positions(), value: m.settlement_positions_of({ from: numberText(afterPosition + 1), through: numberText(throughPosition) }) },
            ]}
          />
        </Panel>
      </div>
    </>
  )
} // biome-ignore format: a fact a line

/** Where the marketplace's people go on from a vendor's statement. */
function VendorPlaces({ id, name }: { id: string; name: string }) {
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      <TextLink to={`/admin/vendors/${id}`}>{name}</TextLink>
      <TextLink to={`/admin/payouts?vendor=${id}`}>{m.admin_nav_payouts()}</TextLink>
      <TextLink to={`/admin/ledger?owner=${id}`}>{m.admin_nav_ledger()}</TextLink>
      <TextLink to={`/admin/statements?vendor=${id}&show=invoices`}>{m.settlement_invoices_title()}</TextLink>
    </span>
  )
}
