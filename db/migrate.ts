import { sql } from 'drizzle-orm'
import type { LibSQLDatabase } from 'drizzle-orm/libsql'
import { commit } from '#db/commit.ts'

/** One step of a schema's history. Only ever added to: code must run against the newest version and the one before. */
export type Migration = { version: number; name: string; statements: readonly string[] }

type AnyDb = LibSQLDatabase<Record<string, never>>

/**
 * Brings a database up to date: one transaction a migration, each recording its own version, so that a run killed at any
 * point goes on where it stopped and two runs at once cannot apply one twice.
 * @param upTo stops after this version; the newest by default
 * @returns the version the database is at
 */
export async function migrate(
  db: AnyDb,
  migrations: readonly Migration[],
  nowMs: number,
  upTo = Number.POSITIVE_INFINITY,
): Promise<number> {
  const current = await versionOf(db)
  for (const migration of migrations) {
    if (migration.version <= current || migration.version > upTo) continue
    try {
      await commit(db, [
        db.run(sql`insert into schema_migration (version, name, applied_at_ms) values (${migration.version}, ${migration.name}, ${nowMs})`),
        ...migration.statements.map((statement) => db.run(sql.raw(statement))),
      ])
    } catch (error) {
      // Another run may have been quicker, or our own reply was lost: what counts is the version the database records.
      if ((await versionOf(db)) < migration.version) throw error
    }
  }
  return versionOf(db)
}

/** The version a database records; 0 for an empty one. */
async function versionOf(db: AnyDb): Promise<number> {
  const [, rows] = await commit(db, [
    db.run(
      sql`create table if not exists schema_migration (version integer primary key, name text not null, applied_at_ms integer not null)`,
    ),
    db.all<{ version: number }>(sql`select coalesce(max(version), 0) as version from schema_migration`),
  ])
  return Number(rows[0]?.version ?? 0)
}
