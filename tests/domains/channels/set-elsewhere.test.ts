import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { channelConflict, syncRun } from '#db/vendor/schema/channels.ts'
import { connectAll, createPump, showsPool, stockGoods } from '#tests/support/channel-world.ts'
import { openVendor } from '#tests/support/people.ts'
import { startStack } from '#tests/support/stack.ts'
import { SECOND_MS } from '#worker/pure/time.ts'

test('stock that somebody sets at Shopify by hand is set right at once and noted; our own echo is none, and a fight ends', async () => {
  const stack = await startStack()
  try {
    const vendor = await openVendor(stack, 'kiln')
    const goods = await stockGoods(stack, vendor, 2, 5, 'EDIT')
    const faces = await connectAll(stack, vendor, goods)
    const pump = createPump(stack, faces, vendor.id)
    await pump.until(() => showsPool(stack, vendor, goods, faces), 60)
    const db = await stack.ctx().vendorDb(vendor.id)
    const shop = stack.shopify.shop(vendor.slug)
    const sku = goods[0]?.sku ?? ''
    const found = async () =>
      (await db.select().from(channelConflict)).map(({ kind, ours, theirs, resolution }) => [kind, ours, theirs, resolution])
    const pushes = async () => (await db.select().from(syncRun).where(eq(syncRun.kind, 'stock'))).length
    // What we said comes back as a delivery, and has nothing told once more.
    const before = await pushes()
    for (let n = 0; n < 3; n++) await pump.beat(5 * SECOND_MS)
    expect([await pushes(), await found()]).toEqual([before, []])

    for (const quantity of [9, 2]) {
      shop.setQuantity(sku, quantity)
      await pump.until(async () => shop.quantity(sku) === 5, 10, 5 * SECOND_MS)
    }
    await pump.until(() => showsPool(stack, vendor, goods, faces), 10, 5 * SECOND_MS)
    expect(await found()).toEqual([
      ['stale_stock', 5, 9, 'healed'],
      ['stale_stock', 5, 2, 'healed'],
    ])

    // A sale there is no edit: its order explains the number.
    expect(shop.placeOrder({ lines: [{ sku: goods[1]?.sku ?? '', quantity: 2 }] })).not.toBe(null)
    await pump.until(async () => faces.every(({ quantity }) => quantity(goods[1]?.sku ?? '') === 3), 20, 5 * SECOND_MS)
    expect(await found()).toHaveLength(2)

    // Another app has its own idea, and does not give up.
    for (let n = 2; n < 6; n++) {
      shop.setQuantity(sku, 9)
      await pump.until(async () => shop.quantity(sku) === 5, 10, 5 * SECOND_MS)
    }
    shop.setQuantity(sku, 9)
    for (let n = 0; n < 4; n++) await pump.beat(5 * SECOND_MS)
    expect(shop.quantity(sku)).toBe(9)
    expect(await found()).toHaveLength(6)
  } finally {
    await stack.close()
  }
})
