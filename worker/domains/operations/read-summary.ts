import { readSummary as read } from '#db/platform/queries/operations/summary.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mayDecide } from '#worker/pure/approval.ts'
import { isAllowed, type Permission } from '#worker/pure/permissions.ts'

/** How much waits in each part of the console; null where the caller's role may not look. One round trip; safe to ask often. */
export async function readSummary(ctx: Pick<Ctx, 'platform' | 'principal'>) {
  const { approvals, ...waiting } = await read(ctx.platform)
  const { role } = ctx.principal
  const seen = (permission: Permission, count: number) => (isAllowed(role, permission) ? count : null)
  return {
    vendors: seen('platform:vendors', waiting.vendors),
    approvals: seen(
      'approvals:read',
      approvals.filter(({ action }) => mayDecide(role, action)).reduce((sum, { count }) => sum + count, 0),
    ),
    disputes: seen('platform:disputes', waiting.disputes),
    failedPayouts: seen('platform:finance', waiting.failedPayouts),
    exceptions: seen('platform:reconcile', waiting.exceptions),
    moderation: seen('platform:moderate', waiting.moderation),
    deadLetters: seen('platform:operate', waiting.deadLetters),
    alarms: seen('platform:operate', waiting.alarms),
  }
}
