import { findRun, insertRun, type RunRow } from '#db/platform/queries/payouts/runs.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Currency } from '#worker/pure/money.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { draftMessage } from './run.ts'

export type NewRun = {
  kind: RunRow['kind']
  period: string
  currency: Currency | null
  scheduledFor: string | null
  /** Sent as soon as it is drafted, as long as one person may decide it. */
  isAtOnce?: boolean
  /** What it is expected to come to: what comes to something else waits for a person, though it was to be sent at once. */
  expected?: RunRow['expected']
}

/**
 * Asks for a run. The queue drafts it (`continueDraft`), however many vendors there are. Audited. Safe to repeat with the
 * same idempotency key: it is the same run.
 * @returns null if the day's scheduled run is there already
 */
export async function draftRun(ctx: Ctx, { isAtOnce = false, expected = null, ...run }: NewRun): Promise<RunRow | null> {
  const atMs = ctx.now()
  const createdBy = run.kind === 'scheduled' ? 'schedule' : actorOf(ctx.principal)
  const row: RunRow = {
    ...run,
    id: ctx.newId('payoutRun'),
    status: 'drafting',
    needsApproval: 0,
    isAtOnce: isAtOnce ? 1 : 0,
    expected,
    createdBy,
    createdAtMs: atMs,
    approvedBy: null,
    approvedAtMs: null,
    doneAtMs: null,
    updatedAtMs: atMs,
  }
  const detail = { period: run.period, ...(run.currency === null ? {} : { currency: run.currency }) }
  const audit = auditOf(ctx, { action: 'payout_run.draft', subjectId: row.id, detail, actorId: createdBy })
  const isNew = await insertRun(ctx.platform, row, audit, await draftMessage(row.id, '', atMs))
  if (isNew) ctx.relay('platform')
  // The day has its scheduled run; or this request was made before, and its answer lost.
  return isNew ? row : ((await findRun(ctx.platform, row.id))?.run ?? null)
}
