import { batchStatement } from '#db/vendor/queries/channels/batches.ts'
import { type ConflictRow, conflictStatements, settleDrift } from '#db/vendor/queries/channels/conflicts.ts'
import { connectionStatement } from '#db/vendor/queries/channels/connections.ts'
import { type ItemRow, type RunRow, wholeRun } from '#db/vendor/queries/channels/runs.ts'
import { giveBack, type HeldListing, holdDue, storeTold, type Told } from '#db/vendor/queries/channels/stock-out.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { ChannelIssue, ChannelTask } from '#worker/pure/channel.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'
import { ChannelRefused, NotAuthorised, Throttled } from './errors.ts'
import type { OpenedConnection, SessionCtx } from './open-session.ts'
import type { PushAnswer, PushOutcome } from './ports.ts'

export type TellCtx = SessionCtx & Pick<Ctx, 'stockLocks' | 'newId'>

/** How long one who tells a channel has a listing for itself; a process that dies gives nothing back before. */
const HELD_MS = MINUTE_MS
/** Listings taken in hand at a time. */
const AT_ONCE = 500
/** Items of a run that are kept of what went well; everything that did not is kept. */
const ITEMS_KEPT = 50
const WAIT_MS_MIN = 2 * SECOND_MS
const WAIT_MS_MAX = 30 * SECOND_MS
const REFUSED_AGAIN_MS = 30 * SECOND_MS
const REFUSED_AGAIN_MS_MAX = 6 * HOUR_MS

/** What is to be said of a listing: `rest`: nothing; `wait`: not before orders were seen; `tell`: `value`. */
export type Plan = { listing: HeldListing; step: 'rest' | 'wait' | 'tell'; value: number; issues?: ChannelIssue[] }

/** What a channel is told of: how that follows from a listing, and the call that says it. */
export type Subject = {
  kind: 'stock' | 'price'
  plan(listings: readonly HeldListing[], areOrdersWaiting: boolean): Promise<Plan[]>
  send(plans: readonly Plan[]): Promise<PushAnswer>
}

/** What came of one round, gathered for its commit. */
type Round = {
  told: Told[]
  conflicts: ConflictRow[]
  items: ItemRow[]
  batches: Parameters<typeof batchStatement>[1][]
  healed: HeldListing['id'][]
  explained: HeldListing['id'][]
  due: { task: ChannelTask; atMs: number }[]
  said: number
  failed: number
}

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
  const note = subject.kind === 'stock' ? { stockPushedAtMs: endMs } : {}
  await storeTold(db, [
    ...giveBack(db, subject.kind, [...round.told, ...untouched.map((listing) => ({ listing, isDone: false }))], {
      heldUntilMs,
      nowMs: endMs,
    }),
    ...conflictStatements(db, round.conflicts),
    ...settleDrift(db, drift, { told: round.healed, explained: round.explained }, endMs),
    ...round.batches.map((batch) => batchStatement(db, batch)),
    ...wholeRun(db, { ...run, done: said, failed: round.failed, items: kept(round.items) }, endMs),
    ...(said > 0 ? [connectionStatement(db, connectionId, note, endMs)] : []),
  ])
  if (round.due.length > 0) await ctx.pacers.of(open.vendorId, connectionId).due(round.due)
  if (failure !== null) throw failure
  return held.listings.length === AT_ONCE || untouched.length > 0
}

/** What needs no word now: it is as it should be, or orders have to be seen first. */
function settle(round: Round, { listing, step, issues }: Plan, nowMs: number): void {
  if (step === 'rest') {
    round.explained.push(listing.id)
    round.told.push({ listing, isDone: true, tries: 0, ...(issues ? { issues } : {}) })
    return
  }
  const waitedMs = nowMs - (listing.stockDueAtMs ?? nowMs)
  const notBeforeMs = nowMs + Math.min(Math.max(WAIT_MS_MIN, waitedMs), WAIT_MS_MAX)
  round.told.push({ listing, isDone: false, notBeforeMs })
  round.due.push({ task: 'orders', atMs: nowMs }, { task: 'stock', atMs: notBeforeMs })
}

