import { hasNewDifference } from '#db/platform/queries/reconciliation/drift.ts'
import { findLastDone, findRun, findRunning, type RunRow, startRun } from '#db/platform/queries/reconciliation/runs.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

/** How far a run looks back before where the last one ended: rows the provider shows late, and fees it sets late. */
export const OVERLAP_MS = 3 * DAY_MS
/** UTC. */
const RUN_HOUR = 3
/** A run that found a new difference is followed up after this, to see if it stays. */
const FOLLOW_UP_MS = 15 * MINUTE_MS

/**
 * Begins to hold the books against the provider's, or answers the run that is under way: there is one at a time. The queue
 * does the work (`continueReconciliation`).
 */
export async function startReconciliation(ctx: Ctx, requestedBy = actorOf(ctx.principal)): Promise<RunRow> {
  const running = await findRunning(ctx.platform)
  if (running) return running
  const last = await findLastDone(ctx.platform)
  const id = ctx.newId('reconciliation')
  const startedAtMs = ctx.now()
  const run = {
    id,
    fromMs: Math.max(0, (last?.toMs ?? 0) - OVERLAP_MS),
    toMs: Math.floor(startedAtMs / SECOND_MS) * SECOND_MS,
    ledgerPosition: last?.ledgerPosition ?? 0,
    requestedBy,
    startedAtMs,
  }
  const audit = auditOf(ctx, { action: 'reconciliation.start', subjectId: id, ...(ctx.principal.kind === 'account' ? {} : { actorId: requestedBy }) })
  await startRun(ctx.platform, run, audit, await continueMessage(id, 0, startedAtMs))
  ctx.relay('platform')
  const started = (await findRun(ctx.platform, id)) ?? (await findRunning(ctx.platform))
  if (!started) throw new Error('A run that was begun is there')
  return started
} // biome-ignore format: the audit is one thought

/** The message that has a run go on, made anew for every stretch of steps. */
export async function continueMessage(
  reconciliationId: Id<'reconciliation'>,
  steps: number,
  occurredAtMs: number,
): Promise<MessageOf<'reconciliation.continue'>> {
  const id = await deriveId('message', reconciliationId, 'continue', String(steps))
  return { id, type: 'reconciliation.continue', version: 1, vendorId: null, occurredAtMs, reconciliationId }
}

/**
 * What the clock does: a run in the hour after 03:00 UTC, as soon as possible if that was missed, and sooner after one that
 * found a balance to differ that did not before. Safe to repeat.
 */
export async function scheduleReconciliation(ctx: Ctx): Promise<void> {
  const last = await findLastDone(ctx.platform)
  const isNight = Math.floor((ctx.now() % DAY_MS) / HOUR_MS) === RUN_HOUR
  const sinceMs = last ? ctx.now() - last.startedAtMs : null
  const isDue =
    sinceMs === null
      ? isNight
      : sinceMs > DAY_MS + HOUR_MS ||
        (isNight && sinceMs > 2 * HOUR_MS) ||
        (sinceMs > FOLLOW_UP_MS && (await hasNewDifference(ctx.platform, last?.id as Id<'reconciliation'>)))
  if (isDue) await startReconciliation(ctx, 'schedule')
}
