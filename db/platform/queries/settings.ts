import { and, desc, eq, sql } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { platformSetting } from '#db/platform/schema/settings.ts'
import type { PlatformDb } from '#db/types.ts'

export type SettingRow = typeof platformSetting.$inferSelect

/** The newest version of everything that was ever set: settings and feature flags, a row each. */
export async function listSettings(db: PlatformDb): Promise<SettingRow[]> {
  const newest = sql`(select max(newer.version) from platform_setting newer where newer.key = ${platformSetting.key})`
  return db.select().from(platformSetting).where(eq(platformSetting.version, newest))
}

/** What a setting was, the newest first. */
export async function listSettingVersions(db: PlatformDb, key: string, limit: number): Promise<SettingRow[]> {
  return db.select().from(platformSetting).where(eq(platformSetting.key, key)).orderBy(desc(platformSetting.version)).limit(limit)
}

/** The version a setting has now; 0 for one nobody has set. */
export async function settingVersion(db: PlatformDb, key: string): Promise<SettingRow | undefined> {
  const rows = await listSettingVersions(db, key, 1)
  return rows[0]
}

/** Adds a version of a setting, with its audit. @throws UniqueViolation if somebody else has just added the same one */
export async function storeSetting(db: PlatformDb, row: SettingRow, audit: AuditRow): Promise<void> {
  await commit(db, [db.insert(platformSetting).values(row), auditStatement(db, audit)])
}

/** One version of a setting; for going back to it. */
export async function findSettingVersion(db: PlatformDb, key: string, version: number): Promise<SettingRow | undefined> {
  const rows = await db
    .select()
    .from(platformSetting)
    .where(and(eq(platformSetting.key, key), eq(platformSetting.version, version)))
  return rows[0]
}
