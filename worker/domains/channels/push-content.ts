import { batchStatement, type NewBatch } from '#db/vendor/queries/channels/batches.ts'
import { nameListing } from '#db/vendor/queries/channels/listings.ts'
import { type ItemRow, type RunRow, wholeRun } from '#db/vendor/queries/channels/runs.ts'
import { giveBack, type HeldListing, holdDue, storeTold, type Told } from '#db/vendor/queries/channels/stock-out.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { draftOf, factsOf } from './draft-listings.ts'
import { ChannelRefused, isAboutItems, reasonOf } from './errors.ts'
import { inGroups, inHalves } from './find-poison.ts'
import type { TellCtx } from './note-told.ts'
import type { OpenedConnection } from './open-session.ts'
import type { ListingDraft, PendingPush, PushAnswer, PushOutcome } from './ports.ts'

const HELD_MS = 2 * MINUTE_MS
/** Each is a call of its own. */
const AT_ONCE = 25

type Ready = { listing: HeldListing; draft: ListingDraft }
/** What came of one round, gathered for its commit. */
type Round = { told: Told[]; items: ItemRow[]; named: NewName[]; batches: NewBatch[] }
type NewName = Parameters<typeof nameListing>[1]

/**
 * Tells a channel of the content of listings that are due, and stores what it said of all in one commit: a new listing gets
 * the channel's id, a refused one the channel's reasons, by field; it rests until something of it changes. Where the channel takes
 * its time the batch is kept. Safe to repeat and to be killed anywhere: a listing is created under one key, which is its own id.
 * @returns true if there may be more
 * @throws what ended the round early, after what was done is stored
 */
export async function pushContent(ctx: TellCtx, open: OpenedConnection, cause: RunRow['cause']): Promise<boolean> {
  const { vendorId, connection } = open
  const db = await ctx.vendorDb(vendorId)
  const nowMs = ctx.now()
  const heldUntilMs = nowMs + HELD_MS
  const { listings } = await holdDue(db, 'content', { connectionId: connection.id, nowMs, untilMs: heldUntilMs, limit: AT_ONCE })
  if (listings.length === 0) return false
  const runId = ctx.newId('syncRun')
  const round: Round = { told: [], items: [], named: [], batches: [] }
  let failure: unknown = null
  try {
    await sendAll(ctx, open, listings, { round, runId })
  } catch (error) {
    failure = error
  }
  const { told, items, named, batches } = round
  const done = new Set(told.map(({ listing }) => listing.id))
  const untouched = listings.filter(({ id }) => !done.has(id)).map((listing) => ({ listing, isDone: false }))
  const failed = items.filter(({ outcome }) => outcome === 'failed').length
  const endMs = ctx.now()
  const run = { id: runId, connectionId: connection.id, kind: 'listings', cause, atMs: nowMs } as const
  await storeTold(db, [
    ...giveBack(db, 'content', [...told, ...untouched], { heldUntilMs, nowMs: endMs }),
    ...named.flatMap((name) => nameListing(db, name)),
    ...batches.map((batch) => batchStatement(db, batch)),
    ...wholeRun(db, { ...run, done: items.length - failed, failed, items }, endMs),
  ])
  const due = [
    ...(named.length > 0 ? [{ task: 'stock' as const, atMs: endMs }] : []),
    ...batches.map(({ checkAtMs }) => ({ task: 'batches' as const, atMs: checkAtMs })),
  ]
  if (due.length > 0) await ctx.pacers.of(vendorId, connection.id).due(due)
  if (failure !== null) throw failure
  return listings.length === AT_ONCE
}

type Going = { round: Round; runId: RunRow['id'] }

async function sendAll(ctx: TellCtx, open: OpenedConnection, listings: readonly HeldListing[], going: Going): Promise<void> {
  const facts = await factsOf(ctx, open, listings)
  const ready: Ready[] = []
  for (const listing of listings) {
    const draft = draftOf(ctx, open, listing, facts)
    if (draft) ready.push({ listing, draft })
    else note(ctx, open, { listing }, refusal(listing, 'not_for_sale', 'The product is not for sale any more.'), going)
  }
  const size = open.session.upsertListings ? open.connector.capabilities.pushItemsMax : 1
  for (const some of inGroups(ready, size)) await sendSome(ctx, open, some, going)
}

/**
 * One call. What is wrong with it as a whole is wrong with something in it: it is made for its halves, until that stands alone and
 * is set aside with the reason.
 */
