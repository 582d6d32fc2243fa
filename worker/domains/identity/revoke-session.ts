import { endOtherSessions, endOwnSession } from '#db/platform/queries/identity/sessions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'

/** Ends one session of one's own; its tokens are refused from the next request on. @throws NotFound 404, also for another's */
export async function revokeSession(ctx: Pick<Ctx, 'platform' | 'now'>, accountId: Id<'account'>, sessionId: Id<'session'>): Promise<void> {
  if (!(await endOwnSession(ctx.platform, accountId, sessionId, ctx.now()))) throw new NotFound('session')
}

/** Ends every session of one's own but the current one. Safe to repeat. */
export async function revokeOtherSessions(
  ctx: Pick<Ctx, 'platform' | 'now'>,
  accountId: Id<'account'>,
  currentId: Id<'session'>,
): Promise<{ ended: number }> {
  return { ended: await endOtherSessions(ctx.platform, accountId, currentId, ctx.now()) }
}
