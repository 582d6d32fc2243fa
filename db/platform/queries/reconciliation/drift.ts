import { and, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Statement } from '#db/commit.ts'
import { account } from '#db/platform/schema/identity.ts'
import { reconciliationBalance, reconciliationRun } from '#db/platform/schema/settlement.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import { type AlarmRow, alarmStatement } from '../audit/checks.ts'
import { outboxStatement } from '../outbox.ts'

export type DriftRow = typeof reconciliationBalance.$inferSelect

/** What the last run that was done, but for this one, compared. */
export async function lastBalances(db: PlatformDb, butFor: Id<'reconciliation'>): Promise<DriftRow[]> {
  const last = db
    .select({ id: reconciliationRun.id })
    .from(reconciliationRun)
    .where(and(eq(reconciliationRun.status, 'done'), ne(reconciliationRun.id, butFor)))
    .orderBy(desc(reconciliationRun.startedAtMs))
    .limit(1)
  return db.select().from(reconciliationBalance).where(inArray(reconciliationBalance.runId, last))
}

/** Whether a run found a balance to differ that did not before, beyond what people have judged. */
export async function hasNewDifference(db: PlatformDb, runId: Id<'reconciliation'>): Promise<boolean> {
  const rows = await db
    .select({ n: sql<number>`count(*)` })
    .from(reconciliationBalance)
    .where(
      and(
        eq(reconciliationBalance.runId, runId),
        ne(reconciliationBalance.differenceMinor, reconciliationBalance.explainedMinor),
        eq(reconciliationBalance.isDrifting, false),
      ),
    )
  return (rows[0]?.n ?? 0) > 0
}

/** What ends a run: the balances, alarms and the mails about them. */
export function finishStatements(
  db: PlatformDb,
  rows: readonly DriftRow[],
  alarms: readonly Pick<AlarmRow, 'id' | 'kind' | 'subject' | 'detail' | 'raisedAtMs'>[],
  mails: readonly Outgoing[],
): Statement[] {
  return [
    ...(rows.length === 0
      ? []
      : [
          db
            .insert(reconciliationBalance)
            .values([...rows])
            .onConflictDoNothing(),
        ]),
    ...alarms.map((row) => alarmStatement(db, row)),
    ...mails.map((mail) => outboxStatement(db, mail)),
  ]
}

/** The people of the marketplace's finance, and its admins. */
export async function findFinance(db: PlatformDb): Promise<{ id: Id<'account'>; email: string }[]> {
  return db
    .select({ id: account.id, email: account.email })
    .from(account)
    .where(
      and(
        inArray(account.platformRole, ['platform_admin', 'platform_finance']),
        isNull(account.disabledAtMs),
        sql`${account.emailVerifiedAtMs} is not null`,
      ),
    )
    .limit(50)
}
