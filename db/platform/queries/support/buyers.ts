import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { account } from '#db/platform/schema/identity.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

/** Orders of an account, and those of guests with its confirmed address; `a` is the account. */
const owned = sql`(g.account_id = a.id or (g.account_id is null and a.email_verified_at_ms is not null and g.email = a.email))`
/** The same of the account a row is about. */
const theirs = sql`(g.account_id = account.id or (g.account_id is null and account.email_verified_at_ms is not null and g.email = account.email))`
const isOrder = sql`o.status <> 'draft'`

export type BuyerFilter = {
  words?: string | undefined
  state?: 'active' | 'disabled' | 'unverified' | undefined
  before?: Id<'account'> | undefined
  limit: number
}

/** Accounts of buyers by part of a name or address, or an order's number, newest first; the look is audited in the same commit. */
export async function searchBuyers(db: PlatformDb, { words, state, before, limit }: BuyerFilter, audit: AuditRow) {
  const like = words === undefined ? '' : `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const number = words === undefined ? undefined : /^#?(\d{1,9})$/.exec(words)?.[1]
  const [, rows] = await commit(db, [
    auditStatement(db, audit),
    db
      .select({
        account,
        orders: sql<number>`(select count(*) from order_group g join order_summary o on o.order_group_id = g.id and ${isOrder} where ${theirs})`,
        lastOrderAtMs: sql<number | null>`(select max(g.placed_at_ms) from order_group g where ${theirs})`,
      })
      .from(account)
      .where(
        and(
          isNull(account.platformRole),
          before === undefined ? undefined : lt(account.id, before),
          state === 'disabled' ? sql`${account.disabledAtMs} is not null` : undefined,
          state === 'active' ? sql`${account.disabledAtMs} is null and ${account.emailVerifiedAtMs} is not null` : undefined,
          state === 'unverified' ? sql`${account.emailVerifiedAtMs} is null` : undefined,
          words === undefined
            ? undefined
            : or(
                sql`${account.name} like ${like} escape '\\'`,
                sql`${account.email} like ${like} escape '\\'`,
                number === undefined
                  ? undefined
                  : sql`${account.id} in (select g.account_id from order_summary o join order_group g on g.id = o.order_group_id where o.number = ${Number(number)} and ${isOrder})`,
              ),
        ),
      )
      .orderBy(desc(account.id))
      .limit(limit),
  ])
  return rows
}

export type BuyerOrder = {
  id: Id<'order'>
  number: number | null
  status: string
  vendorId: Id<'vendor'>
  vendorName: string
  currency: string
  totalMinor: number
  refundedMinor: number
  disputes: number
  placedAtMs: number | null
}
/** All their orders in one currency, cancelled ones too: what was paid and what went back. */
export type BuyerTotal = { currency: string; orders: number; cancelled: number; paidMinor: number; refundedMinor: number; disputes: number }
export type BuyerSession = { id: string; userAgent: string; ip: string; createdAtMs: number; lastSeenAtMs: number }

/** A buyer with their orders, refunds, disputes, devices and stores; the look is audited in the same commit. */
export async function readBuyerFacts(db: PlatformDb, id: Id<'account'>, nowMs: number, audit: AuditRow) {
  const [, accounts, orders, totals, sessions, stores, decisions, reviews] = await commit(db, [
    auditStatement(db, audit),
    db.select().from(account).where(eq(account.id, id)),
    db.all<BuyerOrder>(sql`select o.id, o.number, o.status, o.vendor_id as vendorId, v.name as vendorName, o.currency, o.total_minor as totalMinor,
        coalesce((select sum(s.refunded_minor) from payment_split s where s.order_id = o.id), 0) as refundedMinor,
        (select count(*) from dispute_share d where d.order_id = o.id) as disputes, o.placed_at_ms as placedAtMs
      from account a join order_group g on ${owned} join order_summary o on o.order_group_id = g.id and ${isOrder} join vendor v on v.id = o.vendor_id
      where a.id = ${id} order by o.placed_at_ms desc, o.id desc limit 100`),
    db.all<BuyerTotal>(sql`select o.currency, count(*) as orders, sum(o.status = 'cancelled') as cancelled, sum(o.total_minor) as paidMinor, sum(o.refunded_minor) as refundedMinor, sum(o.disputes) as disputes
      from (select o.currency, o.status, o.total_minor, (select coalesce(sum(s.refunded_minor), 0) from payment_split s where s.order_id = o.id) as refunded_minor,
          (select count(*) from dispute_share d where d.order_id = o.id) as disputes
        from account a join order_group g on ${owned} join order_summary o on o.order_group_id = g.id and ${isOrder} where a.id = ${id}) o
      group by o.currency order by o.currency`),
    db.all<BuyerSession>(sql`select id, user_agent as userAgent, ip, created_at_ms as createdAtMs, last_seen_at_ms as lastSeenAtMs from session
      where account_id = ${id} and revoked_at_ms is null and expires_at_ms > ${nowMs} order by last_seen_at_ms desc limit 50`),
    db.all<{ id: Id<'vendor'>; name: string; role: string }>(sql`select v.id, v.name, m.role from vendor_member m join vendor v on v.id = m.vendor_id where m.account_id = ${id}`),
    db.all<{ id: string; action: string; detail: string; actorName: string | null; atMs: number }>(sql`select e.id, e.action, e.detail, b.name as actorName, e.at_ms as atMs
      from audit_event e left join account b on b.id = e.actor_id where e.subject_id = ${id} and e.action in ('account.disable', 'account.enable', 'account.resend_verification')
      order by e.id desc limit 50`),
    db.all<{ written: number; hidden: number; reported: number }>(sql`select count(*) as written, coalesce(sum(status = 'hidden'), 0) as hidden,
      (select count(*) from report where reporter_id = ${id}) as reported from review where account_id = ${id}`),
  ])
  const [found] = accounts
  return found && { account: found, orders, totals, sessions, stores, decisions, reviews: reviews[0] ?? { written: 0, hidden: 0, reported: 0 } }
} // biome-ignore format: reads side by side
