import { m } from '#messages'
import type { WholePurchase } from '#web/server/orders.ts'
import { Timeline, type TimelineStep } from '#web/ui/timeline.tsx'

type Order = WholePurchase['orders'][number]
type Kind = Order['timeline'][number]['kind']

const TITLES: Record<Kind, () => string> = {
  placed: () => m.account_step_placed(),
  packed: () => m.account_step_packed(),
  shipped: () => m.account_step_shipped(),
  delivered: () => m.account_step_delivered(),
  cancelled: () => m.account_step_cancelled(),
  refunded: () => m.account_step_refunded(),
}
const WAY: Kind[] = ['placed', 'packed', 'shipped', 'delivered']

/** Where an order is: what happened, with its time, and what is still to come. */
export function OrderProgress({ order }: { order: Pick<Order, 'timeline' | 'status' | 'shipment' | 'refund'> }) {
  const { timeline, status } = order
  const done: TimelineStep[] = timeline.map((step) => ({
    key: `${step.kind} ${step.at}`,
    title: TITLES[step.kind](),
    at: step.at,
    isDone: true,
    text: detailOf(step, order),
  }))
  const reached = WAY.indexOf(status as Kind)
  const ahead = status === 'cancelled' ? [] : WAY.slice(reached + 1).filter((kind) => !timeline.some((step) => step.kind === kind))
  return (
    <div>
      <h3 className="sr-only">{m.account_progress_title()}</h3>
      <Timeline steps={[...done, ...ahead.map((kind) => ({ key: kind, title: TITLES[kind](), at: null, isDone: false }))]} />
    </div>
  )
}

function detailOf({ kind, by, reason }: Order['timeline'][number], { shipment, refund }: Pick<Order, 'shipment' | 'refund'>) {
  if (kind === 'shipped' && shipment !== null) return <Parcel {...shipment} />
  if (kind === 'cancelled') return by === 'buyer' ? m.account_cancelled_by_you() : (reason ?? undefined)
  if (kind === 'refunded' && refund?.status === 'pending') return m.account_refund_on_its_way()
  return undefined
}

function Parcel({ carrier, trackingNumber, trackingUrl }: NonNullable<Order['shipment']>) {
  return (
    <>
      <span className="block text-soft">{carrier}</span>
      {trackingUrl === null ? (
        <span className="block break-all select-all">{trackingNumber}</span>
      ) : (
        <a
          href={trackingUrl}
          rel="noreferrer"
          className="font-medium break-all text-accent underline decoration-line underline-offset-4 hover:decoration-accent"
        >
          {trackingNumber}
        </a>
      )}
    </>
  )
}
