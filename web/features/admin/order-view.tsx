import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import { Badge } from '#web/ui/badge.tsx'
import { countryText, momentText, moneyText, monthText } from '#web/ui/format.ts'
import { Facts, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { FrozenChargeText } from '../commission/frozen-charge.tsx'
import { RefundHistory } from '../refunds/refund-history.tsx'
import { type OrderRefunds, reasonOr } from '../refunds/refund-words.ts'
import { type OrderCase, orderStatusText, orderStatusTone, type TransferList } from './admin-words.ts'
import { Transfers } from './transfers.tsx'

/** One order with where its money came from and where it went. */
export function OrderView({
  order,
  transfers,
  refunds,
  canSeeBuyers,
}: {
  order: OrderCase
  canSeeBuyers: boolean
  transfers: Loaded<TransferList>
  refunds: Loaded<OrderRefunds>
}) {
  const title =
    order.number === null ? m.admin_order_unnumbered() : m.admin_order_title({ number: order.number, vendor: order.vendor.name })
  return (
    <>
      <PageHeader
        back={<TextLink to="/admin/orders">{m.admin_back_to_orders()}</TextLink>}
        title={title}
        text={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={orderStatusTone(order.status)}>{orderStatusText(order.status)}</Badge>
            {order.isLatePaymentRefund ? <Badge tone="warn">{m.admin_late_payment()}</Badge> : null}
            <TextLink to={`/admin/vendors/${order.vendor.id}`}>{order.vendor.name}</TextLink>
            {order.placedAt === null ? null : <span>{momentText(order.placedAt)}</span>}
          </span>
        }
      />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid min-w-0 gap-5">
          <Lines order={order} />
          <Shares order={order} />
          <RefundHistory refunds={refunds} refundPath={order.placedAt === null ? null : `/admin/orders/${order.id}/refund`} />
          <Panel title={m.admin_transfers_title()} isFlush>
            {transfers.ok ? (
              transfers.value.items.length === 0 ? (
                <p className="px-4 py-5 text-small text-soft sm:px-5">{m.admin_transfers_none_yet()}</p>
              ) : (
                <Transfers
                  transfers={transfers.value.items.toSorted((a, b) => a.at.localeCompare(b.at))}
                  names={new Map([[order.vendor.id, order.vendor.name]])}
                  isOneCause={transfers.value.items.every(({ causeId }) => causeId === order.id)}
                />
              )
            ) : (
              <p className="px-4 py-5 text-small text-soft sm:px-5">
                {transfers.status === 403 ? m.admin_transfers_forbidden() : m.ui_try_again_soon()}
              </p>
            )}
          </Panel>
        </div>
        <div className="grid gap-5">
          <Sums order={order} />
          <Payment order={order} />
          <Panel title={m.admin_buyer()}>
            <p className="text-small break-all">
              <TextLink to={`/admin/orders?q=${encodeURIComponent(order.email)}`}>{order.email}</TextLink>
            </p>
            {canSeeBuyers ? (
              <p className="mt-1 text-small">
                <TextLink to={`/admin/buyers?q=${encodeURIComponent(order.email)}`}>{m.admin_order_buyer()}</TextLink>
              </p>
            ) : null}
            <address className="mt-3 text-small not-italic text-soft">
              {[
                order.shippingAddress.name,
                order.shippingAddress.line1,
                order.shippingAddress.line2,
                [order.shippingAddress.postalCode, order.shippingAddress.city, order.shippingAddress.region].filter(Boolean).join(' '),
                countryText(order.shippingAddress.country),
              ]
                .filter(Boolean)
                .map((line) => (
                  <span key={line} className="block">
                    {line}
                  </span>
                ))}
            </address>
          </Panel>
        </div>
      </div>
    </>
  )
}

function Lines({ order }: { order: OrderCase }) {
  return (
    <Panel title={m.admin_lines_title()} isFlush>
      <ul className="divide-y divide-line">
        {order.lines.map(({ sku, title, quantity, total }) => {
          return (
            <li key={sku} className="flex justify-between gap-6 px-4 py-3 text-small sm:px-5">
              <span className="min-w-0">
                <span className="font-medium">
                  {quantity} × {title}
                </span>
                <span className="block text-fine text-soft">{sku}</span>
                <Charges order={order} sku={sku} />
              </span>
              <span className="shrink-0 tabular-nums">{moneyText(total)}</span>
            </li>
          )
        })}
        {order.commissions.some(({ sku, kind }) => sku === '' && kind === 'charge') ? (
          <li className="px-4 py-3 text-small sm:px-5">
            <span className="font-medium">{m.commission_frozen_delivery()}</span>
            <Charges order={order} sku="" />
          </li>
        ) : null}
      </ul>
    </Panel>
  )
}

/** The parts of the commission on a line, or (without a SKU) on the delivery, each with the rule it came from. */
function Charges({ order, sku }: { order: OrderCase; sku: string }) {
  return order.commissions
    .filter((each) => each.sku === sku && each.kind === 'charge')
    .map((charge) => (
      <span key={charge.component} className="block text-fine text-soft">
        <FrozenChargeText charge={charge} isLinked />
      </span>
    ))
}

/** The one payment of the checkout, and which part of it is whose. */
function Shares({ order }: { order: OrderCase }) {
  const { splits, payment } = order
  return (
    <Panel title={m.admin_splits_title()} isFlush>
      {splits.length === 0 ? (
        <p className="px-4 py-5 text-small text-soft sm:px-5">{m.admin_splits_none()}</p>
      ) : (
        <>
          <ul className="divide-y divide-line text-small">
            {splits.map(({ orderId, vendorName, number, captured, refunded }) => (
              <li key={orderId} className={`flex justify-between gap-6 px-4 py-3 sm:px-5 ${orderId === order.id ? 'bg-accent-tint' : ''}`}>
                <span>
                  {orderId === order.id ? (
                    <span className="font-semibold">{vendorName}</span>
                  ) : (
                    <TextLink to={`/admin/orders/${orderId}`}>{vendorName}</TextLink>
                  )}{' '}
                  {number === null ? null : <span className="text-soft tabular-nums">{m.admin_order_number({ number })}</span>}
                </span>
                <span className="text-end tabular-nums">
                  {moneyText(captured)}
                  {refunded.amountMinor === 0 ? null : (
                    <span className="block text-fine text-soft">{m.admin_refunded({ amount: moneyText(refunded) })}</span>
                  )}
                </span>
              </li>
            ))}
          </ul>
          <p className="flex justify-between gap-6 border-t border-line px-4 py-3 text-small font-semibold sm:px-5">
            <span>{m.admin_captured()}</span>
            <span className="tabular-nums">{moneyText(payment.captured)}</span>
          </p>
        </>
      )}
    </Panel>
  )
}

const minus = (amount: { amountMinor: number; currency: string }) => ({ ...amount, amountMinor: -amount.amountMinor })

function Sums({ order: { id, vendor, status, amounts, total, maturesAt, releasedAt } }: { order: OrderCase }) {
  const rows = [
    { name: m.admin_sum_items(), value: amounts.items },
    ...(amounts.discount.amountMinor === 0 ? [] : [{ name: m.admin_sum_discount(), value: minus(amounts.discount) }]),
    { name: m.admin_sum_shipping(), value: amounts.shipping },
    { name: m.admin_sum_tax(), value: amounts.tax },
    { name: m.admin_sum_total(), value: total, isStrong: true },
    ...(amounts.promotion.amountMinor === 0 ? [] : [{ name: m.commission_frozen_promotion(), value: amounts.promotion }]),
    { name: m.admin_sum_commission(), value: amounts.commission },
    ...(amounts.commissionTax.amountMinor === 0 ? [] : [{ name: m.commission_frozen_taxes(), value: amounts.commissionTax }]),
    { name: m.admin_sum_vendor(), value: amounts.vendorShare, isStrong: true },
  ]
  return (
    <Panel title={m.admin_money_title()}>
      <dl className="grid gap-2 text-small">
        {rows.map(({ name, value, isStrong }) => (
          <div key={name} className={`flex justify-between gap-6 ${isStrong ? 'border-t border-line pt-2 font-semibold' : ''}`}>
            <dt className={isStrong ? '' : 'text-soft'}>{name}</dt>
            <dd className="tabular-nums">{moneyText(value)}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-fine text-soft">
        {status === 'cancelled'
          ? m.admin_cancelled_share()
          : releasedAt !== null
            ? m.admin_released({ when: momentText(releasedAt) })
            : maturesAt !== null
              ? m.admin_matures({ when: momentText(maturesAt) })
              : m.admin_not_shipped()}
      </p>
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-small">
        {releasedAt === null ? null : (
          <>
            <TextLink to={`/admin/payouts?vendor=${vendor.id}`}>{m.admin_order_payouts()}</TextLink>
            <TextLink to={`/admin/statements?vendor=${vendor.id}&period=${releasedAt.slice(0, 7)}`}>
              {m.admin_order_statement({ month: monthText(releasedAt.slice(0, 7)) })}
            </TextLink>
          </>
        )}
        <TextLink to={`/admin/audit?subject=${id}`}>{m.audit_nav_log()}</TextLink>
      </p>
    </Panel>
  )
}

const EVENTS: Record<string, () => string> = {
  created: m.admin_payment_created,
  failed: m.admin_payment_failed,
  succeeded: m.admin_payment_succeeded,
  cancelled: m.admin_payment_cancelled,
  refunded: m.admin_payment_refunded,
  refund_failed: m.refunds_event_failed,
  refund_returned: m.refunds_event_returned,
}

type PaymentEvent = OrderCase['payment']['events'][number]
/** The provider's clock is not ours: its "paid" may bear an earlier second than our opening. */
const openedFirst = (a: PaymentEvent, b: PaymentEvent) => Number(b.kind === 'created') - Number(a.kind === 'created')

function Payment({ order: { payment } }: { order: OrderCase }) {
  return (
    <Panel title={m.admin_payment_title()}>
      <Facts
        items={[
          { name: m.admin_captured(), value: <span className="tabular-nums">{moneyText(payment.captured)}</span> },
          { name: m.admin_refunded_name(), value: <span className="tabular-nums">{moneyText(payment.refunded)}</span> },
          ...(payment.providerRef === null
            ? []
            : [{ name: m.admin_provider_ref(), value: <code className="text-fine break-all select-all">{payment.providerRef}</code> }]),
          { name: m.payouts_in_books(), value: <TextLink to={`/admin/ledger?cause=${payment.id}`}>{m.admin_nav_ledger()}</TextLink> },
        ]}
      />
      <div className="mt-5">
        <Timeline
          steps={payment.events.toSorted(openedFirst).map(({ kind, amount, detail, at }) => ({
            key: `${kind} ${at} ${detail}`,
            title: EVENTS[kind]?.() ?? kind,
            at,
            isDone: true,
            text: (
              <>
                <span className="tabular-nums">{moneyText(amount)}</span>
                {detail === '' ? null : <span className="block text-fine text-soft">{reasonOr(detail)}</span>}
              </>
            ),
          }))}
        />
      </div>
    </Panel>
  )
}
