import { eq, sql } from 'drizzle-orm'
import { commit, readTogether } from '#db/commit.ts'
import { vendorHealth } from '#db/platform/schema/reviews.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { HealthFacts } from '#worker/pure/vendor-health.ts'

export type HealthRow = typeof vendorHealth.$inferSelect

/** Stores that were not measured since `beforeMs`, those that wait longest first. */
export async function vendorsToMeasure(db: PlatformDb, beforeMs: number, limit: number): Promise<Id<'vendor'>[]> {
  const rows = await db.all<{ id: Id<'vendor'> }>(sql`select v.id from vendor v left join vendor_health h on h.vendor_id = v.id
    where v.status in ('active', 'suspended') and coalesce(h.measured_at_ms, 0) <= ${beforeMs} order by coalesce(h.measured_at_ms, 0), v.id limit ${limit}`)
  return rows.map(({ id }) => id)
}

/**
 * What some stores did since `sinceMs`. An order that waits past `dueMs` is late without having been shipped. What was paid
 * too late for any stock was nobody's fault. One round trip.
 */
export async function readHealthFacts(
  db: PlatformDb,
  ids: readonly Id<'vendor'>[],
  { sinceMs, dueMs, shipWithinMs }: { sinceMs: number; dueMs: number; shipWithinMs: number },
): Promise<(HealthFacts & { vendorId: Id<'vendor'> })[]> {
  const own = sql`v.id`
  const reviews = sql`from review r where r.vendor_id = ${own} and r.status = 'published' and r.created_at_ms >= ${sinceMs} and r.store_stars is not null`
  return db.all(sql`select ${own} as vendorId, count(o.id) as orders, coalesce(sum(o.status = 'cancelled'), 0) as cancelled,
      coalesce(sum(o.status <> 'cancelled' and (o.shipped_at_ms is not null or o.status in ('shipped', 'delivered') or o.placed_at_ms <= ${dueMs})), 0) as shipped,
      coalesce(sum(o.status <> 'cancelled' and (o.shipped_at_ms > o.placed_at_ms + ${shipWithinMs}
        or (o.status in ('placed', 'packed') and o.placed_at_ms <= ${dueMs}))), 0) as late,
      coalesce(sum(exists (select 1 from dispute_share s join dispute d on d.id = s.dispute_id where s.order_id = o.id and d.was_inquiry = 0)), 0) as disputed,
      (select count(*) ${reviews}) as rated, (select cast(round(avg(r.store_stars) * 10000) as integer) ${reviews}) as ratingBps
    from vendor v left join order_summary o on o.vendor_id = v.id and o.placed_at_ms >= ${sinceMs} and o.status <> 'draft' and o.is_late_payment_refund = 0
    where v.id in (select value from json_each(${JSON.stringify(ids)})) group by v.id`)
}

/** Stores what was measured, and the score for the trend. Safe to repeat; days before `forgetMs` are forgotten. */
export async function storeHealth(db: PlatformDb, rows: readonly HealthRow[], dayMs: number, forgetMs: number): Promise<void> {
  const all = JSON.stringify(rows)
  await commit(db, [
    db.run(sql`insert into vendor_health (vendor_id, score, grade, orders, cancelled, shipped, late, disputed, rated, rating_bps, measured_at_ms)
      select value ->> 'vendorId', value ->> 'score', value ->> 'grade', value ->> 'orders', value ->> 'cancelled', value ->> 'shipped',
        value ->> 'late', value ->> 'disputed', value ->> 'rated', value ->> 'ratingBps', value ->> 'measuredAtMs'
      from json_each(${all}) where true
      on conflict (vendor_id) do update set score = excluded.score, grade = excluded.grade, orders = excluded.orders, cancelled = excluded.cancelled,
        shipped = excluded.shipped, late = excluded.late, disputed = excluded.disputed, rated = excluded.rated, rating_bps = excluded.rating_bps,
        measured_at_ms = excluded.measured_at_ms where excluded.measured_at_ms >= vendor_health.measured_at_ms`),
    db.run(sql`insert into vendor_health_day (vendor_id, day_ms, score) select value ->> 'vendorId', ${dayMs}, value ->> 'score'
      from json_each(${all}) where value ->> 'score' is not null on conflict (vendor_id, day_ms) do update set score = excluded.score`),
    db.run(
      sql`delete from vendor_health_day where day_ms < ${forgetMs} and vendor_id in (select value ->> 'vendorId' from json_each(${all}))`,
    ),
  ])
}

/** How a store was measured last, and its score day by day. One round trip. */
export async function readHealth(db: PlatformDb, vendorId: Id<'vendor'>) {
  const [rows, days] = await readTogether(db, [
    db.select().from(vendorHealth).where(eq(vendorHealth.vendorId, vendorId)),
    db.all<{ dayMs: number; score: number }>(
      sql`select day_ms as dayMs, score from vendor_health_day where vendor_id = ${vendorId} order by day_ms desc limit 90`,
    ),
  ])
  return { row: rows[0], days }
}
