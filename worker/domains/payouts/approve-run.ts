import { findRun, moveRun, type RunRow } from '#db/platform/queries/payouts/runs.ts'
import { readTerms } from '#db/platform/queries/payouts/terms.ts'
import { decideApproval } from '#worker/domains/approvals/decide-approval.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { executeMessage, needsSecond, RunNotMovable, SecondPersonNeeded } from './run.ts'

/**
 * Lets a drafted run be sent; the queue executes it. One that needs a second person is approved by somebody other than who
 * drafted it, and their decision is the approval's (`decideApproval`). A draft that waits stays one whatever the policy becomes:
 * a person sends or discards it. A limit that was lowered since counts all the same. Audited. Safe to repeat: a run that is approved, or
 * further, is answered as it is.
 * @throws NotFound 404; RunNotMovable 409 if it is still drafted, or discarded; SecondPersonNeeded 403
 */
export async function approveRun(ctx: Ctx, runId: Id<'payoutRun'>): Promise<RunRow> {
  const [found, { policy }] = await Promise.all([findRun(ctx.platform, runId), readTerms(ctx.platform, [])])
  if (!found) throw new NotFound('payout run')
  const { run, totals } = found
  if (run.status !== 'draft') return grantRun(ctx, run, actorOf(ctx.principal))
  const isForTwo = run.needsApproval === 1 || needsSecond(totals, policy?.approvalOver ?? {})
  if (isForTwo && actorOf(ctx.principal) === run.createdBy) throw new SecondPersonNeeded()
  if (run.needsApproval === 0) return grantRun(ctx, run, actorOf(ctx.principal))
  await decideApproval(ctx, await deriveId('approval', runId), { status: 'approved', note: '' })
  return grantRun(ctx, run, actorOf(ctx.principal))
}

/** What an approval of `payout_run.execute` leads to. Safe to repeat. */
export async function grantApprovedRun(ctx: Ctx, runId: Id<'payoutRun'>, approvedBy: string): Promise<RunRow> {
  return grantRun(ctx, await needRun(ctx, runId), approvedBy)
}

async function grantRun(ctx: Ctx, run: RunRow, approvedBy: string): Promise<RunRow> {
  if (run.status === 'drafting' || run.status === 'discarded') throw new RunNotMovable(run.status)
  const atMs = ctx.now()
  const isMoved = await moveRun(ctx.platform, {
    runId: run.id,
    from: ['draft'],
    set: { status: 'approved', approvedBy, approvedAtMs: atMs, updatedAtMs: atMs },
    outbox: await executeMessage(run.id, '', atMs),
    audit: auditOf(ctx, { action: 'payout_run.approve', subjectId: run.id, detail: { period: run.period }, actorId: approvedBy }),
  })
  if (isMoved) ctx.relay('platform')
  const now = await needRun(ctx, run.id)
  if (now.status === 'discarded') throw new RunNotMovable(now.status)
  return now
}

/**
 * Throws a drafted run away; nothing of it is sent, and its period is free for another. Audited. Safe to repeat.
 * @throws NotFound 404; RunNotMovable 409 once it is approved
 */
export async function discardRun(ctx: Ctx, runId: Id<'payoutRun'>): Promise<RunRow> {
  const now = await giveUpRun(ctx, runId, actorOf(ctx.principal))
  if (now.status !== 'discarded') throw new RunNotMovable(now.status)
  return now
}

/** Throws a draft away that nobody agreed to; one that is further is left as it is. Safe to repeat. */
export async function giveUpRun(ctx: Ctx, runId: Id<'payoutRun'>, by: string): Promise<RunRow> {
  const run = await needRun(ctx, runId)
  const audit = auditOf(ctx, { action: 'payout_run.discard', subjectId: runId, detail: { period: run.period }, actorId: by })
  await moveRun(ctx.platform, { runId, from: ['drafting', 'draft'], set: { status: 'discarded', updatedAtMs: ctx.now() }, audit })
  return needRun(ctx, runId)
}

async function needRun(ctx: Pick<Ctx, 'platform'>, runId: Id<'payoutRun'>): Promise<RunRow> {
  const found = await findRun(ctx.platform, runId)
  if (!found) throw new NotFound('payout run')
  return present(found.run, 'the run')
}
