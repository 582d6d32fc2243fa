import { Link } from '@remix-run/react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { agoText, numberText } from '#web/ui/format.ts'
import { TriangleAlert } from '#web/ui/icons.ts'
import { Moved } from '#web/ui/moved.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { Connection } from './channel-data.ts'
import { ChannelMark } from './channel-mark.tsx'
import { connectionWord, detailOf, fixText, needYou, spanText } from './channel-words.ts'

type Props = { connection: Connection; nowMs: number }

/** A tile for each connected account on the store's home: how it is, how far behind, what came today, what waits. */
export function ChannelTiles({ connections, nowMs }: { connections: Connection[]; nowMs: number }) {
  if (connections.length === 0) return null
  return (
    <section aria-label={m.channels_title()} className="mt-3 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {connections.map((connection) => (
        <Tile key={connection.id} connection={connection} nowMs={nowMs} />
      ))}
    </section>
  )
}

function Tile({ connection, nowMs }: Props) {
  const { id, channel, name, status, lagMs, counts } = connection
  const word = connectionWord(status)
  const facts = [
    { name: m.channels_figure_today(), value: numberText(counts.ordersToday) },
    { name: m.channels_tile_lag(), value: status !== 'active' ? '–' : lagMs ? spanText(lagMs) : m.channels_tile_none() },
    { name: m.store_tile_due(), value: numberText(counts.due) },
    ...(needYou(counts) > 0 ? [{ name: m.channels_figure_waiting(), value: numberText(needYou(counts)), isUrgent: true }] : []),
  ]
  return (
    <Link
      to={`/vendor/channels/${id}`}
      className="group flex flex-col rounded-plate border border-line bg-card px-4 py-3.5 hover:border-accent"
    >
      <span className="flex items-center gap-3">
        <ChannelMark channel={channel} size="small" />
        <span className="min-w-0 grow">
          <span className="block text-small font-semibold group-hover:text-accent">{CHANNEL_NAMES[channel]}</span>
          <span className="block truncate text-fine text-soft">{name}</span>
        </span>
        {status === 'active' ? <span className="sr-only">{word.text}</span> : <Badge tone={word.tone}>{word.text}</Badge>}
        {status === 'active' ? (
          <span aria-hidden="true" className={`size-2.5 shrink-0 rounded-pill ${connection.error === null ? 'bg-good' : 'bg-warn'}`} />
        ) : null}
      </span>
      <span className={`mt-3 grid gap-2 ${facts.length > 3 ? 'grid-cols-4' : 'grid-cols-3'}`}>
        {facts.map((fact) => (
          <span key={fact.name} className="flex min-w-0 flex-col justify-between">
            <span className="block text-fine text-soft">{fact.name}</span>
            <span className={`block font-semibold tabular-nums ${'isUrgent' in fact ? 'text-warn' : ''}`}>
              <Moved>{fact.value}</Moved>
            </span>
          </span>
        ))}
      </span>
      <Trouble connection={connection} nowMs={nowMs} />
    </Link>
  )
}

/** What keeps an account from being in step, and what to do about it. */
function Trouble({ connection, nowMs }: Props) {
  const { error, fix, status } = connection
  if (error === null && fix === null) return null
  const isBroken = status === 'broken'
  const detail = detailOf(connection)
  return (
    <span className="mt-3 flex gap-2 border-t border-line pt-2.5 text-fine">
      <TriangleAlert className={`mt-px size-4 shrink-0 ${isBroken ? 'text-bad' : 'text-warn'}`} aria-hidden />
      <span className="min-w-0">
        {error === null || detail === null ? null : (
          <span className="line-clamp-2 font-medium wrap-anywhere">
            {detail} <span className="font-normal text-soft">{agoText(Date.parse(error.since), nowMs)}</span>
          </span>
        )}
        {fix === null ? null : <span className="block">{fixText(fix)}</span>}
      </span>
    </span>
  )
}
