import { and, desc, eq, gte, like, lt, sql } from 'drizzle-orm'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { account, auditEvent } from '#db/platform/schema/identity.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

/** Stores an event by itself, where nothing else is stored with it. The same id twice is one. */
export async function storeAudit(db: PlatformDb, row: AuditRow): Promise<void> {
  await auditStatement(db, row)
}

export type AuditFilter = {
  actorId?: string | undefined
  /** The whole action, or the beginning of it up to a dot: `vendor.` is everything done to vendors. */
  action?: string | undefined
  subjectId?: string | undefined
  vendorId?: Id<'vendor'> | undefined
  outcome?: 'done' | 'denied' | undefined
  fromMs?: number | undefined
  /** Exclusive. */
  toMs?: number | undefined
  /** Only events stored before this position. */
  before?: number | undefined
  limit: number
}

/** Events by what is known of them, the last stored first, with who they are about where that can be told. */
export async function listEvents(db: PlatformDb, filter: AuditFilter) {
  const { action } = filter
  return db
    .select({ event: auditEvent, actor: { name: account.name, email: account.email }, vendor: { name: vendor.name, slug: vendor.slug } })
    .from(auditEvent)
    .leftJoin(account, eq(account.id, sql`${auditEvent.actorId}`))
    .leftJoin(vendor, eq(vendor.id, auditEvent.vendorId))
    .where(
      and(
        filter.actorId === undefined ? undefined : eq(auditEvent.actorId, filter.actorId),
        action === undefined
          ? undefined
          : action.endsWith('.')
            ? and(gte(auditEvent.action, action), like(auditEvent.action, `${action}%`))
            : eq(auditEvent.action, action),
        filter.subjectId === undefined ? undefined : eq(auditEvent.subjectId, filter.subjectId),
        filter.vendorId === undefined ? undefined : eq(auditEvent.vendorId, filter.vendorId),
        filter.outcome === undefined ? undefined : eq(auditEvent.outcome, filter.outcome),
        filter.fromMs === undefined ? undefined : gte(auditEvent.atMs, filter.fromMs),
        filter.toMs === undefined ? undefined : lt(auditEvent.atMs, filter.toMs),
        filter.before === undefined ? undefined : lt(auditEvent.position, filter.before),
      ),
    )
    .orderBy(desc(auditEvent.position))
    .limit(filter.limit)
}
export type FoundEvent = Awaited<ReturnType<typeof listEvents>>[number]

/** An account by its address, for a search by who it was. */
export async function findActor(db: PlatformDb, email: string): Promise<Id<'account'> | undefined> {
  return (await db.select({ id: account.id }).from(account).where(eq(account.email, email)).limit(1))[0]?.id
}
