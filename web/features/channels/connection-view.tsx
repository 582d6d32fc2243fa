import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { dayText, numberText, rateText } from '#web/ui/format.ts'
import { Facts, Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { Bucket, Connection, Pacer, Run } from './channel-data.ts'
import { connectionWord, healthText, needYou, spanText, taskText } from './channel-words.ts'
import { Moment, Trouble } from './connection-card.tsx'
import { leftBps, Meter } from './rate-meter.tsx'
import { RunProgress } from './run-progress.tsx'
import { RunList } from './runs-table.tsx'
import { SettingsForm } from './settings-form.tsx'

export type ConnectionPage = {
  connection: Connection
  connectBy: 'oauth' | 'keys'
  hasWebhooks: boolean
  /** The channel takes listings from here. */
  canPublish: boolean
  pacer: Pacer | null
  runs: Loaded<Run[]>
  currency: Currency
  example: { title: string; priceMinor: number; available: number } | null
  canManage: boolean
  canConnect: boolean
  nowMs: number
}

/** One connection: how it is, what it is told, and what can be done about it. */
export function ConnectionView(page: ConnectionPage & { result: SubmissionResult | undefined }) {
  const { connection, pacer, runs, canManage, nowMs, result } = page
  const { id, channel, name, status, counts } = connection
  const word = connectionWord(status)
  const list = `/vendor/channels/listings?connection=${id}`
  const importing = runs.ok ? runs.value.find((run) => run.kind === 'import' && run.status === 'running') : undefined
  const isSettingsResult = result?.initialValue?.intent === 'settings'
  return (
    <>
      <PageHeader
        back={<TextLink to="/vendor/channels">{m.channels_back()}</TextLink>}
        title={m.channels_connection_title({ channel: CHANNEL_NAMES[channel], account: name })}
        text={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={word.tone}>{word.text}</Badge>
            <span>{healthText(connection, nowMs)}</span>
          </span>
        }
      >
        <Doings {...page} />
      </PageHeader>
      <div className="-mx-4 mb-5 empty:hidden sm:-mx-5">
        <Trouble connection={connection} canManage={page.canConnect} nowMs={nowMs} />
      </div>
      {result === undefined || isSettingsResult ? null : (
        <div className="mb-5">
          <FormErrors errors={result.error?.[''] ?? undefined} />
        </div>
      )}
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Figure
          name={m.channels_figure_listings()}
          value={numberText(counts.listings)}
          note={<TextLink to={list}>{m.channels_see_all()}</TextLink>}
        />
        <Figure
          name={m.channels_not_matched()}
          value={numberText(counts.unmatched)}
          note={
            counts.unmatched === 0 ? (
              m.channels_none_unmatched()
            ) : (
              <TextLink to={`${list}&show=unmatched`}>{m.channels_matching_choose()}</TextLink>
            )
          }
        />
        <Figure name={m.channels_figure_today()} value={numberText(counts.ordersToday)} note={m.channels_since_midnight()} />
        <Figure
          name={m.channels_figure_waiting()}
          value={numberText(needYou(counts))}
          note={
            needYou(counts) === 0 ? (
              m.channels_none_waiting()
            ) : (
              <TextLink to={`/vendor/channels/orders?connection=${id}`}>{m.channels_decide()}</TextLink>
            )
          }
        />
      </div>
      {importing === undefined ? null : (
        <div className="mt-5">
          <Panel title={m.channels_run_import()}>
            <RunProgress run={importing} here={`/vendor/channels/${id}`} nowMs={nowMs} />
          </Panel>
        </div>
      )}
      <div className="mt-5 grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid min-w-0 gap-5">
          <Panel title={m.channels_settings_title()} id="settings">
            <SettingsForm
              settings={connection.settings}
              choices={connection.choices}
              currency={page.currency}
              example={page.example}
              canManage={canManage && status !== 'disconnected'}
              submitText={m.channels_save()}
              result={isSettingsResult ? result : undefined}
              version={connection.version}
            />
          </Panel>
          <Panel
            title={m.channels_latest_runs()}
            isFlush
            action={<TextLink to={`/vendor/channels/history?connection=${id}`}>{m.channels_all_runs()}</TextLink>}
          >
            {runs.ok ? <RunList runs={runs.value} nowMs={nowMs} /> : <p className="p-5 text-small text-soft">{m.channels_failed_text()}</p>}
          </Panel>
        </div>
        <div className="grid min-w-0 gap-5">
          <Panel title={m.channels_how_fresh()}>
            <Facts
              items={[
                { name: m.channels_last_orders(), value: <Moment at={connection.ordersPulledAt} nowMs={nowMs} /> },
                { name: m.channels_last_stock(), value: <Moment at={connection.stockPushedAt} nowMs={nowMs} /> },
                { name: m.channels_last_compared(), value: <Moment at={connection.reconciledAt} nowMs={nowMs} /> },
                { name: m.channels_lag(), value: !connection.lagMs ? m.channels_lag_none() : spanText(connection.lagMs) },
                ...(page.hasWebhooks ? [{ name: m.channels_webhooks(), value: webhooksText(connection) }] : []),
                { name: m.channels_account(), value: connection.accountRef },
                { name: m.channels_since(), value: dayText(connection.createdAt) },
              ]}
            />
          </Panel>
          {page.canPublish && status !== 'disconnected' ? (
            <Panel title={m.channels_publish_title()}>
              <p className="text-small text-soft">{m.channels_publish_here()}</p>
              <p className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-small">
                <TextLink to={`/vendor/channels/listings?connection=${id}&show=unlisted`}>{m.channels_publish_choose()}</TextLink>
                <TextLink to={`/vendor/channels/${id}/categories`}>{m.channels_categories()}</TextLink>
              </p>
            </Panel>
          ) : null}
          {pacer === null ? null : <Pace pacer={pacer} />}
          {page.canConnect && status !== 'disconnected' ? <Ending {...page} /> : null}
        </div>
      </div>
    </>
  )
}

function webhooksText({ webhooks }: Connection): string {
  if (webhooks.isHealthy === null) return m.channels_webhooks_unknown()
  return webhooks.isHealthy ? m.channels_webhooks_good() : m.channels_webhooks_bad()
}

function Doings({ connection, canManage }: ConnectionPage) {
  const { status, id, importedAt } = connection
  if (!canManage || status === 'disconnected' || status === 'broken') return null
  if (status === 'paused')
    return (
      <Form method="post">
        <SubmitButton name="intent" value="resume" pendingText={m.channels_resuming()}>
          {m.channels_resume()}
        </SubmitButton>
      </Form>
    )
  return (
    <>
      {importedAt === null ? <ButtonLink to={`/vendor/channels/${id}/setup?step=import`}>{m.channels_import_now()}</ButtonLink> : null}
      <Form method="post" className="flex flex-wrap gap-2">
        <SubmitButton name="intent" value="sync" look="secondary" pendingText={m.channels_syncing()}>
          {m.channels_sync()}
        </SubmitButton>
        <SubmitButton name="intent" value="pause" look="secondary" pendingText={m.channels_pausing()}>
          {m.channels_pause()}
        </SubmitButton>
      </Form>
    </>
  )
}

const columnsOf = (): Column<Bucket>[] => [
  {
    key: 'operation',
    title: m.channels_pace_operation(),
    isHeadline: true,
    cell: ({ operation }) => <code className="text-fine wrap-anywhere">{operation}</code>,
  },
  {
    key: 'left',
    title: m.channels_pace_left(),
    cell: (bucket) => <Meter bps={leftBps(bucket)} text={rateText(Math.round(leftBps(bucket) / 100) * 100)} />,
  },
]

/** What the channel allows, and when it is asked next. */
function Pace({ pacer: { buckets, tasks } }: { pacer: Pacer }) {
  const beats = tasks.filter(({ everyMs }) => everyMs !== null)
  return (
    <Panel title={m.channels_pace_title()}>
      <p className="mb-3 text-small text-soft">{m.channels_pace_text()}</p>
      {beats.length === 0 ? null : (
        <Facts
          items={beats.map(({ task, everyMs }) => ({
            name: taskText(task),
            value: m.channels_pace_every({ span: spanText(everyMs ?? 0) }),
          }))}
        />
      )}
      {buckets.length === 0 ? null : (
        <details className="mt-4 border-t border-line pt-3">
          <summary className="flex min-h-9 cursor-pointer items-center text-small font-semibold text-accent">
            {m.channels_pace_limits({ count: buckets.length })}
          </summary>
          <div className="-mx-3.5">
            <DataTable caption={m.channels_pace_title()} columns={columnsOf()} rows={buckets} rowKey={({ operation }) => operation} />
          </div>
        </details>
      )}
    </Panel>
  )
}

/** New keys, and the end of it, with what each means. */
function Ending({ connection, connectBy }: ConnectionPage) {
  const { channel, id } = connection
  const name = CHANNEL_NAMES[channel]
  return (
    <Panel title={m.channels_access_title()}>
      <p className="text-small text-soft">
        {connectBy === 'keys' ? m.channels_keys_replace_text() : m.channels_reauthorise_text({ channel: name })}
      </p>
      <p className="mt-3">
        <ButtonLink to={`/vendor/channels/connect/${channel}?again=${id}`} look="secondary" isSmall>
          {connectBy === 'keys' ? m.channels_keys_replace() : m.channels_connect_again()}
        </ButtonLink>
      </p>
      <details className="mt-5 border-t border-line pt-3">
        <summary className="flex min-h-9 cursor-pointer items-center text-small font-semibold text-bad">
          {m.channels_disconnect({ channel: name })}
        </summary>
        <ul className="mt-2 list-disc space-y-1.5 ps-5 text-small text-soft">
          <li>{m.channels_disconnect_keys()}</li>
          <li>{m.channels_disconnect_orders()}</li>
          <li>{m.channels_disconnect_stock({ channel: name })}</li>
          <li>{m.channels_disconnect_kept()}</li>
        </ul>
        <Form method="post" className="mt-4">
          <SubmitButton name="intent" value="disconnect" look="danger" isSmall pendingText={m.channels_disconnecting()}>
            {m.channels_disconnect({ channel: name })}
          </SubmitButton>
        </Form>
      </details>
    </Panel>
  )
}
