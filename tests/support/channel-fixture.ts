import { setAccountStatus } from '#db/platform/queries/channels.ts'
import type { TestVendor } from '#tests/support/people.ts'
import type { Stack } from '#tests/support/stack.ts'
import { makeConnection } from '#worker/domains/channels/make-connection.ts'
import { idsOf, pullOrders } from '#worker/domains/channels/pull-orders.ts'
import { present } from '#worker/pure/assert.ts'

/**
 * A connected channel for a store, without a clock: nothing is asked of the channel until a test does. What else the API's paths
 * name of channels comes with it.
 */
export async function fillChannel(
  stack: Stack,
  { vendor, secret }: { vendor: TestVendor; secret: string },
): Promise<{ connectionId: string; channelOrderId: string }> {
  const ctx = stack.ctx()
  const keys = { apiKey: stack.bestbuy.shop({ key: `key-of-${secret}`, name: secret }).key }
  const grant = present(await ctx.channels.bestbuy.checkKeys?.(keys, { take: async () => {}, learn: async () => {} }), 'the shop')
  const key = await makeConnection(ctx, { vendorId: vendor.id, channel: 'bestbuy', grant })
  await setAccountStatus(ctx.platform, key, 'active', ctx.now())
  // Sold there and unknown here: both wait for what their SKU stands for.
  const shop = stack.bestbuy.shop({ key: keys.apiKey })
  shop.addProduct({ sku: secret, quantity: 2, price: 12 })
  const [sold] = [1, 2].map(() => shop.placeOrder({ lines: [{ sku: secret, quantity: 1 }] }))
  await pullOrders(stack.ctx(), { ...key, id: ctx.newId('message'), cause: 'manual' })
  await stack.settle()
  return { connectionId: key.connectionId, channelOrderId: (await idsOf(key.connectionId, sold?.ok ? sold.orderId : '')).id }
}
