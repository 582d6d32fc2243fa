import * as carts from '#db/platform/queries/cart.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

const PER_RUN = 500

/** Forgets carts that ran out or were merged. What became an order is kept. Bounded, and safe to repeat. */
export async function purgeCarts(ctx: Pick<Ctx, 'platform' | 'now'>): Promise<void> {
  await carts.purgeCarts(ctx.platform, ctx.now(), PER_RUN)
}
