import { and, asc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { account, session } from '#db/platform/schema/identity.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { revokeStatement } from './sessions.ts'

export type PlatformRole = NonNullable<(typeof account.$inferSelect)['platformRole']>

/** Everybody with a role of the marketplace, when they were last here and on how many devices; one round trip. */
export async function listPeople(db: PlatformDb, nowMs: number) {
  const [people, devices] = await readTogether(db, [
    db
      .select({
        id: account.id,
        name: account.name,
        email: account.email,
        role: account.platformRole,
        disabledAtMs: account.disabledAtMs,
        createdAtMs: account.createdAtMs,
      })
      .from(account)
      .where(isNotNull(account.platformRole))
      .orderBy(asc(account.platformRole), asc(account.name), asc(account.id))
      .limit(500),
    db
      .select({
        accountId: session.accountId,
        lastSeenAtMs: sql<number>`max(${session.lastSeenAtMs})`,
        sessions: sql<number>`sum(${session.revokedAtMs} is null and ${session.expiresAtMs} > ${nowMs})`,
      })
      .from(session)
      .innerJoin(account, eq(account.id, session.accountId))
      .where(isNotNull(account.platformRole))
      .groupBy(session.accountId),
  ])
  return people.map((person) => ({ ...person, ...devices.find(({ accountId }) => accountId === person.id) }))
}

/** The account somebody is given a role by, and by its address. */
export async function findPerson(db: PlatformDb, by: { email: string } | { accountId: Id<'account'> }) {
  const rows = await db
    .select()
    .from(account)
    .where('email' in by ? eq(account.email, by.email) : eq(account.id, by.accountId))
    .limit(1)
  return rows[0]
}

/** True while somebody else, whose account is open, may do everything. */
export const otherAdmin = (accountId: Id<'account'>) =>
  sql`exists (select 1 from ${account} other where other.platform_role = 'platform_admin' and other.disabled_at_ms is null and other.id <> ${accountId})`

/**
 * Gives an account a role of the marketplace, or takes it, with the audit. Its tokens of before end.
 * @throws PreconditionFailed if its role is another by now, or it is the last admin's (INV-IDN-7)
 */
export async function storePlatformRole(
  db: PlatformDb,
  change: { accountId: Id<'account'>; before: PlatformRole | null; role: PlatformRole | null; nowMs: number },
  audit: AuditRow,
): Promise<void> {
  const { accountId, before, role, nowMs } = change
  await commit(db, [
    db
      .update(account)
      .set({ platformRole: role, version: sql`${account.version} + 1` })
      .where(
        and(
          eq(account.id, accountId),
          before === null ? isNull(account.platformRole) : eq(account.platformRole, before),
          before === 'platform_admin' ? otherAdmin(accountId) : undefined,
        ),
      ),
    guard(db),
    revokeStatement(db, accountId, nowMs),
    auditStatement(db, audit),
  ])
}

/** Ends every session of an account, with the audit. @returns how many ended */
export async function endAllSessions(db: PlatformDb, accountId: Id<'account'>, nowMs: number, audit: AuditRow): Promise<number> {
  const [ended] = await commit(db, [
    db
      .update(session)
      .set({ revokedAtMs: nowMs })
      .where(and(eq(session.accountId, accountId), isNull(session.revokedAtMs), gt(session.expiresAtMs, nowMs)))
      .returning({ id: session.id }),
    auditStatement(db, audit),
  ])
  return ended.length
}
