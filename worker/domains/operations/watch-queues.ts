import { findUntold, readWaiting, storeWaiting } from '#db/platform/queries/operations/waiting.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import type { WaitingKind } from '#worker/pure/message.ts'
import { DAY_MS, MINUTE_MS, toRfc3339 } from '#worker/pure/time.ts'

export type WatchCtx = Pick<Ctx, 'platform' | 'settings' | 'now' | 'newId' | 'relay'>

/** A queue keeps a message for four days, and a letter that was put off is put off again: three days before, somebody is told. */
const LETTERS_OLD_MS = DAY_MS
/** The sweep sends every minute; what is left after so many tries is stuck. */
export const UNSENT_OLD_MS = 15 * MINUTE_MS

/**
 * Raises an alarm for messages that wait too long: dead letters by queue, and what the platform's outbox cannot get rid of. Nothing
 * is deleted by it or by anything else. Safe to repeat.
 */
export async function watchQueues(ctx: WatchCtx): Promise<void> {
  const nowMs = ctx.now()
  const { letters, unsent } = await readWaiting(ctx.platform, {
    lettersBeforeMs: nowMs - LETTERS_OLD_MS,
    unsentBeforeMs: nowMs - UNSENT_OLD_MS,
  })
  for (const each of letters) await raiseWaiting(ctx, { kind: 'dead_letters_old', ...each })
  for (const each of unsent) await raiseWaiting(ctx, { kind: 'outbox_stuck', ...each })
}

/** What waits, of a kind, where. `oldestId`: what waits longest; null if that has no id. */
export type Raised = {
  kind: WaitingKind
  subject: string
  waiting: number
  oldestAtMs: number
  oldestId: Id<'deadLetter'> | Id<'message'> | null
}

/**
 * Raises one such alarm; one that is open is found again. Everybody who may do everything is told by mail when it begins, once for
 * what waits longest: an alarm that was answered and is still so does not write again. Safe to repeat.
 */
export async function raiseWaiting(ctx: WatchCtx, { kind, subject, waiting, oldestAtMs, oldestId }: Raised): Promise<void> {
  const nowMs = ctx.now()
  const people = await findUntold(ctx.platform, kind, subject)
  const content = {
    template: 'messages_waiting' as const,
    kind,
    subject,
    waiting,
    since: toRfc3339(oldestAtMs),
    url: `${ctx.settings.origin}/admin/health`,
  }
  const mails = await Promise.all(
    people.map(async ({ id: personId, email }) => {
      const mailId = oldestId === null ? ctx.newId('mail') : await deriveId('mail', oldestId, kind, personId)
      return mailOnce(mailId, email, content, nowMs)
    }),
  )
  const detail = { waiting, oldestAt: content.since, ...(oldestId === null ? {} : { oldestId }) }
  await storeWaiting(ctx.platform, { id: ctx.newId('alarm'), kind, subject, detail, raisedAtMs: nowMs }, mails)
  if (mails.length > 0) ctx.relay('platform')
}
