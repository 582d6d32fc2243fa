import { Link } from '@remix-run/react'
import { m } from '#messages'
import { moneyText, numberText } from '#web/ui/format.ts'
import { CircleCheck, type LucideIcon, TriangleAlert } from '#web/ui/icons.ts'
import type { OverviewData } from './oversight-words.ts'

/** Work of one kind: `bad` cannot wait, `waits` wants somebody, `fine` says that there is none. */
type Work = { to: string; state: 'bad' | 'waits' | 'fine'; text: string; note: string }
const ORDER: Work['state'][] = ['bad', 'waits', 'fine']

/** What awaits a decision today, what cannot wait on top; nothing where the role has no part in it. */
export function WaitingList({ data }: { data: OverviewData }) {
  const works = [...ofMoney(data), ...ofPeople(data)].toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
  return (
    <ul className="divide-y divide-line">
      {works.map((work) => (
        <li key={`${work.to} ${work.state === 'bad'}`}>
          <Row {...work} />
        </li>
      ))}
    </ul>
  )
}

const stateOf = (count: number, isBad = false): Work['state'] => (count === 0 ? 'fine' : isBad ? 'bad' : 'waits')

function ofMoney({ approvals, disputes, payouts, books }: OverviewData): Work[] {
  return [
    ...(books === null || books.drift.length === 0
      ? []
      : [
          {
            to: '/admin/reconciliation',
            state: 'bad' as const,
            text: m.audit_wait_drift(),
            note: books.drift.map(({ currency, differenceMinor }) => moneyText({ amountMinor: differenceMinor, currency })).join(' · '),
          },
        ]),
    ...(approvals === null
      ? []
      : [
          {
            to: '/admin/approvals',
            state: stateOf(approvals),
            text: approvals === 0 ? m.audit_wait_no_approvals() : m.audit_wait_approvals({ count: approvals }),
            note: m.audit_wait_approvals_note(),
          },
        ]),
    ...(disputes === null
      ? []
      : [
          {
            to: disputes.dueSoon > 0 ? '/admin/disputes?show=due' : '/admin/disputes',
            state: stateOf(disputes.open, disputes.dueSoon > 0),
            text: disputes.open === 0 ? m.audit_wait_no_disputes() : m.audit_wait_disputes({ count: disputes.open }),
            note: disputes.dueSoon > 0 ? m.audit_wait_disputes_due({ count: numberText(disputes.dueSoon) }) : m.audit_wait_disputes_calm(),
          },
        ]),
    ...(payouts === null ? [] : ofPayouts(payouts)),
    ...(books === null
      ? []
      : [
          {
            to: '/admin/reconciliation',
            state: books.comparedAt === null ? ('waits' as const) : stateOf(books.exceptions),
            text:
              books.exceptions > 0
                ? m.audit_wait_books({ count: books.exceptions })
                : books.comparedAt === null
                  ? m.audit_wait_books_never()
                  : m.audit_wait_books_fine(),
            note: m.audit_wait_books_note(),
          },
        ]),
  ]
}

function ofPayouts({ due, failed }: NonNullable<OverviewData['payouts']>): Work[] {
  const accounts = due.reduce((sum, { vendors }) => sum + vendors, 0)
  return [
    {
      to: '/admin/payouts/run',
      state: stateOf(accounts),
      text: accounts === 0 ? m.admin_waiting_no_payouts() : m.admin_waiting_payouts({ count: accounts }),
      note: due.map(moneyText).join(' · ') || m.admin_waiting_no_payouts_note(),
    },
    ...(failed === 0
      ? []
      : [
          {
            to: '/admin/payouts?status=failed',
            state: 'waits' as const,
            text: m.admin_waiting_failed({ count: failed }),
            note: m.admin_waiting_failed_note(),
          },
        ]),
  ]
}

function ofPeople({ vendors, moderation, appeals, deadLetters, alarms }: OverviewData): Work[] {
  const of = (count: number | null, work: (count: number) => Omit<Work, 'state'>, isBad = false): Work[] =>
    count === null ? [] : [{ state: stateOf(count, isBad), ...work(count) }]
  return [
    ...(alarms === 0
      ? []
      : of(alarms, (count) => ({ to: '/admin/health', text: m.audit_wait_alarms({ count }), note: m.audit_wait_alarms_note() }), true)),
    ...of(vendors?.inReview ?? null, (count) => ({
      to: '/admin/vendors?show=in_review',
      text: count === 0 ? m.admin_waiting_no_vendors() : m.admin_waiting_vendors({ count }),
      note: m.admin_waiting_vendors_note(),
    })),
    ...of(moderation, (count) => ({
      to: '/admin/moderation',
      text: count === 0 ? m.audit_wait_no_moderation() : m.audit_wait_moderation({ count }),
      note: m.audit_wait_moderation_note(),
    })),
    ...(appeals === null || appeals.waiting === 0
      ? []
      : [
          {
            to: '/admin/moderation/appeals',
            state: stateOf(appeals.waiting, appeals.overdue > 0),
            text: m.audit_wait_appeals({ count: appeals.waiting }),
            note: appeals.overdue > 0 ? m.audit_wait_appeals_overdue({ count: numberText(appeals.overdue) }) : m.audit_wait_appeals_note(),
          },
        ]),
    ...of(deadLetters, (count) => ({
      to: '/admin/dead-letters',
      text: count === 0 ? m.admin_waiting_no_letters() : m.admin_waiting_letters({ count }),
      note: m.admin_waiting_letters_note(),
    })),
  ]
}

const LOOKS: Record<Work['state'], [icon: LucideIcon, iconTone: string, textTone: string]> = {
  bad: [TriangleAlert, 'text-bad', 'font-semibold text-bad'],
  waits: [TriangleAlert, 'text-warn', 'font-semibold'],
  fine: [CircleCheck, 'text-good', 'text-soft'],
}

function Row({ to, state, text, note }: Work) {
  const [Icon, iconTone, textTone] = LOOKS[state]
  return (
    <Link
      to={to}
      className={`group flex items-center gap-4 px-4 hover:bg-stone/50 sm:px-5 ${state === 'fine' ? 'min-h-11 py-2' : 'min-h-16 py-3'}`}
    >
      <Icon className={`size-5 shrink-0 ${iconTone}`} aria-hidden />
      <span className="min-w-0">
        <span className={`block group-hover:text-accent ${textTone} ${state === 'fine' ? 'text-small' : ''}`}>{text}</span>
        {state === 'fine' ? null : <span className="block text-fine text-soft tabular-nums">{note}</span>}
      </span>
    </Link>
  )
}
