import { eq, inArray, sql } from 'drizzle-orm'
import { commissionRule } from '#db/platform/schema/commissions.ts'
import { shippingRate, storefront, VENDOR_ROLES, vendor, vendorMember } from '#db/platform/schema/tenancy.ts'
import type { VendorDb } from '#db/types.ts'
import { openVendorDb } from '#db/vendor/open.ts'
import type { CommissionRule } from '#worker/pure/commission-rule.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { open } from '#worker/pure/seal.ts'
import type { ShippingRate } from '#worker/pure/shipping.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { type Caller, logIn } from './api.ts'
import { agreedRate, ruleRow } from './commissions.ts'
import { stripeOf } from './history/stripe.ts'
import { PEOPLE } from './people.ts'
import { STORES, type Store, shelfPrice } from './stores.ts'
import { bindingOf, eachOf, patiently, type SeedTarget, storeAll, until } from './target.ts'

type VendorRow = typeof vendor.$inferSelect

/** A store that is open: its row, its database, its owner at the API. */
export type OpenStore = Store & {
  id: Id<'vendor'>
  row: VendorRow
  db: VendorDb
  /** The owner on the vendor surface. */
  owner: Caller
  rates: ShippingRate[]
  /** Its account at the payment provider. */
  accountRef: string
  /** Its own commission rate, if it has one. */
  commission: CommissionRule | null
}

/**
 * Opens the stores as their owners would: log in, register, wait until the queue has made the database; and has an admin
 * approve them. Then gives each its look, its team, its delivery charges and its commission. Stores that are there are gone
 * on with.
 */
export async function openStores(market: SeedTarget, stores: readonly Store[], nowMs: number): Promise<OpenStore[]> {
  const opened = await prepareStores(market, stores, nowMs)
  const admin = await (await logIn(market.origin, 'admin@stoa.example')).onSurface('admin')
  await eachOf(opened, 2, ({ id }) => admin.ok('POST', `/admin/vendors/${id}/approve`))
  return opened
}

/** The same without the approval: the stores have everything, and wait. */
export async function prepareStores(market: SeedTarget, stores: readonly Store[], nowMs: number): Promise<OpenStore[]> {
  const registered = await eachOf(stores, 2, async (store) => {
    const person = await logIn(market.origin, `owner@${store.slug}.example`)
    const { slug, name, country, currencies } = store
    const [known] = await patiently(() => market.platformDb.select({ id: vendor.id }).from(vendor).where(eq(vendor.slug, slug)))
    const registration = { slug, name, country, currency: currencies[0], supportEmail: `help@${slug}.example` }
    if (!known) await person.ok('POST', '/vendors', registration, `seed-vendor-${slug}`)
    return { store, person }
  })
  const rows = await until('the stores’ databases', async () => {
    const found = await patiently(() => market.platformDb.select().from(vendor).where(inArray(vendor.slug, stores.map(({ slug }) => slug))))
    return found.every(({ provisioned }) => provisioned === 'ready') && found.length === stores.length && found
  }) // biome-ignore format: one question
  return eachOf(registered, 4, async ({ store, person }, index) => {
    const row = rows.find(({ slug }) => slug === store.slug)
    if (!row) throw new Error(`The store ${store.slug} is not there`)
    const rates = await ratesOf(store, row.id)
    const commission = await commissionOf(store, row.id)
    const isFirst = index === 0 && store.slug === STORES[0]?.slug
    await storeLook(market, { store, row, rates, commission, isFirst, nowMs })
    const owner = await person.onSurface('vendor', row.id)
    const accountRef = await connect(market, owner)
    return { ...store, id: row.id, row, db: await databaseOf(market, row), owner, accountRef, rates, commission }
  })
}

/** Opens the store's account at the payment provider, and gives there what the provider wants to know. */
async function connect(market: SeedTarget, owner: Caller): Promise<string> {
  const { accountRef } = await owner.ok<{ accountRef: string }>('POST', '/vendor/connect')
  await stripeOf(market).control(`/accounts/${accountRef}`, { onboarded: true })
  await owner.ok('GET', '/vendor/connect')
  return accountRef
}

async function databaseOf(market: SeedTarget, row: VendorRow): Promise<VendorDb> {
  const keys = new Map(Object.entries(JSON.parse(bindingOf(market, 'SEAL_KEYS')) as Record<string, string>))
  const url = bindingOf(market, 'TURSO_DATABASE_URL')
    .replace('{name}', row.databaseName)
    .replace('{hostname}', row.databaseHostname ?? '')
  const authToken = await open(keys, `${row.id}/database`, row.databaseTokenSealed ?? '')
  return openVendorDb({ url, authToken, fetch, timeoutMs: Number(bindingOf(market, 'DATABASE_TIMEOUT_MS')) })
}

/** Every delivery in every currency the store sells in. */
async function ratesOf(store: Store, vendorId: Id<'vendor'>): Promise<ShippingRate[]> {
  const all = store.currencies.flatMap((currency) => store.shipping.map((rate, index) => ({ currency, rate, index })))
  return Promise.all(
    all.map(async ({ currency, rate, index }) => ({
      id: await deriveId('shippingRate', vendorId, currency, String(index)),
      vendorId,
      name: rate.name,
      country: rate.country,
      kind: rate.kind,
      currency,
      baseMinor: shelfPrice(rate.usdMinor, currency),
      perKgMinor: rate.perKgUsdMinor === undefined ? 0 : shelfPrice(rate.perKgUsdMinor, currency),
      freeOverMinor: rate.freeOverUsdMinor === undefined ? null : shelfPrice(rate.freeOverUsdMinor, currency),
      daysMin: rate.days[0],
      daysMax: rate.days[1],
    })),
  )
}

async function commissionOf(store: Store, vendorId: Id<'vendor'>): Promise<CommissionRule | null> {
  if (store.commissionBps === undefined) return null
  return agreedRate(await deriveId('commissionRule', vendorId), store, vendorId, store.commissionBps)
}

type Look = { store: Store; row: VendorRow; rates: ShippingRate[]; commission: CommissionRule | null; isFirst: boolean; nowMs: number }

/** The rate a new store begins with goes: delivery for nothing, to everywhere, is not what these charge. */
async function storeLook({ platformDb: db }: SeedTarget, { store, row, rates, commission, isFirst, nowMs }: Look): Promise<void> {
  const { tagline, about, theme } = store
  const createdAtMs = nowMs - 300 * DAY_MS
  const team = PEOPLE.team.flatMap(({ id: accountId, role: given }) => {
    const role = VENDOR_ROLES.find((known) => known === given)
    return isFirst && role ? [{ vendorId: row.id, accountId, role, createdAtMs }] : []
  })
  await storeAll(db, [
    db.update(storefront).set({ tagline, about, theme }).where(eq(storefront.vendorId, row.id)),
    db.update(vendor).set({ isCanary: isFirst }).where(eq(vendor.id, row.id)),
    ...(team.length > 0 ? [db.insert(vendorMember).values(team).onConflictDoNothing()] : []),
    db.run(sql`delete from shipping_rate where vendor_id = ${row.id}`),
    db.insert(shippingRate).values(rates),
    ...(commission ? [db.insert(commissionRule).values(ruleRow(commission, createdAtMs)).onConflictDoNothing()] : []),
  ])
} // biome-ignore format: a list of statements
