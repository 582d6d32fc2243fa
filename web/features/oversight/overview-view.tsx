import { useState } from 'react'
import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { dayText, moneyText, numberText, rateText } from '#web/ui/format.ts'
import { LiveMark } from '#web/ui/live-mark.tsx'
import { Moved } from '#web/ui/moved.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { type Live, useLive } from '#web/ui/use-live.ts'
import { LIVE_TOPICS } from '#worker/pure/live.ts'
import type { OverviewData } from './oversight-words.ts'
import { WaitingList } from './waiting-list.tsx'

type Period = OverviewData['period']
type Currency = NonNullable<OverviewData['currencies']>[number]
const PERIODS: [Period, () => string][] = [
  ['today', m.audit_period_today],
  ['7d', m.audit_period_7d],
  ['30d', m.audit_period_30d],
]

type Props = { who: string; overview: Loaded<OverviewData>; nowMs: number }

/** How the marketplace does, beside the time before, and what waits for its people. It keeps itself fresh. */
export function OverviewView({ who, overview, nowMs }: Props) {
  const live = useLive('admin', LIVE_TOPICS, nowMs)
  const [last, setLast] = useState(overview)
  if (overview.ok && overview !== last) setLast(overview)
  // What could not be read again is shown as it was, and the mark says as of when.
  const shown = overview.ok || !last.ok ? overview : last
  return (
    <>
      <PageHeader title={m.admin_overview_hello({ name: who })} text={m.admin_overview_text({ day: dayText(nowMs) })} />
      {shown.ok ? (
        <Figures data={shown.value} live={overview.ok ? live : { state: 'lost', asOfMs: Date.parse(shown.value.asOf) }} />
      ) : (
        <Notice
          title={m.admin_failed_title()}
          text={m.ui_try_again_soon()}
          action={
            <ButtonLink to="/admin" look="secondary">
              {m.ui_retry()}
            </ButtonLink>
          }
        />
      )}
    </>
  )
}

function Figures({ data, live }: { data: OverviewData; live: Live }) {
  return (
    <>
      <TabLinks
        label={m.audit_overview_periods()}
        tabs={PERIODS.map(([period, text]) => ({ to: `/admin?period=${period}`, text: text(), isCurrent: period === data.period }))}
      />
      <p className="mb-5 flex">
        <LiveMark live={live} />
      </p>
      <Standing data={data} />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Sold currencies={data.currencies} />
        <Panel title={m.admin_waiting_title()} isFlush>
          <WaitingList data={data} />
        </Panel>
      </div>
    </>
  )
}

/** How things stand at this moment, whatever the time that is looked at. */
function Standing({ data: { vendors, payouts, disputes } }: { data: OverviewData }) {
  const [due, ...more] = payouts?.due.toSorted((a, b) => b.vendors - a.vendors) ?? []
  return (
    <div className="mb-5 grid gap-4 empty:hidden sm:grid-cols-3">
      {vendors === null ? null : (
        <Figure
          name={m.audit_overview_stores()}
          value={numberText(vendors.active)}
          note={m.audit_overview_stores_note({ inReview: numberText(vendors.inReview), suspended: numberText(vendors.suspended) })}
        />
      )}
      {payouts === null ? null : (
        <Figure
          name={m.audit_overview_due()}
          value={due === undefined ? numberText(0) : moneyText(due)}
          note={more.length === 0 ? m.audit_overview_due_note() : m.audit_overview_due_more({ amounts: more.map(moneyText).join(', ') })}
        />
      )}
      {disputes === null ? null : (
        <Figure
          name={m.audit_overview_open_disputes()}
          value={numberText(disputes.open)}
          note={disputes.dueSoon > 0 ? m.audit_wait_disputes_due({ count: numberText(disputes.dueSoon) }) : m.audit_wait_disputes_calm()}
        />
      )}
    </div>
  )
}

function Sold({ currencies }: { currencies: OverviewData['currencies'] }) {
  if (currencies === null) return null
  if (currencies.length === 0)
    return (
      <Panel>
        <p className="font-display text-title font-bold">{m.audit_overview_nothing_title()}</p>
        <p className="mt-1 text-small text-soft">{m.audit_overview_nothing_text()}</p>
      </Panel>
    )
  return (
    <div className="grid gap-5">
      {currencies.map((each) => (
        <Sums key={each.currency} each={each} />
      ))}
    </div>
  )
}

