import { lastScheduledDay, listUnfinishedRuns } from '#db/platform/queries/payouts/runs.ts'
import { listTerms, readTerms } from '#db/platform/queries/payouts/terms.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { dayOf, startOfDay, wasDueWithin } from '#worker/pure/payout-calendar.ts'
import { termsOf } from '#worker/pure/payout-terms.ts'
import { MINUTE_MS, utcDay } from '#worker/pure/time.ts'
import { grantApprovedRun } from './approve-run.ts'
import { type Drafted, draftRun, finishDraft } from './draft-run.ts'
import { executeRun } from './execute-run.ts'

/** A clock that stood still takes up at most this many days at once. */
const DAYS_BACK_MAX = 31
const RESUMED_AT_ONCE = 5

/**
 * Makes the day's run for the vendors that are due (UTC days), once a day; days the clock missed are taken up. Under the
 * limit, and unless the marketplace wants to look first, it is sent by itself; otherwise it waits for a person. Nothing
 * happens where nobody is paid by schedule. Safe to repeat and to run twice at once (INV-RUN-4).
 */
export async function startScheduledRun(ctx: Ctx): Promise<void> {
  const today = dayOf(ctx.now())
  const last = await lastScheduledDay(ctx.platform)
  if (last !== null && last >= utcDay(startOfDay(today))) return
  const isMeant = await dueOn(ctx, today, last)
  if (isMeant === null) return
  const day = utcDay(startOfDay(today))
  const drafted = await draftRun(ctx, { kind: 'scheduled', period: day, currency: null, scheduledFor: day, isMeant })
  if (drafted !== null) await sendAlone(ctx, drafted)
}

/** Who is due on a day, or was on one since the last scheduled run; null if nobody is paid by schedule at all. */
async function dueOn(ctx: Ctx, today: number, last: string | null): Promise<((vendorId: Id<'vendor'>) => boolean) | null> {
  const lastDay = last === null ? today - 1 : dayOf(Date.parse(`${last}T00:00:00Z`))
  const rows = await listTerms(ctx.platform)
  if (!rows.some(({ interval }) => interval !== null && interval !== 'manual')) return null
  const byOwner = new Map(rows.map((row) => [row.owner, row]))
  const platform = byOwner.get('platform')
  return (vendorId) => {
    const own = byOwner.get(vendorId)
    // What was chosen today is due from today on: a day that was none then is not made up for.
    const chosen = dayOf(Math.max(own?.updatedAtMs ?? 0, platform?.updatedAtMs ?? 0)) - 1
    return wasDueWithin(termsOf(platform, own, 0), Math.max(lastDay, chosen, today - DAYS_BACK_MAX), today)
  }
}

/** Lets a scheduled run be sent that nobody has to look at. */
async function sendAlone(ctx: Ctx, { run, totals }: Drafted): Promise<void> {
  const { policy } = await readTerms(ctx.platform, [])
  const isEmpty = totals.every(({ payouts }) => payouts === 0)
  if (run.needsApproval === 1 || (policy?.scheduledRuns === 'wait' && !isEmpty)) return
  await grantApprovedRun(ctx, run.id, 'policy')
}

/** Goes on with runs that stopped half-way: their process died, or their message was lost. Safe to repeat. */
export async function resumeRuns(ctx: Ctx): Promise<void> {
  for (const run of await listUnfinishedRuns(ctx.platform, ctx.now() - 2 * MINUTE_MS, RESUMED_AT_ONCE)) {
    if (run.status === 'approved' || run.status === 'executing') {
      await executeRun(ctx, run.id)
      continue
    }
    if (run.status === 'draft') {
      // It was left before it was sent, unless a person is to look first.
      if ((await readTerms(ctx.platform, [])).policy?.scheduledRuns !== 'wait') await grantApprovedRun(ctx, run.id, 'policy')
      continue
    }
    const { scheduledFor } = run
    if (scheduledFor === null) {
      await finishDraft(ctx, run)
      continue
    }
    const today = dayOf(Date.parse(`${scheduledFor}T00:00:00Z`))
    const isMeant = await dueOn(ctx, today, await lastScheduledDay(ctx.platform, scheduledFor))
    await sendAlone(ctx, await finishDraft(ctx, run, isMeant ?? undefined))
  }
}
