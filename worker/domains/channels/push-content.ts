import { batchStatement, type NewBatch } from '#db/vendor/queries/channels/batches.ts'
import { type CategoryRow, listCategories } from '#db/vendor/queries/channels/categories.ts'
import { type ContentFacts, nameListing, readContent } from '#db/vendor/queries/channels/listings.ts'
import { type ItemRow, type RunRow, wholeRun } from '#db/vendor/queries/channels/runs.ts'
import { giveBack, type HeldListing, holdDue, storeTold, type Told } from '#db/vendor/queries/channels/stock-out.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { quantityToShow } from '#worker/pure/channel.ts'
import { CURRENCIES, type Currency } from '#worker/pure/money.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { ChannelRefused } from './errors.ts'
import type { OpenedConnection } from './open-session.ts'
import type { ListingDraft, PendingPush, PushOutcome } from './ports.ts'
import type { TellCtx } from './tell-channel.ts'
import { writeDraft } from './write-draft.ts'

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
  const { session } = open
  if (session.upsertListings && ready.length > 1) {
    const size = Math.max(1, open.connector.capabilities.pushItemsMax)
    for (let at = 0; at < ready.length; at += size) {
      const some = ready.slice(at, at + size)
      const answer = await session.upsertListings(some.map(({ draft }) => draft))
      const outcomes = answer.kind === 'pending' ? null : new Map(answer.outcomes.map((outcome) => [outcome.externalId, outcome]))
      if (answer.kind === 'pending') keepBatch(ctx, open, some, answer, going)
      for (const each of some) {
        const name = each.draft.externalId ?? each.draft.sku
        if (outcomes) note(ctx, open, each, outcomes.get(name) ?? { externalId: name, kind: 'ok' }, going)
      }
    }
    return
  }
  for (const each of ready) await sendOne(ctx, open, each, going)
}

async function sendOne(ctx: TellCtx, open: OpenedConnection, each: Ready, going: Going): Promise<void> {
  try {
    const answer = await open.session.upsertListing(each.draft)
    if (answer.kind === 'pending') keepBatch(ctx, open, [each], answer, going)
    else note(ctx, open, each, answer, going)
  } catch (error) {
    if (!(error instanceof ChannelRefused)) throw error
    note(ctx, open, each, refusal(each.listing, error.providerCode, error.message), going)
  }
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

type Facts = { content: Map<string, ContentFacts>; categories: Map<string, CategoryRow>; available: Map<string, number> }

async function factsOf(ctx: TellCtx, { vendorId, connection }: OpenedConnection, listings: readonly HeldListing[]): Promise<Facts> {
  const db = await ctx.vendorDb(vendorId)
  const variantIds = [...new Set(listings.flatMap(({ variantId }) => variantId ?? []))]
  const [content, categories, levels] = await Promise.all([
    readContent(db, connection.id, variantIds),
    listCategories(db, connection.id),
    new InventoryManager(ctx).levels(vendorId, variantIds),
  ])
  return {
    content: new Map(content.map((facts) => [facts.variant.id, facts])),
    categories: new Map(categories.map((row) => [row.categoryId, row])),
    available: new Map(levels.map(({ variantId, available }) => [variantId, available])),
  }
}

function draftOf(
  ctx: TellCtx,
  open: OpenedConnection,
  listing: HeldListing,
  { content, categories, available }: Facts,
): ListingDraft | null {
  const facts = content.get(listing.variantId ?? '')
  if (!facts) return null
  const { settings } = open.connection
  const { overrides, id, refs } = listing
  const currency = (CURRENCIES as readonly string[]).includes(listing.currency ?? '') ? (listing.currency as Currency) : null
  const category = categories.get(facts.product.categoryId)
  const isNew = listing.externalId.startsWith('draft:')
  return {
    ...writeDraft({ facts, category, settings, overrides, currency, origin: ctx.settings.origin }),
    externalId: isNew ? null : listing.externalId,
    refs,
    quantity: quantityToShow(available.get(facts.variant.id) ?? 0, settings, overrides),
    idempotencyKey: isNew ? id : `${id}/content/${listing.contentDueAtMs}`,
  }
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
