import { namesOfPeople } from '#db/platform/queries/channels/people.ts'
import { type ConflictFilter, driftSince, type FoundConflict, pageOfConflicts } from '#db/vendor/queries/channels/conflicts.ts'
import { type ItemRow, pageOfRuns, type RunFilter, type RunRow, readRun, runningRuns } from '#db/vendor/queries/channels/runs.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { CHANNEL_NAMES, type ChannelTask } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { DAY_MS, toRfc3339 } from '#worker/pure/time.ts'
import type { PacerStatus } from './ports.ts'
import { readConnections } from './read-connections.ts'

type ReadCtx = Pick<Ctx, 'vendorDb' | 'channels' | 'pacers' | 'now'>
const timeOf = (atMs: number | null) => (atMs === null ? null : toRfc3339(atMs))

export function viewRun(row: RunRow) {
  return {
    id: row.id,
    connectionId: row.connectionId,
    kind: row.kind,
    cause: row.cause,
    status: row.status,
    /** Null until the channel says how many there are. */
    total: row.total,
    done: row.done,
    failed: row.failed,
    error: row.errorCode === null ? null : { code: row.errorCode, detail: row.errorDetail },
    startedAt: toRfc3339(row.startedAtMs),
    updatedAt: toRfc3339(row.updatedAtMs),
    finishedAt: timeOf(row.finishedAtMs),
  }
}

const viewItem = ({ id, subject, label, outcome, code, detail, atMs }: ItemRow) => ({
  id,
  subject,
  label,
  outcome,
  code,
  detail,
  at: toRfc3339(atMs),
})

/**
 * How the store's connections are in step: when each task was done last and will be next, how far behind they are, what is due,
 * what runs with how much of it done, and how much drift the last day's comparison found.
 */
export async function readSyncStatus(ctx: ReadCtx, vendorId: Id<'vendor'>) {
  const db = await ctx.vendorDb(vendorId)
  const [{ connections }, running, drift] = await Promise.all([
    readConnections(ctx, vendorId),
    runningRuns(db),
    driftSince(db, ctx.now() - DAY_MS),
  ])
  const items = connections
    .filter(({ status }) => status !== 'disconnected')
    .map(async ({ id, channel, name, status, health, lagMs, counts, error }) => ({
      connectionId: id,
      channel,
      channelName: CHANNEL_NAMES[channel],
      name,
      status,
      health,
      lagMs,
      error: error?.code ?? null,
      listings: counts.listings,
      due: counts.due,
      ordersToday: counts.ordersToday,
      driftFound: drift.get(id) ?? 0,
      tasks: tasksOf(await ctx.pacers.of(vendorId, id).status()),
      running: running.filter(({ connectionId }) => connectionId === id).map(viewRun),
    }))
  return { items: await Promise.all(items) }
}

const tasksOf = ({ tasks }: PacerStatus): { task: ChannelTask; everyMs: number | null; lastAt: string | null; nextAt: string | null }[] =>
  tasks.map(({ task, everyMs, sentAtMs, dueAtMs }) => ({ task, everyMs, lastAt: timeOf(sentAtMs), nextAt: timeOf(dueAtMs) }))

/** One page of what was synced, newest first. */
export async function readRuns(ctx: Pick<Ctx, 'vendorDb'>, vendorId: Id<'vendor'>, { limit, ...filter }: RunFilter) {
  const rows = await pageOfRuns(await ctx.vendorDb(vendorId), { ...filter, limit: limit + 1 })
  const items = rows.slice(0, limit).map(viewRun)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** A run with a page of its items. @throws NotFound 404 */
export async function readWholeRun(
  ctx: Pick<Ctx, 'vendorDb'>,
  vendorId: Id<'vendor'>,
  runId: Id<'syncRun'>,
  { limit, ...page }: { outcome?: ItemRow['outcome'] | undefined; after?: Id<'syncItem'> | undefined; limit: number },
) {
  const { run, items: rows } = await readRun(await ctx.vendorDb(vendorId), runId, { ...page, limit: limit + 1 })
  if (!run) throw new NotFound('run')
  const items = rows.slice(0, limit).map(viewItem)
  return { ...viewRun(run), items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** One page of where channels and the pool said different things, and how that was settled, newest first. */
export async function readConflicts(ctx: Pick<Ctx, 'vendorDb' | 'platform'>, vendorId: Id<'vendor'>, { limit, ...filter }: ConflictFilter) {
  const rows = await pageOfConflicts(await ctx.vendorDb(vendorId), { ...filter, limit: limit + 1 })
  const items = await viewConflicts(ctx, rows.slice(0, limit))
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

export type ConflictView = Awaited<ReturnType<typeof viewConflicts>>[number]

/** Conflicts as people see them: with the names of those who closed them. */
export async function viewConflicts(ctx: Pick<Ctx, 'platform'>, found: readonly FoundConflict[]) {
  const names = await namesOfPeople(
    ctx.platform,
    found.flatMap(({ conflict: { closedBy } }) => closedBy ?? []),
  )
  return found.map(({ conflict: { atMs, resolvedAtMs, closedBy, ...conflict }, sku, title, externalNumber }) => ({
    ...conflict,
    sku,
    title,
    externalNumber,
    at: toRfc3339(atMs),
    resolvedAt: timeOf(resolvedAtMs),
    /** Null for what settled itself, and where whoever closed it is gone. */
    closedByName: closedBy === null ? null : (names.get(closedBy) ?? null),
  }))
}
