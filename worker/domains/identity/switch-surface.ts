import { findSession } from '#db/platform/queries/identity/sessions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Surface } from '#worker/pure/permissions.ts'
import { NoRoleThere, roleOn } from './account.ts'
import { type Access, issueAccess } from './open-session.ts'

/**
 * An access token for another surface, within the same session. The vendor is one the account works for, else the answer
 * is the same as for one that does not exist. Safe to repeat. @throws NoRoleThere 403
 */
export async function switchSurface(
  ctx: Pick<Ctx, 'platform' | 'now' | 'tokens'>,
  { accountId, sessionId }: { accountId: Id<'account'>; sessionId: Id<'session'> },
  to: { surface: Surface; vendorId: Id<'vendor'> | null },
): Promise<Access> {
  const view = await findSession(ctx.platform, sessionId, to.vendorId)
  const role = view && view.account.id === accountId ? roleOn(to.surface, view) : null
  if (!role) throw new NoRoleThere()
  return issueAccess(ctx, { accountId, sessionId, ...to }, role)
}
