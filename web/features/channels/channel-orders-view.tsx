import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { agoText, momentText, moneyText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { ChannelOrderRow, Connection, Unmapped } from './channel-data.ts'
import { ChannelMark } from './channel-mark.tsx'
import { canTryAgain, orderWord, troubleText } from './channel-words.ts'
import { ChannelsFrame, NoChannel } from './channels-frame.tsx'
import { ChoiceLinks } from './choice-links.tsx'
import { AccountLinks } from './history-view.tsx'

export const ORDER_VIEWS = ['waiting', 'refused', 'all'] as const
export type ChannelOrderShow = (typeof ORDER_VIEWS)[number]
export type ChannelOrdersPage = {
  accounts: Connection[]
  connectionId: string
  show: ChannelOrderShow
  orders: ChannelOrderRow[]
  /** Of orders that wait for a product: what they wait for. */
  unmapped: Record<string, Unmapped[]>
  nextCursor: string | null
  waiting: number
  canManage: boolean
  nowMs: number
}

/** Orders of channels that need somebody: why each waits, and what can be done about it on the spot. */
export function ChannelOrdersView(page: ChannelOrdersPage) {
  const { accounts, connectionId, show, orders, nextCursor, waiting } = page
  const to = (change: Partial<Record<'connection' | 'show', string>>) => {
    const all = { connection: connectionId, show: show === 'waiting' ? '' : show, ...change }
    const given = Object.entries(all).filter(([, value]) => value !== '')
    return `/vendor/channels/orders${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`
  }
  const TEXTS = { waiting: m.channels_orders_waiting(), refused: m.channels_orders_refused(), all: m.channels_orders_all() }
  return (
    <ChannelsFrame current="orders" waiting={waiting}>
      <div className="mb-4 flex flex-wrap gap-x-8 gap-y-2">
        <ChoiceLinks
          label={m.channels_orders_views()}
          choices={ORDER_VIEWS.map((each) => ({
            to: to({ show: each === 'waiting' ? '' : each }),
            text: TEXTS[each],
            isCurrent: each === show,
          }))}
        />
        <AccountLinks accounts={accounts} current={connectionId} to={(id) => to({ connection: id })} />
      </div>
      {accounts.length === 0 && orders.length === 0 ? (
        <NoChannel />
      ) : orders.length === 0 ? (
        <Notice
          title={show === 'waiting' ? m.channels_orders_none_title() : m.channels_orders_empty_title()}
          text={show === 'waiting' ? m.channels_orders_none_text() : m.channels_orders_empty_text()}
          action={
            <ButtonLink to="/vendor/orders" look="secondary">
              {m.channels_to_queue()}
            </ButtonLink>
          }
        />
      ) : (
        <>
          <ul className="grid gap-3">
            {orders.map((order) => (
              <li key={order.id}>
                <OrderCard order={order} page={page} />
              </li>
            ))}
          </ul>
          <div className="mt-3">
            <Pager nextCursor={nextCursor} />
          </div>
        </>
      )}
    </ChannelsFrame>
  )
}

function OrderCard({ order, page: { accounts, unmapped, canManage, nowMs } }: { order: ChannelOrderRow; page: ChannelOrdersPage }) {
  const { id, connectionId, channel, accountName, externalNumber, status, parkedReason, orderId, total, placedAt, isFailing } = order
  const lines = unmapped[id] ?? []
  const word = orderWord(status)
  const trouble = troubleText(order)
  const here = `/vendor/channels/orders/${id}`
  const canReplay = canManage && accounts.some((account) => account.id === connectionId)
  return (
    <article className="rounded-plate border border-line bg-card px-4 py-4 sm:px-5">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 text-small">
        <ChannelMark channel={channel} size="small" />
        <h2 className="min-w-0 text-body wrap-anywhere">
          <TextLink to={here}>{m.channels_order_of({ channel: CHANNEL_NAMES[channel], number: externalNumber })}</TextLink>
        </h2>
        <Badge tone={word.tone}>{word.text}</Badge>
        {isFailing ? <Badge tone="bad">{m.channels_order_failing()}</Badge> : null}
        <span className="ms-auto flex flex-wrap items-baseline gap-x-4 text-soft">
          <span className="truncate">{accountName}</span>
          <time dateTime={placedAt} title={momentText(placedAt)}>
            {agoText(Date.parse(placedAt), nowMs)}
          </time>
          {total === null ? null : <span className="font-semibold text-ink tabular-nums">{moneyText(total)}</span>}
        </span>
      </header>
      {trouble === null ? null : (
        <p className="mt-3 max-w-prose text-small">
          {trouble.why === null ? null : <strong className="font-semibold">{trouble.why} </strong>}
          {trouble.text}
        </p>
      )}
      {lines.length === 0 || !canManage ? null : (
        <ul className="mt-3 divide-y divide-line border-y border-line">
          {lines.map((line) => (
            <li key={line.sku} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5 text-small">
              <span className="min-w-0">
                <span className="block font-medium">{line.title}</span>
                <span className="text-fine text-soft wrap-anywhere">{line.sku}</span>
              </span>
              <span className="flex flex-wrap gap-2">
                {line.suggestion === null ? null : (
                  <Form method="post" action={here}>
                    <input type="hidden" name="sku" value={line.sku} />
                    <input type="hidden" name="variant" value={line.suggestion.id} />
                    <input type="hidden" name="back" value="list" />
                    <SubmitButton name="intent" value="map" isSmall className="whitespace-normal">
                      {m.channels_match_suggested({ title: line.suggestion.title })}
                    </SubmitButton>
                  </Form>
                )}
                <ButtonLink to={here} look={line.suggestion === null ? 'secondary' : 'quiet'} isSmall>
                  {line.suggestion === null ? m.channels_match_search() : m.channels_match_other()}
                </ButtonLink>
              </span>
            </li>
          ))}
        </ul>
      )}
      <footer className="mt-3 flex flex-wrap gap-2 empty:hidden">
        {status === 'imported' && orderId !== null ? (
          <ButtonLink to={`/vendor/orders/${orderId}`} look="secondary" isSmall>
            {m.channels_order_open()}
          </ButtonLink>
        ) : null}
        {canReplay && (canTryAgain(order) || (status === 'parked' && parkedReason !== 'unmapped_sku') || status === 'unreadable') ? (
          <Form method="post" action={here}>
            <input type="hidden" name="back" value="list" />
            <SubmitButton name="intent" value="replay" look="secondary" isSmall pendingText={m.channels_importing()}>
              {canTryAgain(order) ? m.channels_try_again() : m.channels_import_order()}
            </SubmitButton>
          </Form>
        ) : null}
      </footer>
    </article>
  )
}
