import { DAY_MS } from '#worker/pure/time.ts'

/**
 * INV-ORD-1: total = items + shipping + tax on top of the prices.
 * INV-ORD-2: a store's order numbers have no gaps.
 * INV-ORD-3: an order moves only as `TRANSITIONS` says; what has shipped is never cancelled.
 */
export const ORDER_STATUSES = ['placed', 'packed', 'shipped', 'delivered', 'cancelled'] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]
/** What can be done to an order. */
export type OrderAction = 'pack' | 'ship' | 'deliver' | 'cancel'

/** Action -> from which states, to which one. The one table of what an order may do. */
export const TRANSITIONS = {
  pack: { from: ['placed'], to: 'packed' },
  /** Small stores do not pack separately. */
  ship: { from: ['placed', 'packed'], to: 'shipped' },
  deliver: { from: ['shipped'], to: 'delivered' },
  cancel: { from: ['placed', 'packed'], to: 'cancelled' },
} as const satisfies Record<OrderAction, { from: readonly OrderStatus[]; to: OrderStatus }>

/** How long a store has to hand an order to a carrier, counted from its placing; ms. After that it is late. */
export const SHIP_WITHIN_MS = 3 * DAY_MS

export type Moved = Exclude<OrderStatus, 'placed'>

/** Where the action leads, or why it does not. `repeat`: the order is already there, so the call was made before. */
export function moveOrder(status: OrderStatus, action: OrderAction): { kind: 'move' | 'repeat'; to: Moved } | { kind: 'refused' } {
  const { from, to } = TRANSITIONS[action]
  if (status === to) return { kind: 'repeat', to }
  return (from as readonly OrderStatus[]).includes(status) ? { kind: 'move', to } : { kind: 'refused' }
}

/** The states a status may have been reached from, directly or not: news about an order that comes late never takes it back. */
export function statesBefore(to: Moved): readonly OrderStatus[] {
  const before = new Set<OrderStatus>()
  const visit = (status: OrderStatus) => {
    for (const { from, to: target } of Object.values(TRANSITIONS)) {
      if (target !== status) continue
      for (const origin of from) {
        if (before.has(origin)) continue
        before.add(origin)
        visit(origin)
      }
    }
  }
  visit(to)
  return ORDER_STATUSES.filter((status) => before.has(status))
}
