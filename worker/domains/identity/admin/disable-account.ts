import { storeDisabled } from '#db/platform/queries/identity/accounts.ts'
import { findPerson } from '#db/platform/queries/identity/people.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { type AuditCtx, auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { LastAdmin, OwnRole } from '../people/platform-role.ts'

/** Closes an account, ending its sessions, or opens it again. Audited. Safe to repeat. @throws NotFound 404; OwnRole 409; LastAdmin 409 */
export async function setAccountDisabled(
  ctx: Pick<Ctx, 'platform'> & AuditCtx,
  accountId: Id<'account'>,
  isDisabled: boolean,
  reason: string,
): Promise<{ id: Id<'account'>; isDisabled: boolean }> {
  if (isDisabled && accountId === actorOf(ctx.principal)) throw new OwnRole()
  const audit = auditOf(ctx, {
    action: isDisabled ? 'account.disable' : 'account.enable',
    subjectId: accountId,
    detail: { reason },
    before: { isDisabled: !isDisabled },
    after: { isDisabled },
  })
  try {
    await storeDisabled(ctx.platform, accountId, isDisabled ? ctx.now() : null, audit)
  } catch (error) {
    if (error instanceof PreconditionFailed)
      throw (await findPerson(ctx.platform, { accountId })) ? new LastAdmin() : new NotFound('account')
    throw error
  }
  return { id: accountId, isDisabled }
}
