import { eq } from 'drizzle-orm'
import { product, variant } from '#db/vendor/schema/catalog.ts'
import { withoutClock } from '#tests/support/best-buy-shop.ts'
import { type Goods, stockGoods } from '#tests/support/channel-world.ts'
import { consent } from '#tests/support/consent.ts'
import type { TestVendor } from '#tests/support/people.ts'
import type { Stack } from '#tests/support/stack.ts'
import { completeConnection } from '#worker/domains/channels/complete-connection.ts'
import { connectChannel } from '#worker/domains/channels/connect-channel.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import { checkDigitOf } from '#worker/pure/gtin.ts'
import { makeId } from '#worker/pure/ids.ts'

/** Connects an account by the real verbs, and has nothing done for it but what a test does. */
export async function connectStill(stack: Stack, vendor: TestVendor, channel: ChannelKey, name: string) {
  withoutClock(stack)
  const who = { vendorId: vendor.id, sessionId: vendor.owner.sessionId }
  const ask = {
    amazon: () => ({}),
    shopify: () => ({ params: { shop: stack.shopify.shop(name).state.domain } }),
    bestbuy: () => ({ keys: { apiKey: stack.bestbuy.shop({ key: `key-of-${name}`, name, isAutoAccepted: true }).key } }),
  }[channel]()
  if (channel === 'amazon') stack.amazon.consentAs(name)
  const begun = await connectChannel(stack.ctx(), who, { channel, ...ask })
  const view =
    'connection' in begun
      ? begun.connection
      : await completeConnection(stack.ctx(), who, { channel, query: await consent(begun.authorizationUrl) })
  const key = { vendorId: vendor.id, connectionId: view.id }
  return { ...key, message: () => ({ ...key, id: makeId('message', stack.ctx().now()), cause: 'schedule' as const }) }
}

/** Goods of one category, each with a GTIN of its own. */
export async function goodsWithGtins(stack: Stack, vendor: TestVendor, count: number, units: number) {
  const goods: Goods[] = await stockGoods(stack, vendor, count, units)
  const db = await stack.ctx().vendorDb(vendor.id)
  const categoryId = makeId('category', stack.ctx().now())
  await db.update(product).set({ categoryId })
  const upcs = goods.map((_, n) => String(61_414_100_000 + n))
  const gtins = upcs.map((upc) => `${upc}${checkDigitOf(upc.padStart(13, '0'))}`.padStart(14, '0'))
  for (const [n, { variantId }] of goods.entries())
    await db
      .update(variant)
      .set({ gtin: gtins[n] ?? '' })
      .where(eq(variant.id, variantId))
  return { categoryId, goods: goods.map((each, n) => ({ ...each, gtin: gtins[n] ?? '' })) }
}
