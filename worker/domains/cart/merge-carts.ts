import { type GuestKey, mergeCart } from '#db/platform/queries/cart.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { LINES_MAX, UNITS_MAX } from './cart.ts'

/**
 * Makes what a guest put into their cart part of the account's, after log-in. Lines of the same variant add up, the caps
 * hold, and the account's currency stays. Safe to repeat: a cart that was merged, or is none of theirs, changes nothing.
 */
export async function mergeCarts(ctx: Pick<Ctx, 'platform' | 'now'>, guest: GuestKey, accountId: Id<'account'>): Promise<void> {
  const caps = { unitsMax: UNITS_MAX, linesMax: LINES_MAX, nowMs: ctx.now() }
  try {
    await mergeCart(ctx.platform, guest, accountId, caps)
  } catch (error) {
    // The account got a cart between the look and the merge: now there is one to merge into.
    if (!(error instanceof UniqueViolation)) throw error
    await mergeCart(ctx.platform, guest, accountId, caps)
  }
}
