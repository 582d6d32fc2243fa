import { listOpenItems, type OpenItem } from '#db/platform/queries/payouts/list-payees.ts'
import { type Decided, findRun, moveRun, type RunRow, recordDecisions } from '#db/platform/queries/payouts/runs.ts'
import { readTerms } from '#db/platform/queries/payouts/terms.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import { payoutPostings } from '#worker/pure/ledger-postings.ts'
import { NotFound, Unavailable } from '#worker/pure/problem.ts'
import { judgePayee, type PlatformTerms } from './judge-payee.ts'
import { makeReady } from './make-ready.ts'
import { executeMessage, RunNotMovable } from './run.ts'

/** Vendors decided in one commit; halved each time the commit is refused because something moved. */
const BATCH = 250
/** Commits in one call; a run of more goes on with the next message. */
const BATCHES_MAX = 40
const TRIES_MAX = 24

type RunCtx = Pick<Ctx, 'platform' | 'now'>

/**
 * Decides the payouts of an approved run, vendor by vendor: each is judged anew, gets at most what the preview said and at
 * most what is available now, and the queue sends it (`executePayout`). Many in one commit. Run again, twice at once, or
 * after a crash it decides nothing twice: a payout's id follows from vendor, currency and period, and an item is decided once.
 * @returns the run's status: `done`, or `executing` if a further message goes on with it
 * @throws NotFound 404; RunNotMovable 409 if it is not approved; Unavailable if balances keep moving or the database does not answer
 */
export async function executeRun(ctx: Ctx, runId: Id<'payoutRun'>): Promise<RunRow['status']> {
  const found = await findRun(ctx.platform, runId)
  if (!found) throw new NotFound('payout run')
  const { run } = found
  if (run.status === 'done') return 'done'
  if (run.status !== 'approved' && run.status !== 'executing') throw new RunNotMovable(run.status)
  if (run.status === 'approved') {
    await makeReady(ctx)
    await moveRun(ctx.platform, { runId, from: ['approved'], set: { status: 'executing', updatedAtMs: ctx.now() } })
  }
  const platform = (await readTerms(ctx.platform, [])).rows.get('platform')
  let last = ''
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const decided = await decideSome(ctx, run, platform)
    ctx.relay('platform')
    if (decided === null) {
      await moveRun(ctx.platform, { runId, from: ['executing'], set: { status: 'done', doneAtMs: ctx.now(), updatedAtMs: ctx.now() } })
      return 'done'
    }
    last = decided
  }
  const outbox = await executeMessage(runId, last, ctx.now())
  await moveRun(ctx.platform, { runId, from: ['executing'], set: { updatedAtMs: ctx.now() }, outbox })
  ctx.relay('platform')
  return 'executing'
}

/** @returns the last vendor that was decided; null if nothing was left to decide */
async function decideSome(ctx: RunCtx, run: RunRow, platform: PlatformTerms): Promise<string | null> {
  let limit = BATCH
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const items = await listOpenItems(ctx.platform, { runId: run.id, period: run.period, nowMs: ctx.now(), limit })
    const last = items.at(-1)
    if (!last) return null
    if (await decide(ctx, run, items, platform)) return `${last.payee.vendorId}/${last.payee.currency}`
    limit = Math.max(1, Math.floor(limit / 2))
  }
  throw new Unavailable('What vendors have available')
}

async function decide(ctx: RunCtx, run: RunRow, items: readonly OpenItem[], platform: PlatformTerms): Promise<boolean> {
  const atMs = ctx.now()
  const judged = await Promise.all(items.map((item) => judge(item, run, platform, atMs)))
  const sent = judged.flatMap(({ payout }) => payout ?? [])
  return recordDecisions(ctx.platform, run.id, {
    decided: judged.map(({ decided }) => decided),
    payouts: sent.map(({ destination, ...payout }) => ({
      ...payout,
      destination,
      status: 'pending' as const,
      createdAtMs: atMs,
      updatedAtMs: atMs,
    })),
    transfers: await toTransfers(
      sent.flatMap(({ id, vendorId, currency, amountMinor }) => payoutPostings({ payoutId: id, vendorId, currency, amountMinor })),
      atMs,
      'pending',
    ),
    messages: await Promise.all(sent.map(({ id }) => requested(id, atMs))),
  })
}

/** What becomes of one item now: never more than was previewed, never more than is there. */
async function judge({ payee, previewedMinor, previewedSkip }: OpenItem, { period }: RunRow, platform: PlatformTerms, _atMs: number) {
  const { vendorId, currency } = payee
  const item = { vendorId, currency, sentMinor: null, payoutId: null }
  // What the preview left out stays out: nobody has agreed to it.
  if (previewedSkip !== null)
    return { decided: { ...item, outcome: 'skipped', outcomeSkip: previewedSkip } satisfies Decided, payout: null }
  const { amountMinor, destination, skip } = judgePayee(payee, Math.min(previewedMinor, payee.availableMinor), platform)
  if (skip !== null) return { decided: { ...item, outcome: 'skipped', outcomeSkip: skip } satisfies Decided, payout: null }
  const id = await deriveId('payout', vendorId, currency, period)
  const outcome = amountMinor === previewedMinor ? ('sent' as const) : ('changed' as const)
  return {
    decided: { ...item, outcome, sentMinor: amountMinor, outcomeSkip: null, payoutId: id } satisfies Decided,
    payout: { id, vendorId, currency, period, amountMinor, destination },
  }
}

async function requested(payoutId: Id<'payout'>, occurredAtMs: number): Promise<MessageOf<'payout.requested'>> {
  const id = await deriveId('message', payoutId, 'payout.requested')
  return { id, type: 'payout.requested', version: 1, vendorId: null, occurredAtMs, payoutId }
}
