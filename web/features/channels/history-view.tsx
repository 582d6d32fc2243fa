import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { agoText, dayText, momentText, numberText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import { isForPeople } from '#worker/pure/channel-conflict.ts'
import type { Conflict, Connection, Run } from './channel-data.ts'
import { conflictText, resolutionWord } from './channel-words.ts'
import { ChannelsFrame, NoChannel } from './channels-frame.tsx'
import { ChoiceLinks } from './choice-links.tsx'
import { AccountName, RunList } from './runs-table.tsx'

export type HistoryPage = {
  accounts: Connection[]
  connectionId: string
  waiting: number
  nowMs: number
} & (
  | { part: 'runs'; show: '' | 'failed' | 'running'; runs: Run[]; nextCursor: string | null }
  | { part: 'conflicts'; conflicts: Conflict[]; canManage: boolean; nextCursor: string | null }
)

/** What was done for the channels, and where a channel and the pool said different things. */
export function HistoryView({ result, ...page }: HistoryPage & { result: SubmissionResult | undefined }) {
  const { accounts, connectionId, waiting, nowMs } = page
  const to = (change: Record<string, string>) => {
    const all = { connection: connectionId, ...(page.part === 'runs' ? { show: page.show } : { part: 'conflicts' }), ...change }
    const given = Object.entries(all).filter(([, value]) => value !== '')
    return `/vendor/channels/history${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`
  }
  return (
    <ChannelsFrame current="history" waiting={waiting}>
      <div className="mb-4 flex flex-wrap gap-x-8 gap-y-2">
        <ChoiceLinks
          label={m.channels_history_parts()}
          choices={[
            { to: to({ part: '', show: '' }), text: m.channels_history_runs(), isCurrent: page.part === 'runs' && page.show === '' },
            {
              to: to({ part: '', show: 'failed' }),
              text: m.channels_history_failed(),
              isCurrent: page.part === 'runs' && page.show === 'failed',
            },
            {
              to: to({ part: '', show: 'running' }),
              text: m.channels_history_running(),
              isCurrent: page.part === 'runs' && page.show === 'running',
            },
            { to: to({ part: 'conflicts', show: '' }), text: m.channels_history_conflicts(), isCurrent: page.part === 'conflicts' },
          ]}
        />
        <AccountLinks accounts={accounts} current={connectionId} to={(id) => to({ connection: id })} />
      </div>
      {page.part === 'runs' ? (
        accounts.length === 0 && page.runs.length === 0 ? (
          <NoChannel />
        ) : page.runs.length === 0 ? (
          <Notice {...noRuns(page.show)} />
        ) : (
          <Panel isFlush>
            <RunList runs={page.runs} accounts={accounts} nowMs={nowMs} />
            <Pager nextCursor={page.nextCursor} />
          </Panel>
        )
      ) : page.conflicts.length === 0 ? (
        <Notice title={m.channels_conflicts_none_title()} text={m.channels_conflicts_none()} />
      ) : (
        <>
          <p className="mb-4 max-w-prose text-small text-soft">
            {m.channels_conflicts_text()}
            {page.conflicts.some((each) => canClose(each, page.canManage)) ? ` ${m.channels_conflicts_close()}` : null}
          </p>
          <div className="mb-4 empty:hidden">
            <FormErrors errors={result?.error?.[''] ?? undefined} />
          </div>
          <Panel isFlush>
            <DataTable
              caption={m.channels_history_conflicts()}
              columns={columnsOf(accounts, page.canManage, nowMs)}
              rows={page.conflicts}
              rowKey={({ id }) => id}
            />
            <Pager nextCursor={page.nextCursor} />
          </Panel>
        </>
      )}
    </ChannelsFrame>
  )
}

const noRuns = (show: '' | 'failed' | 'running') => {
  if (show === 'failed') return { title: m.channels_runs_none_failed(), text: m.channels_runs_none_failed_text() }
  if (show === 'running') return { title: m.channels_runs_none_running(), text: m.channels_runs_none() }
  return { title: m.channels_runs_none_title(), text: m.channels_runs_none() }
}

/** Which account's things are shown: one of them, or all. Nothing to choose where there is one. */
export function AccountLinks({ accounts, current, to }: { accounts: Connection[]; current: string; to: (id: string) => string }) {
  if (accounts.length < 2 && current === '') return null
  return (
    <ChoiceLinks
      label={m.channels_of_account()}
      choices={[
        { to: to(''), text: m.channels_all_accounts(), isCurrent: current === '' },
        ...accounts.map(({ id, channel, name }) => ({
          to: to(id),
          text: m.channels_connection_title({ channel: CHANNEL_NAMES[channel], account: name }),
          isCurrent: id === current,
        })),
      ]}
    />
  )
}

const columnsOf = (accounts: Connection[], canManage: boolean, nowMs: number): Column<Conflict>[] => [
  {
    key: 'kind',
    title: m.channels_conflict(),
    isHeadline: true,
    cell: ({ kind, listingId, title, externalNumber, channelOrderId, detail }) => (
      <span className="block min-w-0">
        <span className="block font-semibold">{conflictText(kind)}</span>
        <span className="block max-w-prose text-fine font-normal text-soft">{detail}</span>
        <span className="block font-normal">
          {channelOrderId !== null ? (
            <TextLink to={`/vendor/channels/orders/${channelOrderId}`}>{externalNumber ?? m.channels_conflict_order()}</TextLink>
          ) : listingId !== null ? (
            <TextLink to={`/vendor/channels/listings/${listingId}`}>{title ?? listingId}</TextLink>
          ) : null}
        </span>
      </span>
    ),
  },
  {
    key: 'account',
    title: m.channels_run_account(),
    cell: ({ connectionId }) => <AccountName account={accounts.find(({ id }) => id === connectionId)} />,
  },
  { key: 'ours', title: m.channels_conflict_ours(), isNumber: true, cell: ({ ours }) => (ours === null ? '–' : numberText(ours)) },
  {
    key: 'theirs',
    title: m.channels_conflict_theirs(),
    isNumber: true,
    cell: ({ theirs }) => (theirs === null ? '–' : numberText(theirs)),
  },
  {
    key: 'at',
    title: m.channels_run_started(),
    cell: ({ at }) => (
      <time dateTime={at} title={momentText(at)} className="whitespace-nowrap text-soft">
        {agoText(Date.parse(at), nowMs)}
      </time>
    ),
  },
  {
    key: 'resolution',
    title: m.channels_conflict_settled(),
    cell: (conflict) => <Settled conflict={conflict} canManage={canManage} />,
  },
]

const canClose = ({ kind, resolution }: Conflict, canManage: boolean) => canManage && resolution === 'open' && isForPeople(kind)

/** How a conflict was settled, and by whom; of one that waits for people, the button that says it is over. */
function Settled({ conflict, canManage }: { conflict: Conflict; canManage: boolean }) {
  const { id, kind, resolution, externalNumber, resolvedAt, closedByName } = conflict
  const { text, tone } = resolutionWord(resolution)
  const order = externalNumber ?? id
  return (
    <span className="grid justify-items-start gap-1.5">
      <Badge tone={tone}>{text}</Badge>
      {resolution === 'closed' && resolvedAt !== null ? (
        <time dateTime={resolvedAt} title={momentText(resolvedAt)} className="text-fine text-soft">
          {closedByName === null
            ? m.channels_conflict_closed_on({ day: dayText(resolvedAt) })
            : m.channels_conflict_closed_by({ name: closedByName, day: dayText(resolvedAt) })}
        </time>
      ) : null}
      {canClose(conflict, canManage) ? (
        <Form method="post">
          <SubmitButton
            name="conflict"
            value={id}
            look="secondary"
            isSmall
            pendingText={m.channels_conflict_closing()}
            aria-label={m.channels_conflict_close_of({ conflict: conflictText(kind), order })}
          >
            {m.channels_conflict_close()}
          </SubmitButton>
        </Form>
      ) : null}
    </span>
  )
}
