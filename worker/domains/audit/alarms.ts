import { type AlarmRow, listOpenAlarms, storeAcknowledged } from '#db/platform/queries/audit/checks.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { type AuditCtx, auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

const view = ({ id, kind, subject, detail, raisedAtMs, seenAtMs }: AlarmRow) => ({
  id,
  kind,
  subject,
  detail: detail as unknown,
  raisedAt: toRfc3339(raisedAtMs),
  seenAt: toRfc3339(seenAtMs),
})

/** What is wrong and nobody has answered yet, oldest first. */
export async function readAlarms(ctx: Pick<Ctx, 'platform'>) {
  return { items: (await listOpenAlarms(ctx.platform, 100)).map(view) }
}

/**
 * Says that an alarm was looked into, and what came of it. If what it told of is still so, the next check raises a new one.
 * Audited. @throws NotFound 404, also for one that was answered before
 */
export async function acknowledgeAlarm(ctx: Pick<Ctx, 'platform'> & AuditCtx, alarmId: Id<'alarm'>, note: string): Promise<void> {
  const by = { acknowledgedAtMs: ctx.now(), acknowledgedBy: actorOf(ctx.principal), note }
  try {
    await storeAcknowledged(ctx.platform, alarmId, by, auditOf(ctx, { action: 'alarm.acknowledge', subjectId: alarmId, detail: { note } }))
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new NotFound('open alarm')
    throw error
  }
}
