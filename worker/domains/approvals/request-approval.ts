import { findApproval, type NewApproval, storeApproval } from '#db/platform/queries/approvals.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { ApprovalAction, ApprovalFact } from '#worker/pure/approval.ts'
import { type AuditCtx, auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { AlreadyWaiting, APPROVAL_LIVES_MS } from './approval.ts'

export type ApprovalRequest = {
  /** Where the caller has made it before, e.g. `deriveId('approval', refundId)`: the same id twice is one request. */
  id?: Id<'approval'>
  action: ApprovalAction
  subjectId: string
  /** What the action is done with; it comes back to the handler as it is. No secrets: it is shown to whoever decides. */
  payload: Record<string, unknown>
  /** What will happen, line by line, for whoever decides. */
  facts: ApprovalFact[]
  /** Why, in words. */
  reason: string
  /** `schedule` where no person asks; the caller by default. */
  requestedBy?: string
}

/**
 * The rows of a request for a second look, for the commit of whatever waits for it (`approvalStatements` of
 * `db/platform/queries/approvals.ts`), so that neither is there without the other.
 */
export function planApproval(ctx: AuditCtx, request: ApprovalRequest) {
  const { id = ctx.newId('approval'), requestedBy = actorOf(ctx.principal), ...rest } = request
  const row: NewApproval = { ...rest, id, requestedBy, requestedAtMs: ctx.now(), expiresAtMs: ctx.now() + APPROVAL_LIVES_MS }
  const audit = auditOf(ctx, {
    action: 'approval.request',
    subjectId: id,
    detail: { action: request.action, about: request.subjectId, reason: request.reason },
    ...(request.requestedBy === undefined ? {} : { actorId: request.requestedBy }),
  })
  return { row, audit }
}

/**
 * Asks for a second look at something; the handler of `queues/consumers/approval-granted.ts` does it once somebody else
 * agrees. Audited. Safe to repeat with the same id.
 * @throws AlreadyWaiting 409 while another request waits for the same subject
 */
export async function requestApproval(
  ctx: Pick<Ctx, 'platform' | 'tellPages'> & AuditCtx,
  request: ApprovalRequest,
): Promise<{ id: Id<'approval'> }> {
  const { row, audit } = planApproval(ctx, request)
  if (request.id !== undefined && (await findApproval(ctx.platform, request.id))) return { id: request.id }
  try {
    await storeApproval(ctx.platform, row, audit)
  } catch (error) {
    if (error instanceof UniqueViolation) throw new AlreadyWaiting()
    throw error
  }
  ctx.tellPages('platform', 'approvals')
  return { id: row.id }
}
