import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge, type Tone } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { agoText, moneyText, numberText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { ResolveException } from './resolve-exception.tsx'
import { type ExceptionList, type ExceptionRow, flowText, reasonText, type Standing, stageText } from './settlement-words.ts'

type Page = {
  standing: Standing
  exceptions: ExceptionList
  status: 'open' | 'resolved' | 'cleared'
  formKey: string
  nowMs: number
  error?: string | undefined
  result?: SubmissionResult | undefined
}

export function ReconciliationView({ standing, exceptions, status, formKey, nowMs, error, result }: Page) {
  const { running } = standing
  return (
    <>
      <PageHeader title={m.settlement_rec_title()} text={m.settlement_rec_text()}>
        <Form method="post">
          <input type="hidden" name="intent" value="run" />
          <input type="hidden" name="formKey" value={formKey} />
          <SubmitButton pendingText={m.settlement_rec_run_pending()} disabled={running !== null}>
            {m.settlement_rec_run()}
          </SubmitButton>
        </Form>
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {error === undefined ? null : (
          <p role="alert" className="rounded-plate border border-bad bg-bad-tint p-4 text-bad">
            {error}
          </p>
        )}
        {running === null ? null : (
          <p role="status" className="rounded-plate border border-line bg-card p-4 text-small">
            {m.settlement_rec_running({ stage: stageText(running.stage), rows: numberText(running.rowsRead) })}
          </p>
        )}
        <Balances standing={standing} nowMs={nowMs} />
        <Exceptions
          {...{ exceptions, status, formKey, result }}
          hasRun={standing.last !== null}
          open={standing.open.reduce((sum, { count }) => sum + count, 0)}
        />
      </div>
    </>
  )
}

type Row = Standing['balances'][number]
const stateOf = ({ differenceMinor, explainedMinor, isDrifting }: Row): [Tone, string] => {
  if (isDrifting) return ['bad', m.settlement_rec_state_drift()]
  if (differenceMinor !== explainedMinor) return ['warn', m.settlement_rec_state_once()]
  return ['good', differenceMinor === 0 ? m.settlement_rec_state_even() : m.settlement_rec_state_explained()]
}

function Balances({ standing: { last, balances, isDrifting }, nowMs }: { standing: Standing; nowMs: number }) {
  if (last === null) return <Notice title={m.settlement_rec_never_title()} text={m.settlement_rec_never_text()} />
  const money = (of: (row: Row) => number) => (row: Row) => moneyText({ amountMinor: of(row), currency: row.currency })
  const columns: Column<Row>[] = [
    { key: 'currency', title: m.settlement_currency(), isHeadline: true, cell: ({ currency }) => currency },
    { key: 'ledger', title: m.settlement_rec_ledger(), isNumber: true, cell: money(({ ledgerMinor }) => ledgerMinor) },
    { key: 'available', title: m.settlement_rec_available(), isNumber: true, cell: money(({ availableMinor }) => availableMinor) },
    { key: 'pending', title: m.settlement_rec_pending(), isNumber: true, cell: money(({ pendingMinor }) => pendingMinor) },
    { key: 'difference', title: m.settlement_rec_difference(), isNumber: true, cell: money(({ differenceMinor }) => differenceMinor) },
    { key: 'state', title: m.settlement_rec_state(), cell: (row) => <Badge tone={stateOf(row)[0]}>{stateOf(row)[1]}</Badge> },
  ]
  const isEven = balances.every(({ differenceMinor, explainedMinor }) => differenceMinor === explainedMinor)
  const facts = { ago: agoText(Date.parse(last.doneAt ?? last.updatedAt), nowMs), read: numberText(last.rowsRead), fresh: numberText(last.rowsNew), found: numberText(last.found), cleared: numberText(last.cleared) }
  return (
    <Panel title={isDrifting ? m.settlement_rec_drift() : isEven ? m.settlement_rec_good() : m.settlement_rec_balances()} isFlush>
      <div className="px-4 pt-4 text-small text-soft sm:px-5">
        {isDrifting ? <p role="alert" className="mb-2 font-medium text-bad">{m.settlement_rec_drift_text()}</p> : isEven ? null : <p className="mb-2">{m.settlement_rec_once()}</p>}
        <p>{m.settlement_rec_last_text(facts)}</p>
      </div>
      <div className="pt-3">
        <DataTable caption={m.settlement_rec_balances()} columns={columns} rows={balances} rowKey={({ currency }) => currency} />
      </div>
    </Panel>
  )
} // biome-ignore format: a column a line

/** What an empty list says; that all is matched can be said only once something was compared. */
const NONE = {
  open: [m.settlement_rec_exceptions_none_title, m.settlement_rec_exceptions_none_text],
  resolved: [m.settlement_rec_resolved_none_title, m.settlement_rec_resolved_none_text],
  cleared: [m.settlement_rec_cleared_none_title, m.settlement_rec_cleared_none_text],
} as const

type ExceptionsProps = Pick<Page, 'exceptions' | 'status' | 'formKey' | 'result'> & { open: number; hasRun: boolean }
function Exceptions({ exceptions, status, formKey, result, open, hasRun }: ExceptionsProps) {
  const [noneTitle, noneText] = NONE[status]
  const age = ({ ageDays }: ExceptionRow) => (ageDays === 0 ? m.settlement_rec_age_today() : m.settlement_rec_age_days({ days: numberText(ageDays) }))
  const columns: Column<ExceptionRow>[] = [
    { key: 'reason', title: m.settlement_rec_reason(), isHeadline: true, cell: ({ reason, flow }) => <span><span className="font-medium">{reasonText(reason)}</span><span className="block text-fine text-soft">{flowText(flow)}</span></span> },
    { key: 'age', title: m.settlement_rec_age(), cell: age },
    { key: 'subject', title: m.settlement_rec_subject(), cell: ({ matchKey }) => <code className="text-fine wrap-anywhere">{matchKey}</code> },
    { key: 'ours', title: m.settlement_rec_ours(), isNumber: true, cell: ({ ledgerMinor: amountMinor, currency }) => moneyText({ amountMinor, currency }) },
    { key: 'theirs', title: m.settlement_rec_theirs(), isNumber: true, cell: ({ providerMinor: amountMinor, currency }) => moneyText({ amountMinor, currency }) },
    { key: 'note', title: status === 'open' ? m.settlement_rec_resolve() : m.settlement_rec_note(), isUnlabelled: status === 'open', cell: (row) => (status === 'open' ? <ResolveException exception={row} formKey={formKey} result={result} /> : row.note) },
  ]
  return (
    <section>
      <h2 className="mb-3 text-title">{m.settlement_rec_exceptions()}</h2>
      <TabLinks
        label={m.settlement_rec_tabs()}
        tabs={[
          { to: '/admin/reconciliation', text: m.settlement_rec_tab_open(), isCurrent: status === 'open', count: open },
          { to: '/admin/reconciliation?show=resolved', text: m.settlement_rec_tab_resolved(), isCurrent: status === 'resolved' },
          { to: '/admin/reconciliation?show=cleared', text: m.settlement_rec_tab_cleared(), isCurrent: status === 'cleared' },
        ]}
      />
      {exceptions.items.length === 0 ? (
        <Notice title={noneTitle()} text={hasRun || status !== 'open' ? noneText() : m.settlement_rec_exceptions_never_text()} />
      ) : (
        <Panel isFlush>
          <DataTable caption={m.settlement_rec_exceptions()} columns={columns} rows={exceptions.items} rowKey={({ id }) => id} />
          <Pager nextCursor={exceptions.nextCursor} />
        </Panel>
      )}
    </section>
  )
} // biome-ignore format: a column a line
