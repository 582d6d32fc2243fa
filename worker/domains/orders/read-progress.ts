import type { GroupOrder, PurchaseRefund } from '#db/platform/queries/orders.ts'
import { readOrder, type StoredOrder } from '#db/vendor/queries/orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { Problem } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** What a buyer is told of an order's way; a store's notes and other steps of its own are not among it. */
export const PROGRESS_KINDS = ['placed', 'packed', 'shipped', 'delivered', 'cancelled', 'refunded'] as const
export type ProgressStep = { kind: (typeof PROGRESS_KINDS)[number]; at: string; reason: string | null; by: 'buyer' | 'vendor' | null }

/**
 * How far an order has come, as its buyer may know: its steps, oldest first, and its parcel once it left. While the store
 * cannot be reached only what the platform knows is told, because the rest of the page is worth showing.
 */
export async function readProgress(ctx: Pick<Ctx, 'vendorDb'>, order: GroupOrder['order'], refunds: readonly PurchaseRefund[]) {
  const stored = await storedAt(ctx, order)
  // Refunds are told as the platform knows them: it also knows of those under way.
  const told = (stored?.events ?? []).filter(({ kind }) => kind !== 'refunded' && (PROGRESS_KINDS as readonly string[]).includes(kind))
  const steps: ProgressStep[] = told.map(({ kind, detail, atMs }) => ({
    kind: kind as ProgressStep['kind'],
    at: toRfc3339(atMs),
    reason: kind === 'cancelled' && typeof detail.reason === 'string' ? detail.reason : null,
    by: detail.by === 'buyer' || detail.by === 'vendor' ? detail.by : null,
  }))
  if (steps.length === 0 && order.placedAtMs !== null) {
    steps.push({ kind: 'placed', at: toRfc3339(order.placedAtMs), reason: null, by: null })
  }
  for (const refund of refunds.filter(({ status }) => status === 'pending' || status === 'succeeded')) {
    steps.push({ kind: 'refunded', at: toRfc3339(refund.createdAtMs), reason: null, by: null })
  }
  return { timeline: steps, shipment: parcelOf(stored) }
}

function parcelOf(stored: StoredOrder | undefined) {
  if (!stored?.shipment) return null
  const { carrier, trackingNumber, trackingUrl, shippedAtMs, deliveredAtMs } = stored.shipment
  return {
    carrier,
    trackingNumber,
    trackingUrl,
    shippedAt: toRfc3339(shippedAtMs),
    deliveredAt: deliveredAtMs === null ? null : toRfc3339(deliveredAtMs),
  }
}

async function storedAt(ctx: Pick<Ctx, 'vendorDb'>, order: GroupOrder['order']): Promise<StoredOrder | undefined> {
  try {
    return await readOrder(await ctx.vendorDb(order.vendorId), order.id)
  } catch (error) {
    if (error instanceof Problem && error.status === 503) return undefined
    throw error
  }
}
