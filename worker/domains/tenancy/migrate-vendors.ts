import { queueMessages, recordSchemaVersion, schemaVersions, vendorsBehind } from '#db/platform/queries/tenancy.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'

/** Vendors put into the queue by one run; the schedule starts the next. */
const RUN_MAX = 200

/**
 * Rolls the newest vendor schema out: canaries first, and the rest only once no canary is behind. One message a vendor,
 * so a database that is down delays nobody else. Safe to repeat: a vendor that is up to date is not asked again.
 */
export async function migrateVendors(ctx: Ctx): Promise<{ toVersion: number; queued: number; stage: 'canary' | 'all' | 'done' }> {
  const toVersion = ctx.databases.latestVersion
  const canaries = await vendorsBehind(ctx.platform, toVersion, true, RUN_MAX)
  const behind = canaries.length > 0 ? canaries : await vendorsBehind(ctx.platform, toVersion, false, RUN_MAX)
  const messages: (Outgoing & { toVersion: number })[] = []
  for (const { id: vendorId } of behind) {
    const id = await deriveId('message', vendorId, 'migrate', String(toVersion), String(Math.floor(ctx.now() / 60_000)))
    messages.push({ id, type: 'vendor.migrate', version: 1, vendorId, occurredAtMs: ctx.now(), toVersion })
  }
  const stage = behind.length === 0 ? 'done' : canaries.length > 0 ? 'canary' : 'all'
  const audit = auditOf(ctx, {
    action: 'schema.roll_out',
    subjectId: String(toVersion),
    detail: { toVersion, stage, vendors: messages.length },
  })
  await queueMessages(ctx.platform, messages, audit)
  ctx.relay('platform')
  return { toVersion, queued: messages.length, stage }
}

/** Brings one vendor's database up and records its version. Killed in between, the next run records what the database says. */
export async function migrateVendor(ctx: Ctx, vendorId: Id<'vendor'>, toVersion: number): Promise<number> {
  const version = await ctx.databases.migrate(await ctx.vendorDb(vendorId), toVersion)
  await recordSchemaVersion(ctx.platform, vendorId, version)
  return version
}

/** How far the roll-out is. */
export async function readSchemaVersions(ctx: Ctx) {
  return { latest: ctx.databases.latestVersion, versions: await schemaVersions(ctx.platform) }
}
