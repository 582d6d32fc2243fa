import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge, type Tone } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { dayText, momentText, moneyText, numberText } from '#web/ui/format.ts'
import { Facts, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { ChannelOrderDetail, Connection, Unmapped } from './channel-data.ts'
import { actionWords, canTryAgain, orderWord, troubleText } from './channel-words.ts'
import { AccountName } from './runs-table.tsx'
import { type Candidate, VariantSearch } from './variant-search.tsx'

export type ChannelOrderPage = {
  order: ChannelOrderDetail
  account: Connection | undefined
  words: string
  found: Candidate[] | null
  unmapped: Unmapped[]
  canManage: boolean
  canReplay: boolean
  canCancel: boolean
  canRefund: boolean
  /** Made when the page was shown: a refund sent twice is one. */
  formKey: string
}

const BOX = 'min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3 py-2 text-ink'

/** One order of a channel: as the channel tells it, what became of it here, and what it can be told. */
export function ChannelOrderView(page: ChannelOrderPage & { result: SubmissionResult | undefined }) {
  const { order, account, words, found, unmapped, canManage, result } = page
  const { channel, externalNumber, status, lines, orderId } = order
  const name = CHANNEL_NAMES[channel]
  const word = orderWord(status)
  const trouble = troubleText(order)
  const first = unmapped[0]
  return (
    <>
      <PageHeader
        back={<TextLink to="/vendor/channels/orders">{m.channels_tab_orders()}</TextLink>}
        title={m.channels_order_of({ channel: name, number: externalNumber })}
        text={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={word.tone}>{word.text}</Badge>
            <span>{momentText(order.placedAt)}</span>
          </span>
        }
      >
        {status === 'imported' && orderId !== null ? (
          <ButtonLink to={`/vendor/orders/${orderId}`}>{m.channels_order_open()}</ButtonLink>
        ) : null}
        {page.canReplay && (canTryAgain(order) || status === 'parked' || status === 'unreadable') ? (
          <Form method="post">
            <SubmitButton name="intent" value="replay" look="secondary" pendingText={m.channels_importing()}>
              {canTryAgain(order) ? m.channels_try_again() : m.channels_import_order()}
            </SubmitButton>
          </Form>
        ) : null}
      </PageHeader>
      <div className="mb-5 empty:hidden">
        <FormErrors errors={result?.error?.[''] ?? undefined} />
      </div>
      {trouble === null ? null : (
        <p className="mb-5 max-w-prose rounded-plate bg-warn-tint px-4 py-3 text-small">
          {trouble.why === null ? null : <strong className="font-semibold">{trouble.why} </strong>}
          {trouble.text}
        </p>
      )}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid min-w-0 gap-5">
          {first === undefined || !canManage ? null : (
            <Panel title={m.channels_map_title({ sku: first.sku })}>
              <p className="mb-4 text-small text-soft">{m.channels_map_text({ title: first.title })}</p>
              {first.suggestion === null ? null : (
                <Form method="post" className="mb-4">
                  <input type="hidden" name="sku" value={first.sku} />
                  <input type="hidden" name="variant" value={first.suggestion.id} />
                  <SubmitButton name="intent" value="map" className="whitespace-normal">
                    {m.channels_match_suggested({ title: first.suggestion.title })}
                  </SubmitButton>
                </Form>
              )}
              <VariantSearch
                words={words}
                found={found}
                fields={[{ name: 'sku', value: first.sku }]}
                needed={lines.reduce((sum, { sku, quantity }) => sum + (sku === first.sku ? quantity : 0), 0)}
              />
            </Panel>
          )}
          <Panel title={m.channels_order_lines()} isFlush>
            {lines.length === 0 ? (
              <p className="px-4 py-6 text-small text-soft sm:px-5">{m.channels_order_no_lines()}</p>
            ) : (
              <ul className="divide-y divide-line">
                {lines.map((line) => (
                  <li
                    key={line.externalId}
                    className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-3 text-small sm:px-5"
                  >
                    <span className="min-w-0">
                      <span className="block font-medium">{line.title}</span>
                      <span className="text-fine text-soft wrap-anywhere">
                        {line.sku}
                        {line.variant === null ? null : ` → ${line.variant.title}`}
                        {line.variant === null || line.variant.sku === line.sku ? null : ` · ${line.variant.sku}`}
                      </span>
                    </span>
                    <span className="ms-auto text-end tabular-nums">
                      <span className="block font-semibold">{moneyText(line.total)}</span>
                      <span className="text-fine text-soft">
                        {line.quantity} × {moneyText(line.unitPrice)}
                      </span>
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Panel>
          {page.canRefund ? <Refund {...page} /> : null}
          {order.actions.length === 0 ? null : <Actions actions={order.actions} channel={name} />}
        </div>
        <div className="grid min-w-0 gap-5">
          <Panel title={m.channels_order_there()}>
            <Facts
              items={[
                { name: m.channels_run_account(), value: <AccountName account={account} /> },
                { name: m.channels_order_number(), value: externalNumber },
                ...(order.externalStatus === null ? [] : [{ name: m.channels_order_status(), value: order.externalStatus }]),
                ...(order.shipBy === null ? [] : [{ name: m.channels_ship_by(), value: dayText(order.shipBy) }]),
                ...(order.total === null ? [] : [{ name: m.goods_total(), value: moneyText(order.total) }]),
                ...(order.tax === null ? [] : [{ name: m.channels_tax(), value: moneyText(order.tax) }]),
                ...(order.fees === null ? [] : [{ name: m.channels_fees_short(), value: moneyText(order.fees) }]),
                ...(order.refunded === null ? [] : [{ name: m.channels_refunded_there(), value: moneyText(order.refunded) }]),
                { name: m.channels_run_items(), value: numberText(order.units) },
              ]}
            />
          </Panel>
          {page.canCancel ? (
            <details className="rounded-plate border border-line bg-card">
              <summary className="flex min-h-11 cursor-pointer items-center px-4 text-small font-semibold text-bad sm:px-5">
                {m.channels_cancel_there({ channel: name })}
              </summary>
              <Form method="post" className="grid gap-4 px-4 pb-5 sm:px-5">
                <p className="text-small text-soft">{m.channels_cancel_there_text({ channel: name })}</p>
                <div>
                  <label htmlFor="cancel-reason" className="mb-1.5 block text-small font-semibold">
                    {m.channels_reason()}
                  </label>
                  <select id="cancel-reason" name="reason" className={`${BOX} pe-8`}>
                    <option value="Out of stock">{m.channels_reason_stock()}</option>
                    <option value="The buyer asked">{m.channels_reason_buyer()}</option>
                    <option value="Cannot be shipped there">{m.channels_reason_ship()}</option>
                    <option value="Wrong price">{m.channels_reason_price()}</option>
                  </select>
                </div>
                <SubmitButton name="intent" value="cancel" look="danger" isSmall pendingText={m.channels_cancelling()}>
                  {m.channels_cancel_there({ channel: name })}
                </SubmitButton>
              </Form>
            </details>
          ) : null}
        </div>
      </div>
    </>
  )
}

/** Money goes back through the channel, which took it. */
function Refund({ order, formKey, result }: ChannelOrderPage & { result: SubmissionResult | undefined }) {
  const { channel, shipping } = order
  const lines = order.lines.filter(({ quantity }) => quantity > 0)
  const typed = (result?.initialValue ?? {}) as Record<string, unknown>
  return (
    <Panel title={m.channels_refund_title({ channel: CHANNEL_NAMES[channel] })} id="refund">
      <p className="mb-4 max-w-prose text-small text-soft">
        {m.channels_refund_text({ channel: CHANNEL_NAMES[channel] })} {m.channels_refund_how()}
      </p>
      {/* Begins anew once a refund was asked for: what stood in it would be given back a second time. */}
      <Form key={order.actions.filter(({ kind }) => kind === 'refund').length} method="post" className="grid gap-4">
        <input type="hidden" name="key" value={formKey} />
        <ul className="divide-y divide-line border-y border-line">
          {lines.map((line) => (
            <li key={line.externalId} className="grid items-end gap-x-4 gap-y-2 py-3 sm:grid-cols-[minmax(0,1fr)_7rem_9rem]">
              <p className="text-small font-medium">{line.title}</p>
              <label className="block text-fine text-soft">
                {m.channels_refund_units()}
                <select
                  name={`quantity.${line.externalId}`}
                  defaultValue={String(typed[`quantity.${line.externalId}`] ?? '0')}
                  aria-label={m.channels_refund_units_of({ title: line.title })}
                  className={`${BOX} mt-1 pe-8`}
                >
                  {Array.from({ length: Math.min(line.quantity, 100) + 1 }, (_, count) => (
                    <option key={String(count)} value={count}>
                      {count}
                    </option>
                  ))}
                </select>
              </label>
              <label className="block text-fine text-soft">
                {m.channels_refund_amount({ currency: line.total.currency })}
                <input
                  name={`amount.${line.externalId}`}
                  defaultValue={String(typed[`amount.${line.externalId}`] ?? '')}
                  aria-label={m.channels_refund_amount_of({ title: line.title })}
                  inputMode="decimal"
                  autoComplete="off"
                  className={`${BOX} mt-1`}
                />
              </label>
            </li>
          ))}
          {shipping === null || shipping.amountMinor === 0 ? null : (
            <li className="grid items-end gap-x-4 gap-y-2 py-3 sm:grid-cols-[minmax(0,1fr)_9rem]">
              <p className="text-small font-medium">{m.channels_refund_shipping({ amount: moneyText(shipping) })}</p>
              <input
                name="shipping"
                defaultValue={String(typed.shipping ?? '')}
                aria-label={m.channels_refund_shipping({ amount: moneyText(shipping) })}
                inputMode="decimal"
                autoComplete="off"
                className={BOX}
              />
            </li>
          )}
        </ul>
        <div className="grid gap-4 sm:grid-cols-2">
          <label className="block text-small font-semibold">
            {m.channels_reason()}
            <select name="reason" className={`${BOX} mt-1.5 pe-8 font-normal`}>
              <option value="customer_return">{m.channels_refund_return()}</option>
              <option value="damaged">{m.channels_refund_damaged()}</option>
              <option value="not_received">{m.channels_refund_lost()}</option>
              <option value="goodwill">{m.channels_refund_goodwill()}</option>
              <option value="other">{m.channels_refund_other()}</option>
            </select>
          </label>
          <label className="block text-small font-semibold">
            {m.channels_refund_note()}
            <input
              name="note"
              defaultValue={String(typed.note ?? '')}
              required
              minLength={3}
              maxLength={300}
              className={`${BOX} mt-1.5 font-normal`}
            />
          </label>
        </div>
        <div>
          <SubmitButton name="intent" value="refund" look="danger" pendingText={m.channels_refunding()}>
            {m.channels_refund()}
          </SubmitButton>
        </div>
      </Form>
    </Panel>
  )
}

/** What the channel was told of the order, or is about to be. */
function Actions({ actions, channel }: { actions: ChannelOrderDetail['actions']; channel: string }) {
  const STATES: Record<ChannelOrderDetail['actions'][number]['status'], { text: string; tone: Tone }> = {
    due: { text: m.channels_action_due(), tone: 'accent' },
    done: { text: m.channels_action_done(), tone: 'good' },
    failed: { text: m.channels_action_failed(), tone: 'bad' },
  }
  return (
    <Panel title={m.channels_told({ channel })} isFlush>
      <ul className="divide-y divide-line">
        {actions.map(({ id, kind, status, errorDetail, createdAt }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 text-small sm:px-5">
            <span className="min-w-0">
              <span className="block font-medium">{actionWords(kind)}</span>
              {errorDetail === null ? null : <span className="block text-fine text-bad wrap-anywhere">{errorDetail}</span>}
              <span className="text-fine text-soft">{momentText(createdAt)}</span>
            </span>
            <Badge tone={STATES[status].tone}>{STATES[status].text}</Badge>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
