import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '#db/migrate.ts'
import { imbalance, readBalances } from '#db/platform/queries/ledger.ts'
import { orderSummary } from '#db/platform/schema/checkout.ts'
import { categoryRows } from '#db/seed/categories.ts'
import { COMMISSION_TAXES, DEFAULT_COMMISSION } from '#db/seed/commissions.ts'
import { planTrade, type Trade } from '#db/seed/history/plan-trade.ts'
import { writeHistory } from '#db/seed/history/write-history.ts'
import type { OpenStore } from '#db/seed/open-stores.ts'
import { productsOf } from '#db/seed/products.ts'
import { STORES, shelfPrice } from '#db/seed/stores.ts'
import { taxRateRows } from '#db/seed/taxes.ts'
import type { VendorDb } from '#db/types.ts'
import { vendorMigrations } from '#db/vendor/migrations.gen.ts'
import { startStripeEmulator } from '#tests/emulators/stripe/emulator.ts'
import { sumUp } from '#tests/stage/sum-up.ts'
import { insertVendor } from '#tests/support/settled-vendor.ts'
import { closeStatements } from '#worker/domains/settlement/close-statements.ts'
import { type Id, makeId, seededRandom } from '#worker/pure/ids.ts'
import { balanceOf } from '#worker/pure/ledger.ts'
import { netOf } from '#worker/pure/ledger-postings.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { startPlatformDb } from './open.ts'

const NOW_MS = Date.UTC(2026, 10, 21)
const DAYS = 40

let platform: Awaited<ReturnType<typeof startPlatformDb>>
let stripe: Awaited<ReturnType<typeof startStripeEmulator>>
let stores: OpenStore[]
let trade: Trade
let orders: number
const deliveries: string[] = []

/** Stores as `openStores` leaves them, without the Worker that would have opened them. */
async function openStore(store: (typeof STORES)[number], index: number): Promise<OpenStore> {
  const id: Id<'vendor'> = makeId('vendor', NOW_MS, seededRandom(index))
  const db = platform.open(store.slug) as unknown as VendorDb
  await migrate(db, vendorMigrations, 0)
  const headers = { authorization: 'Bearer sk_test_seed', 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ type: 'express', country: store.country, 'capabilities[transfers][requested]': 'true' })
  const { id: accountRef } = await (await fetch(`${stripe.url}/v1/accounts`, { method: 'POST', headers, body })).json()
  await fetch(`${stripe.url}/_emulator/accounts/${accountRef}`, { method: 'POST', body: JSON.stringify({ onboarded: true }) })
  const rates = store.currencies.map((currency, at) => ({
    id: makeId('shippingRate', NOW_MS, seededRandom(index * 10 + at)),
    vendorId: id,
    name: 'Post',
    country: '*',
    kind: 'flat' as const,
    currency,
    baseMinor: shelfPrice(690, currency),
    perKgMinor: 0,
    freeOverMinor: null,
    daysMin: 3,
    daysMax: 6,
  }))
  const owner = { ok: () => Promise.reject(new Error('History does not use the API')) }
  return { ...store, id, db, accountRef, rates, commission: null, owner, row: {} as OpenStore['row'] }
}

beforeAll(async () => {
  platform = await startPlatformDb(['platform', ...STORES.map(({ slug }) => slug)])
  stripe = await startStripeEmulator({
    secretKey: 'sk_test_seed',
    publishableKey: 'pk_test_seed',
    webhooks: [{ url: 'http://127.0.0.1:9/never', secret: 'whsec_seed' }],
  })
  stores = []
  for (const [index, store] of STORES.entries()) stores.push(await openStore(store, index))
  const categoryIds = new Map(categoryRows().map(({ slug, id }) => [slug, id]))
  const categoryPaths = new Map(categoryRows().map(({ slug, path }) => [slug, path]))
  const catalogue = new Map(
    STORES.map((store, storeIndex) => [store.slug, productsOf({ seed: 1, store, storeIndex, count: 20, nowMs: NOW_MS, categoryIds })]),
  )
  trade = {
    seed: 1,
    stores,
    catalogue,
    taxes: taxRateRows(),
    commissions: [DEFAULT_COMMISSION],
    commissionTaxes: COMMISSION_TAXES,
    categoryPaths,
    nowMs: NOW_MS,
    days: DAYS,
  }
  const market = {
    origin: 'http://unused',
    config: { STRIPE_API_URL: stripe.url, STRIPE_SECRET_KEY: 'sk_test_seed' },
    platformDb: platform.db,
  }
  orders = await writeHistory(market, trade, stores)
  deliveries.push(...stripe.webhooks.log.map(({ type }) => type))
  // Interrupted and run again, it finds everything as it left it.
  expect(await writeHistory(market, trade, stores)).toBe(orders)
})

