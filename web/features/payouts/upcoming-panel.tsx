import { m } from '#messages'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { dayText, moneyText, weekdayText } from '#web/ui/format.ts'
import { Panel } from '#web/ui/panel.tsx'
import type { Upcoming } from './payout-words.ts'

/** The next payouts by day, as far as they can be told. */
export function UpcomingPanel({ upcoming }: { upcoming: Upcoming }) {
  return (
    <Panel title={m.payouts_upcoming()} isFlush={upcoming.upcoming.length > 0}>
      {upcoming.upcoming.length === 0 ? (
        <p className="text-small text-soft">{m.payouts_upcoming_none()}</p>
      ) : (
        <>
          <DataTable
            caption={m.payouts_upcoming()}
            columns={COLUMNS()}
            rows={upcoming.upcoming}
            rowKey={({ currency, date }) => `${date} ${currency}`}
          />
          <p className="px-4 py-3 text-fine text-soft sm:px-5">{m.payouts_upcoming_text()}</p>
        </>
      )}
    </Panel>
  )
}

const REASONS = {
  nothing: m.payouts_upcoming_nothing,
  below_minimum: m.payouts_upcoming_below_minimum,
  stopped: m.payouts_upcoming_stopped,
}
const COLUMNS = (): Column<Upcoming['upcoming'][number]>[] => [
  {
    key: 'day',
    title: m.payouts_upcoming_date(),
    isHeadline: true,
    cell: ({ date }) => (
      <time dateTime={date}>
        {dayText(date)} <span className="text-fine font-normal text-soft">{weekdayText(date)}</span>
      </time>
    ),
  },
  {
    key: 'amount',
    title: m.payouts_amount(),
    isNumber: true,
    cell: ({ amountMinor, currency, reason }) =>
      reason === null ? (
        <span className="font-semibold">{moneyText({ amountMinor, currency })}</span>
      ) : (
        <span className="text-fine whitespace-normal text-soft">{REASONS[reason]()}</span>
      ),
  },
]
