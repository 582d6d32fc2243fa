import { and, asc, eq, gt, isNull, ne, or, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { planAllows } from '#db/platform/queries/plans/limits.ts'
import { account, vendorInvitation } from '#db/platform/schema/identity.ts'
import { vendor, vendorMember } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'

export type VendorRole = typeof vendorMember.$inferSelect.role
export type InvitationRow = typeof vendorInvitation.$inferSelect

/** Who works for a vendor and who is invited to, oldest first; one round trip. */
export async function readTeam(db: PlatformDb, vendorId: Id<'vendor'>, nowMs: number) {
  const [members, invitations] = await readTogether(db, [
    db
      .select({
        accountId: account.id,
        name: account.name,
        email: account.email,
        role: vendorMember.role,
        createdAtMs: vendorMember.createdAtMs,
      })
      .from(vendorMember)
      .innerJoin(account, eq(account.id, vendorMember.accountId))
      .where(eq(vendorMember.vendorId, vendorId))
      .orderBy(asc(vendorMember.createdAtMs), asc(account.id)),
    db
      .select()
      .from(vendorInvitation)
      .where(and(eq(vendorInvitation.vendorId, vendorId), isNull(vendorInvitation.usedAtMs), gt(vendorInvitation.expiresAtMs, nowMs)))
      .orderBy(asc(vendorInvitation.createdAtMs), asc(vendorInvitation.id)),
  ])
  return { members, invitations }
}

export async function findVendorName(db: PlatformDb, vendorId: Id<'vendor'>): Promise<string | undefined> {
  const rows = await db.select({ name: vendor.name }).from(vendor).where(eq(vendor.id, vendorId)).limit(1)
  return rows[0]?.name
}

/** Stores an invitation and its mail; an older one to the same address ends. */
export async function storeInvitation(
  db: PlatformDb,
  row: Omit<InvitationRow, 'usedAtMs'>,
  mail: Outgoing,
  audit: AuditRow,
): Promise<void> {
  // Somebody who is invited anew takes the place of the invitation that ends.
  const isThere = sql`exists (select 1 from ${vendorInvitation} where ${vendorInvitation.vendorId} = ${row.vendorId}
    and ${vendorInvitation.email} = ${row.email} and ${vendorInvitation.usedAtMs} is null and ${vendorInvitation.expiresAtMs} > ${row.createdAtMs})`
  await commit(db, [
    planAllows(db, 'teamMembers', row.vendorId, row.createdAtMs, isThere),
    db
      .update(vendorInvitation)
      .set({ usedAtMs: row.createdAtMs })
      .where(
        and(
          eq(vendorInvitation.vendorId, row.vendorId),
          eq(vendorInvitation.email, row.email),
          isNull(vendorInvitation.usedAtMs),
          ne(vendorInvitation.id, row.id),
        ),
      ),
    db.insert(vendorInvitation).values(row).onConflictDoNothing(),
    outboxStatement(db, mail),
    auditStatement(db, audit),
  ])
}

export async function findInvitation(db: PlatformDb, invitationId: Id<'mailToken'>): Promise<InvitationRow | undefined> {
  const rows = await db.select().from(vendorInvitation).where(eq(vendorInvitation.id, invitationId)).limit(1)
  return rows[0]
}

/** Withdraws an open invitation of this vendor. @returns false if there is none */
export async function endInvitation(
  db: PlatformDb,
  vendorId: Id<'vendor'>,
  invitationId: Id<'mailToken'>,
  nowMs: number,
): Promise<boolean> {
  const ended = await db
    .update(vendorInvitation)
    .set({ usedAtMs: nowMs })
    .where(and(eq(vendorInvitation.id, invitationId), eq(vendorInvitation.vendorId, vendorId), isNull(vendorInvitation.usedAtMs)))
    .returning({ id: vendorInvitation.id })
  return ended.length === 1
}

/**
 * Uses an invitation up and adds its membership; somebody who is a member already keeps the role they have.
 * @throws PreconditionFailed if it was used, withdrawn or has expired
 */
export async function storeAcceptance(
  db: PlatformDb,
  { invitation, accountId, nowMs }: { invitation: InvitationRow; accountId: Id<'account'>; nowMs: number },
  audit: AuditRow,
): Promise<void> {
  await commit(db, [
    db
      .update(vendorInvitation)
      .set({ usedAtMs: nowMs })
      .where(and(eq(vendorInvitation.id, invitation.id), isNull(vendorInvitation.usedAtMs), gt(vendorInvitation.expiresAtMs, nowMs))),
    guard(db),
    db
      .insert(vendorMember)
      .values({ vendorId: invitation.vendorId, accountId, role: invitation.role, createdAtMs: nowMs })
      .onConflictDoNothing(),
    auditStatement(db, audit),
  ])
}

const ofMember = (vendorId: Id<'vendor'>, accountId: Id<'account'>) =>
  and(eq(vendorMember.vendorId, vendorId), eq(vendorMember.accountId, accountId))

/** Holds if the member is no owner, or not the only one (INV-IDN-4). */
const leavesAnOwner = (vendorId: Id<'vendor'>) =>
  or(
    ne(vendorMember.role, 'vendor_owner'),
    sql`(select count(*) from vendor_member as other where other.vendor_id = ${vendorId} and other.role = 'vendor_owner') > 1`,
  )

export async function findMember(db: PlatformDb, vendorId: Id<'vendor'>, accountId: Id<'account'>) {
  const rows = await db.select().from(vendorMember).where(ofMember(vendorId, accountId)).limit(1)
  return rows[0]
}

/** Gives a member another role. @throws PreconditionFailed if no owner would be left or the member is gone */
export async function storeMemberRole(
  db: PlatformDb,
  { vendorId, accountId, role }: { vendorId: Id<'vendor'>; accountId: Id<'account'>; role: VendorRole },
  audit: AuditRow,
): Promise<void> {
  const isSafe = role === 'vendor_owner' ? undefined : leavesAnOwner(vendorId)
  await commit(db, [
    db
      .update(vendorMember)
      .set({ role })
      .where(and(ofMember(vendorId, accountId), isSafe)),
    guard(db),
    auditStatement(db, audit),
  ])
}

/** Takes a member off the team. @throws PreconditionFailed if no owner would be left or the member is gone */
export async function dropMember(db: PlatformDb, vendorId: Id<'vendor'>, accountId: Id<'account'>, audit: AuditRow): Promise<void> {
  await commit(db, [
    db.delete(vendorMember).where(and(ofMember(vendorId, accountId), leavesAnOwner(vendorId))),
    guard(db),
    auditStatement(db, audit),
  ])
}
