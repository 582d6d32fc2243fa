import { type SQL, sql } from 'drizzle-orm'
import { readTogether, type Statement } from '#db/commit.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { FREE_PLAN, type PlanLimit } from '#worker/pure/plan.ts'

/** What the platform's own database counts; products are counted by the vendor's. */
type Counted = Exclude<PlanLimit, 'products'>

/** How many a vendor has now. People who were invited count like those who came, while they still can. */
function countOf(limit: Counted, vendorId: Id<'vendor'>, nowMs: number): SQL<number> {
  switch (limit) {
    case 'customDomains':
      return sql`(select count(*) from custom_domain where vendor_id = ${vendorId})`
    case 'channels':
      return sql`(select count(*) from channel_account where vendor_id = ${vendorId})`
    case 'teamMembers':
      return sql`((select count(*) from vendor_member where vendor_id = ${vendorId})
        + (select count(*) from vendor_invitation where vendor_id = ${vendorId} and used_at_ms is null and expires_at_ms > ${nowMs}))`
  }
}

/**
 * Goes before what adds one, in its commit: stops it unless the plan in force allows one more, so that of two requests at the
 * same instant one is refused. The refusal surfaces as `PreconditionFailed`.
 * @param isThere true if what is about to be stored is counted already: then nothing is added, and no limit is asked
 */
export function planAllows(db: PlatformDb, limit: Counted, vendorId: Id<'vendor'>, nowMs: number, isThere: SQL): Statement {
  const allowed = sql`(select json_extract(limits, ${`$.${limit}`}) from plan where key =
    coalesce((select plan_key from vendor_subscription where vendor_id = ${vendorId}), ${FREE_PLAN}))`
  return db.run(
    sql`insert into precondition (holds) select ${isThere} or ${allowed} is null or ${allowed} > ${countOf(limit, vendorId, nowMs)}`,
  )
}

/** How many of what a plan limits a vendor has, apart from products. One round trip. */
export async function countUse(db: PlatformDb, vendorId: Id<'vendor'>, nowMs: number): Promise<Record<Counted, number>> {
  const one = (limit: Counted) => db.select({ count: countOf(limit, vendorId, nowMs).mapWith(Number) }).from(sql`(select 1) one`)
  const [domains, members, channels] = await readTogether(db, [one('customDomains'), one('teamMembers'), one('channels')])
  return { customDomains: domains[0]?.count ?? 0, teamMembers: members[0]?.count ?? 0, channels: channels[0]?.count ?? 0 }
}
