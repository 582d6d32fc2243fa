import { m } from '#messages'
import type { Tone } from '#web/ui/badge.tsx'

export type OrderStatus = 'placed' | 'packed' | 'shipped' | 'delivered' | 'cancelled'

/** What a state of an order is called, and how it looks. */
export const STATUS_WORDS: Record<OrderStatus, { text: () => string; tone: Tone }> = {
  placed: { text: () => m.account_order_placed(), tone: 'plain' },
  packed: { text: () => m.account_order_packed(), tone: 'accent' },
  shipped: { text: () => m.account_order_shipped(), tone: 'accent' },
  delivered: { text: () => m.account_order_delivered(), tone: 'good' },
  cancelled: { text: () => m.account_order_cancelled(), tone: 'plain' },
}

/** True while something may still happen to it. */
export const isUnderWay = (status: OrderStatus): boolean => status === 'placed' || status === 'packed' || status === 'shipped'

/** What the buyer may still call off. */
export const isCancellable = (status: OrderStatus): boolean => status === 'placed' || status === 'packed'
