import { countKnown, listClearingRows, listMovements, movementStatements } from '#db/platform/queries/reconciliation/books.ts'
import { listOpen } from '#db/platform/queries/reconciliation/exceptions.ts'
import { commitStep, findRun, findRunning, type RunRow, sendAboutRun } from '#db/platform/queries/reconciliation/runs.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { unreachable } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { bookMovements } from './book-movements.ts'
import { compareBalances } from './compare-balances.ts'
import { compareThings } from './compare-things.ts'
import { continueMessage } from './start-reconciliation.ts'

/** Steps in one go; a step is at most a page of the provider or of our own rows. */
const STEPS_PER_GO = 20
/** Rows of ours, and things with both sides, that one step looks at. */
const ROWS_PER_STEP = 200
/** What is younger may still be on its way to the other side: it is looked at in the next run. */
export const SETTLING_MS = 15 * MINUTE_MS
/** A run that did nothing for this long was dropped by whoever did it. */
const STALLED_MS = 2 * MINUTE_MS

/**
 * Goes on with a run for a while, and sends a message to go on with what is left. Each step reads, then stores what it came
 * to together with the step itself, so a run may be killed anywhere, resumed by anybody and done by two at once.
 * @throws Unavailable if the provider does not answer; the queue delivers again
 */
export async function continueReconciliation(ctx: Ctx, id: Id<'reconciliation'>): Promise<void> {
  for (let step = 0; step < STEPS_PER_GO; step++) {
    const run = await findRun(ctx.platform, id)
    if (!run || run.status === 'done') return
    await takeStep(ctx, run)
  }
  const run = await findRun(ctx.platform, id)
  if (run?.status !== 'running') return
  await sendAboutRun(ctx.platform, await continueMessage(id, run.steps, ctx.now()))
  ctx.relay('platform')
}

/** Goes on with a run whose message was lost. */
export async function resumeReconciliation(ctx: Ctx): Promise<void> {
  const run = await findRunning(ctx.platform)
  if (run && run.updatedAtMs < ctx.now() - STALLED_MS) await continueReconciliation(ctx, run.id)
}

async function takeStep(ctx: Ctx, run: RunRow): Promise<void> {
  switch (run.stage) {
    case 'provider':
      return readPage(ctx, run)
    case 'match':
      return matchMovements(ctx, run)
    case 'ledger':
      return matchLedger(ctx, run)
    case 'exceptions':
      return lookAgain(ctx, run)
    case 'balances':
      return compareBalances(ctx, run)
    case 'done':
      return
    default:
      return unreachable(run.stage)
  }
}

/** A page of the provider: stored, and booked where only the provider tells of it. */
async function readPage(ctx: Ctx, run: RunRow): Promise<void> {
  const { rows, next } = await ctx.balance.listMovements({ fromMs: run.fromMs, toMs: run.toMs, after: run.cursor })
  const known = await countKnown(ctx.platform, rows.map(({ id }) => id))
  const { movements, bookings } = await bookMovements(ctx, rows)
  const progress = { rowsRead: rows.length, rowsNew: rows.length - known, ...(next === null ? { stage: 'match' as const, cursor: '' } : { cursor: next }) }
  await commitStep(ctx.platform, run, progress, ctx.now(), [...movementStatements(ctx.platform, movements), ...bookings])
} // biome-ignore format: one step a line

/** Stored rows of the provider, oldest first: is there the same in the ledger? */
async function matchMovements(ctx: Ctx, run: RunRow): Promise<void> {
  const [atMs = 0, id = ''] = run.cursor === '' ? [] : splitCursor(run.cursor)
  const after = run.cursor === '' ? null : { atMs: Number(atMs), id: String(id) }
  const toMs = Math.max(run.fromMs, run.toMs - SETTLING_MS)
  const rows = await listMovements(ctx.platform, { fromMs: run.fromMs, toMs, after, limit: ROWS_PER_STEP })
  const compared = await compareThings(ctx, rows)
  const last = rows.at(-1)
  const next =
    rows.length === ROWS_PER_STEP && last ? { cursor: `${last.createdAtMs} ${last.id}` } : { stage: 'ledger' as const, cursor: '' }
  await commitStep(ctx.platform, run, { ...compared.counts, ...next }, ctx.now(), compared.statements)
}

const splitCursor = (cursor: string): [string, string] => {
  const [atMs = '0', id = ''] = cursor.split(' ')
  return [atMs, id]
}

/** Our own rows in the order of storing, up to the first that is too young: does the provider have the same? */
async function matchLedger(ctx: Ctx, run: RunRow): Promise<void> {
  const page = await listClearingRows(ctx.platform, run.ledgerPosition, ROWS_PER_STEP)
  const young = page.findIndex(({ atMs }) => atMs > run.toMs - SETTLING_MS)
  const rows = young < 0 ? page : page.slice(0, young)
  const compared = await compareThings(ctx, [], rows)
  const isEnd = young >= 0 || page.length < ROWS_PER_STEP
  const progress = {
    ...compared.counts,
    ledgerRows: rows.length,
    ledgerPosition: rows.at(-1)?.position ?? run.ledgerPosition,
    ...(isEnd ? { stage: 'exceptions' as const, cursor: '' } : {}),
  }
  await commitStep(ctx.platform, run, progress, ctx.now(), compared.statements)
}

/** What did not agree before: does it now? */
async function lookAgain(ctx: Ctx, run: RunRow): Promise<void> {
  const rows = await listOpen(ctx.platform, run.cursor, ROWS_PER_STEP)
  const compared = await compareThings(
    ctx,
    rows.map(({ flow, matchKey }) => ({ flow, matchKey })),
    rows.flatMap(({ causeId, flow }) => (causeId === null ? [] : [{ causeId, flow }])),
  )
  const last = rows.at(-1)
  const next = rows.length === ROWS_PER_STEP && last ? { cursor: last.subject } : { stage: 'balances' as const, cursor: '' }
  await commitStep(ctx.platform, run, { ...compared.counts, ...next }, ctx.now(), compared.statements)
}
