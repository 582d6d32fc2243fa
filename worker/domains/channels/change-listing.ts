import { storeBatch } from '#db/vendor/queries/channels/batches.ts'
import { endListingRow, type ListingChange, readListing, changeListing as storeChange } from '#db/vendor/queries/channels/listings.ts'
import { parkedForSku, storeReplay } from '#db/vendor/queries/channels/orders.ts'
import { knownVariant } from '#db/vendor/queries/channels/variants.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ChangedMeanwhile, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { ChannelRefused } from './errors.ts'
import { openSession, type SessionCtx } from './open-session.ts'
import type { PendingPush } from './ports.ts'
import { type ListingView, readListingView } from './read-listings.ts'
import { receivedAgain } from './replay-order.ts'

type ChangeCtx = SessionCtx & Pick<Ctx, 'newId'>
/** Orders that waited for the listing's variant and are worked on now. */
const ORDERS_MAX = 500

/**
 * Changes what a listing stands for and what it says instead of the connection's settings. The channel is told of what follows, and
 * orders that waited for this listing to be matched are imported.
 * @throws NotFound 404 for the listing or the variant; ChangedMeanwhile 412
 */
export async function changeListing(
  ctx: ChangeCtx,
  vendorId: Id<'vendor'>,
  { listingId, version }: { listingId: Id<'channelListing'>; version: number },
  change: ListingChange,
): Promise<ListingView> {
  const db = await ctx.vendorDb(vendorId)
  const known = await readListing(db, listingId)
  if (!known || known.listing.state === 'ended') throw new NotFound('listing')
  if (change.variantId && !(await knownVariant(db, change.variantId))) throw new NotFound('variant')
  const nowMs = ctx.now()
  try {
    await storeChange(db, { id: listingId, version, nowMs }, change)
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new ChangedMeanwhile('listing')
    throw error
  }
  const { connectionId, externalId, externalSku } = known.listing
  if (change.variantId) {
    const waiting = await parkedForSku(db, connectionId, externalSku ?? externalId, ORDERS_MAX)
    await storeReplay(db, waiting, await receivedAgain(ctx, { vendorId, connectionId }, waiting), nowMs)
    if (waiting.length > 0) ctx.relay(vendorId)
  }
  await ctx.pacers.of(vendorId, connectionId).due([
    { task: 'stock', atMs: nowMs },
    { task: 'listings', atMs: nowMs },
  ])
  return readListingView(ctx, vendorId, listingId)
}

/**
 * Ends a listing at its channel; one that was never sent is only forgotten here. Safe to repeat: one that is gone there is fine.
 * @throws NotFound 404; ChangedMeanwhile 412; ConnectionNotReady 409; ChannelRefused 409 with the channel's reason, Throttled and
 *   ChannelUnavailable 503; the listing then goes on
 */
export async function endListing(
  ctx: ChangeCtx,
  vendorId: Id<'vendor'>,
  { listingId, version }: { listingId: Id<'channelListing'>; version: number },
): Promise<void> {
  const db = await ctx.vendorDb(vendorId)
  const known = await readListing(db, listingId)
  if (!known || known.listing.state === 'ended') throw new NotFound('listing')
  if (known.listing.version !== version) throw new ChangedMeanwhile('listing')
  const { connectionId, externalId } = known.listing
  if (!externalId.startsWith('draft:')) {
    const { session } = await openSession(ctx, vendorId, connectionId)
    const outcome = await session.endListing(externalId)
    if (outcome.kind === 'pending') await keepEnding(ctx, vendorId, known.listing, outcome)
    const [issue] = outcome.kind === 'refused' ? outcome.issues : []
    if (outcome.kind === 'refused')
      throw new ChannelRefused(known.channel, issue?.code ?? 'refused', issue?.message ?? 'It cannot be ended.')
  }
  await endListingRow(db, listingId, ctx.now())
}

/** The channel takes its time: if it refuses in the end, the listing is back with its reason. */
async function keepEnding(
  ctx: ChangeCtx,
  vendorId: Id<'vendor'>,
  { connectionId, externalId }: { connectionId: Id<'channelConnection'>; externalId: string },
  { ref, waitMs }: PendingPush,
): Promise<void> {
  const nowMs = ctx.now()
  const checkAtMs = nowMs + waitMs
  const items = { [externalId]: { value: 0, mark: 0 } }
  const batch = {
    id: ctx.newId('channelBatch'),
    connectionId,
    kind: 'listing' as const,
    ref,
    items,
    runId: null,
    checkAtMs,
    sentAtMs: nowMs,
  }
  await storeBatch(await ctx.vendorDb(vendorId), batch)
  await ctx.pacers.of(vendorId, connectionId).due([{ task: 'batches', atMs: checkAtMs }])
}
