import { and, asc, eq, isNotNull, lt, ne, or, sql } from 'drizzle-orm'
import { commit, guard, type Statement } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { planAllows } from '#db/platform/queries/plans/limits.ts'
import { account } from '#db/platform/schema/identity.ts'
import { customDomain, shippingRate, storefront, vendor, vendorMember } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'

export type VendorRow = typeof vendor.$inferSelect
export type NewVendor = Pick<
  VendorRow,
  'id' | 'slug' | 'name' | 'ownerAccountId' | 'country' | 'currency' | 'supportEmail' | 'databaseName' | 'createdAtMs'
>

/**
 * Stores the vendor, its owner's membership, its storefront, a first delivery charge and the message that has its database
 * made. Safe to repeat with the same id. @throws UniqueViolation if the slug is taken
 */
export async function storeVendor(
  db: PlatformDb,
  row: NewVendor,
  firstRate: typeof shippingRate.$inferInsert,
  registered: Outgoing,
): Promise<void> {
  await commit(db, [
    db
      .insert(vendor)
      .values({ ...row, status: 'provisioning' })
      .onConflictDoNothing({ target: vendor.id }),
    db
      .insert(vendorMember)
      .values({ vendorId: row.id, accountId: row.ownerAccountId, role: 'vendor_owner', createdAtMs: row.createdAtMs })
      .onConflictDoNothing(),
    db
      .insert(storefront)
      .values({ vendorId: row.id, theme: { primary: '#1f4d3a', accent: '#d9822b' } })
      .onConflictDoNothing(),
    db.insert(shippingRate).values(firstRate).onConflictDoNothing(),
    outboxStatement(db, registered),
  ])
}

export async function findVendor(db: PlatformDb, vendorId: Id<'vendor'>): Promise<VendorRow | undefined> {
  const rows = await db.select().from(vendor).where(eq(vendor.id, vendorId)).limit(1)
  return rows[0]
}

/** Whether a store has the slug, in whatever state it is. */
export async function isSlugStored(db: PlatformDb, slug: string): Promise<boolean> {
  const rows = await db.select({ id: vendor.id }).from(vendor).where(eq(vendor.slug, slug)).limit(1)
  return rows.length > 0
}

/** The owner's address, and whether it is verified: nobody sells before it is. */
export async function findOwner(db: PlatformDb, accountId: Id<'account'>) {
  const rows = await db
    .select({ email: account.email, emailVerifiedAtMs: account.emailVerifiedAtMs, name: account.name })
    .from(account)
    .where(eq(account.id, accountId))
    .limit(1)
  return rows[0]
}

/** The active vendor a host belongs to: a slug (one label below the apex) or a verified domain. */
export async function findVendorByHost(db: PlatformDb, host: { slug: string } | { domain: string }) {
  const columns = { id: vendor.id, slug: vendor.slug }
  const rows =
    'slug' in host
      ? await db
          .select(columns)
          .from(vendor)
          .where(and(eq(vendor.slug, host.slug), eq(vendor.status, 'active')))
          .limit(1)
      : await db
          .select(columns)
          .from(customDomain)
          .innerJoin(vendor, eq(vendor.id, customDomain.vendorId))
          .where(and(eq(customDomain.host, host.domain), isNotNull(customDomain.verifiedAtMs), eq(vendor.status, 'active')))
          .limit(1)
  return rows[0]
}

export type ProvisionedStep = VendorRow['provisioned']

/** Records that a provisioning step is done, and what it made. Only ever moves forward, so a late repeat changes nothing. */
export async function recordProvisioned(
  db: PlatformDb,
  vendorId: Id<'vendor'>,
  from: ProvisionedStep,
  change: Partial<
    Pick<VendorRow, 'provisioned' | 'databaseHostname' | 'databaseTokenSealed' | 'schemaVersion' | 'status' | 'reviewRequestedAtMs'>
  >,
  tell: Outgoing[] = [],
): Promise<void> {
  await commit(db, [
    db
      .update(vendor)
      .set(change)
      .where(and(eq(vendor.id, vendorId), eq(vendor.provisioned, from))),
    ...tell.map((message) => outboxStatement(db, message)),
  ])
}

export async function recordSchemaVersion(db: PlatformDb, vendorId: Id<'vendor'>, schemaVersion: number): Promise<void> {
  await db
    .update(vendor)
    .set({ schemaVersion })
    .where(and(eq(vendor.id, vendorId), lt(vendor.schemaVersion, schemaVersion)))
}

/** Vendors with a database older than `version`, canaries first. */
export async function vendorsBehind(db: PlatformDb, version: number, onlyCanaries: boolean, limit: number) {
  return db
    .select({ id: vendor.id, schemaVersion: vendor.schemaVersion, isCanary: vendor.isCanary })
    .from(vendor)
    .where(
      and(
        lt(vendor.schemaVersion, version),
        or(eq(vendor.provisioned, 'ready'), eq(vendor.provisioned, 'seeded')),
        onlyCanaries ? eq(vendor.isCanary, true) : undefined,
      ),
    )
    .orderBy(asc(vendor.schemaVersion), asc(vendor.id))
    .limit(limit)
}

/** How many vendors are at each version of the schema. */
export async function schemaVersions(db: PlatformDb) {
  return db
    .select({ schemaVersion: vendor.schemaVersion, vendors: sql<number>`count(*)` })
    .from(vendor)
    .groupBy(vendor.schemaVersion)
    .orderBy(asc(vendor.schemaVersion))
}

/** The vendors whose provisioning has not finished; for the sweep that resumes them. */
export async function unfinishedVendors(db: PlatformDb, registeredBeforeMs: number, limit: number) {
  return db
    .select({ id: vendor.id })
    .from(vendor)
    .where(and(ne(vendor.provisioned, 'ready'), lt(vendor.createdAtMs, registeredBeforeMs)))
    .limit(limit)
}

