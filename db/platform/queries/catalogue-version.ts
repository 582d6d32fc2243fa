import { sql } from 'drizzle-orm'
import { type Results, readTogether, type Statement } from '#db/commit.ts'
import type { PlatformDb } from '#db/types.ts'

/** A part of the catalogue that changed: `all`, or the id of a listing of which only the count of what is left did. */
export type Change = { scope: string; version: number }

/** More changes than this since somebody last looked are not told one by one. */
export const CHANGES_MAX = 500

/** Reads what an answer shows, and the version of the catalogue it shows, as of the same moment. One round trip. */
export async function readAtVersion<const T extends readonly Statement[]>(
  db: PlatformDb,
  queries: T,
): Promise<{ version: number; results: Results<T> }> {
  const version = db.all<{ version: number }>(sql`select max(version) as version from catalogue_version`)
  const [rows, ...results] = await readTogether(db, [version, ...queries] as const)
  return { version: (rows as { version: number }[])[0]?.version ?? 0, results: results as unknown as Results<T> }
}

/** What changed after a version, oldest first; one more than `CHANGES_MAX` where there is more to tell. One round trip. */
export async function readChanges(db: PlatformDb, since: number): Promise<Change[]> {
  return db.all<Change>(
    sql`select scope, version from catalogue_version where version > ${since} order by version limit ${CHANGES_MAX + 1}`,
  )
}
