import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { dayText, moneyText, numberText } from '#web/ui/format.ts'
import { CircleCheck, type LucideIcon, TriangleAlert } from '#web/ui/icons.ts'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import type { LedgerCheck, Summary } from './admin-words.ts'

type Page = { who: string; summary: Loaded<Summary>; check: Loaded<LedgerCheck>; nowMs: number }

/** What waits for the marketplace's people, and how it sells. */
export function Overview({ who, summary, check, nowMs }: Page) {
  return (
    <>
      <PageHeader title={m.admin_overview_hello({ name: who })} text={m.admin_overview_text({ day: dayText(nowMs) })} />
      {summary.ok ? (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <Panel title={m.admin_waiting_title()} isFlush>
            <Waiting summary={summary.value} check={check} />
          </Panel>
          {summary.value.money === null ? null : <Sold money={summary.value.money} />}
        </div>
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

function Waiting({ summary: { vendors, deadLetters, money }, check }: { summary: Summary; check: Page['check'] }) {
  return (
    <ul className="divide-y divide-line">
      {vendors === null ? null : (
        <Item
          to="/admin/vendors?show=in_review"
          isFine={vendors.inReview === 0}
          text={vendors.inReview === 0 ? m.admin_waiting_no_vendors() : m.admin_waiting_vendors({ count: vendors.inReview })}
          note={m.admin_waiting_vendors_note({ active: numberText(vendors.active), suspended: numberText(vendors.suspended) })}
        />
      )}
      {money === null ? null : (
        <>
          <Item
            to="/admin/payouts/run"
            isFine={money.due.length === 0}
            text={
              money.due.length === 0
                ? m.admin_waiting_no_payouts()
                : m.admin_waiting_payouts({ count: money.due.reduce((sum, { vendors: each }) => sum + each, 0) })
            }
            note={money.due.map(moneyText).join(' · ') || m.admin_waiting_no_payouts_note()}
          />
          {money.failedPayouts === 0 ? null : (
            <Item
              to="/admin/payouts?status=failed"
              isFine={false}
              text={m.admin_waiting_failed({ count: money.failedPayouts })}
              note={m.admin_waiting_failed_note()}
            />
          )}
        </>
      )}
      {check.ok ? (
        <Item
          to="/admin/ledger?check=1"
          isFine={check.value.isBalanced}
          text={check.value.isBalanced ? m.admin_ledger_balanced() : m.admin_ledger_unbalanced()}
          note={m.admin_ledger_counted({
            transfers: numberText(check.value.currencies.reduce((sum, { transfers }) => sum + transfers, 0)),
            accounts: numberText(check.value.currencies.reduce((sum, { accounts }) => sum + accounts, 0)),
          })}
        />
      ) : null}
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

function Item({ to, isFine, text, note }: { to: string; isFine: boolean; text: string; note: string }) {
  const Icon: LucideIcon = isFine ? CircleCheck : TriangleAlert
  return (
    <li>
      <Link to={to} className="group flex min-h-16 items-center gap-4 px-4 py-3 hover:bg-stone/50 sm:px-5">
        <Icon className={`size-5 shrink-0 ${isFine ? 'text-good' : 'text-warn'}`} aria-hidden />
        <span className="min-w-0">
          <span className={`block ${isFine ? 'text-soft' : 'font-semibold'} group-hover:text-accent`}>{text}</span>
          <span className="block text-fine text-soft tabular-nums">{note}</span>
        </span>
      </Link>
    </li>
  )
}

/** What was sold and what we keep of it, a line a currency: sums of different currencies are no sum. */
function Sold({ money: { today, yesterday } }: { money: NonNullable<Summary['money']> }) {
  return (
    <div className="grid gap-5">
      <Day title={m.admin_today()} sold={today} />
      <Day title={m.admin_yesterday()} sold={yesterday} />
    </div>
  )
}

function Day({ title, sold }: { title: string; sold: NonNullable<Summary['money']>['today'] }) {
  return (
    <Panel title={title}>
      {sold.length === 0 ? (
        <p className="text-small text-soft">{m.admin_nothing_sold()}</p>
      ) : (
        <ul className="grid gap-4">
          {sold.map(({ currency, orders, salesMinor, takeMinor }) => (
            <li key={currency} className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-display text-[1.5rem] leading-tight font-bold tabular-nums">
                {moneyText({ amountMinor: salesMinor, currency })}
              </span>
              <span className="text-small text-soft tabular-nums">{m.admin_order_count({ count: orders })}</span>
              <span className="basis-full text-fine text-soft tabular-nums">
                {m.admin_take({ amount: moneyText({ amountMinor: takeMinor, currency }) })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
