import { readTerms } from '#db/platform/queries/payouts/terms.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { maturesAt, termsOf } from '#worker/pure/payout-terms.ts'

/** What an order that was shipped or delivered is from now on, for its row: only what is known now. */
export type Maturity = { shippedAtMs?: number; deliveredAtMs?: number; maturesAtMs?: number }

/**
 * When the earning of an order that just left, or just arrived, may be paid out, by the terms its vendor has now.
 * @param movedAtMs when it left or arrived, UTC epoch ms
 */
export async function maturityOf(
  ctx: Pick<Ctx, 'platform' | 'settings'>,
  order: { vendorId: Id<'vendor'>; shippedAtMs: number | null; deliveredAtMs: number | null },
  status: 'shipped' | 'delivered',
  movedAtMs: number,
): Promise<Maturity> {
  const { rows } = await readTerms(ctx.platform, [order.vendorId])
  const terms = termsOf(rows.get('platform'), rows.get(order.vendorId), ctx.settings.payoutHoldMs)
  if (status === 'shipped') {
    // The word of its delivery may have come first.
    return { shippedAtMs: movedAtMs, maturesAtMs: maturesAt(terms, { shippedAtMs: movedAtMs, deliveredAtMs: order.deliveredAtMs }) }
  }
  if (terms.holdFrom === 'shipped') return { deliveredAtMs: movedAtMs }
  const shippedAtMs = order.shippedAtMs ?? movedAtMs
  return { deliveredAtMs: movedAtMs, maturesAtMs: maturesAt(terms, { shippedAtMs, deliveredAtMs: movedAtMs }) }
}
