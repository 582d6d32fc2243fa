import { m } from '#messages'
import type { Purchase } from '#web/server/checkout.ts'
import type { Tone } from '#web/ui/badge.tsx'
import { moneyText } from '#web/ui/format.ts'
import type { TimelineStep } from '#web/ui/timeline.tsx'

export type PurchaseOrder = Purchase['orders'][number]

const STATES: Readonly<Record<PurchaseOrder['status'], { text: () => string; tone: Tone }>> = {
  placed: { text: m.checkout_state_placed, tone: 'plain' },
  packed: { text: m.checkout_state_packed, tone: 'accent' },
  shipped: { text: m.checkout_state_shipped, tone: 'accent' },
  delivered: { text: m.checkout_state_delivered, tone: 'good' },
  cancelled: { text: m.checkout_state_cancelled, tone: 'bad' },
}

/**
 * Where an order is. The shop knows first: what its timeline tells counts, even if the purchase as a whole has not heard yet.
 */
export function statusOf({ status, timeline }: PurchaseOrder): PurchaseOrder['status'] {
  if (status === 'cancelled' || timeline.some(({ kind }) => kind === 'cancelled')) return 'cancelled'
  return WAY.findLast((step) => step === status || timeline.some(({ kind }) => kind === step)) ?? status
}

/** The same in a word. */
export function stateOf(order: PurchaseOrder): { text: string; tone: Tone } {
  const state = STATES[statusOf(order)]
  return { ...state, text: state.text() }
}

const TITLES = {
  placed: m.checkout_step_placed,
  packed: m.checkout_step_packed,
  shipped: m.checkout_step_shipped,
  delivered: m.checkout_step_delivered,
  cancelled: m.checkout_step_cancelled,
} as const
const WAY = ['placed', 'packed', 'shipped', 'delivered'] as const

/** What happened to an order and what is still to come. One that was cancelled has nothing to come. */
export function stepsOf(order: PurchaseOrder): TimelineStep[] {
  const done = order.timeline.flatMap(({ kind, at, reason, by }) =>
    kind === 'refunded'
      ? []
      : [{ key: kind, title: TITLES[kind](), at, isDone: true, ...(reason === null || by === 'buyer' ? {} : { text: reason }) }],
  )
  const status = statusOf(order)
  if (status === 'cancelled') return done
  const reached = WAY.indexOf(status)
  const toCome = WAY.flatMap((kind, index) => (index > reached ? [{ key: kind, title: TITLES[kind](), at: null, isDone: false }] : []))
  return [...done, ...toCome]
}

/** Where the money of a cancelled order is; null if none goes back. */
export function refundText({ refund }: PurchaseOrder): string | null {
  if (refund === null) return null
  const amount = moneyText(refund.amount)
  if (refund.status === 'succeeded') return m.checkout_step_refunded({ amount })
  return refund.status === 'pending' ? m.checkout_step_refund_pending({ amount }) : m.checkout_step_refund_failed({ amount })
}
