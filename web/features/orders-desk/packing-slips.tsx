import { useEffect } from 'react'
import { m } from '#messages'
import { Button } from '#web/ui/button.tsx'
import { dayText } from '#web/ui/format.ts'
import { PageHeader } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { AddressLines } from './address-lines.tsx'
import type { WholeOrder } from './order-words.ts'

export type SlipStore = { name: string; supportEmail: string; logo: { url: string; width: number; height: number; alt: string } | null }

/** Packing slips as they come out of the printer, one order a sheet; the window to print opens by itself if asked for. */
export function PackingSlips({
  orders,
  store,
  back,
  printsAtOnce,
}: {
  orders: WholeOrder[]
  store: SlipStore
  back: { to: string; text: string }
  printsAtOnce: boolean
}) {
  useEffect(() => {
    if (printsAtOnce) window.print()
  }, [printsAtOnce])
  return (
    <>
      <div className="print:hidden">
        <PageHeader
          back={<TextLink to={back.to}>{back.text}</TextLink>}
          title={orders.length === 1 ? m.goods_packing_slip() : m.goods_slips_count({ count: orders.length })}
          text={m.goods_slip_hint()}
        >
          <Button onClick={() => window.print()}>{m.goods_print()}</Button>
        </PageHeader>
      </div>
      <div className="grid justify-center gap-8 print:block">
        {orders.map((order) => (
          <Slip key={order.id} order={order} store={store} />
        ))}
      </div>
    </>
  )
}

function Slip({ order, store }: { order: WholeOrder; store: SlipStore }) {
  return (
    <article
      aria-label={m.goods_order_title({ number: order.number })}
      className="slip w-full max-w-[46rem] break-after-page rounded-plate border border-line bg-card p-6 last:break-after-auto sm:p-10 print:max-w-none print:rounded-none print:border-0 print:bg-transparent print:p-0"
    >
      <header className="flex items-start justify-between gap-6 border-b-2 border-ink pb-5">
        <div className="min-w-0">
          {store.logo === null ? null : (
            <img src={`${store.logo.url}?w=320`} alt="" className="mb-2 max-h-16 max-w-48 object-contain object-left" />
          )}
          <p className="font-display text-title font-bold">{store.name}</p>
          <p className="text-small text-soft">{m.goods_packing_slip()}</p>
        </div>
        <div className="shrink-0 text-end">
          <p className="text-fine text-soft">{m.goods_slip_order()}</p>
          <p className="font-display text-[2.75rem] leading-none font-extrabold tracking-[-0.03em] tabular-nums">
            {m.goods_order_number({ number: order.number })}
          </p>
          <p className="mt-1 text-fine text-soft">{m.goods_slip_placed({ day: dayText(order.placedAt) })}</p>
        </div>
      </header>
      <div className="flex flex-wrap justify-between gap-x-10 gap-y-4 py-6">
        <div>
          <h2 className="mb-1 font-text text-fine font-semibold tracking-normal text-soft">{m.goods_slip_deliver_to()}</h2>
          <div className="text-lead">
            <AddressLines address={order.shippingAddress} />
          </div>
        </div>
        <div className="text-small">
          <h2 className="mb-1 font-text text-fine font-semibold tracking-normal text-soft">{m.goods_slip_delivery()}</h2>
          <p>{order.shippingName}</p>
          {order.shipment === null ? null : (
            <p>{m.goods_event_parcel({ carrier: order.shipment.carrier, number: order.shipment.trackingNumber })}</p>
          )}
        </div>
      </div>
      <table className="w-full border-collapse text-small">
        <thead>
          <tr className="border-b border-ink text-start text-fine">
            <th scope="col" className="w-10 py-2 text-start font-semibold">
              <span className="sr-only">{m.goods_slip_packed()}</span>
            </th>
            <th scope="col" className="py-2 text-start font-semibold">
              {m.goods_slip_item()}
            </th>
            <th scope="col" className="py-2 ps-4 text-start font-semibold">
              {m.goods_sku()}
            </th>
            <th scope="col" className="py-2 ps-4 text-end font-semibold">
              {m.goods_quantity()}
            </th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.id} className="break-inside-avoid border-b border-line align-middle">
              <td className="py-3">
                <span
                  role="img"
                  aria-label={m.goods_slip_check({ title: line.title })}
                  className="block size-5 rounded-[3px] border-2 border-ink"
                />
              </td>
              <td className="py-3 font-medium">{line.title}</td>
              <td className="py-3 ps-4 break-all text-soft">{line.sku}</td>
              <td className="py-3 ps-4 text-end font-display text-title font-bold tabular-nums">{line.quantity}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <footer className="mt-8 text-small">
        <p className="font-semibold">{m.goods_slip_thanks({ store: store.name })}</p>
        <p className="text-soft">
          {m.goods_slip_questions({ email: store.supportEmail, number: m.goods_order_number({ number: order.number }) })}
        </p>
      </footer>
    </article>
  )
}
