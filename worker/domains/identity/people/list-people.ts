import { endAllSessions, findPerson, listPeople } from '#db/platform/queries/identity/people.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { type AuditCtx, auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** Everybody with a role of the marketplace, when they were last here, and on how many devices they are signed in. */
export async function readPeople(ctx: Pick<Ctx, 'platform' | 'now' | 'principal'>) {
  const people = await listPeople(ctx.platform, ctx.now())
  return {
    items: people.flatMap(({ id, name, email, role, disabledAtMs, createdAtMs, lastSeenAtMs, sessions }) =>
      role === null
        ? []
        : [
            {
              id,
              name,
              email,
              role,
              isDisabled: disabledAtMs !== null,
              isSelf: id === actorOf(ctx.principal),
              sessions: sessions ?? 0,
              lastSeenAt: lastSeenAtMs === undefined ? null : toRfc3339(lastSeenAtMs),
              createdAt: toRfc3339(createdAtMs),
            },
          ],
    ),
  }
}

/** Signs somebody out everywhere: every token of theirs is refused from now on. Audited. Safe to repeat. @throws NotFound 404 */
export async function signOutPerson(ctx: Pick<Ctx, 'platform'> & AuditCtx, accountId: Id<'account'>): Promise<{ ended: number }> {
  if (!(await findPerson(ctx.platform, { accountId }))) throw new NotFound('account')
  const audit = auditOf(ctx, { action: 'account.sign_out', subjectId: accountId })
  return { ended: await endAllSessions(ctx.platform, accountId, ctx.now(), audit) }
}
