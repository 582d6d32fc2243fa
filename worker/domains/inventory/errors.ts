import type { StockRefusal } from '#worker/domains/inventory/ports.ts'
import type { Id } from '#worker/pure/ids.ts'
import { Problem } from '#worker/pure/problem.ts'

/** 409: the correction would leave fewer than no units. */
export class BelowZero extends Problem {
  constructor(variantId: Id<'variant'>, onHand: number) {
    super('below_zero', 409, `Only ${onHand} are on hand; a correction cannot take away more.`, { extensions: { variantId, onHand } })
  }
}

/** 409: the store's stock refused for a reason the caller can do nothing about but look again. */
export class StockRefused extends Problem {
  constructor(refusal: StockRefusal) {
    super('stock_refused', 409, 'The stock could not be changed.', { extensions: { reason: refusal.code } })
  }
}

/** The error that tells a person what the lock's refusal means. */
export function problemOf(refusal: StockRefusal): Problem {
  return refusal.code === 'below_zero' ? new BelowZero(refusal.variantId, refusal.onHand) : new StockRefused(refusal)
}
