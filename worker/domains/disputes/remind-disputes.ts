import { changeDispute, listToRemind, readScene } from '#db/platform/queries/disputes/record.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { REMINDER_DAYS, reminderDue } from '#worker/pure/dispute.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { eventOf, mailsOf } from './tell-dispute.ts'

const PER_RUN = 50

/**
 * Reminds stores and our people of disputes nobody has answered, seven, three and one day before the deadline: each once, the
 * closest only where several are due. Safe to repeat and to run twice at once.
 * @returns how many reminders were sent
 */
export async function remindDisputes(ctx: Ctx): Promise<number> {
  const nowMs = ctx.now()
  const stepsMs = REMINDER_DAYS.map((days) => ({ days, ms: days * DAY_MS }))
  const due = await listToRemind(ctx.platform, { nowMs, stepsMs }, PER_RUN)
  let sent = 0
  for (const known of due) {
    const days = known.dueAtMs === null ? null : reminderDue(known.dueAtMs, nowMs, known.remindedDays)
    if (days === null) continue
    const { orders, shares } = await readScene(ctx.platform, { providerRef: known.providerRef, paymentId: known.paymentId })
    const concerned = orders.filter(({ orderId }) => shares.some((share) => share.orderId === orderId))
    const messages = await mailsOf(ctx, 'dispute_due', { dispute: known, orders: concerned }, `${known.dueAtMs}/${days}`)
    const event = await eventOf(known, 'reminded', { detail: { days }, actorId: 'schedule', atMs: nowMs, key: `${known.dueAtMs}/${days}` })
    if (await changeDispute(ctx.platform, known, { remindedDays: days }, { events: [event], transfers: [], messages })) sent++
  }
  if (sent > 0) ctx.relay('platform')
  return sent
}
