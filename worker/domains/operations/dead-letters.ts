import {
  countLetterTypes,
  dropDeadLetters,
  findDeadLetters,
  type LetterFilter,
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
  { cursor, limit, ...filter }: LetterFilter & { cursor?: Id<'deadLetter'> | undefined; limit: number },
) {
  const [rows, kinds] = await Promise.all([
    listDeadLetters(ctx.platform, { ...filter, before: cursor, limit: limit + 1 }),
    countLetterTypes(ctx.platform, filter.status),
  ])
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id,
    queue: row.queue,
    messageId: row.messageId,
    body: redact(row.body),
    reason: row.reason,
    attempts: row.attempts,
    status: row.status,
    createdAt: toRfc3339(row.createdAtMs),
    resolvedAt: row.resolvedAtMs === null ? null : toRfc3339(row.resolvedAtMs),
    resolvedBy: row.resolvedBy,
    resolution: row.resolution,
  }))
  return { items, kinds, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
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

/**
 * Sends waiting letters of one type on their way again, up to 100 at a time, oldest first of the newest page: whoever asks goes
 * on until none is left. Audited. Safe to repeat.
 * @returns how many went, and how many of the type still wait
 */
export async function replayKind(ctx: Ctx, type: string): Promise<{ replayed: number; left: number }> {
  const waiting = await listDeadLetters(ctx.platform, { status: 'waiting', type, limit: KIND_MAX })
  const { replayed } =
    waiting.length === 0
      ? { replayed: 0 }
      : await replay(
          ctx,
          waiting.map(({ id }) => id),
        )
  const kinds = await countLetterTypes(ctx.platform, 'waiting')
  return { replayed, left: kinds.find((kind) => kind.type === type)?.count ?? 0 }
}
const KIND_MAX = 100

/** Gives letters up for good, for a reason. Audited. Safe to repeat. */
export async function drop(ctx: Ctx, ids: Id<'deadLetter'>[], reason: string): Promise<void> {
  const event = auditOf(ctx, { action: 'dead_letter.drop', subjectId: ids[0] ?? '', detail: { ids, reason } })
  await dropDeadLetters(ctx.platform, ids, reason, ctx.now(), event)
}

function typeOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'type' in body ? String(body.type) : 'unknown'
}

const audit = (ctx: Ctx, action: string, ids: Id<'deadLetter'>[]) => auditOf(ctx, { action, subjectId: ids[0] ?? '', detail: { ids } })
