import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { WholePurchase } from '#web/server/orders.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { dayText, moneyText } from '#web/ui/format.ts'
import { Facts, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { reasonText, refundStatus } from '../refunds/refund-words.ts'
import { AddressLines } from './address-card.tsx'
import { KeepFresh } from './keep-fresh.tsx'
import { OrderProgress } from './order-progress.tsx'
import { isCancellable, isUnderWay, STATUS_WORDS } from './order-words.ts'

type Order = WholePurchase['orders'][number]
export type OrderPage = { purchase: WholePurchase; nowMs: number; again: string; error: string | null }

export function OrderView({ purchase, nowMs, again, error }: OrderPage) {
  return (
    <>
      <PageHeader
        back={<TextLink to="/account/orders">{m.account_back_to_orders()}</TextLink>}
        title={m.account_order_title({ day: dayText(purchase.placedAt) })}
        text={m.account_order_parcels({ count: purchase.orders.length })}
      >
        <KeepFresh asOfMs={nowMs} isLive={purchase.orders.some(({ status }) => isUnderWay(status))} />
      </PageHeader>
      <FormErrors errors={error === null ? undefined : [error]} />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_17rem] print:block">
        <div className="grid gap-5">
          {purchase.orders.map((order) => (
            <OrderPart key={order.id} order={order} again={again} />
          ))}
        </div>
        <div className="grid gap-5 print:mt-6">
          <Panel title={m.account_order_to()}>
            <AddressLines address={purchase.shippingAddress} />
            <p className="mt-3 text-fine break-words text-soft">{m.account_order_news_to({ email: purchase.email })}</p>
          </Panel>
          <Panel title={m.account_order_paid()}>
            <Facts
              items={[
                ...purchase.orders.map((order) => ({ name: order.vendor.name, value: <Amount>{moneyText(order.total)}</Amount> })),
                { name: m.account_order_total(), value: <Amount isSum>{moneyText(purchase.total)}</Amount> },
              ]}
            />
          </Panel>
        </div>
      </div>
    </>
  )
}

const Amount = ({ children, isSum = false }: { children: string; isSum?: boolean }) => (
  <span className={`block text-end tabular-nums ${isSum ? 'font-semibold' : ''}`}>{children}</span>
)

function OrderPart({ order, again }: { order: Order; again: string }) {
  const { status, vendor, lines } = order
  return (
    <Panel title={vendor.name} action={<Badge tone={STATUS_WORDS[status].tone}>{STATUS_WORDS[status].text()}</Badge>} id={order.id}>
      {order.isLatePaymentRefund ? <p className="mb-4 text-small text-soft">{m.account_order_late_payment()}</p> : null}
      <div className="grid gap-x-8 gap-y-6 md:grid-cols-[minmax(0,1fr)_minmax(0,15rem)]">
        <div>
          {order.number === null ? null : (
            <p className="mb-2 text-fine text-soft">{m.account_order_number({ number: String(order.number) })}</p>
          )}
          <ul className="divide-y divide-line border-b border-line text-small">
            {lines.map((line) => (
              <li key={line.variantId} className="flex justify-between gap-4 py-2.5">
                <span className="min-w-0">
                  <span className="block font-medium break-words">{line.title}</span>
                  <span className="text-soft">{m.account_line_each({ quantity: line.quantity, price: moneyText(line.unitPrice) })}</span>
                </span>
                <span className="tabular-nums">{moneyText(line.total)}</span>
              </li>
            ))}
          </ul>
          <dl className="mt-3 grid gap-1 text-small">
            <Sum name={m.account_order_delivery({ name: order.shippingName })} value={moneyText(order.shipping)} />
            <Sum name={m.account_order_tax()} value={moneyText(order.tax)} />
            <Sum name={m.account_order_sum()} value={moneyText(order.total)} isSum />
            {order.refunds.map((refund) => (
              <Sum
                key={refund.at}
                name={m.refunds_event_text({ amount: refundStatus(refund.status).text, reason: reasonText(refund.reason) })}
                value={moneyText(refund.amount)}
              />
            ))}
          </dl>
        </div>
        <OrderProgress order={order} />
      </div>
      <div className="mt-5 flex flex-wrap items-center gap-2 border-t border-line pt-4 print:hidden">
        <Form method="post">
          <input type="hidden" name="intent" value="again" />
          <input type="hidden" name="orderId" value={order.id} />
          <input type="hidden" name="key" value={again} />
          <SubmitButton look="secondary" isSmall>
            {m.account_buy_again()}
          </SubmitButton>
        </Form>
        {isCancellable(status) ? <Cancel order={order} /> : null}
        <span className="ms-auto text-small">
          <TextLink to={`/s/${vendor.slug}`} reloads>
            {m.account_visit_shop()}
          </TextLink>
        </span>
      </div>
    </Panel>
  )
}

function Sum({ name, value, isSum = false }: { name: string; value: string; isSum?: boolean }) {
  return (
    <div className={`flex justify-between gap-4 ${isSum ? 'font-semibold' : 'text-soft'}`}>
      <dt>{name}</dt>
      <dd className="tabular-nums">{value}</dd>
    </div>
  )
}

/** Asked twice by opening: a disclosure needs no script. */
function Cancel({ order }: { order: Order }) {
  return (
    <details className="group relative">
      <summary className="inline-flex min-h-9 cursor-pointer list-none items-center rounded-pill px-3.5 text-small font-semibold text-bad hover:bg-bad-tint [&::-webkit-details-marker]:hidden">
        {m.account_cancel()}
      </summary>
      <div className="mt-2 w-[min(22rem,calc(100vw-4rem))] rounded-plate border border-line bg-paper p-4 text-small shadow-lg sm:absolute sm:start-0 sm:z-10">
        <p>{m.account_cancel_ask({ vendor: order.vendor.name, amount: moneyText(order.total) })}</p>
        <Form method="post" className="mt-3">
          <input type="hidden" name="intent" value="cancel" />
          <input type="hidden" name="orderId" value={order.id} />
          <SubmitButton look="danger" isSmall>
            {m.account_cancel_confirm()}
          </SubmitButton>
        </Form>
      </div>
    </details>
  )
}
