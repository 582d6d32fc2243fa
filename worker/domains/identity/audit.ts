import type { AuditRow } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { actorOf } from '#worker/pure/principal.ts'

export type AuditCtx = Pick<Ctx, 'newId' | 'now' | 'principal' | 'requestId' | 'clientIp'>

/** An audit event of this request. `actorId` where the actor is known by a link rather than by a session. */
export function auditOf(
  ctx: AuditCtx,
  event: Pick<AuditRow, 'action' | 'subjectId' | 'detail'> & Partial<Pick<AuditRow, 'vendorId' | 'actorId'>>,
): AuditRow {
  return {
    id: ctx.newId('audit'),
    actorId: actorOf(ctx.principal),
    ...event,
    requestId: ctx.requestId,
    ip: ctx.clientIp,
    atMs: ctx.now(),
  }
}
