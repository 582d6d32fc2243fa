import { checkDigitOf } from '#worker/pure/gtin.ts'
import type { CatalogueProduct } from './state.ts'

const SHELVES = [
  {
    name: 'Kitchen',
    id: 'pcmcat1001',
    things: ['Stoneware Teapot 1.2 L', 'Pour-Over Kettle', 'Hand Coffee Grinder', 'Cast Iron Pan 26 cm'],
  },
  { name: 'Audio', id: 'pcmcat1002', things: ['Shelf Speaker Pair', 'Portable Radio', 'Turntable', 'Over-Ear Headphones'] },
  { name: 'Desk', id: 'pcmcat1003', things: ['Mechanical Keyboard', 'Monitor Arm', 'LED Desk Lamp', 'USB-C Dock'] },
] as const

/** A few products of no real maker: what the Products API knows before a test or a shop adds more. */
export const BUILT_CATALOGUE: readonly CatalogueProduct[] = SHELVES.flatMap(({ name, id, things }, shelf) =>
  things.map((thing, at) => {
    const sku = 6_400_001 + shelf * 100 + at
    const regularPrice = Math.round(2499 + shelf * 4000 + at * 1500) / 100
    const product = {
      sku,
      upc: upcOf(sku),
      name: `Alder & Finch - ${thing}`,
      type: 'HardGood',
      manufacturer: 'Alder & Finch',
      modelNumber: `AF-${sku % 1000}`,
      active: true,
      regularPrice,
      salePrice: Math.round((regularPrice - (at === 1 ? 5 : 0)) * 100) / 100,
      onSale: at === 1,
      customerReviewAverage: 3.5 + at / 2,
      customerReviewCount: 12 + (sku % 50),
      inStoreAvailability: true,
      onlineAvailability: at !== 3,
      categoryPath: [
        { id: 'cat00000', name: 'Best Buy' },
        { id, name },
      ],
      url: `https://api.bestbuy.com/click/-/${sku}/pdp`,
      shortDescription: thing,
      marketplace: null,
    }
    return product
  }),
)

/** A UPC of the numbers kept for a shop's own use, with its check digit. */
function upcOf(sku: number): string {
  const eleven = `4${String(sku).padStart(10, '0')}`
  return `${eleven}${checkDigitOf(eleven.padStart(13, '0'))}`
}