async function sendSome(ctx: TellCtx, open: OpenedConnection, some: readonly Ready[], going: Going): Promise<void> {
  const [only] = some
  if (!only) return
  let answer: PushAnswer
  try {
    answer = await call(open, only, some)
  } catch (error) {
    if (!isAboutItems(error)) throw error
    if (some.length > 1) return inHalves(going.round, some, (half) => sendSome(ctx, open, half, going))
    const { code, detail } = reasonOf(error)
    if (!(error instanceof ChannelRefused))
      console.warn(JSON.stringify({ level: 'warn', event: 'channel_item_failed', listingId: only.listing.id, kind: 'content', detail }))
    return note(ctx, open, only, refusal(only.listing, code, detail), going)
  }
  if (answer.kind === 'pending') return keepBatch(ctx, open, some, answer, going)
  const byName = new Map(answer.outcomes.map((outcome) => [outcome.externalId, outcome]))
  for (const each of some) {
    const externalId = each.draft.externalId ?? each.draft.sku
    // A new listing that is sent alone is answered with the name it was given there.
    const outcome = byName.get(externalId) ?? (some.length === 1 ? answer.outcomes[0] : undefined)
    note(ctx, open, each, outcome ?? { externalId, kind: 'ok' }, going)
  }
}

async function call({ session }: OpenedConnection, only: Ready, some: readonly Ready[]): Promise<PushAnswer> {
  if (session.upsertListings && some.length > 1) return session.upsertListings(some.map(({ draft }) => draft))
  const answer = await session.upsertListing(only.draft)
  return answer.kind === 'pending' ? answer : { kind: 'done', outcomes: [answer] }
}

/** The channel takes its time: what it says of each is stored when it has said it. New listings are named by their SKU until then. */
function keepBatch(
  ctx: TellCtx,
  { connection }: OpenedConnection,
  some: readonly Ready[],
  { ref, waitMs }: PendingPush,
  { round, runId }: Going,
) {
  const nowMs = ctx.now()
  const items = Object.fromEntries(some.map(({ draft }) => [draft.externalId ?? draft.sku, { value: draft.priceMinor, mark: 0 }]))
  const batch = { id: ctx.newId('channelBatch'), connectionId: connection.id, kind: 'listing' as const, ref, items, runId }
  round.batches.push({ ...batch, checkAtMs: nowMs + waitMs, sentAtMs: nowMs })
  for (const { listing } of some) {
    round.told.push({ listing, isDone: true })
    const label = listing.externalSku ?? listing.title
    round.items.push({
      id: ctx.newId('syncItem'),
      runId,
      subject: listing.id,
      label,
      outcome: 'ok',
      code: 'sent',
      detail: null,
      atMs: nowMs,
    })
  }
}

function note(
  ctx: TellCtx,
  { connection }: OpenedConnection,
  { listing, draft }: { listing: HeldListing; draft?: ListingDraft },
  outcome: PushOutcome,
  { round, runId }: Going,
): void {
  round.told.push(toldOf(listing, outcome))
  round.items.push({ ...itemOf(listing, outcome), id: ctx.newId('syncItem'), runId, atMs: ctx.now() })
  if (outcome.kind === 'ok' && draft && draft.externalId === null)
    round.named.push({ id: listing.id, connectionId: connection.id, externalId: outcome.externalId, priceMinor: draft.priceMinor })
}

const refusal = ({ externalId }: HeldListing, code: string, message: string): PushOutcome => ({
  externalId,
  kind: 'refused',
  issues: [{ code, field: null, message, severity: 'error' }],
})

function toldOf(listing: HeldListing, outcome: PushOutcome): Told {
  switch (outcome.kind) {
    case 'ok':
      return {
        listing,
        isDone: true,
        tries: 0,
        issues: outcome.issues ?? [],
        ...(outcome.refs ? { refs: { ...listing.refs, ...outcome.refs } } : {}),
      }
    case 'refused':
      return { listing, isDone: true, issues: outcome.issues }
    case 'gone':
      return { listing, isDone: true, isGone: true }
    default:
      return { listing, isDone: true }
  }
}

function itemOf(listing: HeldListing, outcome: PushOutcome): Omit<ItemRow, 'id' | 'runId' | 'atMs'> {
  const [issue] = outcome.kind === 'refused' ? outcome.issues : []
  return {
    subject: listing.id,
    label: listing.externalSku ?? listing.title,
    outcome: outcome.kind === 'ok' ? 'ok' : 'failed',
    code: outcome.kind === 'ok' ? null : (issue?.code ?? outcome.kind),
    detail: issue?.message ?? null,
  }
}
