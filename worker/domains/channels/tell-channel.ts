import { batchStatement } from '#db/vendor/queries/channels/batches.ts'
import { conflictStatements, settleDrift } from '#db/vendor/queries/channels/conflicts.ts'
import { connectionStatement } from '#db/vendor/queries/channels/connections.ts'
import { type ItemRow, type RunRow, wholeRun } from '#db/vendor/queries/channels/runs.ts'
import { giveBack, holdDue, storeTold } from '#db/vendor/queries/channels/stock-out.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { isAboutItems, NotAuthorised, Throttled } from './errors.ts'
import { inGroups, inHalves } from './find-poison.ts'
import { type Going, note, type Plan, type Round, refuseFor, type Subject, settle, type TellCtx } from './note-told.ts'
import type { OpenedConnection } from './open-session.ts'
import type { PushAnswer } from './ports.ts'

/** How long one who tells a channel has a listing for itself; a process that dies gives nothing back before. */
const HELD_MS = MINUTE_MS
/** Listings taken in hand at a time. */
const AT_ONCE = 500
/** Items of a run that are kept of what went well; everything that did not is kept. */
const ITEMS_KEPT = 50

/**
 * Tells a channel what is due of its listings, one round: taken in hand, planned, said, and all that came of it in one commit.
 * Where the channel did not answer, what it has counts as unknown, and is said again. Two at once do no harm: a listing is in
 * one hand at a time. Safe to repeat and to be killed anywhere.
 * @returns true if there may be more
 * @throws whatever ended the round early, after what was done until then is stored: Throttled, ChannelUnavailable, NotAuthorised
 */
export async function tellChannel(ctx: TellCtx, open: OpenedConnection, subject: Subject, cause: RunRow['cause']): Promise<boolean> {
  const db = await ctx.vendorDb(open.vendorId)
  const nowMs = ctx.now()
  const heldUntilMs = nowMs + HELD_MS
  const connectionId = open.connection.id
  const held = await holdDue(db, subject.kind, { connectionId, nowMs, untilMs: heldUntilMs, limit: AT_ONCE })
  if (held.listings.length === 0) return false
  const runId = ctx.newId('syncRun')
  const round: Round = { told: [], conflicts: [], items: [], batches: [], healed: [], explained: [], due: [], said: 0, failed: 0 }
  let failure: unknown = null
  try {
    const plans = await subject.plan(held.listings, held.areOrdersWaiting)
    for (const plan of plans) if (plan.step !== 'tell') settle(round, plan, ctx.now())
    await sendAll(ctx, open, subject, plans, { round, runId, startedAtMs: nowMs, areOrdersWaiting: held.areOrdersWaiting })
  } catch (error) {
    failure = error
  }
  const done = new Set(round.told.map(({ listing }) => listing.id))
  const untouched = held.listings.filter(({ id }) => !done.has(id))
  const endMs = ctx.now()
  const drift = subject.kind === 'stock' ? 'stock_drift' : 'price_drift'
  const { said } = round
  const run = { id: runId, connectionId, kind: subject.kind === 'stock' ? 'stock' : 'prices', cause, atMs: nowMs } as const
  const pushed = subject.kind === 'stock' ? { stockPushedAtMs: endMs } : {}
  await storeTold(db, [
    ...giveBack(db, subject.kind, [...round.told, ...untouched.map((listing) => ({ listing, isDone: false }))], {
      heldUntilMs,
      nowMs: endMs,
    }),
    ...conflictStatements(db, round.conflicts),
    ...settleDrift(db, drift, { told: round.healed, explained: round.explained }, endMs),
    ...round.batches.map((batch) => batchStatement(db, batch)),
    ...wholeRun(db, { ...run, done: said, failed: round.failed, items: kept(round.items) }, endMs),
    ...(said > 0 ? [connectionStatement(db, connectionId, pushed, endMs)] : []),
  ])
  if (round.due.length > 0) await ctx.pacers.of(open.vendorId, connectionId).due(round.due)
  if (failure !== null) throw failure
  return held.listings.length === AT_ONCE || untouched.length > 0
}

async function sendAll(ctx: TellCtx, open: OpenedConnection, subject: Subject, plans: readonly Plan[], going: Going): Promise<void> {
  const toTell = plans.filter(({ step }) => step === 'tell')
  for (const [n, some] of inGroups(toTell, open.connector.capabilities.pushItemsMax).entries()) {
    // Slower than this, and others would take what we hold.
    if (ctx.now() - going.startedAtMs > HELD_MS / 2) return
    const listings = some.map(({ listing }) => listing)
    // The first were planned just now; what comes later is planned anew, so that nothing is said that was true a while ago.
    const fresh = n === 0 ? some : await subject.plan(listings, going.areOrdersWaiting)
    const said = fresh.filter(({ step }) => step === 'tell')
    await sendSome(ctx, open, subject, said, going)
    for (const plan of fresh) if (plan.step !== 'tell') settle(going.round, plan, ctx.now())
  }
}

/**
 * One call. What is wrong with it as a whole is wrong with something in it: it is made for its halves, until that stands alone and
 * is set aside. A mistake of ours counts as the channel's refusal does, but that nobody knows whether the call was heard.
 */
async function sendSome(ctx: TellCtx, open: OpenedConnection, subject: Subject, plans: readonly Plan[], going: Going): Promise<void> {
  const [only] = plans
  if (!only) return
  let answer: PushAnswer
  try {
    answer = await subject.send(plans)
  } catch (error) {
    if (isAboutItems(error) && plans.length > 1) return inHalves(going.round, plans, (half) => sendSome(ctx, open, subject, half, going))
    if (isAboutItems(error)) return refuseFor(ctx, subject, only, error, going)
    const isUnsaid = error instanceof Throttled || error instanceof NotAuthorised
    if (!isUnsaid) for (const { listing } of plans) going.round.told.push({ listing, isDone: false, value: null })
    throw error
  }
  note(ctx, open, subject, plans, answer, going)
}

function kept(items: readonly ItemRow[]): ItemRow[] {
  const well = items.filter(({ outcome }) => outcome === 'ok').slice(0, ITEMS_KEPT)
  return [...items.filter(({ outcome }) => outcome !== 'ok'), ...well]
}
