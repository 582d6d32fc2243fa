import { channelConflict, channelConnection, channelListing, channelOrder, syncItem, syncRun } from '#db/vendor/schema/channels.ts'
import { DEFAULT_CHANNEL_SETTINGS } from '#worker/pure/channel.ts'
import type { ChannelOrder, ChannelOrderLine } from '#worker/pure/channel-order.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'
import { type Chance, newChance } from './chance.ts'
import type { OpenStore } from './open-stores.ts'
import type { SeedProduct } from './products.ts'
import { storeAll } from './target.ts'

/** Listings of the account that the seed shows; each is one of the store's own variants. */
const LISTINGS = 9

/**
 * Two accounts of the first store, as they look after a while: a shop that is paused, with listings, one of them unmatched and
 * one refused, an order that waits for a product, conflicts and what was done; and one whose key was withdrawn. Neither asks
 * its channel for anything, so that tests may do without the channels. Safe to repeat.
 */
export async function leaveChannels(seed: number, store: OpenStore, products: readonly SeedProduct[], nowMs: number): Promise<void> {
  const chance = newChance(seed, 'channels')
  const shop = await connectionOf(store, 'shopify', nowMs)
  const bestbuy = await connectionOf(store, 'bestbuy', nowMs)
  const own = products.flatMap(({ row, variants, prices }) => variants.map((variant) => ({ title: row.title, variant, priceMinor: prices.find(({ variantId, currency }) => variantId === variant.id && currency === 'USD')?.priceMinor ?? null })))
  const picked = own.slice(0, LISTINGS)
  const listings = [
    ...picked.map((each, index) => listingOf(chance, shop.id, each, index, nowMs)),
    ...picked.slice(0, 3).map((each, index) => listingOf(chance, bestbuy.id, each, index + 20, nowMs)),
    { ...listingOf(chance, shop.id, { title: 'Sea-glass lamp, large', variant: null, priceMinor: 8900 }, 90, nowMs), externalSku: 'OLD-LAMP-7' },
  ]
  const waiting = await parkedOrder(store, shop.id, nowMs)
  const runs = runsOf(chance, shop.id, listings, nowMs)
  const conflict = { id: chance.id('channelConflict', nowMs), connectionId: shop.id, kind: 'stock_drift' as const, listingId: listings[1]?.id ?? null, channelOrderId: null, ours: 6, theirs: 9, resolution: 'healed' as const, detail: 'The daily comparison found another quantity than ours there, and told ours again.', atMs: nowMs - 5 * HOUR_MS, resolvedAtMs: nowMs - 5 * HOUR_MS + MINUTE_MS }
  const late = { id: chance.id('channelConflict', nowMs), connectionId: shop.id, kind: 'late_cancel' as const, resolution: 'open' as const, detail: 'Shopify cancelled order #4987 after it had left.', atMs: nowMs - 4 * HOUR_MS }
  const { db } = store
  await storeAll(db, [
    db.insert(channelConnection).values([shop, bestbuy]).onConflictDoNothing(),
    db.insert(channelListing).values(listings).onConflictDoNothing(),
    db.insert(channelOrder).values(waiting).onConflictDoNothing(),
    db.insert(syncRun).values(runs.map(({ run }) => run)).onConflictDoNothing(),
    db.insert(syncItem).values(runs.flatMap(({ items }) => items)).onConflictDoNothing(),
    db.insert(channelConflict).values([conflict, late]).onConflictDoNothing(),
  ])
} // biome-ignore format: rows read best as rows

async function connectionOf(store: OpenStore, channel: 'shopify' | 'bestbuy', nowMs: number): Promise<typeof channelConnection.$inferInsert & { id: `chc_${string}` }> {
  const isBroken = channel === 'bestbuy'
  return {
    id: await deriveId('channelConnection', store.id, 'seed', channel),
    channel,
    name: isBroken ? store.name : `${store.name} online`,
    accountRef: isBroken ? '2042' : `${store.slug}-studio.myshopify.com`,
    status: isBroken ? 'broken' : 'paused',
    credentialsSealed: null,
    details: { currency: 'USD' },
    settings: { ...DEFAULT_CHANNEL_SETTINGS, buffer: 1, isPricePushed: true, priceRule: { marginBps: 800, plusMinor: 0, floorMinor: 900, rounding: 'up_99' } },
    ordersSinceMs: nowMs - HOUR_MS,
    ordersPulledAtMs: nowMs - HOUR_MS,
    stockPushedAtMs: nowMs - HOUR_MS,
    reconciledAtMs: nowMs - 5 * HOUR_MS,
    importedAtMs: nowMs - 3 * DAY_MS,
    webhooksHealthy: isBroken ? null : true,
    webhooksCheckedAtMs: isBroken ? null : nowMs - HOUR_MS,
    ...(isBroken ? { errorCode: 'orders.not_authorised', errorDetail: 'The key is unknown or was withdrawn.', errorAtMs: nowMs - HOUR_MS } : {}),
    createdAtMs: nowMs - 3 * DAY_MS,
    updatedAtMs: nowMs - HOUR_MS,
    version: 1,
  }
} // biome-ignore format: rows read best as rows