type Going = { round: Round; runId: RunRow['id']; startedAtMs: number; areOrdersWaiting: boolean }

async function sendAll(ctx: TellCtx, open: OpenedConnection, subject: Subject, plans: readonly Plan[], going: Going): Promise<void> {
  const toTell = plans.filter(({ step }) => step === 'tell')
  const size = Math.max(1, open.connector.capabilities.pushItemsMax)
  for (let at = 0; at < toTell.length; at += size) {
    // Slower than this, and others would take what we hold.
    if (ctx.now() - going.startedAtMs > HELD_MS / 2) return
    const some = toTell.slice(at, at + size)
    // The first were planned just now; what comes later is planned anew, so that nothing is said that was true a while ago.
    const fresh =
      at === 0
        ? some
        : await subject.plan(
            some.map(({ listing }) => listing),
            going.areOrdersWaiting,
          )
    await sendSome(
      ctx,
      open,
      subject,
      fresh.filter(({ step }) => step === 'tell'),
      going,
    )
    for (const plan of fresh) if (plan.step !== 'tell') settle(going.round, plan, ctx.now())
  }
}

/** One call. A channel that refuses it as a whole is asked for its halves, until what it refuses stands alone. */
async function sendSome(ctx: TellCtx, open: OpenedConnection, subject: Subject, plans: readonly Plan[], going: Going): Promise<void> {
  if (plans.length === 0) return
  try {
    note(ctx, open, subject, plans, await subject.send(plans), going)
  } catch (error) {
    if (error instanceof ChannelRefused && plans.length > 1) {
      const half = Math.ceil(plans.length / 2)
      await sendSome(ctx, open, subject, plans.slice(0, half), going)
      return sendSome(ctx, open, subject, plans.slice(half), going)
    }
    const [only] = plans
    if (error instanceof ChannelRefused && only) return refuse(ctx, subject, only, [refusalOf(subject, error)], going)
    const isUnsaid = error instanceof Throttled || error instanceof NotAuthorised
    if (!isUnsaid) for (const { listing } of plans) going.round.told.push({ listing, isDone: false, value: null })
    throw error
  }
}

const refusalOf = ({ kind }: Subject, { providerCode, message }: ChannelRefused): ChannelIssue => ({
  code: providerCode,
  severity: 'error',
  field: kind === 'stock' ? 'quantity' : 'price',
  message,
})

function note(ctx: TellCtx, open: OpenedConnection, subject: Subject, plans: readonly Plan[], answer: PushAnswer, going: Going): void {
  const { round, runId } = going
  const nowMs = ctx.now()
  if (answer.kind === 'pending') {
    const items = Object.fromEntries(
      plans.map(({ listing, value }) => [listing.externalId, { value, mark: subject.kind === 'stock' ? listing.stockMark : 0 }]),
    )
    const { ref, waitMs } = answer
    const batch = { id: ctx.newId('channelBatch'), connectionId: open.connection.id, kind: subject.kind, ref, items, runId }
    round.batches.push({ ...batch, checkAtMs: nowMs + waitMs, sentAtMs: nowMs })
    round.due.push({ task: 'batches', atMs: nowMs + waitMs })
    for (const plan of plans) accept(ctx, subject, plan, { externalId: plan.listing.externalId, kind: 'ok' }, going)
    return
  }
  const outcomes = new Map(answer.outcomes.map((outcome) => [outcome.externalId, outcome]))
  for (const plan of plans) {
    const { externalId, id } = plan.listing
    const outcome = outcomes.get(externalId) ?? { externalId, kind: 'ok' as const }
    if (outcome.kind === 'ok' || (outcome.kind === 'stale' && outcome.actual === plan.value)) accept(ctx, subject, plan, outcome, going)
    else if (outcome.kind === 'refused') refuse(ctx, subject, plan, outcome.issues, going)
    else if (outcome.kind === 'gone') {
      round.told.push({ listing: plan.listing, isDone: true, isGone: true })
      round.failed++
      round.items.push(itemOf(ctx, going, plan, 'failed', 'gone', 'The channel has no such listing any more.'))
      round.explained.push(id)
    } else {
      lookAgain(ctx, open, plan, outcome.actual, going)
    }
  }
}

