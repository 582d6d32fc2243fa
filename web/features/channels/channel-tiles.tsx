import { Link } from '@remix-run/react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { numberText } from '#web/ui/format.ts'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { Connection } from './channel-data.ts'
import { ChannelMark } from './channel-mark.tsx'
import { connectionWord, spanText } from './channel-words.ts'

/** A tile for each connected account on the store's home: how it is, how far behind, what came today, what waits. */
export function ChannelTiles({ connections }: { connections: Connection[] }) {
  if (connections.length === 0) return null
  return (
    <section aria-label={m.channels_title()} className="mt-3 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {connections.map((connection) => (
        <Tile key={connection.id} connection={connection} />
      ))}
    </section>
  )
}

function Tile({ connection: { id, channel, name, status, lagMs, counts } }: { connection: Connection }) {
  const word = connectionWord(status)
  const facts = [
    { name: m.channels_figure_today(), value: numberText(counts.ordersToday) },
    { name: m.channels_tile_lag(), value: status !== 'active' ? '–' : lagMs ? spanText(lagMs) : m.channels_tile_none() },
    { name: m.channels_figure_waiting(), value: numberText(counts.parked), isUrgent: counts.parked > 0 },
  ]
  return (
    <Link to={`/vendor/channels/${id}`} className="group block rounded-plate border border-line bg-card px-4 py-3.5 hover:border-accent">
      <span className="flex items-center gap-3">
        <ChannelMark channel={channel} size="small" />
        <span className="min-w-0 grow">
          <span className="block text-small font-semibold group-hover:text-accent">{CHANNEL_NAMES[channel]}</span>
          <span className="block truncate text-fine text-soft">{name}</span>
        </span>
        {status === 'active' ? <span className="sr-only">{word.text}</span> : <Badge tone={word.tone}>{word.text}</Badge>}
        {status === 'active' ? <span aria-hidden="true" className="size-2.5 shrink-0 rounded-pill bg-good" /> : null}
      </span>
      <span className="mt-3 grid grid-cols-3 gap-2">
        {facts.map((fact) => (
          <span key={fact.name} className="min-w-0">
            <span className="block text-fine text-soft">{fact.name}</span>
            <span className={`block font-semibold tabular-nums ${fact.isUrgent ? 'text-warn' : ''}`}>{fact.value}</span>
          </span>
        ))}
      </span>
    </Link>
  )
}