afterAll(async () => {
  await Promise.all([platform.close(), stripe.close()])
})

const all = <T>(query: string) => platform.db.all<T>(sql.raw(query))

test('the same trade is planned the same', async () => {
  expect(await planTrade(trade)).toEqual(await planTrade(trade))
})

test('the ledger is balanced, owes buyers nothing, and has in clearing what the provider holds', async () => {
  for (const { differenceMinor, driftedAccounts } of await imbalance(platform.db))
    expect([differenceMinor, driftedAccounts]).toEqual([0, 0])
  stripe.assertBalanced()
  const ours = await readBalances(platform.db, { owner: 'platform' })
  const heldBy = (purpose: string) =>
    ours.filter((each) => each.purpose === purpose).map((each) => [each.currency, balanceOf(each)] as const)
  expect(heldBy('buyer_funds').map(([, held]) => held)).toEqual([0, 0, 0])
  const response = await fetch(`${stripe.url}/v1/balance`, { headers: { authorization: 'Bearer sk_test_seed' } })
  const balance = (await response.json()) as Record<'available' | 'pending', { amount: number; currency: string }[]>
  const theirs = ['EUR', 'JPY', 'USD'].map((currency) => {
    const held = [...balance.available, ...balance.pending].filter((each) => each.currency.toUpperCase() === currency)
    return [currency, held.reduce((sum, { amount }) => sum + amount, 0)]
  })
  expect(heldBy('stripe_clearing')).toEqual(theirs)
})

test('every order adds up, and what came of it is in the ledger to the minor unit', async () => {
  const rows = await platform.db.select().from(orderSummary)
  expect(rows).toHaveLength(orders)
  let owed = 0
  for (const {
    id,
    status,
    totalMinor,
    commissionMinor,
    commissionTaxMinor,
    taxMinor,
    platformDiscountMinor,
    snapshot,
    releasedAtMs,
    maturesAtMs,
  } of rows) {
    expect(snapshot.orderId).toBe(id)
    expect(totalMinor).toBe(snapshot.itemsMinor + snapshot.shipping.amountMinor + snapshot.taxAddedMinor)
    expect(snapshot.lines.reduce((sum, line) => sum + line.commission.reduce((all, { amountMinor }) => all + amountMinor, 0), 0)).toBe(
      commissionMinor,
    )
    if (status === 'cancelled') expect([maturesAtMs, releasedAtMs]).toEqual([null, null])
    else expect(releasedAtMs).toBe((maturesAtMs ?? 0) <= NOW_MS ? maturesAtMs : null)
    if (status !== 'cancelled') owed += netOf({ totalMinor, commissionMinor, commissionTaxMinor, taxMinor, platformDiscountMinor })
  }
  const vendors = (await readBalances(platform.db)).filter(({ owner }) => owner !== 'platform')
  const [paid] = await all<{ total: number }>('select sum(amount_minor) as total from payout')
  expect(vendors.reduce((sum, each) => sum + balanceOf(each), 0) + (paid?.total ?? 0)).toBe(owed)
  expect(vendors.filter((each) => balanceOf(each) < 0)).toEqual([])
  expect(await all("select count(*) as n from commission_line where kind = 'reversal'")).toEqual(
    await all(
      "select count(*) as n from commission_line where kind = 'charge' and order_id in (select id from order_summary where status = 'cancelled')",
    ),
  )
})

test('payments are captured, shared among their orders, and refunded for what was cancelled', async () => {
  const wrong = await all(`select p.id from payment p join order_group g on g.id = p.order_group_id
    where p.status <> 'succeeded' or p.captured_minor <> g.total_minor or p.fee_minor <= 0
      or p.captured_minor <> (select sum(captured_minor) from payment_split s where s.payment_id = p.id)
      or p.refunded_minor <> (select sum(refunded_minor) from payment_split s where s.payment_id = p.id)
      or p.refunded_minor <> (select coalesce(sum(total_minor), 0) from order_summary o where o.order_group_id = g.id and o.status = 'cancelled')
      or p.refunded_minor <> (select coalesce(sum(amount_minor), 0) from refund r where r.payment_id = p.id and r.status = 'succeeded')`)
  expect(wrong).toEqual([])
  const kinds = await all<{ kind: string; n: number }>('select kind, count(*) as n from payment_event group by kind order by kind')
  expect(kinds.map(({ kind }) => kind)).toEqual(['created', 'failed', 'refunded', 'succeeded'])
  expect(kinds.find(({ kind }) => kind === 'succeeded')?.n).toBe(kinds.find(({ kind }) => kind === 'created')?.n)
})

