import { Link } from '@remix-run/react'
import { useState } from 'react'
import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { dayText, moneyText, numberText, rateText } from '#web/ui/format.ts'
import { CircleCheck, type LucideIcon, TriangleAlert } from '#web/ui/icons.ts'
import { LiveMark } from '#web/ui/live-mark.tsx'
import { Moved } from '#web/ui/moved.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { type Live, useLive } from '#web/ui/use-live.ts'
import { LIVE_TOPICS } from '#worker/pure/live.ts'
import type { OverviewData } from './oversight-words.ts'

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
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Sold currencies={data.currencies} />
        <Panel title={m.admin_waiting_title()} isFlush>
          <Waiting data={data} />
        </Panel>
      </div>
    </>
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
    <svg viewBox={`0 0 ${LINE.width} ${LINE.height}`} preserveAspectRatio="none" role="img" aria-label={label} className="mt-6 h-11 w-full">
      <title>{label}</title>
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
  )
}

function Waiting({ data }: { data: OverviewData }) {
  const { vendors, approvals, disputes, payouts, books, alarms, deadLetters, moderation } = data
  return (
    <ul className="divide-y divide-line">
      {alarms === null || alarms === 0 ? null : (
        <Item to="/admin/health" isFine={false} isBad text={m.audit_wait_alarms({ count: alarms })} note={m.audit_wait_alarms_note()} />
      )}
      {books === null || books.drift.length === 0 ? null : (
        <Item
          to="/admin/reconciliation"
          isFine={false}
          isBad
          text={m.audit_wait_drift()}
          note={books.drift.map(({ currency, differenceMinor }) => moneyText({ amountMinor: differenceMinor, currency })).join(' · ')}
        />
      )}
      {approvals === null ? null : (
        <Item
          to="/admin/approvals"
          isFine={approvals === 0}
          text={approvals === 0 ? m.audit_wait_no_approvals() : m.audit_wait_approvals({ count: approvals })}
          note={m.audit_wait_approvals_note()}
        />
      )}
      {vendors === null ? null : (
        <Item
          to="/admin/vendors?show=in_review"
          isFine={vendors.inReview === 0}
          text={vendors.inReview === 0 ? m.admin_waiting_no_vendors() : m.admin_waiting_vendors({ count: vendors.inReview })}
          note={m.admin_waiting_vendors_note({ active: numberText(vendors.active), suspended: numberText(vendors.suspended) })}
        />
      )}
      {disputes === null ? null : (
        <Item
          to="/admin/disputes"
          isFine={disputes.open === 0}
          isBad={disputes.dueSoon > 0}
          text={disputes.open === 0 ? m.audit_wait_no_disputes() : m.audit_wait_disputes({ count: disputes.open })}
          note={disputes.dueSoon > 0 ? m.audit_wait_disputes_due({ count: numberText(disputes.dueSoon) }) : m.audit_wait_disputes_calm()}
        />
      )}
      {payouts === null ? null : (
        <>
          <Item
            to="/admin/payouts/run"
            isFine={payouts.due.length === 0}
            text={
              payouts.due.length === 0
                ? m.admin_waiting_no_payouts()
                : m.admin_waiting_payouts({ count: payouts.due.reduce((sum, { vendors: each }) => sum + each, 0) })
            }
            note={payouts.due.map(moneyText).join(' · ') || m.admin_waiting_no_payouts_note()}
          />
          {payouts.failed === 0 ? null : (
            <Item
              to="/admin/payouts?status=failed"
              isFine={false}
              text={m.admin_waiting_failed({ count: payouts.failed })}
              note={m.admin_waiting_failed_note()}
            />
          )}
        </>
      )}
      {books === null ? null : (
        <Item
          to="/admin/reconciliation"
          isFine={books.exceptions === 0}
          text={books.exceptions === 0 ? m.audit_wait_books_fine() : m.audit_wait_books({ count: books.exceptions })}
          note={m.audit_wait_books_note()}
        />
      )}
      {moderation === null ? null : (
        <Item
          to="/admin/moderation"
          isFine={moderation === 0}
          text={moderation === 0 ? m.audit_wait_no_moderation() : m.audit_wait_moderation({ count: moderation })}
          note={m.audit_wait_moderation_note()}
        />
      )}
      {deadLetters === null ? null : (
        <Item
          to="/admin/dead-letters"
          isFine={deadLetters === 0}
          text={deadLetters === 0 ? m.admin_waiting_no_letters() : m.admin_waiting_letters({ count: deadLetters })}
          note={m.admin_waiting_letters_note()}
        />
      )}
    </ul>
  )
}

function Item({ to, isFine, isBad = false, text, note }: { to: string; isFine: boolean; isBad?: boolean; text: string; note: string }) {
  const Icon: LucideIcon = isFine ? CircleCheck : TriangleAlert
  return (
    <li>
      <Link to={to} className="group flex min-h-16 items-center gap-4 px-4 py-3 hover:bg-stone/50 sm:px-5">
        <Icon className={`size-5 shrink-0 ${isFine ? 'text-good' : isBad ? 'text-bad' : 'text-warn'}`} aria-hidden />
        <span className="min-w-0">
          <span className={`block ${isFine ? 'text-soft' : 'font-semibold'} ${isBad ? 'text-bad' : ''} group-hover:text-accent`}>
            {text}
          </span>
          <span className="block text-fine text-soft tabular-nums">{note}</span>
        </span>
      </Link>
    </li>
  )
}
