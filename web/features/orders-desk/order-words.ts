import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { Tone } from '#web/ui/badge.tsx'
import { agoText } from '#web/ui/format.ts'
import type { ApiClient } from '#worker/client.ts'
import { DAY_MS } from '#worker/pure/time.ts'

type StoreApi = ApiClient['api']['v1']['vendor']
export type OrderList = InferResponseType<StoreApi['orders']['$get'], 200>
export type OrderRow = OrderList['items'][number]
export type WholeOrder = InferResponseType<StoreApi['orders'][':orderId']['$get'], 200>
export type Earning = InferResponseType<StoreApi['orders'][':orderId']['earning']['$get'], 200>
type Status = OrderRow['status']

const STATUS: Record<Status, { text: () => string; tone: Tone }> = {
  placed: { text: m.goods_status_placed, tone: 'accent' },
  packed: { text: m.goods_status_packed, tone: 'warn' },
  shipped: { text: m.goods_status_shipped, tone: 'good' },
  delivered: { text: m.goods_status_delivered, tone: 'plain' },
  cancelled: { text: m.goods_status_cancelled, tone: 'plain' },
}
export const statusText = (status: Status): string => STATUS[status].text()
export const statusTone = (status: Status): Tone => STATUS[status].tone

export const waits = (status: Status): boolean => status === 'placed' || status === 'packed'

/** How pressing an order is; null once it has left. */
export function dueOf({ status, shipBy }: { status: Status; shipBy: string }, nowMs: number): { text: string; tone: Tone } | null {
  if (!waits(status)) return null
  const dueMs = Date.parse(shipBy)
  const when = agoText(dueMs, nowMs)
  if (dueMs < nowMs) return { text: m.goods_due_late({ when }), tone: 'bad' }
  return dueMs - nowMs < DAY_MS ? { text: m.goods_due_soon({ when }), tone: 'warn' } : { text: m.goods_due_later({ when }), tone: 'plain' }
}