function accept(ctx: TellCtx, subject: Subject, plan: Plan, outcome: PushOutcome, going: Going): void {
  const { listing, value } = plan
  const field = subject.kind === 'stock' ? 'quantity' : 'price'
  const issues = (outcome.kind === 'ok' && outcome.issues) || listing.issues.filter((issue) => issue.field !== field)
  const refs = outcome.kind === 'ok' && outcome.refs ? { refs: { ...listing.refs, ...outcome.refs } } : {}
  going.round.told.push({ listing, isDone: true, value, tries: 0, issues, ...refs })
  const was = subject.kind === 'stock' ? listing.quantity : listing.priceMinor
  going.round.said++
  // Said again only to be sure: what a comparison found of it was the channel's own sale.
  going.round[was === value ? 'explained' : 'healed'].push(listing.id)
  going.round.items.push(itemOf(ctx, going, plan, 'ok', null, `${was ?? '?'} → ${value}`))
}

function refuse(ctx: TellCtx, { kind }: Subject, plan: Plan, issues: readonly ChannelIssue[], going: Going): void {
  const { listing } = plan
  const field = kind === 'stock' ? 'quantity' : 'price'
  const others = listing.issues.filter((issue) => issue.field !== field)
  const tries = listing.stockTries + 1
  const againMs = Math.min(REFUSED_AGAIN_MS * 2 ** Math.min(tries - 1, 12), REFUSED_AGAIN_MS_MAX)
  going.round.told.push({ listing, isDone: false, tries, issues: [...others, ...issues], notBeforeMs: ctx.now() + againMs })
  going.round.failed++
  const [first] = issues
  going.round.items.push(itemOf(ctx, going, plan, 'failed', first?.code ?? 'refused', first?.message ?? 'The channel refused it.'))
}

/** The channel has something else than we last saw: most likely it sold some. Its orders are looked at before it is told again. */
function lookAgain(ctx: TellCtx, open: OpenedConnection, plan: Plan, actual: number | null, { round, ...going }: Going): void {
  const { listing, value } = plan
  const nowMs = ctx.now()
  const notBeforeMs = nowMs + WAIT_MS_MIN
  round.told.push({ listing, isDone: false, value: actual, notBeforeMs })
  round.conflicts.push({
    id: ctx.newId('channelConflict'),
    connectionId: open.connection.id,
    kind: 'stale_stock',
    listingId: listing.id,
    channelOrderId: null,
    ours: value,
    theirs: actual,
    resolution: 'healed',
    detail: `Last seen ${listing.quantity ?? 'never'}; the channel’s orders are looked at before it is told again.`,
    atMs: nowMs,
    resolvedAtMs: nowMs,
  })
  round.due.push({ task: 'orders', atMs: nowMs }, { task: 'stock', atMs: notBeforeMs })
  round.items.push(itemOf(ctx, { round, ...going }, plan, 'skipped', 'stale', `The channel has ${actual ?? 'another number'}.`))
}

function itemOf(ctx: TellCtx, { runId }: Going, plan: Plan, outcome: ItemRow['outcome'], code: string | null, detail: string): ItemRow {
  const label = plan.listing.externalSku ?? plan.listing.title
  return { id: ctx.newId('syncItem'), runId, subject: plan.listing.id, label, outcome, code, detail, atMs: ctx.now() }
}

function kept(items: readonly ItemRow[]): ItemRow[] {
  const well = items.filter(({ outcome }) => outcome === 'ok').slice(0, ITEMS_KEPT)
  return [...items.filter(({ outcome }) => outcome !== 'ok'), ...well]
}
