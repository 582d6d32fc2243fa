import { findRun } from '#db/platform/queries/payouts/runs.ts'
import { listPayouts, type PayoutRow } from '#db/platform/queries/payouts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { continueDraft } from '#worker/domains/payouts/continue-draft.ts'
import { draftRun } from '#worker/domains/payouts/draft-run.ts'
import { executeRun } from '#worker/domains/payouts/execute-run.ts'
import { periodOf } from '#worker/domains/payouts/payout.ts'
import { present } from '#worker/pure/assert.ts'
import type { Currency } from '#worker/pure/money.ts'

/** Asks for a run and does with it what the queue would, up to the decided payouts. @returns all payouts of the period */
export async function runPayouts(
  ctx: Ctx,
  { period = periodOf(ctx.now()), currency = null }: { period?: string; currency?: Currency | null } = {},
): Promise<PayoutRow[]> {
  const run = present(await draftRun(ctx, { kind: 'manual', period, currency, scheduledFor: null, isAtOnce: true }), 'the run')
  await continueDraft(ctx, run.id)
  if ((await findRun(ctx.platform, run.id))?.run.status !== 'draft') await executeRun(ctx, run.id)
  return listPayouts(ctx.platform, { period, limit: 1000 })
}
