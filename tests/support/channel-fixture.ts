import { setAccountStatus } from '#db/platform/queries/channels.ts'
import { channelConflict, syncItem } from '#db/vendor/schema/channels.ts'
import { withoutClock } from '#tests/support/best-buy-shop.ts'
import type { TestVendor } from '#tests/support/people.ts'
import type { Stack } from '#tests/support/stack.ts'
import { makeConnection } from '#worker/domains/channels/make-connection.ts'
import { idsOf, pullOrders } from '#worker/domains/channels/pull-orders.ts'
import { importListings } from '#worker/domains/channels/start-sync.ts'
import { workOnListings } from '#worker/domains/channels/work-on-listings.ts'
import { present } from '#worker/pure/assert.ts'
import { deriveId } from '#worker/pure/ids.ts'

/**
 * A connected channel for a store, without a clock: nothing is asked of the channel until a test does. What else the API's paths
 * name of channels comes with it.
 */
export async function fillChannel(
  stack: Stack,
  { vendor, secret }: { vendor: TestVendor; secret: string },
): Promise<Record<'channel' | 'connectionId' | 'channelOrderId' | 'channelListingId' | 'channelConflictId' | 'syncRunId', string>> {
  withoutClock(stack)
  const ctx = stack.ctx()
  const keys = { apiKey: stack.bestbuy.shop({ key: `key-of-${secret}`, name: secret }).key }
  const grant = present(await ctx.channels.bestbuy.checkKeys?.(keys, { take: async () => {}, learn: async () => {} }), 'the shop')
  const key = await makeConnection(ctx, { vendorId: vendor.id, channel: 'bestbuy', grant })
  await setAccountStatus(ctx.platform, key, 'active', ctx.now())
  // Sold there and unknown here: both wait for what their SKU stands for.
  const shop = stack.bestbuy.shop({ key: keys.apiKey })
  shop.addProduct({ sku: secret, quantity: 2, price: 12 })
  shop.addProduct({ sku: `${secret}-2`, quantity: 1, price: 12 })
  const [sold] = [1, 2].map(() => shop.placeOrder({ lines: [{ sku: secret, quantity: 1 }] }))
  await pullOrders(stack.ctx(), { ...key, id: ctx.newId('message'), cause: 'manual' })
  await stack.settle()
  // What the account lists is imported; nothing of it is a variant's.
  const syncRunId = await importListings(stack.ctx(), vendor.id, key.connectionId)
  await workOnListings(stack.ctx(), { ...key, id: ctx.newId('message'), task: 'listings', cause: 'manual' })
  const channelListingId = await deriveId('channelListing', key.connectionId, secret)
  const db = await ctx.vendorDb(vendor.id)
  for (const ours of [1, 2]) {
    const [atMs, detail] = [ctx.now(), secret]
    const item = { subject: secret, label: secret, outcome: 'failed' as const, code: 'unreadable', detail, atMs }
    await db.insert(syncItem).values({ ...item, id: ctx.newId('syncItem'), runId: syncRunId })
    const conflict = { kind: 'stock_drift' as const, ours, theirs: 0, resolution: 'healed' as const, detail, atMs, resolvedAtMs: atMs }
    const { connectionId } = key
    await db.insert(channelConflict).values({ ...conflict, id: ctx.newId('channelConflict'), connectionId, listingId: channelListingId })
  }
  const { id: channelOrderId } = await idsOf(key.connectionId, sold?.ok ? sold.orderId : '')
  const channelConflictId = ctx.newId('channelConflict')
  const cancelled = { kind: 'late_cancel' as const, resolution: 'open' as const, detail: secret, channelOrderId, atMs: ctx.now() }
  await db.insert(channelConflict).values({ ...cancelled, id: channelConflictId, connectionId: key.connectionId })
  return {
    channel: 'bestbuy',
    channelConflictId,
    channelListingId,
    syncRunId,
    connectionId: key.connectionId,
    channelOrderId,
  }
}
