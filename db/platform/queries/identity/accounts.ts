import { and, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm'
import { commit, guard, readTogether, type Statement } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { account, mailToken, session, throttle } from '#db/platform/schema/identity.ts'
import { vendor, vendorMember } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import { otherAdmin } from './people.ts'
import { type NewSession, revokeStatement, sessionStatement } from './sessions.ts'

export type { AuditRow }
export type AccountRow = typeof account.$inferSelect
export type MailTokenRow = typeof mailToken.$inferSelect
export type NewMailToken = Omit<MailTokenRow, 'usedAtMs'>
/** One attempt counted: what, and in which window. */
export type Attempt = { key: string; windowStartMs: number }

const countStatement = (db: PlatformDb, attempt: Attempt) =>
  db
    .insert(throttle)
    .values({ ...attempt, hits: 1 })
    .onConflictDoUpdate({ target: [throttle.key, throttle.windowStartMs], set: { hits: sql`${throttle.hits} + 1` } })
    .returning({ hits: throttle.hits })

/** Takes an attempt that turned out well off the count. */
export async function takeBackAttempt(db: PlatformDb, { key, windowStartMs }: Attempt): Promise<void> {
  await db
    .update(throttle)
    .set({ hits: sql`max(${throttle.hits} - 1, 0)` })
    .where(and(eq(throttle.key, key), eq(throttle.windowStartMs, windowStartMs)))
}

/** Counts an attempt before it is made, and finds the account it is about; one round trip. Repeated, it counts twice. */
export async function countAndFindAccount(db: PlatformDb, attempt: Attempt, email: string) {
  const [counted, accounts] = await commit(db, [
    countStatement(db, attempt),
    db.select().from(account).where(eq(account.email, email)).limit(1),
  ])
  return { hits: counted[0]?.hits ?? 1, account: accounts[0] }
}

/** The account, and the vendors it works for, oldest membership first; one round trip. */
export async function findProfile(db: PlatformDb, accountId: Id<'account'>) {
  const [accounts, memberships] = await readTogether(db, [
    db.select().from(account).where(eq(account.id, accountId)).limit(1),
    db
      .select({ vendorId: vendor.id, slug: vendor.slug, name: vendor.name, status: vendor.status, role: vendorMember.role })
      .from(vendorMember)
      .innerJoin(vendor, eq(vendor.id, vendorMember.vendorId))
      .where(eq(vendorMember.accountId, accountId))
      .orderBy(vendorMember.createdAtMs, vendor.id),
  ])
  return accounts[0] && { account: accounts[0], memberships }
}

/** Changes name or locale if the account still has `version`. @throws PreconditionFailed otherwise */
export async function storeProfile(
  db: PlatformDb,
  accountId: Id<'account'>,
  version: number,
  change: { name?: string | undefined; locale?: string | undefined },
): Promise<void> {
  await commit(db, [
    db
      .update(account)
      .set({ ...change, version: version + 1 })
      .where(and(eq(account.id, accountId), eq(account.version, version))),
    guard(db),
  ])
}

/** Outstanding links of an account lead nowhere from now on. */
const voidTokensStatement = (db: PlatformDb, accountId: Id<'account'>, nowMs: number) =>
  db
    .update(mailToken)
    .set({ usedAtMs: nowMs })
    .where(and(eq(mailToken.accountId, accountId), isNull(mailToken.usedAtMs)))

/** Uses a link up; put a guard after it. */
const spendTokenStatement = (db: PlatformDb, tokenId: Id<'mailToken'>, nowMs: number) =>
  db
    .update(mailToken)
    .set({ usedAtMs: nowMs })
    .where(and(eq(mailToken.id, tokenId), isNull(mailToken.usedAtMs), gt(mailToken.expiresAtMs, nowMs)))

/** What a sign-up does: opens an account, opens it anew while its address is unconfirmed, or only notes the attempt. */
export type Registration =
  | { kind: 'new'; account: Pick<AccountRow, 'id' | 'email' | 'passwordHash' | 'name' | 'locale' | 'createdAtMs'>; token: NewMailToken }
  | { kind: 'again'; account: Pick<AccountRow, 'id' | 'passwordHash' | 'name' | 'locale'>; token: NewMailToken }
  | { kind: 'known'; accountId: Id<'account'>; audit: AuditRow }

/**
 * Stores a sign-up and the mail about it. The cases cost about the same, so that the answer's time tells nothing.
 * @throws UniqueViolation or PreconditionFailed if the address was registered or confirmed meanwhile
 */
export async function storeRegistration(db: PlatformDb, registration: Registration, mail: Outgoing, nowMs: number): Promise<void> {
  const statements: Statement[] = []
  if (registration.kind === 'new') {
    statements.push(
      db.insert(account).values(registration.account).onConflictDoNothing({ target: account.id }),
      db.insert(mailToken).values(registration.token).onConflictDoNothing(),
    )
  } else if (registration.kind === 'again') {
    const { id, ...change } = registration.account
    statements.push(
      db
        .update(account)
        .set({ ...change, version: sql`${account.version} + 1` })
        .where(and(eq(account.id, id), isNull(account.emailVerifiedAtMs), isNull(account.disabledAtMs))),
      guard(db),
      voidTokensStatement(db, id, nowMs),
      db.insert(mailToken).values(registration.token).onConflictDoNothing(),
    )
  } else {
    statements.push(
      db
        .update(account)
        .set({ version: sql`${account.version}` })
        .where(eq(account.id, registration.accountId)),
      auditStatement(db, registration.audit),
    )
  }
  await commit(db, [...statements, outboxStatement(db, mail)])
}

/** Stores a link and the mails about it. */
export async function storeMailToken(db: PlatformDb, token: NewMailToken | null, mails: Outgoing[]): Promise<void> {
  await commit(db, [
    ...(token ? [db.insert(mailToken).values(token).onConflictDoNothing()] : []),
    ...mails.map((mail) => outboxStatement(db, mail)),
  ])
}

/** A link and the account it is bound to. */
export async function findMailToken(db: PlatformDb, tokenId: Id<'mailToken'>) {
  const rows = await db
    .select({ token: mailToken, account })
    .from(mailToken)
    .innerJoin(account, eq(account.id, mailToken.accountId))
    .where(eq(mailToken.id, tokenId))
    .limit(1)
  return rows[0]
}

/** Uses a link to confirm the account's address. @throws PreconditionFailed if it was used or has expired */
export async function storeVerifiedEmail(
  db: PlatformDb,
  { tokenId, accountId, nowMs }: { tokenId: Id<'mailToken'>; accountId: Id<'account'>; nowMs: number },
): Promise<void> {
  await commit(db, [
    spendTokenStatement(db, tokenId, nowMs),
    guard(db),
    db
      .update(account)
      .set({ emailVerifiedAtMs: sql`coalesce(${account.emailVerifiedAtMs}, ${nowMs})`, version: sql`${account.version} + 1` })
      .where(eq(account.id, accountId)),
    voidTokensStatement(db, accountId, nowMs),
  ])
}

/**
 * Uses a link to move the account to its new address. Every other outstanding link went to the old one and ends here.
 * @throws PreconditionFailed if it was used or has expired; UniqueViolation if another account has the address
 */
export async function storeNewEmail(
  db: PlatformDb,
  { tokenId, accountId, email, nowMs }: { tokenId: Id<'mailToken'>; accountId: Id<'account'>; email: string; nowMs: number },
  audit: AuditRow,
): Promise<void> {
  await commit(db, [
    spendTokenStatement(db, tokenId, nowMs),
    guard(db),
    db
      .update(account)
      .set({ email, emailVerifiedAtMs: nowMs, version: sql`${account.version} + 1` })
      .where(eq(account.id, accountId)),
    voidTokensStatement(db, accountId, nowMs),
    auditStatement(db, audit),
  ])
}

/** Why a password may be replaced: a link from the mailbox, or the old password, given by its hash. */
export type PasswordProof = { kind: 'link'; tokenId: Id<'mailToken'> } | { kind: 'password'; oldHash: string }

/**
 * Replaces a password: every session ends, every outstanding link leads nowhere, one new session opens.
 * A link proves the address as well. @throws PreconditionFailed if the proof no longer holds
 */
export async function storeNewPassword(
  db: PlatformDb,
  { accountId, passwordHash, proof, nowMs }: { accountId: Id<'account'>; passwordHash: string; proof: PasswordProof; nowMs: number },
  next: { session: NewSession; mail: Outgoing; audit: AuditRow },
): Promise<void> {
  const isMine = and(eq(account.id, accountId), isNull(account.disabledAtMs))
  await commit(db, [
    ...(proof.kind === 'link' ? [spendTokenStatement(db, proof.tokenId, nowMs), guard(db)] : []),
    db
      .update(account)
      .set({
        passwordHash,
        version: sql`${account.version} + 1`,
        ...(proof.kind === 'link' ? { emailVerifiedAtMs: sql`coalesce(${account.emailVerifiedAtMs}, ${nowMs})` } : {}),
      })
      .where(proof.kind === 'link' ? isMine : and(isMine, eq(account.passwordHash, proof.oldHash))),
    guard(db),
    voidTokensStatement(db, accountId, nowMs),
    revokeStatement(db, accountId, nowMs),
    sessionStatement(db, next.session),
    outboxStatement(db, next.mail),
    auditStatement(db, next.audit),
  ])
}

/** Opens or closes accounts' doors; closing one ends its sessions. */
export async function storeDisabled(db: PlatformDb, accountId: Id<'account'>, disabledAtMs: number | null, audit: AuditRow): Promise<void> {
  await commit(db, [
    db
      .update(account)
      .set({ disabledAtMs })
      .where(
        and(
          eq(account.id, accountId),
          // INV-IDN-7: the marketplace keeps an admin whose account is open.
          disabledAtMs === null ? undefined : sql`(${account.platformRole} is not 'platform_admin' or ${otherAdmin(accountId)})`,
        ),
      ),
    guard(db),
    ...(disabledAtMs === null ? [] : [revokeStatement(db, accountId, disabledAtMs)]),
    auditStatement(db, audit),
  ])
}

/** Stores what was done where nothing else is stored. */
export async function storeAudit(db: PlatformDb, audit: AuditRow): Promise<void> {
  await commit(db, [auditStatement(db, audit)])
}

/** Forgets links, sessions and counts that ended before `beforeMs`. Safe to repeat; takes 500 sessions a run. */
export async function pruneIdentity(db: PlatformDb, beforeMs: number): Promise<void> {
  const dead = db.select({ id: session.id }).from(session).where(lt(session.expiresAtMs, beforeMs)).limit(500)
  await commit(db, [
    db.delete(mailToken).where(lt(mailToken.expiresAtMs, beforeMs)),
    db.delete(session).where(inArray(session.id, dead)),
    db.delete(throttle).where(lt(throttle.windowStartMs, beforeMs)),
  ])
}
