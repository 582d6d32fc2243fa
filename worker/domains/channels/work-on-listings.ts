import { runningRun } from '#db/vendor/queries/channels/runs.ts'
import { tidyHistory } from '#db/vendor/queries/channels/walks.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { DAY_MS, HOUR_MS } from '#worker/pure/time.ts'
import { noteFailure, noteSuccess } from './note-health.ts'
import { type OpenedConnection, openActive } from './open-session.ts'
import { pushContent } from './push-content.ts'
import { readBatches } from './read-batches.ts'
import { refreshAccount } from './refresh-account.ts'
import { continueWalk, startWalk } from './walk-listings.ts'

type Due = Pick<MessageOf<'channel.listings_due'>, 'id' | 'vendorId' | 'connectionId' | 'task' | 'cause'>

/** Rounds of content one message sends. */
const ROUNDS_MAX = 8
/** A comparison that ended so lately is not begun again by a message that only meant it to go on. */
const COMPARED_LATELY_MS = HOUR_MS
/** How long the vendor sees what was synced, and what was settled. */
const RUNS_KEPT_MS = 30 * DAY_MS
const CONFLICTS_KEPT_MS = 180 * DAY_MS

/**
 * Does what is due of a connection's listings: an import goes on and content is sent, batches are asked for, or everything is
 * compared. A connection that is not active is left alone. Safe to repeat, to run twice at once, and to be killed anywhere.
 */
export async function workOnListings(ctx: Ctx, due: Due): Promise<void> {
  const open = await openActive(ctx, due)
  if (!open) return
  try {
    if (due.task === 'batches') await readBatches(ctx, open)
    else if (due.task === 'reconcile') await reconcile(ctx, open, due)
    else await importAndPublish(ctx, open, due)
    // That much has drifted stays said until a comparison finds little.
    if (open.connection.errorCode !== 'reconcile.drift') await noteSuccess(ctx, open, due.task)
  } catch (error) {
    await noteFailure(ctx, open, due.task, error)
  }
}

async function importAndPublish(ctx: Ctx, open: OpenedConnection, due: Due): Promise<void> {
  const run = await runningRun(await ctx.vendorDb(due.vendorId), due.connectionId, 'import')
  if (run) await continueWalk(ctx, open, run)
  for (let round = 0; round < ROUNDS_MAX && (await pushContent(ctx, open, due.cause)); round++);
}

async function reconcile(ctx: Ctx, open: OpenedConnection, { id, vendorId, connectionId, cause }: Due): Promise<void> {
  const db = await ctx.vendorDb(vendorId)
  const nowMs = ctx.now()
  const isLately = nowMs - (open.connection.reconciledAtMs ?? 0) < COMPARED_LATELY_MS
  let run = await runningRun(db, connectionId, 'reconcile')
  if (!run) {
    if (isLately && cause === 'schedule') return
    await tidyHistory(db, { runsBeforeMs: nowMs - RUNS_KEPT_MS, conflictsBeforeMs: nowMs - CONFLICTS_KEPT_MS })
    await refreshAccount(ctx, open)
    await startWalk(ctx, vendorId, { id: await deriveId('syncRun', id), connectionId, kind: 'reconcile', cause })
    run = await runningRun(db, connectionId, 'reconcile')
  }
  if (run) await continueWalk(ctx, open, run)
}
