import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { momentText, moneyText, shortDayText } from '#web/ui/format.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { Timeline, type TimelineStep } from '#web/ui/timeline.tsx'
import { FrozenChargeText } from '../commission/frozen-charge.tsx'
import { RefundHistory } from '../refunds/refund-history.tsx'
import { type OrderRefunds, reasonText } from '../refunds/refund-words.ts'
import { AddressLines, addressText } from './address-lines.tsx'
import { CopyButton } from './copy-button.tsx'
import { CancelOrder, OrderActions } from './order-actions.tsx'
import { AtChannel, ChannelMoney, SoldAt } from './order-channel.tsx'
import { SentBack } from './order-returns.tsx'
import { dueOf, type Earning, statusText, statusTone, type WholeOrder, waits } from './order-words.ts'
import { Sum } from './sum.tsx'

export type OrderPage = {
  order: WholeOrder
  earning: Loaded<Earning>
  refunds: Loaded<OrderRefunds>
  /** The order that has waited longest, if it is not this one. */
  next: { id: string; number: number } | null
  keys: { move: string }
  nowMs: number
}

export function OrderView({ order, earning, refunds, next, keys, nowMs, result }: OrderPage & { result: SubmissionResult | undefined }) {
  const due = dueOf(order, nowMs)
  const showsNext = next !== null && !waits(order.status)
  return (
    <>
      <PageHeader
        back={<TextLink to="/vendor/orders">{m.goods_back_to_orders()}</TextLink>}
        title={m.goods_order_title({ number: order.number })}
        text={
          <span className="flex flex-wrap items-center gap-2">
            {order.channel === null ? null : <SoldAt channel={order.channel} />}
            <Badge tone={statusTone(order.status)}>{statusText(order.status)}</Badge>
            {due === null ? null : <Badge tone={due.tone}>{due.text}</Badge>}
            <span>{momentText(order.placedAt)}</span>
          </span>
        }
      >
        <ButtonLink to={`/vendor/orders/${order.id}/packing-slip`} look="secondary">
          {m.goods_packing_slip()}
        </ButtonLink>
        {showsNext ? <ButtonLink to={`/vendor/orders/${next.id}`}>{m.goods_next_to_ship({ number: next.number })}</ButtonLink> : null}
      </PageHeader>
      <div className="mb-5 empty:hidden">
        <FormErrors errors={formErrorsOf(result)} />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid gap-5">
          <OrderActions order={order} result={result} keys={keys} />
          <Lines order={order} />
          <Money order={order} earning={earning} refunds={refunds} />
          {order.channel === null ? <RefundHistory refunds={refunds} refundPath={`/vendor/orders/${order.id}/refund`} isStore /> : null}
        </div>
        <div className="grid gap-5">
          <Panel
            title={m.goods_deliver_to()}
            action={<CopyButton text={addressText(order.shippingAddress)} label={m.goods_copy_address()} />}
          >
            <AddressLines address={order.shippingAddress} />
            {order.email === '' ? null : (
              <p className="mt-3 border-t border-line pt-3 text-small break-words">
                <a href={`mailto:${order.email}`} className="text-accent underline decoration-line underline-offset-4">
                  {order.email}
                </a>
              </p>
            )}
            <p className="mt-1 text-small text-soft">{deliveryText(order, earning)}</p>
          </Panel>
          {order.channel === null ? null : <AtChannel channel={order.channel} />}
          {order.channel === null ? null : <SentBack channel={order.channel} lines={order.lines} />}
          <Panel title={m.goods_timeline_title()}>
            <Timeline steps={stepsOf(order, due?.text)} />
          </Panel>
          <CancelOrder order={order} result={result} keys={keys} />
        </div>
      </div>
    </>
  )
}

const formErrorsOf = (result: SubmissionResult | undefined): string[] | undefined => result?.error?.[''] ?? undefined

function deliveryText(order: WholeOrder, earning: Loaded<Earning>): string {
  if (!earning.ok) return order.shippingName
  const { name, daysMin, daysMax } = earning.value.delivery
  return m.goods_delivery_days({ name, min: daysMin, max: daysMax })
}

