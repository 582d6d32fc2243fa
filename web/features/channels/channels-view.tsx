import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { LiveMark } from '#web/ui/live-mark.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { useLive } from '#web/ui/use-live.ts'
import { CHANNEL_NAMES, type ChannelKey } from '#worker/pure/channel.ts'
import type { ChannelInfo, Connection, Pacer } from './channel-data.ts'
import { ChannelMark } from './channel-mark.tsx'
import { waitingOf } from './channel-words.ts'
import { ChannelsFrame } from './channels-frame.tsx'
import { ConnectionCard } from './connection-card.tsx'

export type ChannelsPage = {
  platforms: Loaded<{ channels: ChannelInfo[]; connections: Connection[] }>
  pacers: Record<string, Pacer | null>
  canConnect: boolean
  canManage: boolean
  nowMs: number
}

/** The accounts at other marketplaces, and those that could be connected. */
export function ChannelsView({ platforms, pacers, canConnect, canManage, nowMs }: ChannelsPage) {
  const live = useLive('vendor', ['channels', 'sync', 'stock'], nowMs)
  if (!platforms.ok)
    return (
      <ChannelsFrame current="connections">
        <Notice
          title={m.channels_failed_title()}
          text={m.channels_failed_text()}
          action={<ButtonLink to="/vendor/channels">{m.ui_retry()}</ButtonLink>}
        />
      </ChannelsFrame>
    )
  const { channels, connections } = platforms.value
  const alive = connections.filter(({ status }) => status !== 'disconnected')
  const over = connections.filter(({ status }) => status === 'disconnected')
  const open = channels.filter(({ channel }) => !alive.some((each) => each.channel === channel))
  return (
    <ChannelsFrame current="connections" waiting={waitingOf(connections)}>
      <p className="mb-4 flex">
        <LiveMark live={live} />
      </p>
      {alive.length === 0 ? <Begin /> : null}
      <div className="grid grid-cols-1 items-stretch gap-5 md:grid-cols-2 xl:grid-cols-3">
        {alive.map((connection) => (
          <ConnectionCard
            key={connection.id}
            connection={connection}
            pacer={pacers[connection.id] ?? null}
            canManage={canManage}
            nowMs={nowMs}
          />
        ))}
        {open.map(({ channel }) => (
          <OpenCard key={channel} channel={channel} canConnect={canConnect} />
        ))}
      </div>
      {canConnect ? null : <p className="mt-5 text-small text-soft">{m.channels_read_only()}</p>}
      {alive.length > 0 && canConnect ? (
        <p className="mt-6 flex flex-wrap items-center gap-x-2 text-small text-soft">
          {m.channels_second_account()}
          {alive
            .map(({ channel }) => channel)
            .filter((channel, index, all) => all.indexOf(channel) === index)
            .map((channel) => (
              <ButtonLink key={channel} to={`/vendor/channels/connect/${channel}`} look="quiet" isSmall>
                {CHANNEL_NAMES[channel]}
              </ButtonLink>
            ))}
        </p>
      ) : null}
      {over.length === 0 ? null : <Over connections={over} />}
    </ChannelsFrame>
  )
}

/** Accounts that are connected no more, and what is left of them to look at. */
function Over({ connections }: { connections: Connection[] }) {
  return (
    <section className="mt-6 border-t border-line pt-4 text-small">
      <h2 className="text-small font-semibold">{m.channels_over_title()}</h2>
      <p className="mt-1 max-w-prose text-soft">{m.channels_over_text()}</p>
      <ul className="mt-2 grid gap-1.5">
        {connections.map(({ id, channel, name }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <ChannelMark channel={channel} size="tiny" />
            <span className="min-w-0 wrap-anywhere">{m.channels_connection_title({ channel: CHANNEL_NAMES[channel], account: name })}</span>
            <TextLink to={`/vendor/channels/history?connection=${id}`}>{m.channels_tab_history()}</TextLink>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Begin() {
  const points = [m.channels_begin_stock(), m.channels_begin_orders(), m.channels_begin_last()]
  return (
    <div className="mb-6 rounded-plate bg-accent-tint px-5 py-6 sm:px-7">
      <p className="font-display text-title font-bold">{m.channels_begin_title()}</p>
      <ul className="mt-3 grid gap-x-8 gap-y-2 text-small sm:grid-cols-3">
        {points.map((text) => (
          <li key={text} className="border-s-2 border-accent ps-3">
            {text}
          </li>
        ))}
      </ul>
    </div>
  )
}

const WHAT: Record<ChannelKey, () => string> = {
  amazon: m.channels_what_amazon,
  shopify: m.channels_what_shopify,
  bestbuy: m.channels_what_bestbuy,
}

function OpenCard({ channel, canConnect }: { channel: ChannelKey; canConnect: boolean }) {
  return (
    <article className="flex flex-col rounded-plate border border-dashed border-stone-deep p-4 sm:p-5">
      <div className="flex items-center gap-4">
        <ChannelMark channel={channel} />
        <h2 className="text-title">{CHANNEL_NAMES[channel]}</h2>
      </div>
      <p className="mt-3 mb-5 text-small text-soft">{WHAT[channel]()}</p>
      {canConnect ? (
        <p className="mt-auto">
          <ButtonLink to={`/vendor/channels/connect/${channel}`}>{m.channels_connect({ channel: CHANNEL_NAMES[channel] })}</ButtonLink>
        </p>
      ) : null}
    </article>
  )
}
