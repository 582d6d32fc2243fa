import { m } from '#messages'
import { Ago } from '#web/features/admin/ago.tsx'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { numberText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { PayoutTabs } from './payout-tabs.tsx'
import { type RunPage, runStatusText, runStatusTone, sumsText } from './payout-words.ts'

type Row = RunPage['items'][number]

/** Every run: what it would send or has sent, and whom it waits for. */
export function RunsView({ list, nowMs }: { list: RunPage; nowMs: number }) {
  return (
    <>
      <PageHeader title={m.payouts_runs_title()} text={m.payouts_runs_text()}>
        <ButtonLink to="/admin/payouts/run">{m.admin_payouts_new()}</ButtonLink>
      </PageHeader>
      <PayoutTabs current="runs" />
      {list.items.length === 0 ? (
        <Notice title={m.payouts_runs_none_title()} text={m.payouts_runs_none_text()} />
      ) : (
        <Panel isFlush>
          <DataTable caption={m.payouts_runs_title()} columns={COLUMNS(nowMs)} rows={list.items} rowKey={({ id }) => id} />
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </>
  )
}

const COLUMNS = (nowMs: number): Column<Row>[] => [
  {
    key: 'run',
    title: m.payouts_run(),
    isHeadline: true,
    cell: ({ id, period, kind }) => (
      <span>
        <TextLink to={`/admin/payouts/runs/${id}`}>{m.payouts_run_of({ period })}</TextLink>
        <span className="block text-fine text-soft">{kind === 'scheduled' ? m.payouts_by_schedule() : m.payouts_by_hand()}</span>
      </span>
    ),
  },
  { key: 'made', title: m.payouts_made(), cell: ({ createdAt }) => <Ago at={createdAt} nowMs={nowMs} /> },
  {
    key: 'status',
    title: m.payouts_status(),
    cell: ({ status, totals }) => {
      const failed = totals.reduce((sum, each) => sum + each.failed, 0)
      return (
        <span className="flex flex-wrap gap-1.5">
          <Badge tone={runStatusTone(status)}>{runStatusText(status)}</Badge>
          {failed === 0 ? null : <Badge tone="bad">{m.payouts_failed_count({ count: failed })}</Badge>}
        </span>
      )
    },
  },
  {
    key: 'transfers',
    title: m.payouts_to_send(),
    isNumber: true,
    cell: ({ totals }) => numberText(totals.reduce((sum, { payouts }) => sum + payouts, 0)),
  },
  {
    key: 'amount',
    title: m.payouts_amount(),
    isNumber: true,
    cell: ({ totals }) => <span className="font-semibold">{sumsText(totals) || '–'}</span>,
  },
]