/** Takes the next vendors whose outbox is to be swept, the longest unswept first, and stamps them. */
export async function takeVendorsToSweep(db: PlatformDb, nowMs: number, limit: number): Promise<Id<'vendor'>[]> {
  const next = db
    .select({ id: vendor.id })
    .from(vendor)
    .where(and(eq(vendor.provisioned, 'ready'), ne(vendor.status, 'provisioning')))
    .orderBy(asc(vendor.outboxSweptAtMs))
    .limit(limit)
  const rows = await db.update(vendor).set({ outboxSweptAtMs: nowMs }).where(sql`${vendor.id} in ${next}`).returning({ id: vendor.id })
  return rows.map(({ id }) => id)
}

export async function readStorefront(db: PlatformDb, vendorId: Id<'vendor'>) {
  const rows = await db
    .select({ vendor, storefront })
    .from(vendor)
    .innerJoin(storefront, eq(storefront.vendorId, vendor.id))
    .where(eq(vendor.id, vendorId))
    .limit(1)
  return rows[0]
}

export type StorefrontChange = {
  name?: string
  supportEmail?: string
  tagline?: string
  about?: string
  policies?: string
  theme?: { primary: string; accent: string }
  shipFrom?: Address
}

/** Changes the storefront if it still has `version`. @throws PreconditionFailed otherwise */
export async function updateStorefront(db: PlatformDb, vendorId: Id<'vendor'>, version: number, change: StorefrontChange): Promise<void> {
  const { name, supportEmail, shipFrom, ...look } = change
  const own = Object.fromEntries(Object.entries({ name, supportEmail, shipFrom }).filter(([, value]) => value !== undefined))
  const statements: Statement[] = [
    db
      .update(storefront)
      .set({ ...look, version: version + 1 })
      .where(and(eq(storefront.vendorId, vendorId), eq(storefront.version, version))),
    guard(db),
  ]
  if (Object.keys(own).length > 0) statements.push(db.update(vendor).set(own).where(eq(vendor.id, vendorId)))
  await commit(db, statements)
}

export type Logo = { key: string; width: number; height: number; alt: string }

/** Gives the storefront this logo, or none. The same one twice changes nothing but the version. */
export async function storeLogo(db: PlatformDb, vendorId: Id<'vendor'>, logo: Logo | null): Promise<void> {
  await db
    .update(storefront)
    .set({
      logoKey: logo?.key ?? null,
      logoWidth: logo?.width ?? null,
      logoHeight: logo?.height ?? null,
      logoAlt: logo?.alt ?? '',
      version: sql`${storefront.version} + 1`,
    })
    .where(eq(storefront.vendorId, vendorId))
}

export async function listDomains(db: PlatformDb, vendorId: Id<'vendor'>) {
  return db.select().from(customDomain).where(eq(customDomain.vendorId, vendorId)).orderBy(asc(customDomain.host))
}

/** Claims a host for a vendor; a host that another vendor has verified stays theirs, an unverified claim is replaced. */
export async function claimDomain(db: PlatformDb, row: { host: string; vendorId: Id<'vendor'>; challenge: string; createdAtMs: number }) {
  // Somebody else's proven host is refused as theirs, not for the plan.
  const isThere = sql`exists (select 1 from ${customDomain} where ${customDomain.host} = ${row.host}
    and (${customDomain.vendorId} = ${row.vendorId} or ${customDomain.verifiedAtMs} is not null))`
  const [, rows] = await commit(db, [
    planAllows(db, 'customDomains', row.vendorId, row.createdAtMs, isThere),
    db
      .insert(customDomain)
      .values(row)
      .onConflictDoUpdate({
        target: customDomain.host,
        set: { vendorId: row.vendorId, challenge: row.challenge, createdAtMs: row.createdAtMs },
        setWhere: sql`${customDomain.verifiedAtMs} is null and ${customDomain.vendorId} <> ${row.vendorId}`,
      })
      .returning(),
  ])
  if (rows[0]) return rows[0]
  const existing = await db.select().from(customDomain).where(eq(customDomain.host, row.host)).limit(1)
  return existing[0]
}

export async function markDomainVerified(db: PlatformDb, vendorId: Id<'vendor'>, host: string, nowMs: number): Promise<void> {
  await db
    .update(customDomain)
    .set({ verifiedAtMs: nowMs })
    .where(and(eq(customDomain.host, host), eq(customDomain.vendorId, vendorId)))
}

export async function removeDomain(db: PlatformDb, vendorId: Id<'vendor'>, host: string): Promise<void> {
  await db.delete(customDomain).where(and(eq(customDomain.host, host), eq(customDomain.vendorId, vendorId)))
}

/** Takes a vendor that is still in `from` to another state, with its audit and its mails. @throws PreconditionFailed if it is not */
export async function moveVendor(
  db: PlatformDb,
  vendorId: Id<'vendor'>,
  from: VendorRow['status'],
  change: Partial<Omit<VendorRow, 'id'>>,
  audit: AuditRow,
  tell: readonly Outgoing[],
): Promise<void> {
  await commit(db, [
    db
      .update(vendor)
      .set(change)
      .where(and(eq(vendor.id, vendorId), eq(vendor.status, from))),
    guard(db),
    auditStatement(db, audit),
    ...tell.map((message) => outboxStatement(db, message)),
  ])
}

/** Puts messages for vendors into the outbox. The same id twice is one message. */
export async function queueMessages(db: PlatformDb, messages: Outgoing[], audit: AuditRow): Promise<void> {
  await commit(db, [...messages.map((message) => outboxStatement(db, message)), auditStatement(db, audit)])
}
