import { type ApprovalRow, findApproval, listOverdue, listUnperformed, storePerformed } from '#db/platform/queries/approvals.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { Problem } from '#worker/pure/problem.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { AlreadyDecided } from './approval.ts'
import { decide } from './decide-approval.ts'

export type { ApprovalRow }

/** Does what was approved. May be given the same approval twice: what it does follows from the approval's id. */
export type ApprovalHandler = (ctx: Ctx, approval: ApprovalRow) => Promise<void>

/**
 * Has an approved request carried out, once, and notes that it was, or why it could not be: a refusal (4xx) is kept with
 * the request for people to read; anything else is thrown, and the message comes again.
 */
export async function performApproval(ctx: Ctx, approvalId: Id<'approval'>, handler: ApprovalHandler): Promise<void> {
  const found = await findApproval(ctx.platform, approvalId)
  if (found?.status !== 'approved' || found.performedAtMs !== null) return
  let failure: string | null = null
  try {
    await handler(ctx, found)
  } catch (error) {
    if (!isRefusal(error)) throw error
    failure = String(error)
  }
  const audit = auditOf(ctx, {
    action: failure === null ? 'approval.performed' : 'approval.failed',
    subjectId: found.id,
    detail: { action: found.action, about: found.subjectId, ...(failure === null ? {} : { failure }) },
    actorId: found.decidedBy ?? 'schedule',
  })
  await storePerformed(ctx.platform, found.id, ctx.now(), failure, audit)
}

const isRefusal = (error: unknown): error is Problem =>
  error instanceof Problem && error.status >= 400 && error.status < 500 && error.retryAfterS === undefined

/** Gives up requests nobody decided in time. Bounded; the next run goes on. Safe to repeat. */
export async function expireApprovals(ctx: Ctx): Promise<void> {
  for (const found of await listOverdue(ctx.platform, ctx.now(), 50)) {
    try {
      await decide(ctx, found, { status: 'expired', note: '', decidedBy: null, decidedAtMs: ctx.now() })
    } catch (error) {
      // Somebody was quicker.
      if (!(error instanceof AlreadyDecided)) throw error
    }
  }
}

/** Approved requests whose message came to nothing for a while: carried out by the sweep. Bounded. */
export async function resumeApprovals(ctx: Ctx, handlerOf: (approval: ApprovalRow) => ApprovalHandler): Promise<void> {
  for (const found of await listUnperformed(ctx.platform, ctx.now() - 5 * MINUTE_MS, 20)) {
    await performApproval(ctx, found.id, handlerOf(found))
  }
}
