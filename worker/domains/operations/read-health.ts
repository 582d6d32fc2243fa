import { type Backlog, listSchemaVersions, readHealth as read } from '#db/platform/queries/operations/health.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { MINUTE_MS, toRfc3339 } from '#worker/pure/time.ts'

/** What has waited longer than this is in trouble: the sweep, which comes every minute, has passed it by. */
const LATE_MS = 5 * MINUTE_MS

const momentOf = (atMs: number | null) => (atMs === null ? null : toRfc3339(atMs))

/** Whether everything the marketplace stands on answers, what waits in it, and how the schedule went. */
export async function readHealth(ctx: Pick<Ctx, 'platform' | 'now' | 'databases' | 'balance'>) {
  const startedMs = ctx.now()
  const latest = ctx.databases.latestVersion
  const found = await read(ctx.platform, latest)
  const database = { isReachable: true, tookMs: ctx.now() - startedMs }
  const stripe = await reach(ctx)
  const late = (since: number | null) => since !== null && since < ctx.now() - LATE_MS
  const view = ({ waiting, oldestAtMs }: Backlog) => ({ waiting, oldestAt: momentOf(oldestAtMs), isLate: late(oldestAtMs) })
  const ranAtMs = Math.max(0, ...found.tasks.map((task) => task.ranAtMs))
  return {
    asOf: toRfc3339(ctx.now()),
    database,
    stripe,
    outbox: view(found.outbox),
    webhooks: view(found.webhooks),
    mails: view(found.mails),
    // Dead letters wait for people, not for the sweep.
    deadLetters: { ...view(found.deadLetters), isLate: found.deadLetters.waiting > 0 },
    schedule: {
      ranAt: ranAtMs === 0 ? null : toRfc3339(ranAtMs),
      isLate: late(ranAtMs === 0 ? null : ranAtMs),
      tasks: found.tasks.map(({ name, ranAtMs: at, tookMs, failedAtMs, failure }) => ({
        name,
        ranAt: toRfc3339(at),
        tookMs,
        isFailing: failedAtMs === at,
        failedAt: momentOf(failedAtMs),
        failure,
      })),
    },
    schema: {
      latest,
      versions: found.versions.map(({ schemaVersion, vendors, canaries }) => ({ schemaVersion, vendors, canaries })),
      behind: found.versions.reduce((sum, { behind }) => sum + behind, 0),
      provisioning: found.provisioning,
    },
  }
}

/** Asks the provider for the one thing that is always there: our own balance. */
async function reach(ctx: Pick<Ctx, 'now' | 'balance'>): Promise<{ isReachable: boolean; tookMs: number }> {
  const startedMs = ctx.now()
  try {
    await ctx.balance.readBalance()
    return { isReachable: true, tookMs: ctx.now() - startedMs }
  } catch {
    return { isReachable: false, tookMs: ctx.now() - startedMs }
  }
}

/** Vendors' databases, the oldest version first. */
export async function readVendorVersions(ctx: Pick<Ctx, 'platform' | 'databases'>, filter: { isBehind: boolean; limit: number }) {
  const latest = ctx.databases.latestVersion
  const items = await listSchemaVersions(ctx.platform, { behind: filter.isBehind ? latest : undefined, limit: filter.limit })
  return { latest, items: items.map((item) => ({ ...item, isBehind: item.schemaVersion < latest })) }
}
