import { lastScheduledDay, listUnfinishedRuns } from '#db/platform/queries/payouts/runs.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { dayOf, startOfDay } from '#worker/pure/payout-calendar.ts'
import { MINUTE_MS, utcDay } from '#worker/pure/time.ts'
import { continueDraft } from './continue-draft.ts'
import { draftRun } from './draft-run.ts'
import { dueOn } from './due-vendors.ts'
import { executeRun } from './execute-run.ts'

const RESUMED_AT_ONCE = 5

/**
 * Asks for the day's run for the vendors that are due (UTC days), once a day; days the clock missed are taken up. Under the
 * limit, and unless the marketplace wants to look first, it is sent by itself; otherwise it waits for a person. Nothing
 * happens where nobody is paid by schedule. Safe to repeat and to run twice at once (INV-RUN-4).
 */
export async function startScheduledRun(ctx: Ctx): Promise<void> {
  const today = dayOf(ctx.now())
  const day = utcDay(startOfDay(today))
  const last = await lastScheduledDay(ctx.platform)
  if (last !== null && last >= day) return
  if ((await dueOn(ctx, today, last)) === null) return
  await draftRun(ctx, { kind: 'scheduled', period: day, currency: null, scheduledFor: day })
}

/**
 * Goes on with runs that stopped half-way: their process died, or their message was lost. One that fails does not keep the
 * others from going on. Safe to repeat.
 */
export async function resumeRuns(ctx: Ctx): Promise<void> {
  const failures: unknown[] = []
  for (const run of await listUnfinishedRuns(ctx.platform, ctx.now() - 2 * MINUTE_MS, RESUMED_AT_ONCE)) {
    await (run.status === 'drafting' ? continueDraft : executeRun)(ctx, run.id).catch((error) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}
