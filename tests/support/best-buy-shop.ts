import { eq } from 'drizzle-orm'
import { setAccountStatus } from '#db/platform/queries/channels.ts'
import { channelAction, channelConflict, channelConnection, channelOrder } from '#db/vendor/schema/channels.ts'
import type { TestVendor } from '#tests/support/people.ts'
import type { Stack } from '#tests/support/stack.ts'
import { makeConnection } from '#worker/domains/channels/make-connection.ts'
import { performActions } from '#worker/domains/channels/perform-actions.ts'
import { pullOrders } from '#worker/domains/channels/pull-orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { type ChannelSettings, DEFAULT_CHANNEL_SETTINGS } from '#worker/pure/channel.ts'
import { makeId } from '#worker/pure/ids.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

export type ConnectedShop = Awaited<ReturnType<typeof connectShop>>

/** Pacers that keep to the channel's limits and have nothing done by themselves: what is due is done when a test says so. */
export function withoutClock(stack: Stack): void {
  type Pacer = Record<string, (argument: unknown) => Promise<unknown>>
  const real = stack.env.CHANNEL_PACER as unknown as { getByName(name: string): Pacer; isStill?: boolean }
  if (real.isStill) return
  const still = (name: string): Pacer => {
    const pacer = real.getByName(name)
    const passOn = (method: string) => (argument: unknown) => pacer[method]?.(argument) ?? Promise.reject(new Error(method))
    return { take: passOn('take'), learn: passOn('learn'), due: async () => {}, beat: async () => {}, status: passOn('status') }
  }
  Object.assign(stack.env, { CHANNEL_PACER: { getByName: still, isStill: true } })
}

/**
 * A shop at Best Buy's stand-in, connected to a store without a clock: orders are pulled and actions performed when a test says
 * so, by the real verbs, behind the real connector and pacer.
 */
export async function connectShop(stack: Stack, vendor: TestVendor, name: string, settings: Partial<ChannelSettings> = {}) {
  withoutClock(stack)
  const shop = stack.bestbuy.shop({ key: `shop-key-of-${name}`, name })
  const ctx = stack.ctx()
  const unhurried = { take: async () => {}, learn: async () => {} }
  const grant = await ctx.channels.bestbuy.checkKeys?.({ apiKey: shop.key }, unhurried)
  if (!grant) throw new Error('Best Buy is connected by keys')
  const key = await makeConnection(ctx, { vendorId: vendor.id, channel: 'bestbuy', grant })
  await setAccountStatus(ctx.platform, key, 'active', ctx.now())
  const db = await ctx.vendorDb(vendor.id)
  await db
    .update(channelConnection)
    .set({ settings: { ...DEFAULT_CHANNEL_SETTINGS, ...settings } })
    .where(eq(channelConnection.id, key.connectionId))

  const message = () => ({ id: makeId('message', stack.ctx().now()), ...key })
  return {
    ...key,
    shop,
    db,
    /** A sweep, as the beat has it made, and whatever follows from it. */
    async pull(by: Ctx = stack.ctx()) {
      await stack.advance(MINUTE_MS + 2 * SECOND_MS)
      await pullOrders(by, { ...message(), cause: 'schedule' })
      await stack.settle()
    },
    async act(by: Ctx = stack.ctx()) {
      await performActions(by, message())
      await stack.settle()
    },
    /** Places an order for a SKU there, which has to be had there. */
    sell(sku: string, quantity = 1, odd?: Record<string, unknown>): string {
      const placed = shop.placeOrder({ lines: [{ sku, quantity }], ...(odd && { odd }) })
      if (!placed.ok) throw new Error(`Not to be had there: ${placed.reason}`)
      return placed.orderId
    },
    message,
    async row(externalId: string) {
      const rows = await db.select().from(channelOrder).where(eq(channelOrder.connectionId, key.connectionId))
      const row = rows.find((each) => each.externalId === externalId)
      if (!row) throw new Error(`No row of ${externalId}`)
      return row
    },
    actions: () =>
      db.select().from(channelAction).where(eq(channelAction.connectionId, key.connectionId)).orderBy(channelAction.createdAtMs),
    conflicts: () => db.select().from(channelConflict).where(eq(channelConflict.connectionId, key.connectionId)),
  }
}

/** What a store has of a variant, as its lock says. */
export async function stockOf(stack: Stack, vendor: TestVendor, variantId: string) {
  const [level] = await stack.objects.stockLocks.of(vendor.id).levels([variantId as never])
  return { onHand: level?.onHand, allocated: level?.allocated, available: level?.available }
}
