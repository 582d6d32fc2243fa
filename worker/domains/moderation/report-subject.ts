import { readReportable, storeReport } from '#db/platform/queries/moderation/reports.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type ReportReason, SEVERITY, type SubjectKind } from '#worker/pure/moderation.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { DAY_MS, toRfc3339 } from '#worker/pure/time.ts'
import { AlreadyReported, TooManyReports } from './errors.ts'

/** What one person may report in a day. */
const REPORTS_PER_DAY = 20

export type NewReport = { kind: SubjectKind; subjectId: string; reason: ReportReason; text: string }

/**
 * Tells the marketplace's people that something is wrong with a listing or a review. Not shown to anybody else, the vendor
 * included. Safe to repeat: the same words again find the first report.
 * @throws NotFound 404 for what buyers do not see; AlreadyReported 409; TooManyReports 429
 */
export async function reportSubject(
  ctx: Pick<Ctx, 'platform' | 'newId' | 'now' | 'tellPages'>,
  reporterId: Id<'account'>,
  input: NewReport,
) {
  const { kind, subjectId, reason, text } = input
  const nowMs = ctx.now()
  const { subject, open, recent } = await readReportable(ctx.platform, { kind, subjectId, reporterId, sinceMs: nowMs - DAY_MS })
  if (open) {
    if (open.reason === reason && open.text === text) return show(open)
    throw new AlreadyReported()
  }
  if (!subject) throw new NotFound(kind)
  if (recent >= REPORTS_PER_DAY) throw new TooManyReports()
  const row = { id: ctx.newId('report'), subjectKind: kind, subjectId, reporterId, reason, text, createdAtMs: nowMs }
  try {
    await storeReport(ctx.platform, row, { ...subject, id: ctx.newId('moderationItem'), severity: SEVERITY[reason] })
  } catch (error) {
    throw error instanceof UniqueViolation ? new AlreadyReported() : error
  }
  ctx.tellPages('platform', 'moderation')
  return show(row)
}

const show = ({ id, reason, createdAtMs }: { id: Id<'report'>; reason: ReportReason; createdAtMs: number }) => ({
  id,
  reason,
  createdAt: toRfc3339(createdAtMs),
})