/** One currency: sums of different currencies are no sum. */
function Sums({ each }: { each: Currency }) {
  const { currency, before } = each
  const money = (amountMinor: number) => moneyText({ amountMinor, currency })
  return (
    <Panel title={m.audit_overview_currency({ currency })}>
      <dl className="grid gap-x-6 gap-y-5 min-[26rem]:grid-cols-2">
        <Sum
          name={m.audit_overview_gmv()}
          value={money(each.salesMinor)}
          note={m.audit_overview_orders({ count: each.orders })}
          now={each.salesMinor}
          before={before.salesMinor}
          beforeText={money(before.salesMinor)}
        />
        <Sum
          name={m.audit_overview_take()}
          value={money(each.takeMinor)}
          note={m.audit_overview_take_rate({ rate: rateText(each.takeBps) })}
          now={each.takeMinor}
          before={before.takeMinor}
          beforeText={money(before.takeMinor)}
        />
        <Sum
          name={m.audit_overview_refunds()}
          value={money(each.refundedMinor)}
          note={m.audit_overview_refund_count({ count: each.refunds })}
          now={each.refundedMinor}
          before={before.refundedMinor}
          beforeText={money(before.refundedMinor)}
          isBad
        />
        <Sum
          name={m.audit_overview_disputes()}
          value={money(each.disputedMinor)}
          note={m.audit_overview_dispute_count({ count: each.disputes })}
          now={each.disputedMinor}
          before={before.disputedMinor}
          beforeText={money(before.disputedMinor)}
          isBad
        />
      </dl>
      <Line daily={each.daily} label={m.audit_overview_line()} />
    </Panel>
  )
}

type SumProps = { name: string; value: string; note: string; now: number; before: number; beforeText: string; isBad?: boolean }

/** A figure with what it was before; more of it is good news, or bad. */
function Sum({ name, value, note, now, before, beforeText, isBad = false }: SumProps) {
  const isMore = now > before
  const change =
    before === 0
      ? now === 0
        ? m.audit_overview_same()
        : m.audit_overview_new()
      : now === before
        ? m.audit_overview_same()
        : isMore
          ? m.audit_overview_up({ rate: rateText(Math.round(((now - before) * 10_000) / before)) })
          : m.audit_overview_down({ rate: rateText(Math.round(((before - now) * 10_000) / before)) })
  const tone = now === before || before === 0 ? 'text-soft' : isMore === isBad ? 'text-bad' : 'text-good'
  return (
    <div>
      <dt className="text-fine font-semibold text-soft">{name}</dt>
      <dd className="mt-0.5 font-display text-[1.5rem] leading-tight font-bold tracking-[-0.02em] break-words tabular-nums">
        <Moved>{value}</Moved>
      </dd>
      <dd className="mt-0.5 text-fine text-soft tabular-nums">{note}</dd>
      <dd className={`text-fine tabular-nums ${tone}`} title={m.audit_overview_before({ value: beforeText })}>
        {change}
      </dd>
    </div>
  )
}

const LINE = { width: 300, height: 44 }

/** Thirty days at a glance; the figures are above. */
function Line({ daily, label }: { daily: number[]; label: string }) {
  const most = Math.max(1, ...daily)
  const step = LINE.width / Math.max(1, daily.length)
  return (
    <figure className="mt-6">
      <svg viewBox={`0 0 ${LINE.width} ${LINE.height}`} preserveAspectRatio="none" aria-hidden="true" className="h-11 w-full">
        {daily.map((value, day) => {
          const height = Math.max(value > 0 ? 2 : 0.75, (value / most) * LINE.height)
          const left = day * step + 1
          return (
            <rect
              key={left}
              x={left}
              y={LINE.height - height}
              width={step - 2}
              height={height}
              className={value > 0 ? 'fill-accent' : 'fill-line'}
            />
          )
        })}
      </svg>
      <figcaption className="mt-1.5 text-fine text-soft">{label}</figcaption>
    </figure>
  )
}
