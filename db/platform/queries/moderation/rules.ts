import { asc, eq, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { moderationRule } from '#db/platform/schema/moderation.ts'
import { category } from '#db/platform/schema/search.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'

export type RuleRow = typeof moderationRule.$inferSelect

/** All rules, and for each of the categories its own id and those above it. A merged category counts as the one it went into. One round trip. */
export async function readRulesFor(db: PlatformDb, categoryIds: readonly Id<'category'>[]) {
  const [rules, above] = await readTogether(db, [
    db.select().from(moderationRule).orderBy(asc(moderationRule.kind), asc(moderationRule.value)),
    db.all<{ categoryId: Id<'category'>; aboveId: Id<'category'> }>(sql`select own.id as categoryId, up.id as aboveId
      from category own join category real on real.id = coalesce(own.merged_into_id, own.id)
        join category up on substr(real.path, 1, length(up.path)) = up.path
      where own.id in (select value from json_each(${JSON.stringify([...new Set(categoryIds)])}))`),
  ])
  return { rules, above: Map.groupBy(above, ({ categoryId }) => categoryId) }
}

/** The rules, with the names of the categories that some are about. */
export async function listRules(db: PlatformDb) {
  return db
    .select({ rule: moderationRule, categoryName: category.name })
    .from(moderationRule)
    .leftJoin(category, eq(category.id, sql`case ${moderationRule.kind} when 'category' then ${moderationRule.value} end`))
    .orderBy(asc(moderationRule.kind), asc(moderationRule.value))
}

export async function findRule(db: PlatformDb, id: Id<'moderationRule'>): Promise<RuleRow | undefined> {
  return (await db.select().from(moderationRule).where(eq(moderationRule.id, id)))[0]
}

/** Visible listings a new rule may be about: those that mention the word, or are in the category or below it. */
export async function listingsOfRule(db: PlatformDb, rule: Pick<RuleRow, 'kind' | 'value'>, limit: number) {
  const listed = rule.kind === 'word'
    ? sql`select l.id, l.vendor_id as vendorId from listing l where l.is_offered = 1
        and l.rowid in (select rowid from listing_words where listing_words match ${`"${rule.value.replaceAll('"', '')}"`}) limit ${limit}`
    : sql`select l.id, l.vendor_id as vendorId from listing l join category c on c.id = ${rule.value}
        where l.is_offered = 1 and substr(l.category_path, 1, length(c.path)) = c.path limit ${limit}`
  return db.all<{ id: Id<'product'>; vendorId: Id<'vendor'> }>(listed)
} // biome-ignore format: two queries side by side

/** Listings that are held because of a rule. */
export async function listingsHeldBy(db: PlatformDb, ruleId: Id<'moderationRule'>, limit: number) {
  return db.all<{ id: Id<'product'>; vendorId: Id<'vendor'> }>(sql`select i.subject_id as id, i.vendor_id as vendorId from moderation_item i
    where i.status = 'open' and i.subject_kind = 'listing' and i.kind = 'hold' and instr(i.findings, ${ruleId}) > 0 limit ${limit}`)
}

/** Adds a rule, and has the listings it may be about looked at again. Safe to repeat. @throws UniqueViolation if there is one like it */
export async function storeRule(db: PlatformDb, row: RuleRow, messages: readonly Outgoing[], audit: AuditRow): Promise<void> {
  await commit(db, [
    db.insert(moderationRule).values(row).onConflictDoNothing({ target: moderationRule.id }),
    ...messages.map((message) => outboxStatement(db, message)),
    auditStatement(db, audit),
  ])
}

/** Takes a rule away, and has what it held looked at again. @throws PreconditionFailed if it is gone already */
export async function deleteRule(db: PlatformDb, id: Id<'moderationRule'>, messages: readonly Outgoing[], audit: AuditRow): Promise<void> {
  await commit(db, [
    db.delete(moderationRule).where(eq(moderationRule.id, id)),
    guard(db),
    ...messages.map((message) => outboxStatement(db, message)),
    auditStatement(db, audit),
  ])
}
