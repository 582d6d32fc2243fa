import { type ApprovalRow, type Decision, findApproval, storeDecision } from '#db/platform/queries/approvals.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mayDecide } from '#worker/pure/approval.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { AlreadyDecided, ApprovalExpired, NotYoursToDecide, OwnRequest } from './approval.ts'

/**
 * Lets something happen that somebody else asked for, or says no to it. Approved, the queue has it done
 * (`approval.granted`); declined, whatever waited is given up (`approval.refused`). Audited. Safe to repeat: the same
 * decision of the same person stays as it is.
 * @throws NotFound 404; OwnRequest 403 (INV-APV-1); NotYoursToDecide 403; AlreadyDecided 409; ApprovalExpired 410
 */
export async function decideApproval(
  ctx: Ctx,
  approvalId: Id<'approval'>,
  { status, note }: { status: 'approved' | 'declined'; note: string },
): Promise<void> {
  const found = await findApproval(ctx.platform, approvalId)
  if (!found) throw new NotFound('approval')
  const by = actorOf(ctx.principal)
  if (!mayDecide(ctx.principal.role, found.action)) throw new NotYoursToDecide()
  if (found.requestedBy === by) throw new OwnRequest()
  if (found.status === status && found.decidedBy === by) return
  await decide(ctx, found, { status, note, decidedBy: by, decidedAtMs: ctx.now() })
}

/**
 * Takes a request of one's own back before anybody decided. Audited. Safe to repeat.
 * @throws NotFound 404, also for somebody else's; AlreadyDecided 409; ApprovalExpired 410
 */
export async function withdrawApproval(ctx: Ctx, approvalId: Id<'approval'>): Promise<void> {
  const found = await findApproval(ctx.platform, approvalId)
  const by = actorOf(ctx.principal)
  if (!found || found.requestedBy !== by) throw new NotFound('approval')
  if (found.status === 'withdrawn') return
  await decide(ctx, found, { status: 'withdrawn', note: '', decidedBy: by, decidedAtMs: ctx.now() })
}

/** Stores a decision about a request that still waits, and sends word of it. @throws AlreadyDecided 409; ApprovalExpired 410 */
export async function decide(ctx: Ctx, found: ApprovalRow, decision: Decision): Promise<void> {
  if (found.status !== 'waiting') throw new AlreadyDecided(found.status)
  if (decision.status !== 'expired' && found.expiresAtMs <= ctx.now()) throw new ApprovalExpired()
  const message = {
    id: await deriveId('message', found.id, decision.status),
    version: 1 as const,
    vendorId: null,
    occurredAtMs: ctx.now(),
    approvalId: found.id,
    action: found.action,
    ...(decision.status === 'approved'
      ? { type: 'approval.granted' as const }
      : { type: 'approval.refused' as const, status: decision.status }),
  }
  const audit = auditOf(ctx, {
    action: `approval.${decision.status}`,
    subjectId: found.id,
    detail: { action: found.action, about: found.subjectId, requestedBy: found.requestedBy, note: decision.note },
    before: { status: 'waiting' },
    after: { status: decision.status },
    ...(decision.status === 'expired' ? { actorId: 'schedule' } : {}),
  })
  try {
    await storeDecision(ctx.platform, found.id, decision, message, audit)
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new AlreadyDecided((await findApproval(ctx.platform, found.id))?.status ?? 'decided')
    throw error
  }
  ctx.relay('platform')
  ctx.tellPages('platform', 'approvals')
}
