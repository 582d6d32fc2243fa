import { findVendor, recordProvisioned, type VendorRow } from '#db/platform/queries/tenancy.ts'
import { storeDefaults } from '#db/vendor/queries/tenancy.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { seal } from '#worker/pure/seal.ts'

/**
 * Makes the vendor's database, brings its schema up, seeds its settings and hands the store to its people and to
 * review. A resumable job: each step
 * first looks at what the row says is done, does something that is safe to do twice, and records it. Killed anywhere, the
 * next delivery goes on; the database's name follows from the vendor's id, so there are never two.
 * @throws Unavailable if Turso or the database does not answer; the message is then delivered again
 */
export async function provisionVendor(ctx: Ctx, vendorId: Id<'vendor'>): Promise<void> {
  let vendor = await findVendor(ctx.platform, vendorId)
  for (let steps = 0; vendor && vendor.provisioned !== 'ready' && steps < 5; steps++) {
    await STEPS[vendor.provisioned](ctx, vendor)
    vendor = await findVendor(ctx.platform, vendorId)
  }
  ctx.relay('platform')
}

type Step = (ctx: Ctx, vendor: VendorRow) => Promise<void>

const STEPS: Record<Exclude<VendorRow['provisioned'], 'ready'>, Step> = {
  none: makeDatabase,
  database: bringSchemaUp,
  migrated: seedDefaults,
  seeded: handOver,
}

async function makeDatabase(ctx: Ctx, vendor: VendorRow): Promise<void> {
  const { hostname } = await ctx.databases.create(vendor.databaseName)
  const token = await ctx.databases.mintToken(vendor.databaseName)
  await recordProvisioned(ctx.platform, vendor.id, 'none', {
    provisioned: 'database',
    databaseHostname: hostname,
    databaseTokenSealed: await seal(ctx.sealKeys, `${vendor.id}/database`, token),
  })
}

async function bringSchemaUp(ctx: Ctx, vendor: VendorRow): Promise<void> {
  const schemaVersion = await ctx.databases.migrate(await ctx.vendorDb(vendor.id))
  await recordProvisioned(ctx.platform, vendor.id, 'database', { provisioned: 'migrated', schemaVersion })
}

async function seedDefaults(ctx: Ctx, vendor: VendorRow): Promise<void> {
  const store = { name: vendor.name, currency: vendor.currency, country: vendor.country }
  await storeDefaults(await ctx.vendorDb(vendor.id), store, ctx.now())
  await recordProvisioned(ctx.platform, vendor.id, 'migrated', { provisioned: 'seeded' })
}

async function handOver(ctx: Ctx, vendor: VendorRow): Promise<void> {
  const content = { template: 'vendor_ready' as const, vendorName: vendor.name, url: `${ctx.settings.origin}/vendor` }
  const tell = await mailOnce(await deriveId('mail', vendor.id, 'vendor_ready'), vendor.supportEmail, content, ctx.now())
  await recordProvisioned(
    ctx.platform,
    vendor.id,
    'seeded',
    { provisioned: 'ready', status: 'in_review' as const, reviewRequestedAtMs: ctx.now() },
    [tell],
  )
}