type Own = { title: string; variant: SeedProduct['variants'][number] | null; priceMinor: number | null }

function listingOf(chance: Chance, connectionId: `chc_${string}`, { title, variant, priceMinor }: Own, index: number, nowMs: number) {
  const isRefused = index === 2
  return {
    id: chance.id('channelListing', nowMs),
    connectionId,
    externalId: `gid://shopify/ProductVariant/${7_000 + index}`,
    externalSku: variant?.sku ?? null,
    gtin: variant?.gtin ?? null,
    title: [title, ...Object.values(variant?.optionValues ?? {})].join(', '),
    url: null,
    state: isRefused ? ('inactive' as const) : ('active' as const),
    refs: {},
    variantId: variant?.id ?? null,
    matchedBy: variant === null ? null : ('sku' as const),
    overrides: {},
    issues: isRefused ? [{ code: 'title_too_long', severity: 'error' as const, field: 'title', message: 'The title may have at most 80 characters.' }] : [],
    quantity: chance.int(1, 30),
    quantityAtMs: nowMs - HOUR_MS,
    priceMinor: priceMinor === null ? null : Math.ceil((priceMinor * 1.08) / 100) * 100 - 1,
    currency: 'USD',
    stockDoneMark: 1,
    seenAtMs: nowMs - HOUR_MS,
    createdAtMs: nowMs - 3 * DAY_MS,
    updatedAtMs: nowMs - HOUR_MS,
  }
} // biome-ignore format: rows read best as rows

async function parkedOrder(store: OpenStore, connectionId: `chc_${string}`, nowMs: number): Promise<typeof channelOrder.$inferInsert> {
  const line: ChannelOrderLine = { externalId: 'L-1', listingExternalId: null, sku: 'OLD-LAMP-7', title: 'Sea-glass lamp, large', quantity: 1, unitPriceMinor: 8900, totalMinor: 8900, taxMinor: 734, discountMinor: 0, feeMinor: null, refs: {} }
  const placedAtMs = nowMs - 2 * HOUR_MS
  const document: ChannelOrder = {
    externalId: 'gid://shopify/Order/5001', externalNumber: '#5001', externalStatus: 'PAID', status: 'open', fulfilledBy: 'vendor', needsAcknowledgement: false,
    placedAtMs, updatedAtMs: placedAtMs, currency: 'USD', lines: [line], itemsMinor: 8900, shippingMinor: 900, taxMinor: 734, taxAddedMinor: 734, discountMinor: 0,
    totalMinor: 10_534, feesMinor: null, isTaxRemittedByChannel: false, email: null,
    shipTo: { name: 'Noor Haddad', line1: '18 Orchard Road', city: 'Portland', region: 'OR', postalCode: '97201', country: 'US' },
    shippingName: 'Standard', shipByMs: nowMs + DAY_MS, parcel: null, refs: {},
  }
  const id = await deriveId('channelOrder', store.id, 'seed', document.externalId)
  return { id, connectionId, externalId: document.externalId, externalNumber: document.externalNumber, status: 'parked', parkedReason: 'unmapped_sku', detail: 'OLD-LAMP-7', orderId: await deriveId('order', id), document, doneMark: 1, placedAtMs, externalUpdatedAtMs: placedAtMs, createdAtMs: placedAtMs, updatedAtMs: placedAtMs }
} // biome-ignore format: rows read best as rows

type Seeded = ReturnType<typeof listingOf>

function runsOf(chance: Chance, connectionId: `chc_${string}`, listings: readonly Seeded[], nowMs: number) {
  const run = (kind: 'import' | 'stock' | 'orders', agoMs: number, items: readonly { listing: Seeded; outcome: 'ok' | 'failed'; detail: string }[], done: number) => {
    const startedAtMs = nowMs - agoMs
    const id = chance.id('syncRun', startedAtMs)
    const failed = items.filter(({ outcome }) => outcome === 'failed').length
    return {
      run: { id, connectionId, kind, cause: kind === 'import' ? ('manual' as const) : ('schedule' as const), status: 'done' as const, total: done + failed, done, failed, startedAtMs, updatedAtMs: startedAtMs + 4000, finishedAtMs: startedAtMs + 4000 },
      items: items.map(({ listing, outcome, detail }) => ({ id: chance.id('syncItem', startedAtMs), runId: id, subject: listing.id, label: listing.title, outcome, code: outcome === 'failed' ? 'title_too_long' : null, detail, atMs: startedAtMs + 2000 })),
    }
  }
  const [first, second, third] = listings
  if (!first || !second || !third) throw new Error('The store has too few products for the channels')
  return [
    run('import', 3 * DAY_MS, [], listings.length),
    run('stock', 2 * HOUR_MS, [{ listing: first, outcome: 'ok', detail: '12 → 11' }, { listing: second, outcome: 'ok', detail: '9 → 6' }, { listing: third, outcome: 'failed', detail: 'The title may have at most 80 characters.' }], 2),
    run('orders', HOUR_MS, [], 1),
  ]
} // biome-ignore format: rows read best as rows
