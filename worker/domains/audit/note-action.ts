import { storeAudit } from '#db/platform/queries/audit/events.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { type AuditCtx, type AuditedAction, auditOf } from '#worker/pure/audit.ts'

/**
 * Notes a privileged action that has no one commit of its own to be noted in (it spans databases): before it is done, so
 * that one that was killed half-way is on record as well.
 */
export async function noteAction(ctx: Pick<Ctx, 'platform'> & AuditCtx, action: AuditedAction): Promise<void> {
  await storeAudit(ctx.platform, auditOf(ctx, action))
}
