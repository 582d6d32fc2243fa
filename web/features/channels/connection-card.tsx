import { Form, Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { agoText, momentText } from '#web/ui/format.ts'
import { TriangleAlert } from '#web/ui/icons.ts'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { Connection, Pacer } from './channel-data.ts'
import { ChannelMark } from './channel-mark.tsx'
import { connectionWord, detailOf, fixText, healthText, needYou, spanText } from './channel-words.ts'
import { RateMeter } from './rate-meter.tsx'

type Props = { connection: Connection; pacer: Pacer | null; canManage: boolean; nowMs: number }

/** One connected account: how it is, in words first, then in figures, and what of it waits for the vendor. */
export function ConnectionCard({ connection, pacer, canManage, nowMs }: Props) {
  const { id, channel, name, status, counts } = connection
  const word = connectionWord(status)
  const here = `/vendor/channels/${id}`
  const byConnection = `connection=${id}`
  return (
    <article className="flex min-w-0 flex-col rounded-plate border border-line bg-card wrap-anywhere">
      <header className="flex items-start gap-4 p-4 sm:p-5">
        <ChannelMark channel={channel} />
        <div className="min-w-0 grow">
          <h2 className="text-title break-words">
            <Link to={here} className="hover:text-accent hover:underline">
              {CHANNEL_NAMES[channel]}
            </Link>
          </h2>
          <p className="line-clamp-2 text-small text-soft" title={name}>
            {name}
          </p>
        </div>
        <Badge tone={word.tone}>{word.text}</Badge>
      </header>
      <p className="px-4 text-small sm:px-5">{healthText(connection, nowMs)}</p>
      <Trouble connection={connection} canManage={canManage} nowMs={nowMs} />
      <dl className="mt-4 grid grid-cols-2 gap-x-4 gap-y-3 px-4 text-small sm:px-5">
        <Fact name={m.channels_last_orders()}>
          <Moment at={connection.ordersPulledAt} nowMs={nowMs} />
        </Fact>
        <Fact name={m.channels_last_stock()}>
          <Moment at={connection.stockPushedAt} nowMs={nowMs} />
        </Fact>
        <Fact name={m.channels_lag()}>{!connection.lagMs ? m.channels_lag_none() : spanText(connection.lagMs)}</Fact>
        <Fact name={m.channels_budget()}>
          {pacer === null ? <span className="text-soft">{m.channels_unknown()}</span> : <RateMeter buckets={pacer.buckets} />}
        </Fact>
      </dl>
      <ul className="mt-4 flex flex-wrap gap-x-5 gap-y-1 px-4 text-small sm:px-5">
        <li>
          <TextLink to={`/vendor/channels/listings?${byConnection}`}>{m.channels_count_listings({ count: counts.listings })}</TextLink>
        </li>
        {counts.unmatched === 0 ? null : (
          <li>
            <TextLink to={`/vendor/channels/listings?${byConnection}&show=unmatched`}>
              {m.channels_count_unmatched({ count: counts.unmatched })}
            </TextLink>
          </li>
        )}
        {counts.issues === 0 ? null : (
          <li>
            <TextLink to={`/vendor/channels/listings?${byConnection}&show=issues`}>
              {m.channels_count_issues({ count: counts.issues })}
            </TextLink>
          </li>
        )}
        {needYou(counts) === 0 ? null : (
          <li>
            <TextLink to={`/vendor/channels/orders?${byConnection}`}>{m.channels_count_parked({ count: needYou(counts) })}</TextLink>
          </li>
        )}
      </ul>
      <footer className="mt-auto flex flex-wrap gap-2 p-4 sm:p-5">
        <ButtonLink to={here} look="secondary" isSmall>
          {m.channels_open()}
        </ButtonLink>
        {canManage && status === 'active' && connection.importedAt === null ? (
          <ButtonLink to={`${here}/setup?step=import`} isSmall>
            {m.channels_import_now()}
          </ButtonLink>
        ) : null}
        {canManage && status === 'paused' ? (
          <Form method="post" action={`${here}?index`}>
            <SubmitButton name="intent" value="resume" isSmall pendingText={m.channels_resuming()}>
              {m.channels_resume()}
            </SubmitButton>
          </Form>
        ) : null}
      </footer>
    </article>
  )
}

/** What went wrong last, and what to do about it. */
export function Trouble({ connection, canManage, nowMs }: Pick<Props, 'connection' | 'canManage' | 'nowMs'>) {
  const { error, status, channel, id, fix } = connection
  if (error === null && status !== 'broken') return null
  const detail = detailOf(connection)
  return (
    <div
      className={`mx-4 mt-3 flex gap-3 rounded-plate px-3.5 py-3 text-small sm:mx-5 ${status === 'broken' ? 'bg-bad-tint' : 'bg-warn-tint'}`}
    >
      <TriangleAlert className={`mt-0.5 size-4.5 shrink-0 ${status === 'broken' ? 'text-bad' : 'text-warn'}`} aria-hidden />
      <div className="min-w-0">
        {detail === null ? null : <p className="font-medium wrap-anywhere">{detail}</p>}
        {fix === null ? null : <p>{fixText(fix)}</p>}
        {error === null ? null : (
          <p className="mt-0.5 text-fine text-soft">
            <time dateTime={error.since} title={momentText(error.since)}>
              {m.channels_since_when({ when: agoText(Date.parse(error.since), nowMs) })}
            </time>
          </p>
        )}
        {status === 'broken' && canManage ? (
          <p className="mt-2">
            <ButtonLink to={`/vendor/channels/connect/${channel}?again=${id}`} isSmall>
              {m.channels_connect_again()}
            </ButtonLink>
          </p>
        ) : null}
      </div>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-fine text-soft">{name}</dt>
      <dd className="font-medium tabular-nums">{children}</dd>
    </div>
  )
}

/** How long ago something was done, or that it never was. */
export function Moment({ at, nowMs }: { at: string | null; nowMs: number }) {
  if (at === null) return <span className="text-soft">{m.channels_never()}</span>
  return (
    <time dateTime={at} title={momentText(at)}>
      {agoText(Date.parse(at), nowMs)}
    </time>
  )
}
