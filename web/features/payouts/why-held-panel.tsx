import { m } from '#messages'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { dayText, moneyText } from '#web/ui/format.ts'
import { Panel } from '#web/ui/panel.tsx'
import { type Hold, holdClearsText, holdKindText } from './payout-words.ts'

type Earning = {
  currency: string
  amountMinor: number
  orders: number
  reason: 'not_shipped' | 'maturing' | 'disputed'
  releasesAt: string | null
}
type Row = { key: string; rule: string; note: string; amount: string; until: string; clears: string }

/** "Why is my money held?": every rule that keeps some of it, how much, until when, and what ends it. */
export function WhyHeldPanel({ earnings, holds }: { earnings: Earning[]; holds: Hold[] }) {
  const rows = [...holds.map(ofHold), ...earnings.map(ofEarning)]
  return (
    <Panel title={m.payouts_why_held()} isFlush={rows.length > 0} id="why">
      {rows.length === 0 ? (
        <p className="text-small text-soft">{m.payouts_why_none()}</p>
      ) : (
        <DataTable caption={m.payouts_why_held()} columns={COLUMNS()} rows={rows} rowKey={({ key }) => key} />
      )}
    </Panel>
  )
}

const WHY = {
  not_shipped: [m.payouts_why_not_shipped, m.payouts_clears_not_shipped],
  maturing: [m.payouts_why_maturing, m.payouts_clears_maturing],
  disputed: [m.payouts_why_disputed, m.payouts_clears_disputed],
} as const

const ofEarning = ({ currency, amountMinor, orders, reason, releasesAt }: Earning): Row => ({
  key: `${reason} ${currency} ${releasesAt}`,
  rule: WHY[reason][0](),
  note: m.payouts_why_orders({ count: orders }),
  amount: moneyText({ amountMinor, currency }),
  until: reason === 'disputed' ? '–' : releasesAt === null ? m.payouts_why_not_shipped_until() : dayText(releasesAt),
  clears: WHY[reason][1](),
})

const ofHold = ({ id, kind, currency, heldMinor, reason, releasesAt }: Hold): Row => ({
  key: id,
  rule: holdKindText(kind),
  note: reason,
  amount: currency === null ? '–' : moneyText({ amountMinor: heldMinor, currency }),
  until: releasesAt === null ? m.payouts_hold_open() : dayText(releasesAt),
  clears: holdClearsText(kind),
})

const COLUMNS = (): Column<Row>[] => [
  {
    key: 'rule',
    title: m.payouts_why_rule(),
    isHeadline: true,
    cell: ({ rule, note }) => (
      <span>
        {rule}
        {note === '' ? null : <span className="block text-fine font-normal text-soft">{note}</span>}
      </span>
    ),
  },
  { key: 'until', title: m.payouts_why_until(), cell: ({ until }) => until },
  { key: 'clears', title: m.payouts_why_clears(), cell: ({ clears }) => <span className="text-soft">{clears}</span> },
  { key: 'amount', title: m.payouts_why_amount(), isNumber: true, cell: ({ amount }) => <span className="font-semibold">{amount}</span> },
]
