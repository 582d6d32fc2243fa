import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm'
import { commit, readTogether } from '#db/commit.ts'
import { type AlarmRow, alarmStatement, findAlarmed } from '#db/platform/queries/audit/checks.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { alarm } from '#db/platform/schema/journal.ts'
import { deadLetter, outbox } from '#db/platform/schema/messaging.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing, WaitingKind } from '#worker/pure/message.ts'

/** So many wait since then. `oldestId`: what waits longest. */
export type Waiting = { subject: string; waiting: number; oldestAtMs: number; oldestId: Id<'deadLetter'> | Id<'message'> }

/** Letters that wait for people since before an instant, by queue; and what the outbox could not get rid of since before another. */
export async function readWaiting(
  db: PlatformDb,
  { lettersBeforeMs, unsentBeforeMs }: { lettersBeforeMs: number; unsentBeforeMs: number },
): Promise<{ letters: Waiting[]; unsent: Waiting[] }> {
  // SQLite takes the other columns from the row that has the least age.
  const [letters, unsent] = await readTogether(db, [
    db
      .select({
        subject: deadLetter.queue,
        waiting: sql<number>`count(*)`,
        oldestAtMs: sql<number>`min(${deadLetter.createdAtMs})`,
        oldestId: deadLetter.id,
      })
      .from(deadLetter)
      .where(and(eq(deadLetter.status, 'waiting'), lt(deadLetter.createdAtMs, lettersBeforeMs)))
      .groupBy(deadLetter.queue)
      .orderBy(asc(deadLetter.queue)),
    db
      .select({
        subject: sql<string>`'platform'`,
        waiting: sql<number>`count(*)`,
        oldestAtMs: sql<number>`min(${outbox.createdAtMs})`,
        oldestId: outbox.id,
      })
      .from(outbox)
      .where(and(isNull(outbox.sentAtMs), lt(outbox.createdAtMs, unsentBeforeMs)))
      .having(sql`count(*) > 0`),
  ])
  return { letters, unsent }
}

/** Who is to be told of this: nobody while an alarm of it is open. */
export async function findUntold(db: PlatformDb, kind: WaitingKind, subject: string): ReturnType<typeof findAlarmed> {
  const open = await db
    .select({ id: alarm.id })
    .from(alarm)
    .where(and(eq(alarm.kind, kind), eq(alarm.subject, subject), isNull(alarm.acknowledgedAtMs)))
  return open.length > 0 ? [] : findAlarmed(db)
}

/** Raises an alarm, or finds it again, with the mails about it. Safe to repeat. */
export async function storeWaiting(
  db: PlatformDb,
  row: Pick<AlarmRow, 'id' | 'kind' | 'subject' | 'detail' | 'raisedAtMs'>,
  mails: readonly Outgoing[],
): Promise<void> {
  await commit(db, [alarmStatement(db, row), ...mails.map((mail) => outboxStatement(db, mail))])
}
