import { afterAll, beforeAll, expect, test } from 'vitest'
import { channelListing } from '#db/vendor/schema/channels.ts'
import { type ConnectedShop, connectShop } from '#tests/support/best-buy-shop.ts'
import { type ChannelFace, connectAll, createPump, type Goods, showsPool, stockGoods } from '#tests/support/channel-world.ts'
import { KILL_MODES, killAt } from '#tests/support/kill-switch.ts'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { sizeOf } from '#tests/support/sizes.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { pushStock } from '#worker/domains/channels/push-stock.ts'
import { importListings } from '#worker/domains/channels/start-sync.ts'
import { workOnListings } from '#worker/domains/channels/work-on-listings.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { makeId } from '#worker/pure/ids.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

/** Every n-th awaited call of a push is where a process dies; 1 by hand. */
const STRIDE = sizeOf('PUSH_KILL_STRIDE', 2)
let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack.close())

const adjust = (vendor: TestVendor, { variantId }: Goods, change: { by: number } | { set: number }) =>
  new InventoryManager(stack.ctx()).adjust({
    vendorId: vendor.id,
    operationId: makeId('operation', stack.ctx().now()),
    variantId,
    change,
    reason: 'test',
    actorId: 'test',
  })

test('S4: a connector sets stock while the marketplace, a till and the channels sell, tokens end and webhooks come twice and late: no update is lost', async () => {
  const vendor = await openVendor(stack, 'kiln')
  const goods = await stockGoods(stack, vendor, 4, 12, 'RACE')
  const faces: ChannelFace[] = await connectAll(stack, vendor, goods)
  const pump = createPump(stack, faces, vendor.id, { rate: 0.3, seed: sizeOf('SEED', 20_261_121) })
  await pump.until(() => showsPool(stack, vendor, goods, faces), 60)
  let sold = 0
  for (const [n, each] of goods.entries()) {
    // The till and the marketplace, at the same moment as the channels, and before anybody is told.
    const face = faces[n % faces.length]
    const [there] = await Promise.all([face?.sell(each.sku, 1), adjust(vendor, each, { by: -2 }), pump.beat(5 * SECOND_MS)])
    if (there) sold++
    if (n === 1) for (const { expireTokens } of faces) expireTokens()
    // And the other way: a delivery raises the pool while a sale of the channel is still unknown.
    if (face?.sell(each.sku, 2)) sold += 2
    await Promise.all([adjust(vendor, each, { by: 3 }), pump.beat(5 * SECOND_MS)])
  }
  await pump.until(() => showsPool(stack, vendor, goods, faces), 80)
  const levels = await stack.objects.stockLocks.of(vendor.id).levels(goods.map(({ variantId }) => variantId))
  // 12 each, less 2, plus 3; and what was sold there is nobody else's.
  expect(levels.reduce((sum, { available }) => sum + available, 0)).toBe(4 * 13 - sold)
  expect(levels.reduce((sum, { allocated }) => sum + allocated, 0)).toBe(sold)
  expect(faces.flatMap(({ orders }) => orders()).filter(({ isCancelled }) => isCancelled)).toEqual([])
})

test('a push killed at any of its calls, before or after its effect, leaves every channel with what the pool has in the end', async () => {
  const vendor = await openVendor(stack, 'mill')
  const goods = await stockGoods(stack, vendor, 2, 9, 'KILL')
  const shop: ConnectedShop = await connectShop(stack, vendor, 'mill', { buffer: 1 })
  for (const { sku } of goods) shop.shop.addProduct({ sku, quantity: 0, price: 25 })
  await importListings(stack.ctx(), vendor.id, shop.connectionId)
  await workOnListings(stack.ctx(), { ...shop.message(), task: 'listings', cause: 'manual' })
  const push = () => pushStock(stack.ctx(), { ...shop.message(), cause: 'schedule' })
  const work = () => workOnListings(stack.ctx(), { ...shop.message(), task: 'batches', cause: 'schedule' })
  const isQuiet = async () =>
    (await shop.db.select().from(channelListing)).every((row) => row.stockDueAtMs === null && row.heldUntilMs === null)
  const shown = () => goods.map(({ sku }) => shop.shop.offer(sku)?.quantity)
  async function calm(): Promise<void> {
    for (let round = 0; round < 12; round++) {
      await stack.advance(MINUTE_MS + 5 * SECOND_MS)
      await shop.pull()
      await push()
      await stack.advance(MINUTE_MS + 5 * SECOND_MS)
      await work()
      if (round > 0 && (await isQuiet())) return
    }
    throw new Error('It does not come to rest')
  }
  await calm()
  expect(shown()).toEqual([8, 8])
  const message = { ...shop.message(), cause: 'schedule' } as const
  let units = 9
  let deaths = 0
  for (let k = 1, isOver = false; !isOver; k += STRIDE) {
    for (const mode of KILL_MODES) {
      units -= units > 3 ? 1 : -5
      for (const each of goods) await adjust(vendor, each, { set: units })
      await stack.settle()
      await shop.pull()
      const life = await killAt(stack, k, mode, (world) => pushStock(world.ctx(), message))
      isOver ||= life.finished
      if (!life.finished) deaths++
      // It changes once more to what was known before the death: "equal" must not be believed.
      for (const each of goods) await adjust(vendor, each, { set: units + 1 })
      await stack.settle()
      units++
      await calm()
      expect(shown(), `killed ${mode} call ${k}`).toEqual([units - 1, units - 1])
    }
  }
  expect(deaths).toBeGreaterThan(4)
})
