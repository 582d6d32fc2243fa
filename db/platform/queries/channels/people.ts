import { inArray } from 'drizzle-orm'
import { account } from '#db/platform/schema/identity.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

/** The names of those who did something, by account; who is gone is missing. */
export async function namesOfPeople(db: PlatformDb, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: account.id, name: account.name })
    .from(account)
    .where(inArray(account.id, [...new Set(ids)] as Id<'account'>[]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
