import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge, type Tone } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { clockText, momentText, numberText } from '#web/ui/format.ts'
import { Pager } from '#web/ui/pager.tsx'
import { Facts, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import type { Connection, RunItem, WholeRun } from './channel-data.ts'
import { causeText, runText, runWord } from './channel-words.ts'
import { ChoiceLinks } from './choice-links.tsx'
import { RunProgress } from './run-progress.tsx'
import { AccountName, tookText } from './runs-table.tsx'

export type RunPage = {
  run: Omit<WholeRun, 'items' | 'nextCursor'>
  account: Connection | undefined
  items: RunItem[]
  nextCursor: string | null
  outcome: '' | 'failed' | 'ok' | 'skipped'
  canManage: boolean
  nowMs: number
}

/** One piece of work: what it was, how it ended, and each thing of it that is worth a look. */
export function RunView({
  run,
  account,
  items,
  nextCursor,
  outcome,
  canManage,
  nowMs,
  result,
}: RunPage & { result: SubmissionResult | undefined }) {
  const here = `/vendor/channels/history/${run.id}`
  const word = runWord(run)
  const OUTCOMES = {
    '': m.channels_items_all(),
    failed: m.channels_items_failed(),
    ok: m.channels_items_ok(),
    skipped: m.channels_items_skipped(),
  }
  return (
    <>
      <PageHeader
        back={<TextLink to="/vendor/channels/history">{m.channels_tab_history()}</TextLink>}
        title={runText(run.kind)}
        text={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={word.tone}>{word.text}</Badge>
            <span>{momentText(run.startedAt)}</span>
          </span>
        }
      >
        {canManage && run.status !== 'running' && (run.failed > 0 || run.status === 'failed') ? (
          <Form method="post">
            <SubmitButton name="intent" value="replay" pendingText={m.channels_replaying()}>
              {m.channels_replay()}
            </SubmitButton>
          </Form>
        ) : null}
      </PageHeader>
      <div className="mb-5 grid gap-5 empty:hidden">
        <FormErrors errors={result?.error?.[''] ?? undefined} />
        {run.error === null ? null : (
          <p className="rounded-plate bg-bad-tint px-4 py-3 text-small text-bad">{run.error.detail ?? run.error.code}</p>
        )}
      </div>
      {run.status === 'running' ? (
        <div className="mb-5">
          <Panel>
            <RunProgress run={run} here={here} nowMs={nowMs} />
          </Panel>
        </div>
      ) : null}
      <div className="grid items-start gap-5 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <Panel title={m.channels_run_summary()}>
          <Facts
            items={[
              { name: m.channels_run_account(), value: <AccountName account={account} /> },
              { name: m.channels_run_cause(), value: causeText(run.cause) },
              { name: m.channels_run_took(), value: tookText(run) },
              { name: m.channels_run_items(), value: numberText(run.done) },
              { name: m.channels_items_failed(), value: numberText(run.failed) },
            ]}
          />
        </Panel>
        <div className="min-w-0">
          <div className="mb-3">
            <ChoiceLinks
              label={m.channels_items_views()}
              choices={(['', 'failed', 'ok', 'skipped'] as const).map((each) => ({
                to: each === '' ? here : `${here}?outcome=${each}`,
                text: OUTCOMES[each],
                isCurrent: each === outcome,
              }))}
            />
          </div>
          <Panel isFlush>
            {items.length === 0 ? (
              <p className="px-4 py-6 text-small text-soft sm:px-5">{m.channels_items_none()}</p>
            ) : (
              <DataTable caption={m.channels_run_items()} columns={columnsOf()} rows={items} rowKey={({ id }) => id} />
            )}
            <Pager nextCursor={nextCursor} />
          </Panel>
        </div>
      </div>
    </>
  )
}

const columnsOf = (): Column<RunItem>[] => {
  const OUTCOMES: Record<RunItem['outcome'], { text: string; tone: Tone }> = {
    ok: { text: m.channels_item_ok(), tone: 'good' },
    failed: { text: m.channels_item_failed(), tone: 'bad' },
    skipped: { text: m.channels_item_skipped(), tone: 'plain' },
  }
  return [
    {
      key: 'label',
      title: m.channels_item(),
      isHeadline: true,
      cell: ({ subject, label }) => {
        const to = pathOf(subject)
        return to === null ? <span className="wrap-anywhere">{label}</span> : <TextLink to={to}>{label}</TextLink>
      },
    },
    {
      key: 'detail',
      title: m.channels_item_what(),
      cell: ({ detail, code }) => <span className="text-soft wrap-anywhere">{detail ?? code ?? '–'}</span>,
    },
    {
      key: 'at',
      title: m.channels_item_at(),
      cell: ({ at }) => (
        <time dateTime={at} title={momentText(at)} className="whitespace-nowrap text-soft">
          {clockText(at)}
        </time>
      ),
    },
    {
      key: 'outcome',
      title: m.channels_run_outcome(),
      cell: ({ outcome }) => <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].text}</Badge>,
    },
  ]
}

/** Where a thing of ours can be looked at; what only the channel knows has no page. */
function pathOf(subject: string): string | null {
  if (subject.startsWith('chl_')) return `/vendor/channels/listings/${subject}`
  if (subject.startsWith('cho_')) return `/vendor/channels/orders/${subject}`
  if (subject.startsWith('ord_')) return `/vendor/orders/${subject}`
  return null
}
