import { and, desc, eq, gt, isNull, ne, sql } from 'drizzle-orm'
import { commit, type Statement } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { account, session, throttle } from '#db/platform/schema/identity.ts'
import { vendor, vendorMember } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export type SessionRow = typeof session.$inferSelect
export type NewSession = Omit<SessionRow, 'revokedAtMs' | 'generation'>

export const sessionStatement = (db: PlatformDb, row: NewSession) => db.insert(session).values(row).onConflictDoNothing()

/** Ends all sessions of an account. */
export const revokeStatement = (db: PlatformDb, accountId: Id<'account'>, nowMs: number) =>
  db
    .update(session)
    .set({ revokedAtMs: nowMs })
    .where(and(eq(session.accountId, accountId), isNull(session.revokedAtMs)))

/** A session, whose it is, and what they are to one vendor and to the platform, all as of now. */
const sessionQuery = (db: PlatformDb, sessionId: Id<'session'>, vendorId: Id<'vendor'> | null) =>
  db
    .select({ session, account, memberRole: vendorMember.role, vendorStatus: vendor.status })
    .from(session)
    .innerJoin(account, eq(account.id, session.accountId))
    .leftJoin(vendorMember, and(eq(vendorMember.accountId, account.id), eq(vendorMember.vendorId, vendorId ?? ('' as Id<'vendor'>))))
    .leftJoin(vendor, eq(vendor.id, vendorMember.vendorId))
    .where(eq(session.id, sessionId))
    .limit(1)

export async function findSession(db: PlatformDb, sessionId: Id<'session'>, vendorId: Id<'vendor'> | null) {
  const rows = await sessionQuery(db, sessionId, vendorId)
  return rows[0]
}
export type SessionView = NonNullable<Awaited<ReturnType<typeof findSession>>>

/**
 * Moves a session to its next refresh secret if `presentedHash` is the one that counts now and the session still lives,
 * and reads it as it then is; one round trip. Safe to repeat: the second time nothing moves and the row tells.
 */
export async function rotateSession(
  db: PlatformDb,
  at: { sessionId: Id<'session'>; presentedHash: string; nextHash: string; nowMs: number; idleSinceMs: number },
  vendorId: Id<'vendor'> | null,
): Promise<SessionView | undefined> {
  const isCurrent = and(eq(session.id, at.sessionId), eq(session.refreshHash, at.presentedHash), isNull(session.revokedAtMs))
  const [, rows] = await commit(db, [
    db
      .update(session)
      .set({ refreshHash: at.nextHash, generation: sql`${session.generation} + 1`, rotatedAtMs: at.nowMs, lastSeenAtMs: at.nowMs })
      .where(and(isCurrent, gt(session.expiresAtMs, at.nowMs), gt(session.rotatedAtMs, at.idleSinceMs))),
    sessionQuery(db, at.sessionId, vendorId),
  ])
  return rows[0]
}

/**
 * Stores a log-in that went well: the new session, the attempt off the count, the session it replaces on this device
 * ended, and the password's hash made anew if it was outdated. Safe to repeat.
 */
export async function storeLogIn(
  db: PlatformDb,
  row: NewSession,
  also: {
    attempt: { key: string; windowStartMs: number }
    replaces: Id<'session'> | null
    rehash: { old: string; new: string } | null
  },
): Promise<void> {
  const statements: Statement[] = [
    sessionStatement(db, row),
    db
      .update(throttle)
      .set({ hits: sql`max(${throttle.hits} - 1, 0)` })
      .where(and(eq(throttle.key, also.attempt.key), eq(throttle.windowStartMs, also.attempt.windowStartMs))),
  ]
  if (also.replaces) statements.push(revokeOneStatement(db, also.replaces, row.createdAtMs))
  if (also.rehash) {
    statements.push(
      db
        .update(account)
        .set({ passwordHash: also.rehash.new })
        .where(and(eq(account.id, row.accountId), eq(account.passwordHash, also.rehash.old))),
    )
  }
  await commit(db, statements)
}

const revokeOneStatement = (db: PlatformDb, sessionId: Id<'session'>, nowMs: number) =>
  db
    .update(session)
    .set({ revokedAtMs: nowMs })
    .where(and(eq(session.id, sessionId), isNull(session.revokedAtMs)))

/** Ends one session. Safe to repeat. */
export async function endSession(db: PlatformDb, sessionId: Id<'session'>, nowMs: number, audit: AuditRow | null): Promise<void> {
  await commit(db, [revokeOneStatement(db, sessionId, nowMs), ...(audit ? [auditStatement(db, audit)] : [])])
}

/** Ends one session of this account. @returns false if the account has no such living session */
export async function endOwnSession(db: PlatformDb, accountId: Id<'account'>, sessionId: Id<'session'>, nowMs: number): Promise<boolean> {
  const ended = await db
    .update(session)
    .set({ revokedAtMs: nowMs })
    .where(and(eq(session.id, sessionId), eq(session.accountId, accountId), isNull(session.revokedAtMs)))
    .returning({ id: session.id })
  return ended.length === 1
}

/** Ends every session of the account but one. @returns how many ended */
export async function endOtherSessions(db: PlatformDb, accountId: Id<'account'>, keep: Id<'session'>, nowMs: number): Promise<number> {
  const ended = await db
    .update(session)
    .set({ revokedAtMs: nowMs })
    .where(and(eq(session.accountId, accountId), ne(session.id, keep), isNull(session.revokedAtMs)))
    .returning({ id: session.id })
  return ended.length
}

/** The account's living sessions, the last used first. */
export async function listSessions(db: PlatformDb, accountId: Id<'account'>, nowMs: number, idleSinceMs: number): Promise<SessionRow[]> {
  return db
    .select()
    .from(session)
    .where(
      and(
        eq(session.accountId, accountId),
        isNull(session.revokedAtMs),
        gt(session.expiresAtMs, nowMs),
        gt(session.rotatedAtMs, idleSinceMs),
      ),
    )
    .orderBy(desc(session.lastSeenAtMs), desc(session.id))
    .limit(100)
}
