import * as sessions from '#db/platform/queries/identity/sessions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { SESSION_IDLE_MS } from './account.ts'

/** The devices somebody is signed in on, the last used first; 100 at most. */
export async function listSessions(ctx: Pick<Ctx, 'platform' | 'now'>, accountId: Id<'account'>, currentId: Id<'session'>) {
  const nowMs = ctx.now()
  const rows = await sessions.listSessions(ctx.platform, accountId, nowMs, nowMs - SESSION_IDLE_MS)
  const items = rows.map(({ id, userAgent, ip, createdAtMs, lastSeenAtMs, expiresAtMs }) => ({
    id,
    userAgent,
    ip,
    createdAt: toRfc3339(createdAtMs),
    lastSeenAt: toRfc3339(lastSeenAtMs),
    expiresAt: toRfc3339(expiresAtMs),
    isCurrent: id === currentId,
  }))
  return { items }
}
