import type { RunRow } from '#db/platform/queries/payouts/runs.ts'
import { listPayouts, type PayoutRow } from '#db/platform/queries/payouts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import { approveRun } from './approve-run.ts'
import { draftRun } from './draft-run.ts'
import { executeRun } from './execute-run.ts'
import { periodOf } from './payout.ts'
import type { Run } from './preview-payouts.ts'

type Result = { run: RunRow; payouts: PayoutRow[] }

/**
 * Drafts, approves and executes a run in one go: everything available, for every vendor and currency (or one currency)
 * whose account may receive money; the queue sends it (`executePayout`). One that needs a second person is left as a draft.
 * Run again, twice at once, or after a timeout it decides nothing twice: a payout's id follows from vendor, currency and period.
 * @returns the run, and the payouts of the period, those of earlier runs included
 */
export async function runAtOnce(ctx: Ctx, { period = periodOf(ctx.now()), currency }: Run = {}): Promise<Result> {
  const drafted = await draftRun(ctx, { kind: 'manual', period, currency: currency ?? null, scheduledFor: null })
  const { run } = present(drafted, 'a run that no schedule asks for')
  if (run.needsApproval === 0) {
    await approveRun(ctx, run.id)
    await executeRun(ctx, run.id)
  }
  return { run, payouts: await listPayouts(ctx.platform, { period, limit: 1000 }) }
}

/** As `runAtOnce`. @returns the payouts of the period */
export async function runPayouts(ctx: Ctx, run: Run = {}): Promise<PayoutRow[]> {
  return (await runAtOnce(ctx, run)).payouts
}
