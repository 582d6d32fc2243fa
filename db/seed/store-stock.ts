import { eq } from 'drizzle-orm'
import { offer } from '#db/platform/schema/search.ts'
import type { Id } from '#worker/pure/ids.ts'
import { newChance } from './chance.ts'
import type { OpenStore } from './open-stores.ts'
import type { SeedProduct } from './products.ts'
import { parcels, patiently, type SeedTarget, until } from './target.ts'

/** Lines the API takes in one delivery. */
const LINES_MAX = 200

export type StockLine = { variantId: Id<'variant'>; quantity: number }

/** What each variant starts with: `fixed`, or as shops are: mostly enough, some low, some sold out. */
export function stockOf(seed: number, products: readonly SeedProduct[], fixed?: number): StockLine[] {
  return products.flatMap(({ row, variants }) => {
    const chance = newChance(seed, `stock/${row.id}`)
    const isSoldOut = chance.percent(4)
    return variants.map(({ id: variantId }) => {
      const [isLow, isGone, plenty, few] = [chance.percent(10), chance.percent(6), chance.int(8, 140), chance.int(1, 4)]
      return { variantId, quantity: fixed ?? (isSoldOut || isGone ? 0 : isLow ? few : plenty) }
    })
  })
}

/** Takes the stock in through the API, as deliveries. Safe to repeat: each delivery has a key of its own. */
export async function receiveStock(store: OpenStore, lines: readonly StockLine[]): Promise<void> {
  for (const [index, parcel] of parcels(lines.filter(({ quantity }) => quantity > 0), LINES_MAX).entries()) {
    const reference = `Opening stock ${index + 1}`
    await store.owner.ok('POST', '/vendor/inventory/receipts', { reference, lines: parcel }, `seed-stock-${store.slug}-${index}`)
  }
} // biome-ignore format: one idea a line

/** Waits until buyers see what was taken in: the catalogue is told of it by messages, which may still be on their way. */
export async function untilShown({ platformDb: db }: SeedTarget, lines: readonly StockLine[]): Promise<void> {
  const received = new Set(lines.filter(({ quantity }) => quantity > 0).map(({ variantId }) => variantId))
  await until('the catalogue to show the stock', async () => {
    const untold = await patiently(() => db.select({ variantId: offer.variantId }).from(offer).where(eq(offer.stockSeq, 0)))
    return !untold.some(({ variantId }) => received.has(variantId))
  })
}