test('each store has its orders, numbered without a gap in the order of placing, in the state the platform knows', async () => {
  let found = 0
  for (const store of stores) {
    type Row = {
      id: string
      number: number
      status: string
      placed_at_ms: number
      events: number
      shipped: number
      lines: number
      total_minor: number
    }
    const rows = await store.db.all<Row>(
      sql.raw(`select id, number, status, placed_at_ms, total_minor,
      (select count(*) from order_event e where e.order_id = o.id) as events, (select count(*) from shipment s where s.order_id = o.id) as shipped,
      (select count(*) from order_line l where l.order_id = o.id) as lines from "order" o order by number`),
    )
    found += rows.length
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => 1001 + index))
    expect(rows.map((row) => row.placed_at_ms)).toEqual(rows.map((row) => row.placed_at_ms).sort((a, b) => a - b))
    const known = await all<{ id: string; number: number; status: string; total_minor: number }>(
      `select id, number, status, total_minor from order_summary where vendor_id = '${store.id}' order by number`,
    )
    expect(rows.map(({ id, number, status, total_minor }) => ({ id, number, status, total_minor }))).toEqual(known)
    const EVENTS: Record<string, number> = { cancelled: 2, shipped: 3, delivered: 4 }
    for (const { status, events, shipped, lines } of rows) {
      expect([events, shipped]).toEqual([EVENTS[status], status === 'cancelled' ? 0 : 1])
      expect(lines).toBeGreaterThanOrEqual(1)
    }
    expect(await store.db.all(sql`select 1 from stock_movement`)).toEqual([])
  }
  expect(found).toBe(orders)
})

test('payouts are weekly, one per vendor, currency and Monday, each sent at the provider', async () => {
  const rows = await all<{
    period: string
    vendor_id: string
    currency: string
    amount_minor: number
    provider_ref: string
    status: string
  }>('select * from payout')
  expect(rows.length).toBeGreaterThan(10)
  expect(new Set(rows.map(({ vendor_id, currency, period }) => `${vendor_id}/${currency}/${period}`)).size).toBe(rows.length)
  for (const { period, status, provider_ref, amount_minor } of rows) {
    expect(new Date(period).getUTCDay()).toBe(1)
    expect(Date.parse(period)).toBeGreaterThan(NOW_MS - DAYS * DAY_MS)
    expect(status).toBe('paid')
    expect(stripe.world.tables.transfers.all().find(({ value }) => value.id === provider_ref)?.value.amount).toBe(amount_minor)
  }
})

test('the marketplace is not told of the past by webhooks', () => {
  expect(deliveries.filter((type) => !type.startsWith('account.'))).toEqual([])
  expect(stripe.webhooks.drop).toBe(0)
})

test('the sum of statements is the sum of transfers is the provider’s balance, to the cent and month by month', async () => {
  for (const { id, name, country } of stores) await insertVendor(platform.db, id, name, country)
  const ctx = { platform: platform.db, now: () => NOW_MS, newId: (kind: Parameters<typeof makeId>[0]) => makeId(kind, NOW_MS) } as never
  while ((await closeStatements(ctx)) > 0);
  const sums = await sumUp(platform.db, { stripe })
  expect(sums.map(({ currency }) => currency)).toEqual(['EUR', 'JPY', 'USD'])
  expect(sums.flatMap(({ differences }) => differences)).toEqual([])
  expect(sums.every(({ lines }) => lines.every(({ amountMinor }) => amountMinor > 0))).toBe(true)
  const [closed] = await all<{ n: number }>('select count(*) as n from settlement_statement')
  expect(closed?.n).toBeGreaterThan(5)
  // The provider dates its rows when things happened, so a month there is a month here.
  const past = stripe.world.tables.balanceTransactions.all().map(({ value }) => value.created * 1000)
  expect(Math.min(...past)).toBeLessThan(NOW_MS - (DAYS - 3) * DAY_MS)
})
