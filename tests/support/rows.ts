import { sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import type { Stack } from '#tests/support/stack.ts'
import type { Id } from '#worker/pure/ids.ts'

/** Tables whose rows come and go with any request: they say nothing of what was moved. */
const VOLATILE = new Set(['idempotency_key', 'throttle', 'session'])

/** Every row of the platform's database and of some stores', table by table, to compare before and after. */
export async function rowsOf(stack: Stack, vendorIds: readonly Id<'vendor'>[], ofPlatform = true): Promise<Record<string, unknown[]>> {
  const ctx = stack.ctx()
  const databases = [
    ...(ofPlatform ? [['platform', ctx.platform] as const] : []),
    ...(await Promise.all(vendorIds.map(async (id) => [id, await ctx.vendorDb(id)] as const))),
  ]
  const rows: Record<string, unknown[]> = {}
  for (const [name, db] of databases) {
    const tables = await db.all<{ name: string }>(
      sql`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'listing_words%' and name not like 'listing_trigrams%'`,
    )
    const kept = tables.filter((table) => !VOLATILE.has(table.name))
    const contents = await readTogether(
      db,
      kept.map((table) => db.all(sql.raw(`select * from "${table.name}" order by 1, 2`))),
    )
    for (const [index, table] of kept.entries()) rows[`${name}.${table.name}`] = contents[index] as unknown[]
  }
  return rows
}