function Lines({ order }: { order: WholeOrder }) {
  return (
    <Panel title={m.goods_lines_title()} isFlush>
      <ul className="divide-y divide-line">
        {order.lines.map((line) => (
          <li key={line.id} className="flex gap-4 px-4 py-3 sm:px-5">
            {line.image === null ? (
              <span className="size-14 shrink-0 rounded-plate bg-stone" aria-hidden="true" />
            ) : (
              <img
                src={`${line.image.url}?w=160`}
                alt={line.image.alt}
                width={56}
                height={56}
                className="size-14 shrink-0 rounded-plate object-cover"
              />
            )}
            <div className="min-w-0 grow text-small">
              <p className="font-medium">{line.title}</p>
              <p className="text-fine text-soft">{line.sku}</p>
            </div>
            <p className="shrink-0 text-end text-small tabular-nums">
              <span className="block font-semibold">{moneyText(line.total)}</span>
              <span className="text-fine text-soft">
                {line.quantity} × {moneyText(line.unitPrice)}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Money({ order, earning, refunds }: Pick<OrderPage, 'order' | 'earning' | 'refunds'>) {
  const takenMinor = refunds.ok ? takenBack(refunds.value) : 0
  const minus = (money: { amountMinor: number; currency: string }) => moneyText({ ...money, amountMinor: -money.amountMinor })
  return (
    <Panel title={m.goods_money_title()}>
      <dl className="grid gap-2 text-small">
        <Sum name={m.goods_money_items()} value={moneyText(order.items)} />
        <Sum name={m.goods_money_delivery()} value={moneyText(order.shipping)} />
        <Sum name={order.channel === null ? m.goods_money_tax() : m.channels_tax()} value={moneyText(order.tax)} />
        {order.channel === null || order.channel.discount.amountMinor === 0 ? null : (
          <Sum name={m.channels_discount()} value={minus(order.channel.discount)} />
        )}
        <Sum name={m.goods_money_total()} value={moneyText(order.total)} isStrong />
        {order.channel === null ? null : <ChannelMoney channel={order.channel} tax={order.tax} total={order.total} />}
        {earning.ok ? (
          <>
            <Sum name={m.goods_money_tax_kept()} value={minus(earning.value.tax)} isAfterLine />
            {earning.value.promotion.amountMinor === 0 ? null : (
              <Sum name={m.commission_frozen_promotion()} value={moneyText(earning.value.promotion)} />
            )}
            <Sum name={m.goods_money_commission()} value={minus(earning.value.commission)} />
            {earning.value.commissionTax.amountMinor === 0 ? null : (
              <Sum name={m.commission_frozen_taxes()} value={minus(earning.value.commissionTax)} />
            )}
            <Sum name={m.goods_money_earning()} value={moneyText(earning.value.earning)} isStrong />
            {takenMinor === 0 ? null : (
              <>
                <Sum name={m.refunds_taken_back()} value={minus({ ...order.total, amountMinor: takenMinor })} isAfterLine />
                <Sum
                  name={m.refunds_kept()}
                  value={moneyText({ ...order.total, amountMinor: earning.value.earning.amountMinor - takenMinor })}
                  isStrong
                />
              </>
            )}
          </>
        ) : null}
      </dl>
      {earning.ok ? <p className="mt-3 text-fine text-soft">{stateText(earning.value)}</p> : null}
      {earning.ok && earning.value.charges.length > 0 ? <WhyCommission charges={earning.value.charges} /> : null}
    </Panel>
  )
}

/** Every part of the commission, and the rule it came from. */
function WhyCommission({ charges }: Pick<Earning, 'charges'>) {
  return (
    <details className="mt-2">
      <summary className="min-h-8 cursor-pointer text-fine font-semibold text-accent">{m.commission_frozen_why()}</summary>
      <ul className="mt-1 grid gap-2 text-fine text-soft">
        {charges.map((charge) => (
          <li key={`${charge.sku} ${charge.component}`}>
            <span className="block font-medium text-ink">{charge.sku === '' ? m.commission_frozen_delivery() : charge.title}</span>
            <FrozenChargeText charge={charge} />
          </li>
        ))}
      </ul>
      <p className="mt-2 text-fine">
        <TextLink to="/vendor/commission">{m.commission_vendor_title()}</TextLink>
      </p>
    </details>
  )
}

/** What refunds take of the store's earning, those under way among them. */
const takenBack = ({ refunds }: OrderRefunds): number =>
  refunds.reduce((sum, { status, shares }) => (status === 'failed' ? sum : sum + shares.vendorMinor), 0)

function stateText({ state, releasesAt }: Earning): string {
  if (state === 'maturing' && releasesAt !== null) return m.goods_money_maturing({ day: shortDayText(releasesAt) })
  if (state === 'cancelled') return m.goods_money_cancelled()
  return state === 'released' ? m.goods_money_released() : m.goods_money_not_shipped()
}

const EVENTS: Record<string, () => string> = {
  placed: m.goods_event_placed,
  packed: m.goods_event_packed,
  shipped: m.goods_event_shipped,
  delivered: m.goods_event_delivered,
  cancelled: m.goods_event_cancelled,
  reduced: m.goods_event_reduced,
  enlarged: m.goods_event_enlarged,
  repriced: m.goods_event_repriced,
  refunded: m.refunds_event_refunded,
  refund_failed: m.refunds_event_failed,
  refund_returned: m.refunds_event_returned,
}

function stepsOf(order: WholeOrder, dueText: string | undefined): TimelineStep[] {
  const done = order.timeline.map(
    ({ kind, at, detail }): TimelineStep => ({
      key: `${kind} ${at}`,
      title: EVENTS[kind]?.() ?? kind,
      at,
      isDone: true,
      text: kind.startsWith('refund')
        ? refundText(detail)
        : kind === 'reduced' || kind === 'enlarged' || kind === 'repriced'
          ? changedText(detail)
          : eventText(order, kind),
    }),
  )
  if (waits(order.status)) done.push({ key: 'next', title: m.goods_event_ship_next(), text: dueText, at: null, isDone: false })
  if (order.status === 'shipped') done.push({ key: 'next', title: m.goods_event_arrive_next(), at: null, isDone: false })
  return done
}

function refundText({ amountMinor, currency, reason }: Record<string, unknown>): string {
  const amount = moneyText({ amountMinor: Number(amountMinor), currency: String(currency) })
  return m.refunds_event_text({ amount, reason: reasonText(reason as Parameters<typeof reasonText>[0]) })
}

type Changed = {
  lines: { sku: string; from: number; to: number }[]
  total?: { fromMinor: number; toMinor: number; currency: string }
}
function changedText(detail: Record<string, unknown>): string {
  const { lines, total } = detail as Changed
  const texts = lines.map(({ sku, from, to }) => m.goods_event_changed_line({ sku, from: String(from), to: String(to) }))
  if (total) {
    const amount = (amountMinor: number) => moneyText({ amountMinor, currency: total.currency })
    texts.push(m.goods_event_changed_total({ from: amount(total.fromMinor), to: amount(total.toMinor) }))
  }
  return texts.join('; ')
}

function eventText(order: WholeOrder, kind: string) {
  if (kind === 'cancelled') {
    if (order.timeline.some(({ detail }) => detail.by === 'channel')) return order.cancelReason ?? undefined
    const isByBuyer = order.timeline.some(({ detail }) => detail.by === 'buyer')
    return isByBuyer ? m.goods_event_cancelled_by_buyer() : m.goods_event_cancelled_by_vendor({ reason: order.cancelReason ?? '' })
  }
  if (kind !== 'shipped' || order.shipment === null) return undefined
  const { carrier, trackingNumber, trackingUrl } = order.shipment
  const text = m.goods_event_parcel({ carrier, number: trackingNumber })
  if (trackingUrl === null) return text
  return (
    <a href={trackingUrl} target="_blank" rel="noreferrer" className="break-all text-accent underline decoration-line underline-offset-4">
      {text}
    </a>
  )
}
