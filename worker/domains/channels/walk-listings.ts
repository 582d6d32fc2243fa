import { noteOnConnection } from '#db/vendor/queries/channels/connections.ts'
import { type ItemRow, type RunRow, runningRun, startRun, storeRun } from '#db/vendor/queries/channels/runs.ts'
import { driftOfRun, failRun, type SeenListing, storeListingsPage, touchRun } from '#db/vendor/queries/channels/walks.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { ChannelRefused } from './errors.ts'
import type { OpenedConnection, SessionCtx } from './open-session.ts'
import type { ChannelListing, Unreadable } from './ports.ts'

export type WalkCtx = SessionCtx & Pick<Ctx, 'newId' | 'tellPages'>
export type Walk = 'import' | 'reconcile'

/** Pages and time of one message; the next one goes on. */
const PAGES_MAX = 40
const LASTS_MS_MAX = 20 * SECOND_MS
const TITLE_MAX = 500
/** From this share of drifted listings on, and at least so many, somebody should look at it. */
const DRIFT_SHARE = 0.05
const DRIFT_MIN = 5

/**
 * Begins to go through everything a channel shows, unless that is under way.
 * @param id the run's; the same id twice is one run
 * @returns the run that is under way
 */
export async function startWalk(
  ctx: Pick<Ctx, 'vendorDb' | 'now'>,
  vendorId: Id<'vendor'>,
  run: Pick<RunRow, 'id' | 'connectionId' | 'cause'> & { kind: Walk },
): Promise<Id<'syncRun'>> {
  const db = await ctx.vendorDb(vendorId)
  const running = await runningRun(db, run.connectionId, run.kind)
  if (running) return running.id
  await storeRun(db, [startRun(db, { ...run, atMs: ctx.now() })])
  return run.id
}

/**
 * Goes on with a run that goes through everything a channel shows, page by page, each in one commit with how far it is: killed
 * anywhere, it goes on with the page it had not stored. Two at once do no harm: the slower one stops. Memory holds one page.
 * @throws Throttled, ChannelUnavailable, NotAuthorised; the run then waits to go on
 */
export async function continueWalk(ctx: WalkCtx, open: OpenedConnection, run: RunRow): Promise<void> {
  const { vendorId, connection } = open
  const db = await ctx.vendorDb(vendorId)
  const task = run.kind === 'import' ? 'listings' : 'reconcile'
  const startedAtMs = ctx.now()
  let { cursor } = run
  for (let page = 0; page < PAGES_MAX && ctx.now() - startedAtMs < LASTS_MS_MAX; page++) {
    const readAtMs = ctx.now()
    const shown = await pageOf(ctx, open, run, cursor)
    if (shown === null) return
    if (shown.waitMs !== undefined) {
      await touchRun(db, run.id, shown.nextCursor, cursor, ctx.now())
      return ctx.pacers.of(vendorId, connection.id).due([{ task, atMs: ctx.now() + shown.waitMs }])
    }
    try {
      await storeListingsPage(db, {
        run: { ...run, cursor },
        settings: connection.settings,
        seen: await seenOf(run, shown.items),
        unreadable: shown.unreadable.map((each) => itemOf(ctx, run, each)),
        nextCursor: shown.nextCursor === cursor ? null : shown.nextCursor,
        total: shown.total,
        readAtMs,
        nowMs: ctx.now(),
      })
    } catch (error) {
      if (error instanceof PreconditionFailed) return
      throw error
    }
    ctx.tellPages(vendorId, 'channels')
    if (shown.nextCursor === null || shown.nextCursor === cursor) return endOf(ctx, open, run)
    cursor = shown.nextCursor
  }
  await ctx.pacers.of(vendorId, connection.id).due([{ task, atMs: ctx.now() }])
}

/** A page; null if the channel refuses to go on here, which ends the run: it is begun anew. */
async function pageOf(ctx: WalkCtx, { vendorId, session }: OpenedConnection, run: RunRow, cursor: string | null) {
  try {
    return await session.listListings({ cursor })
  } catch (error) {
    if (!(error instanceof ChannelRefused)) throw error
    await failRun(await ctx.vendorDb(vendorId), run.id, { code: error.providerCode, detail: error.message }, ctx.now())
    return null
  }
}

/** A page may hold a listing twice: the last one is it. */
function seenOf({ id: runId, connectionId }: RunRow, items: readonly ChannelListing[]): Promise<SeenListing[]> {
  const byId = new Map(items.map((item) => [item.externalId, item]))
  return Promise.all(
    [...byId.values()].map(async ({ sku, gtin, title, ...item }) => ({
      ...item,
      id: await deriveId('channelListing', connectionId, item.externalId),
      conflictIds: {
        stock: await deriveId('channelConflict', runId, item.externalId, 'stock'),
        price: await deriveId('channelConflict', runId, item.externalId, 'price'),
      },
      externalSku: sku,
      gtin: gtin === null ? null : normaliseGtin(gtin),
      title: title.slice(0, TITLE_MAX),
    })),
  )
}

const itemOf = (ctx: WalkCtx, run: RunRow, { externalId, reason }: Unreadable): ItemRow => ({
  id: ctx.newId('syncItem'),
  runId: run.id,
  subject: externalId ?? '',
  label: externalId ?? '',
  outcome: 'failed',
  code: 'unreadable',
  detail: reason.slice(0, 300),
  atMs: ctx.now(),
})

/** What was found is told to the channel next; much of it is told to the vendor. */
async function endOf(ctx: WalkCtx, { vendorId, connection }: OpenedConnection, run: RunRow): Promise<void> {
  const nowMs = ctx.now()
  const db = await ctx.vendorDb(vendorId)
  await ctx.pacers.of(vendorId, connection.id).due([
    { task: 'orders', atMs: nowMs },
    { task: 'stock', atMs: nowMs },
  ])
  if (run.kind !== 'reconcile') return
  const { found, compared } = await driftOfRun(db, run)
  const isMuch = found >= DRIFT_MIN && found > compared * DRIFT_SHARE
  const wasMuch = connection.errorCode === 'reconcile.drift'
  const much = { errorCode: 'reconcile.drift', errorDetail: `${found} of ${compared} listings showed something else than they were told.` }
  if (isMuch) await noteOnConnection(db, connection.id, { ...much, errorAtMs: nowMs }, nowMs)
  else if (wasMuch) await noteOnConnection(db, connection.id, { errorCode: null, errorDetail: null, errorAtMs: null }, nowMs)
}
