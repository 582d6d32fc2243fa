import { type BatchRow, checkLater, dueBatches, storeOutcomes } from '#db/vendor/queries/channels/batches.ts'
import type { ItemRow } from '#db/vendor/queries/channels/runs.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { DAY_MS, MINUTE_MS } from '#worker/pure/time.ts'
import { ChannelRefused, isAboutItems, reasonOf } from './errors.ts'
import type { OpenedConnection, SessionCtx } from './open-session.ts'
import type { PushOutcome } from './ports.ts'

/** Batches one message asks for. */
const BATCHES_MAX = 20
/** A batch the channel has not finished after this long is given up, and everything in it told again. */
const GIVEN_UP_MS = DAY_MS
/** One whose answer we cannot read is looked at again after this. */
const UNREAD_AGAIN_MS = 15 * MINUTE_MS
const ITEMS_MAX = 500

/**
 * Asks for batches whose turn it is. What the channel refused of one becomes due again with the channel's reason; what it took
 * rests, unless the channel was told something newer meanwhile: which of the two came last there is not known, so it is told again.
 * Safe to repeat and to be killed anywhere: a batch is settled once.
 * @throws Throttled, ChannelUnavailable, NotAuthorised
 */
export async function readBatches(ctx: SessionCtx & Pick<Ctx, 'newId'>, open: OpenedConnection): Promise<void> {
  const { vendorId, connection, session } = open
  const db = await ctx.vendorDb(vendorId)
  let hasRefusals = false
  for (const batch of await dueBatches(db, connection.id, ctx.now(), BATCHES_MAX)) {
    const answer = await askFor(open, session, batch, ctx.now())
    const nowMs = ctx.now()
    if (!answer.isDone) {
      await checkLater(db, batch.id, nowMs + answer.waitMs)
      await ctx.pacers.of(vendorId, connection.id).due([{ task: 'batches', atMs: nowMs + answer.waitMs }])
      continue
    }
    const failed = answer.outcomes.filter(({ kind }) => kind !== 'ok')
    hasRefusals ||= failed.length > 0
    const items = failed.slice(0, ITEMS_MAX).map((outcome) => itemOf(ctx, outcome))
    try {
      await storeOutcomes(db, batch, { outcomes: answer.outcomes, detail: answer.detail, items, runId: ctx.newId('syncRun'), nowMs })
    } catch (error) {
      // Somebody else settled it.
      if (!(error instanceof PreconditionFailed)) throw error
    }
  }
  if (hasRefusals) await ctx.pacers.of(vendorId, connection.id).due([{ task: 'stock', atMs: ctx.now() }])
}

type Answer = { isDone: false; waitMs: number } | { isDone: true; outcomes: PushOutcome[]; detail: string | null }

async function askFor(open: OpenedConnection, session: OpenedConnection['session'], batch: BatchRow, nowMs: number): Promise<Answer> {
  try {
    const answer = await session.readBatch({ ref: batch.ref, kind: batch.kind })
    if (answer.isDone) return { isDone: true, outcomes: answer.outcomes === 'all_ok' ? [] : answer.outcomes, detail: null }
    if (nowMs - batch.sentAtMs < GIVEN_UP_MS) return answer
    return { isDone: true, ...lost(batch, 'not_finished', `${open.connection.channel} did not finish it within a day.`) }
  } catch (error) {
    if (error instanceof ChannelRefused) return { isDone: true, ...lost(batch, error.providerCode, error.message) }
    if (!isAboutItems(error)) throw error
    // A mistake of ours in reading this one: the others go on, and it is looked at again until it is given up.
    const { code, detail } = reasonOf(error)
    console.warn(JSON.stringify({ level: 'warn', event: 'channel_batch_unread', batchId: batch.id, detail }))
    return nowMs - batch.sentAtMs < GIVEN_UP_MS
      ? { isDone: false, waitMs: UNREAD_AGAIN_MS }
      : { isDone: true, ...lost(batch, code, detail) }
  }
}

/** A batch of which nothing is known any more: everything in it is told again. */
const lost = (batch: BatchRow, code: string, detail: string): { outcomes: PushOutcome[]; detail: string } => ({
  outcomes: Object.keys(batch.items).map((externalId) => ({
    externalId,
    kind: 'refused',
    issues: [{ code, severity: 'error', field: batch.kind === 'price' ? 'price' : 'quantity', message: detail }],
  })),
  detail: `${code}: ${detail}`,
})

function itemOf(ctx: Pick<Ctx, 'newId' | 'now'>, outcome: PushOutcome): Omit<ItemRow, 'runId'> {
  const [issue] = outcome.kind === 'refused' ? outcome.issues : []
  const code = issue?.code ?? outcome.kind
  const detail =
    issue?.message ?? (outcome.kind === 'gone' ? 'The channel has no such listing any more.' : 'The channel has another number.')
  const { externalId } = outcome
  return { id: ctx.newId('syncItem'), subject: externalId, label: externalId, outcome: 'failed', code, detail, atMs: ctx.now() }
}
