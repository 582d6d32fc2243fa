import type { Ctx } from '#worker/domains/ctx.ts'
import { fillHolds } from './fill-holds.ts'
import { liftDueHolds } from './lift-hold.ts'
import { releaseMatured } from './release-matured.ts'
import { settleDebt } from './settle-debt.ts'

/** Everything that may change what a vendor can be paid, done before anybody is judged. Safe to repeat. */
export async function makeReady(ctx: Ctx): Promise<void> {
  await releaseMatured(ctx)
  await liftDueHolds(ctx)
  await settleDebt(ctx)
  await fillHolds(ctx)
}
