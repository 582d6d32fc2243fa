import { countOpen, type ExceptionFilter, type ExceptionRow, listExceptions } from '#db/platform/queries/reconciliation/exceptions.ts'
import { findLastDone, findRun, findRunning, listBalances, listRuns, type RunRow } from '#db/platform/queries/reconciliation/runs.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { DAY_MS, toRfc3339 } from '#worker/pure/time.ts'

/** A run as the API shows it. */
export function showRun({ fromMs, toMs, startedAtMs, updatedAtMs, doneAtMs, cursor: _cursor, ...run }: RunRow) {
  return {
    ...run,
    from: toRfc3339(fromMs),
    to: toRfc3339(toMs),
    startedAt: toRfc3339(startedAtMs),
    updatedAt: toRfc3339(updatedAtMs),
    doneAt: doneAtMs === null ? null : toRfc3339(doneAtMs),
  }
}

/** An exception with its age in whole days since the money moved. Difference: the provider's - ours, in minor units. */
export function showException({ happenedAtMs, firstSeenAtMs, lastSeenAtMs, endedAtMs, ...row }: ExceptionRow, nowMs: number) {
  return {
    ...row,
    differenceMinor: row.providerMinor - row.ledgerMinor,
    ageDays: Math.max(0, Math.floor(((endedAtMs ?? nowMs) - happenedAtMs) / DAY_MS)),
    happenedAt: toRfc3339(happenedAtMs),
    firstSeenAt: toRfc3339(firstSeenAtMs),
    lastSeenAt: toRfc3339(lastSeenAtMs),
    endedAt: endedAtMs === null ? null : toRfc3339(endedAtMs),
  }
}

/** How the books stand: the run under way, the last one with its balances, and what is open. */
export async function readReconciliation(ctx: Pick<Ctx, 'platform'>) {
  const [running, last, open] = await Promise.all([findRunning(ctx.platform), findLastDone(ctx.platform), countOpen(ctx.platform)])
  const balances = last ? await listBalances(ctx.platform, last.id) : []
  return {
    running: running ? showRun(running) : null,
    last: last ? showRun(last) : null,
    balances: balances.map(({ atMs, runId: _runId, ...row }) => ({ ...row, at: toRfc3339(atMs) })),
    isDrifting: balances.some(({ isDrifting }) => isDrifting),
    open: open.map(({ oldestAtMs, ...row }) => ({ ...row, oldestAt: toRfc3339(oldestAtMs) })),
  }
}

/** @throws NotFound 404 */
export async function readRun(ctx: Pick<Ctx, 'platform'>, id: Id<'reconciliation'>) {
  const run = await findRun(ctx.platform, id)
  if (!run) throw new NotFound('reconciliation')
  return showRun(run)
}

/** A page of runs, the last begun first. */
export async function readRuns(ctx: Pick<Ctx, 'platform'>, { before, limit }: { before?: number | undefined; limit: number }) {
  const rows = await listRuns(ctx.platform, { before, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { items: page.map(showRun), nextCursor: rows.length > limit && last ? String(last.startedAtMs) : null }
}

/** A page of exceptions: open ones by age, the oldest first. */
export async function readExceptions(ctx: Pick<Ctx, 'platform' | 'now'>, filter: ExceptionFilter) {
  const rows = await listExceptions(ctx.platform, { ...filter, limit: filter.limit + 1 })
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  const at = last && (last.status === 'open' ? last.happenedAtMs : (last.endedAtMs ?? 0))
  return {
    items: page.map((row) => showException(row, ctx.now())),
    nextCursor: rows.length > filter.limit && last ? `${at}.${last.id}` : null,
  }
}
