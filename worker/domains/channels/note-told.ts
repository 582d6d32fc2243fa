import type { batchStatement } from '#db/vendor/queries/channels/batches.ts'
import type { ConflictRow } from '#db/vendor/queries/channels/conflicts.ts'
import type { ItemRow, RunRow } from '#db/vendor/queries/channels/runs.ts'
import type { HeldListing, Told } from '#db/vendor/queries/channels/stock-out.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { ChannelIssue, ChannelTask } from '#worker/pure/channel.ts'
import { HOUR_MS, SECOND_MS } from '#worker/pure/time.ts'
import { ChannelRefused, reasonOf } from './errors.ts'
import type { OpenedConnection, SessionCtx } from './open-session.ts'
import type { PushAnswer, PushOutcome } from './ports.ts'

export type TellCtx = SessionCtx & Pick<Ctx, 'stockLocks' | 'newId'>

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
export type Round = {
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

export type Going = { round: Round; runId: RunRow['id']; startedAtMs: number; areOrdersWaiting: boolean }

/** What needs no word now: it is as it should be, or orders have to be seen first. */
export function settle(round: Round, { listing, step, issues }: Plan, nowMs: number): void {
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

/** Sets aside the one item a call fails for. */
export function refuseFor(ctx: TellCtx, subject: Subject, only: Plan, error: unknown, going: Going): void {
  const { code, detail } = reasonOf(error)
  if (!(error instanceof ChannelRefused)) {
    console.warn(JSON.stringify({ level: 'warn', event: 'channel_item_failed', listingId: only.listing.id, kind: subject.kind, detail }))
  }
  refuse(ctx, subject, only, [{ code, severity: 'error', field: fieldOf(subject), message: detail }], going)
  // Whether the channel heard it is not known.
  if (!(error instanceof ChannelRefused)) Object.assign(going.round.told.at(-1) ?? {}, { value: null })
}

const fieldOf = ({ kind }: Subject): 'quantity' | 'price' => (kind === 'stock' ? 'quantity' : 'price')

/** What the channel said to a call, item by item; what it said nothing of went well. */
export function note(
  ctx: TellCtx,
  open: OpenedConnection,
  subject: Subject,
  plans: readonly Plan[],
  answer: PushAnswer,
  going: Going,
): void {
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
  const field = fieldOf(subject)
  const issues = (outcome.kind === 'ok' && outcome.issues) || listing.issues.filter((issue) => issue.field !== field)
  const refs = outcome.kind === 'ok' && outcome.refs ? { refs: { ...listing.refs, ...outcome.refs } } : {}
  going.round.told.push({ listing, isDone: true, value, tries: 0, issues, ...refs })
  const was = subject.kind === 'stock' ? listing.quantity : listing.priceMinor
  going.round.said++
  // Said again only to be sure: what a comparison found of it was the channel's own sale.
  going.round[was === value ? 'explained' : 'healed'].push(listing.id)
  going.round.items.push(itemOf(ctx, going, plan, 'ok', null, `${was ?? '?'} → ${value}`))
}

function refuse(ctx: TellCtx, subject: Subject, plan: Plan, issues: readonly ChannelIssue[], going: Going): void {
  const { listing } = plan
  const field = fieldOf(subject)
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
    closedBy: null,
  })
  round.due.push({ task: 'orders', atMs: nowMs }, { task: 'stock', atMs: notBeforeMs })
  round.items.push(itemOf(ctx, { round, ...going }, plan, 'skipped', 'stale', `The channel has ${actual ?? 'another number'}.`))
}

function itemOf(ctx: TellCtx, { runId }: Going, plan: Plan, outcome: ItemRow['outcome'], code: string | null, detail: string): ItemRow {
  const label = plan.listing.externalSku ?? plan.listing.title
  return { id: ctx.newId('syncItem'), runId, subject: plan.listing.id, label, outcome, code, detail, atMs: ctx.now() }
}
