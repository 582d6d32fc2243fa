import { sql } from 'drizzle-orm'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { SubjectKind } from '#worker/pure/moderation.ts'

export type Subject = {
  vendorId: Id<'vendor'>
  sourceVersion: number
  openItemId: Id<'moderationItem'> | null
  /** Who is told: the store of a listing, the author of a review. */
  email: string
  name: string
}

/** What a question is about; undefined if there is no such thing. */
export async function findSubject(db: PlatformDb, kind: SubjectKind, id: string): Promise<Subject | undefined> {
  const open = sql`(select i.id from moderation_item i where i.subject_id = ${id} and i.status = 'open') as openItemId`
  const [row] = await db.all<Subject>(
    kind === 'listing'
      ? sql`select l.vendor_id as vendorId, l.source_version as sourceVersion, v.support_email as email, v.name as name, ${open}
          from listing l join vendor v on v.id = l.vendor_id where l.id = ${id}`
      : sql`select r.vendor_id as vendorId, 0 as sourceVersion, a.email as email, a.name as name, ${open}
          from review r join account a on a.id = r.account_id where r.id = ${id}`,
  )
  return row
}
