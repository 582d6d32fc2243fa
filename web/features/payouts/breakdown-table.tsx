import { m } from '#messages'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { momentText, moneyText } from '#web/ui/format.ts'
import { Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { type Breakdown, entryText, signedText } from './payout-words.ts'

/** What a payout is made of, so that it can be added up by hand: opening, every movement, what was sent, what is left. */
export function BreakdownTable({ payout, orderPath }: { payout: Breakdown; orderPath: (orderId: string) => string }) {
  const { currency } = payout
  const line = (name: string, amountMinor: number, isStrong = false) => (
    <div
      className={`flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2.5 text-small sm:px-3.5 ${isStrong ? 'font-semibold' : ''}`}
    >
      <span>{name}</span>
      <span className="tabular-nums">{moneyText({ amountMinor, currency })}</span>
    </div>
  )
  return (
    <Panel title={m.payouts_payout_made_of()} isFlush>
      <p className="border-b border-line px-4 py-3 text-fine text-soft sm:px-3.5">{m.payouts_payout_made_of_text()}</p>
      {line(m.payouts_opening(), payout.openingMinor)}
      {payout.entries.length === 0 ? null : (
        <DataTable
          caption={m.payouts_payout_made_of()}
          columns={COLUMNS(currency, orderPath)}
          rows={payout.entries}
          rowKey={({ id }) => id}
        />
      )}
      <div className="border-t border-line">
        {line(m.payouts_payout_amount(), -payout.amountMinor, true)}
        {line(m.payouts_closing(), payout.closingMinor)}
      </div>
      {payout.isComplete ? null : <p className="px-4 pb-3 text-fine text-soft sm:px-3.5">{m.payouts_entries_cut()}</p>}
    </Panel>
  )
}

type Entry = Breakdown['entries'][number]
const COLUMNS = (currency: string, orderPath: (orderId: string) => string): Column<Entry>[] => [
  {
    key: 'entry',
    title: m.payouts_entry(),
    isHeadline: true,
    cell: ({ code, causeId, orderNumber }) => (
      <span>
        {entryText(code)}
        {orderNumber === null ? null : (
          <>
            {' '}
            <TextLink to={orderPath(causeId)}>{m.payouts_order({ number: orderNumber })}</TextLink>
          </>
        )}
      </span>
    ),
  },
  { key: 'when', title: m.payouts_entry_when(), cell: ({ at }) => <time dateTime={at}>{momentText(at)}</time> },
  { key: 'amount', title: m.payouts_entry_amount(), isNumber: true, cell: ({ amountMinor }) => signedText(amountMinor, currency) },
]
