import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { dayText, moneyText, numberText, rateText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import {
  type DisputeList,
  type DisputeRates,
  dueText,
  LEVEL_TEXTS,
  LEVEL_TONES,
  type ListedDispute,
  orderText,
  reasonText,
  statusText,
  statusTone,
} from './dispute-words.ts'

export const SHOWS = ['open', 'due', 'review', 'closed', 'all'] as const
export type Show = (typeof SHOWS)[number]

const SHOW_TEXTS: Record<Show, () => string> = {
  open: m.disputes_show_open,
  due: m.disputes_show_due,
  review: m.disputes_show_review,
  closed: m.disputes_show_closed,
  all: m.disputes_show_all,
}

type Page = { list: DisputeList; rates: DisputeRates | null; show: Show; nowMs: number }

/** Every dispute, what waits for an answer first, and the stores whose sales end in disputes too often. */
export function DisputesView({ list, rates, show, nowMs }: Page) {
  const { counts, atStake } = list
  const tabs = SHOWS.map((each) => ({
    to: `/admin/disputes?show=${each}`,
    text: SHOW_TEXTS[each](),
    isCurrent: each === show,
    ...(each === 'open' || each === 'due' || each === 'review' ? { count: counts[each] } : {}),
  }))
  return (
    <>
      <PageHeader title={m.disputes_title()} text={m.disputes_text()} />
      <div className="mb-6 grid gap-3 sm:grid-cols-3">
        <Figure
          name={m.disputes_at_stake()}
          value={atStake.length === 0 ? '–' : atStake.map(moneyText).join(' · ')}
          note={m.disputes_at_stake_note()}
        />
        <Figure name={m.disputes_waiting()} value={numberText(counts.due)} note={m.disputes_due_note()} />
        <Figure name={m.disputes_in_review()} value={numberText(counts.review)} />
      </div>
      <TabLinks label={m.disputes_title()} tabs={tabs} />
      {list.items.length === 0 ? (
        <Notice
          title={m.disputes_none_title()}
          text={m.disputes_none_text()}
          action={
            <ButtonLink to="/admin/disputes?show=all" look="secondary">
              {m.disputes_none_action()}
            </ButtonLink>
          }
        />
      ) : (
        <Panel isFlush>
          <DataTable caption={m.disputes_title()} columns={columnsOf('/admin/disputes', nowMs)} rows={list.items} rowKey={({ id }) => id} />
          <MoreLink next={list.nextOffset} show={show} />
        </Panel>
      )}
      {rates === null || rates.items.length === 0 ? null : <RatesPanel rates={rates} />}
    </>
  )
}

export function MoreLink({ next, show }: { next: number | null; show: string }) {
  if (next === null) return null
  return (
    <p className="flex justify-end border-t border-line px-4 py-3">
      <ButtonLink to={`?show=${show}&offset=${next}`} look="secondary" isSmall>
        {m.ui_next_page()}
      </ButtonLink>
    </p>
  )
}

export function columnsOf(path: string, nowMs: number): Column<ListedDispute>[] {
  const isOurs = path.startsWith('/admin')
  return [
    {
      key: 'case',
      title: m.disputes_col_case(),
      isHeadline: true,
      cell: ({ id, reason }) => (
        <TextLink to={`${path}/${id}`}>
          <span className="font-semibold">{reasonText(reason)}</span>
        </TextLink>
      ),
    },
    {
      key: 'orders',
      title: m.disputes_col_orders(),
      cell: ({ orders }) => (
        <ul className="space-y-0.5">
          {orders.map((each) => (
            <li key={each.orderId}>
              {orderText(each.number)}
              {isOurs ? <span className="text-soft">, {each.vendorName}</span> : null}
            </li>
          ))}
        </ul>
      ),
    },
    { key: 'due', title: m.disputes_col_due(), cell: (row) => <Due row={row} nowMs={nowMs} /> },
    { key: 'amount', title: m.disputes_col_amount(), isNumber: true, cell: moneyText },
    { key: 'status', title: m.disputes_col_status(), cell: ({ status }) => <Badge tone={statusTone(status)}>{statusText(status)}</Badge> },
    ...(isOurs
      ? [
          {
            key: 'person',
            title: m.disputes_col_person(),
            cell: ({ assigneeName }: ListedDispute) => assigneeName ?? <span className="text-soft">{m.disputes_nobody()}</span>,
          },
        ]
      : []),
  ]
}

function Due({ row, nowMs }: { row: ListedDispute; nowMs: number }) {
  const isWaiting = row.status.endsWith('needs_response') && row.dueAt !== null
  if (!isWaiting || row.dueAt === null) return <span className="text-soft">–</span>
  if (row.answer !== null) return <span className="text-soft">{m.disputes_answer_decided()}</span>
  const { text, tone } = dueText(row.dueAt, nowMs)
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span className="whitespace-nowrap">{dayText(row.dueAt)}</span>
      <Badge tone={tone}>{text}</Badge>
    </span>
  )
}

function RatesPanel({ rates }: { rates: DisputeRates }) {
  const text = m.disputes_rate_text({
    days: rates.days,
    warning: rateText(rates.warningBps),
    critical: rateText(rates.criticalBps),
    least: rates.disputesMin,
  })
  const columns: Column<DisputeRates['items'][number]>[] = [
    {
      key: 'store',
      title: m.disputes_rate_store(),
      isHeadline: true,
      cell: ({ vendorId, vendorName }) => <TextLink to={`/admin/vendors/${vendorId}`}>{vendorName}</TextLink>,
    },
    {
      key: 'orders',
      title: m.disputes_rate_orders(),
      isNumber: true,
      cell: ({ disputes, orders }) => m.disputes_rate_of({ disputes, orders }),
    },
    { key: 'rate', title: m.disputes_rate_rate(), isNumber: true, cell: ({ rateBps }) => rateText(rateBps) },
    { key: 'money', title: m.disputes_rate_money(), isNumber: true, cell: ({ amountBps }) => rateText(amountBps) },
    {
      key: 'level',
      title: m.disputes_rate_level(),
      cell: ({ level, disputes }) => (
        <Badge tone={LEVEL_TONES[level]}>
          {level === 'fine' && disputes < rates.disputesMin ? m.disputes_level_few() : LEVEL_TEXTS[level]()}
        </Badge>
      ),
    },
  ]
  return (
    <div className="mt-8">
      <Panel title={m.disputes_rate_title()} isFlush>
        <p className="max-w-prose px-4 py-3 text-small text-soft sm:px-5">{text}</p>
        <DataTable caption={m.disputes_rate_title()} columns={columns} rows={rates.items} rowKey={({ vendorId }) => vendorId} />
      </Panel>
    </div>
  )
}
