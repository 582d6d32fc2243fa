import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { agoText, momentText, numberText } from '#web/ui/format.ts'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { Connection, Run } from './channel-data.ts'
import { ChannelMark } from './channel-mark.tsx'
import { causeText, runText, runWord, spanText } from './channel-words.ts'

type Account = Pick<Connection, 'id' | 'channel' | 'name'>

/** Pieces of work, the newest first; `accounts` names whose they are where there are several. */
export function RunList({ runs, accounts, nowMs }: { runs: Run[]; accounts?: Account[]; nowMs: number }) {
  if (runs.length === 0) return <p className="px-4 py-6 text-small text-soft sm:px-5">{m.channels_runs_none()}</p>
  return <DataTable caption={m.channels_runs_caption()} columns={columnsOf(accounts, nowMs)} rows={runs} rowKey={({ id }) => id} />
}

const columnsOf = (accounts: Account[] | undefined, nowMs: number): Column<Run>[] => [
  {
    key: 'kind',
    title: m.channels_run_kind(),
    isHeadline: true,
    cell: ({ id, kind }) => <TextLink to={`/vendor/channels/history/${id}`}>{runText(kind)}</TextLink>,
  },
  ...(accounts === undefined
    ? []
    : [
        {
          key: 'account',
          title: m.channels_run_account(),
          cell: ({ connectionId }: Run) => <AccountName account={accounts.find(({ id }) => id === connectionId)} />,
        },
      ]),
  {
    key: 'at',
    title: m.channels_run_started(),
    cell: ({ startedAt }) => (
      <time dateTime={startedAt} title={momentText(startedAt)} className="whitespace-nowrap text-soft">
        {agoText(Date.parse(startedAt), nowMs)}
      </time>
    ),
  },
  { key: 'cause', title: m.channels_run_cause(), cell: ({ cause }) => <span className="text-soft">{causeText(cause)}</span> },
  { key: 'took', title: m.channels_run_took(), isNumber: true, cell: (run) => tookText(run) },
  { key: 'items', title: m.channels_run_items(), isNumber: true, cell: ({ done }) => numberText(done) },
  {
    key: 'status',
    title: m.channels_run_outcome(),
    cell: (run) => {
      const { text, tone } = runWord(run)
      return <Badge tone={tone}>{text}</Badge>
    },
  },
]

export const tookText = ({ startedAt, finishedAt }: Run): string =>
  finishedAt === null ? '–' : spanText(Date.parse(finishedAt) - Date.parse(startedAt))

/** Whose something is, by its channel's plate and the account's name. */
export function AccountName({ account }: { account: Account | undefined }) {
  if (account === undefined) return <span className="text-soft">{m.channels_unknown()}</span>
  return (
    <span className="flex min-w-0 items-center gap-2">
      <ChannelMark channel={account.channel} size="small" />
      <span className="min-w-0">
        <span className="block font-medium">{CHANNEL_NAMES[account.channel]}</span>
        <span className="block text-fine wrap-anywhere text-soft">{account.name}</span>
      </span>
    </span>
  )
}
