import { m } from '#messages'
import { Badge, type Tone } from '#web/ui/badge.tsx'
import { dayText } from '#web/ui/format.ts'
import { Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { WholeOrder } from './order-words.ts'

type Channel = NonNullable<WholeOrder['channel']>
type Return = Channel['returns'][number]

const STATUS: Record<Exclude<Return['status'], 'unknown'>, { text: () => string; tone: Tone }> = {
  requested: { text: m.goods_return_requested, tone: 'warn' },
  open: { text: m.goods_return_open, tone: 'accent' },
  closed: { text: m.goods_return_closed, tone: 'plain' },
  declined: { text: m.goods_return_declined, tone: 'plain' },
  cancelled: { text: m.goods_return_cancelled, tone: 'plain' },
}

/** What the buyer sends back through the channel, and where goods that are here again are put into stock. */
export function SentBack({ channel, lines }: { channel: Channel; lines: WholeOrder['lines'] }) {
  if (channel.returns.length === 0) return null
  return (
    <Panel title={m.goods_returns_title()} id="returns">
      <ul className="grid gap-4">
        {channel.returns.map((one) => (
          <li key={`${one.number} ${one.createdAt}`} className="grid gap-1.5 text-small">
            <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <span className="font-semibold">{one.number}</span>
              {one.status === 'unknown' ? (
                <Badge>{one.externalStatus}</Badge>
              ) : (
                <Badge tone={STATUS[one.status].tone}>{STATUS[one.status].text()}</Badge>
              )}
              <span className="text-soft">{dayText(one.createdAt)}</span>
            </p>
            <ul className="grid gap-1.5">
              {one.lines.map((line) => (
                <Goods key={keyOf(line)} line={line} channel={channel} lines={lines} isHere={mayBeHere(one)} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <p className="mt-4 border-t border-line pt-3 text-fine text-soft">
        {m.goods_returns_note({ channel: CHANNEL_NAMES[channel.channel] })}
      </p>
    </Panel>
  )
}

const keyOf = ({ orderLineId, title, quantity, reason }: Return['lines'][number]) => [orderLineId, title, quantity, reason].join(' ')

/** One that was only asked for, or came to nothing, brings nothing back. */
const mayBeHere = ({ status }: Return): boolean => status === 'open' || status === 'closed' || status === 'unknown'

function Goods({
  line,
  channel,
  lines,
  isHere,
}: {
  line: Return['lines'][number]
  channel: Channel
  lines: WholeOrder['lines']
  isHere: boolean
}) {
  const ours = lines.find(({ id }) => id === line.orderLineId)
  const title = ours?.title ?? line.title ?? m.goods_return_unnamed({ channel: CHANNEL_NAMES[channel.channel] })
  return (
    <li>
      <span className="block break-words">
        {line.quantity} × {title}
      </span>
      {line.reason === null ? null : <span className="block text-soft">{line.reason}</span>}
      {ours && isHere ? <TextLink to={`/vendor/inventory/${ours.variantId}`}>{m.goods_return_restock()}</TextLink> : null}
    </li>
  )
}
