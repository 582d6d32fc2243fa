import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm'
import { commit, guard, readTogether, type Statement } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { dispute, disputeFile, disputeShare } from '#db/platform/schema/disputes.ts'
import type { PlatformDb } from '#db/types.ts'
import { EVIDENCE_FILE_MAX_BYTES, EVIDENCE_FILES_MAX } from '#worker/pure/dispute-evidence.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { FileRow } from './case.ts'
import { changeDispute, type DisputeChange, type DisputeRow, type Effects, effectStatements, planned } from './record.ts'

export async function findDispute(db: PlatformDb, disputeId: Id<'dispute'>): Promise<DisputeRow | undefined> {
  const rows = await db.select().from(dispute).where(eq(dispute.id, disputeId))
  return rows[0]
}

/** A dispute that is (also) about an order of this vendor, with the vendor's parts; undefined for anybody else's. */
export async function findVendorDispute(db: PlatformDb, vendorId: Id<'vendor'>, disputeId: Id<'dispute'>) {
  const [rows, shares] = await readTogether(db, [
    db
      .select()
      .from(dispute)
      .where(
        and(
          eq(dispute.id, disputeId),
          inArray(dispute.id, db.select({ id: disputeShare.disputeId }).from(disputeShare).where(eq(disputeShare.vendorId, vendorId))),
        ),
      ),
    db
      .select()
      .from(disputeShare)
      .where(and(eq(disputeShare.disputeId, disputeId), eq(disputeShare.vendorId, vendorId)))
      .orderBy(disputeShare.orderId),
  ])
  const [row] = rows
  return row && { dispute: row, shares }
}

/** Changes a dispute as a person asked, with the audit. @returns false if it is not as it was seen */
export async function changeByPerson(
  db: PlatformDb,
  seen: Pick<DisputeRow, 'id' | 'version'>,
  change: DisputeChange,
  effects: Effects,
  audit: AuditRow | null,
  more: readonly Statement[] = [],
): Promise<boolean> {
  return changeDispute(db, seen, change, effects, [...more, ...(audit === null ? [] : [auditStatement(db, audit)])])
}

/** Adds lines to a timeline; nothing else of the dispute changes. Safe to repeat. */
export async function addEvents(db: PlatformDb, events: Effects['events'], audit: AuditRow | null): Promise<void> {
  await commit(db, [
    ...effectStatements(db, { events, transfers: [], messages: [] }),
    ...(audit === null ? [] : [auditStatement(db, audit)]),
  ])
}

export type VendorWords = { vendorText: string; vendorCarrier: string; vendorTracking: string; vendorAnsweredAtMs: number }

/** Stores what a vendor says of its order, while the dispute can still be answered. @returns false if it cannot any more */
export async function storeVendorWords(
  db: PlatformDb,
  { shareId, disputeId }: { shareId: Id<'disputeShare'>; disputeId: Id<'dispute'> },
  words: VendorWords,
  events: Effects['events'],
): Promise<boolean> {
  return planned(() =>
    commit(db, [
      db
        .update(disputeShare)
        .set(words)
        .where(
          and(eq(disputeShare.id, shareId), sql`exists (select 1 from ${dispute} where ${dispute.id} = ${disputeId} and ${isAnswerable})`),
        ),
      guard(db),
      ...effectStatements(db, { events, transfers: [], messages: [] }),
    ]),
  )
}

/** While evidence can be added: the bank waits, and nothing has been decided by us. */
const isAnswerable = sql`${dispute.status} in ('needs_response', 'warning_needs_response') and ${dispute.answer} is null`

/**
 * Stores a file of evidence, while the dispute can still be answered and has neither too many nor too large ones of its kind.
 * @returns false if it cannot, or has; nothing was stored then
 */
export async function storeFile(db: PlatformDb, row: FileRow, events: Effects['events'], audit: AuditRow): Promise<boolean> {
  return planned(() =>
    commit(db, [
      db.run(
        sql`insert into precondition (holds) select count(*) = 1 from ${dispute} where ${dispute.id} = ${row.disputeId} and ${isAnswerable}`,
      ),
      db.run(sql`insert into precondition (holds) select count(*) < ${EVIDENCE_FILES_MAX} from ${disputeFile}
        where ${disputeFile.disputeId} = ${row.disputeId} and ${disputeFile.removedAtMs} is null and ${disputeFile.id} <> ${row.id}`),
      db.run(sql`insert into precondition (holds) select coalesce(sum(${disputeFile.bytes}), 0) <= ${EVIDENCE_FILE_MAX_BYTES - row.bytes}
        from ${disputeFile} where ${ofField(row)} and ${disputeFile.id} <> ${row.id}`),
      db
        .insert(disputeFile)
        .values(row)
        .onConflictDoUpdate({ target: disputeFile.id, set: { removedAtMs: null } }),
      ...effectStatements(db, { events, transfers: [], messages: [] }),
      auditStatement(db, audit),
    ]),
  )
}

export async function countFiles(db: PlatformDb, disputeId: Id<'dispute'>): Promise<number> {
  const rows = await db
    .select({ n: count() })
    .from(disputeFile)
    .where(and(eq(disputeFile.disputeId, disputeId), isNull(disputeFile.removedAtMs)))
  return rows[0]?.n ?? 0
}

const ofField = ({ disputeId, field }: Pick<FileRow, 'disputeId' | 'field'>) =>
  and(eq(disputeFile.disputeId, disputeId), eq(disputeFile.field, field), isNull(disputeFile.removedAtMs))

/** How many bytes the files of one field have together. */
export async function bytesOfField(db: PlatformDb, of: Pick<FileRow, 'disputeId' | 'field'>): Promise<number> {
  const rows = await db
    .select({ bytes: sql<number>`coalesce(sum(${disputeFile.bytes}), 0)` })
    .from(disputeFile)
    .where(ofField(of))
  return rows[0]?.bytes ?? 0
}

export async function findFile(db: PlatformDb, disputeId: Id<'dispute'>, fileId: Id<'disputeFile'>): Promise<FileRow | undefined> {
  const rows = await db
    .select()
    .from(disputeFile)
    .where(and(eq(disputeFile.id, fileId), eq(disputeFile.disputeId, disputeId), isNull(disputeFile.removedAtMs)))
  return rows[0]
}

/** Takes a file out of the pack; its bytes stay, for the record. @returns false if it is out, or the answer was decided */
export async function removeFile(
  db: PlatformDb,
  file: FileRow,
  events: Effects['events'],
  audit: AuditRow,
  atMs: number,
): Promise<boolean> {
  return planned(() =>
    commit(db, [
      db
        .update(disputeFile)
        .set({ removedAtMs: atMs })
        .where(
          and(
            eq(disputeFile.id, file.id),
            isNull(disputeFile.removedAtMs),
            sql`exists (select 1 from ${dispute} where ${dispute.id} = ${file.disputeId} and ${isAnswerable})`,
          ),
        ),
      guard(db),
      ...effectStatements(db, { events, transfers: [], messages: [] }),
      auditStatement(db, audit),
    ]),
  )
}

/** Remembers how the provider calls a file. Safe to repeat. */
export async function recordFileRef(db: PlatformDb, fileId: Id<'disputeFile'>, providerRef: string): Promise<void> {
  await db
    .update(disputeFile)
    .set({ providerRef })
    .where(and(eq(disputeFile.id, fileId), isNull(disputeFile.providerRef)))
}
