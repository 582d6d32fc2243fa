import {
  type DeadLetterRow,
  dropDeadLetters,
  findDeadLetters,
  listDeadLetters,
  replayDeadLetters,
} from '#db/platform/queries/operations.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { redact } from '#worker/pure/redact.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** A page of messages nobody could act on, newest first. Bodies are shown without what opens something. */
export async function readDeadLetters(
  ctx: Ctx,
  filter: { status: DeadLetterRow['status']; cursor?: Id<'deadLetter'> | undefined; limit: number },
) {
  const rows = await listDeadLetters(ctx.platform, { status: filter.status, before: filter.cursor, limit: filter.limit + 1 })
  const items = rows.slice(0, filter.limit).map((row) => ({
    id: row.id,
    queue: row.queue,
    messageId: row.messageId,
    body: redact(row.body),
    reason: row.reason,
    attempts: row.attempts,
    status: row.status,
    createdAt: toRfc3339(row.createdAtMs),
  }))
  return { items, nextCursor: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null }
}

/**
 * Sends letters on their way again, e.g. after the bug that stopped them was mended. The message keeps its id, so an
 * effect it already had is not had twice. Audited. Safe to repeat: a letter that is no longer waiting stays as it is.
 * @returns how many were waiting
 */
export async function replay(ctx: Ctx, ids: Id<'deadLetter'>[]): Promise<{ replayed: number }> {
  const waiting = (await findDeadLetters(ctx.platform, ids)).filter((letter) => letter.status === 'waiting')
  const letters = await Promise.all(
    waiting.map(async ({ id, body, attempts, createdAtMs }) => ({
      letterId: id,
      // One letter can die again: each death may be replayed once.
      outboxId: await deriveId('message', id, 'replay', String(createdAtMs), String(attempts), String(ctx.now())),
      type: typeOf(body),
      body,
    })),
  )
  await replayDeadLetters(ctx.platform, letters, ctx.now(), audit(ctx, 'dead_letter.replay', ids))
  ctx.relay('platform')
  return { replayed: letters.length }
}

/** Gives letters up for good. Audited. Safe to repeat. */
export async function drop(ctx: Ctx, ids: Id<'deadLetter'>[]): Promise<void> {
  await dropDeadLetters(ctx.platform, ids, ctx.now(), audit(ctx, 'dead_letter.drop', ids))
}

function typeOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'type' in body ? String(body.type) : 'unknown'
}

const audit = (ctx: Ctx, action: string, ids: Id<'deadLetter'>[]) => auditOf(ctx, { action, subjectId: ids[0] ?? '', detail: { ids } })
