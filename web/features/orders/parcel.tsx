import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { moneyText } from '#web/ui/format.ts'
import { ShopLogo } from '#web/ui/shop-logo.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { type PurchaseOrder, refundText, stateOf, statusOf, stepsOf } from './order-steps.ts'

/** One shop's order: how far it is, how to follow it, what is in it and what it cost. */
export function Parcel({ order, canCancel }: { order: PurchaseOrder; canCancel: boolean }) {
  const refund = refundText(order)
  return (
    <section
      aria-labelledby={`order-${order.id}`}
      className="overflow-hidden rounded-plate border border-line bg-card print:break-inside-avoid print:border-stone-deep"
    >
      <ParcelHeader order={order} />
      <div className="grid gap-x-10 gap-y-6 px-4 py-5 sm:px-5 md:grid-cols-[15rem_1fr]">
        <div>
          <Timeline steps={stepsOf(order)} />
          {order.shipment === null ? null : <Tracking shipment={order.shipment} />}
        </div>
        <div>
          <Contents order={order} />
          {refund === null ? null : <p className="mt-4 rounded-plate bg-accent-tint px-3.5 py-2.5 text-small">{refund}</p>}
          {canCancel && statusOf(order) === 'placed' ? <Cancel order={order} /> : null}
        </div>
      </div>
    </section>
  )
}

function ParcelHeader({ order }: { order: PurchaseOrder }) {
  const { vendor, number } = order
  const state = stateOf(order)
  return (
    <header className="flex items-center gap-3.5 border-b border-line bg-stone/40 px-4 py-3.5 sm:px-5">
      <ShopLogo shop={{ ...vendor, logo: null }} className="size-10 shrink-0 print:hidden" />
      <div className="min-w-0 grow">
        <h2 id={`order-${order.id}`} className="truncate text-title leading-tight">
          {vendor.name}
        </h2>
        {number === null ? null : <p className="text-fine text-soft tabular-nums">{m.checkout_order_number({ number })}</p>}
      </div>
      <Badge tone={state.tone}>{state.text}</Badge>
    </header>
  )
}

function Tracking({ shipment: { carrier, trackingNumber, trackingUrl } }: { shipment: NonNullable<PurchaseOrder['shipment']> }) {
  return (
    <div className="mt-4 border-t border-line pt-4 text-small">
      <p className="select-all break-words">{m.checkout_tracked_by({ carrier, number: trackingNumber })}</p>
      {trackingUrl === null ? null : (
        <a
          href={trackingUrl}
          rel="noreferrer"
          className="inline-flex min-h-9 items-center font-medium text-accent underline decoration-line underline-offset-4 hover:decoration-accent"
        >
          {m.checkout_follow()}
        </a>
      )}
    </div>
  )
}

function Contents({ order }: { order: PurchaseOrder }) {
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-y-2 text-small [&_dd]:ps-6">
      {order.lines.map((line) => (
        <div key={line.variantId} className="contents">
          <dt className="min-w-0">{m.checkout_line({ quantity: line.quantity, title: line.title })}</dt>
          <dd className="text-end tabular-nums">{moneyText(line.total)}</dd>
        </div>
      ))}
      <dt className="mt-1 border-t border-line pt-3 text-soft">{m.checkout_way_name({ way: order.shippingName })}</dt>
      <dd className="mt-1 border-t border-line pt-3 text-end tabular-nums">
        {order.shipping.amountMinor === 0 ? m.checkout_free() : moneyText(order.shipping)}
      </dd>
      <dt className="text-soft">{taxName(order)}</dt>
      <dd className="text-end tabular-nums">{moneyText(order.tax)}</dd>
      <dt className="font-semibold">{m.checkout_paid()}</dt>
      <dd className="text-end font-semibold tabular-nums">{moneyText(order.total)}</dd>
    </dl>
  )
}

const taxName = ({ items, shipping, tax, total }: PurchaseOrder): string =>
  tax.amountMinor > 0 && total.amountMinor === items.amountMinor + shipping.amountMinor ? m.checkout_tax_included() : m.checkout_tax()

function Cancel({ order }: { order: PurchaseOrder }) {
  return (
    <details className="mt-5 border-t border-line pt-2 text-small print:hidden">
      <summary className="inline-flex min-h-11 cursor-pointer list-none items-center font-medium text-soft underline decoration-line underline-offset-4 hover:text-bad [&::-webkit-details-marker]:hidden">
        {m.checkout_cancel()}
      </summary>
      <p className="mt-1 text-soft">{m.checkout_cancel_text({ amount: moneyText(order.total) })}</p>
      <Form method="post" className="mt-3">
        <input type="hidden" name="orderId" value={order.id} />
        <input type="hidden" name="shop" value={order.vendor.name} />
        <button
          type="submit"
          className="min-h-11 cursor-pointer rounded-pill border border-bad px-5 font-semibold text-bad hover:bg-bad-tint"
        >
          {m.checkout_cancel_sure()}
        </button>
      </Form>
    </details>
  )
}
