import { and, eq, like } from 'drizzle-orm'
import { inbox } from '#db/platform/schema/messaging.ts'
import { vendorHealth } from '#db/platform/schema/reviews.ts'
import { askForApproval } from '#db/seed/ask-approval.ts'
import { categoryRows } from '#db/seed/categories.ts'
import { leaveChannels } from '#db/seed/channels.ts'
import { COMMISSION_TAXES, DEFAULT_COMMISSION } from '#db/seed/commissions.ts'
import { addCompetingOffers } from '#db/seed/competing-offers.ts'
import { disputeSales } from '#db/seed/disputes.ts'
import type { Trade } from '#db/seed/history/plan-trade.ts'
import { writeHistory } from '#db/seed/history/write-history.ts'
import { placeLiveOrders, shelfOf } from '#db/seed/live-orders.ts'
import { leaveLooseEnds } from '#db/seed/loose-ends.ts'
import { type OpenStore, openStores, prepareStores } from '#db/seed/open-stores.ts'
import { setPayoutTerms } from '#db/seed/payout-terms.ts'
import { productsOf, type SeedProduct } from '#db/seed/products.ts'
import { writeReviews } from '#db/seed/reviews.ts'
import { type Album, type PictureShare, renderAlbum, storePictures } from '#db/seed/store-pictures.ts'
import { storePlatform } from '#db/seed/store-platform.ts'
import { storeProducts } from '#db/seed/store-products.ts'
import { receiveStock, stockOf, untilShown } from '#db/seed/store-stock.ts'
import { APPLICANT, STORES, type Store, storesOf } from '#db/seed/stores.ts'
import { takePlans } from '#db/seed/take-plans.ts'
import { eachOf, type SeedTarget, storeAll } from '#db/seed/target.ts'
import { taxRateRows } from '#db/seed/taxes.ts'
import { DAY_MS } from '#worker/pure/time.ts'

export { DEMO_PASSWORD, seededLogIns } from '#db/seed/people.ts'
export type { SeedTarget } from '#db/seed/target.ts'

export type SeedOptions = {
  /** The same number gives the same titles, prices and product ids. */
  seed?: number
  /** Products of all stores together. */
  products?: number
  /** As many as suit each product by default; at most 6. */
  variantsPerProduct?: number
  /** Stores, 1 to 8. */
  vendors?: number
  /** Days of order history. */
  days?: number
  /** Whether anything was ever sold. */
  history?: boolean
  /** Whether the first store has accounts at channels, as they are left after a while; true by default. */
  channels?: boolean
  /** Units of every variant; as shops are by default, some low, some sold out. */
  stock?: number
  /** Which products get pictures: all, the first three of every store, or none. */
  pictures?: PictureShare
  onProgress?(text: string): void
}

/** More products are made to be searched, not bought: their stock is shown, but no store's lock has it, and nothing was ever sold. */
const BOUGHT_MAX = 10_000
const categoryPaths = new Map(categoryRows().map(({ slug, path }) => [slug, path]))
const DEFAULTS = {
  seed: 1,
  products: 400,
  vendors: STORES.length,
  days: 90,
  history: true,
  channels: true,
  pictures: 'some' as PictureShare,
}

/**
 * Fills an empty marketplace with stores, products, stock and 90 days of trade. Times are relative to today's midnight
 * UTC. An interrupted seed goes on where it was; a marketplace that is seeded is left alone, so a restart is quick.
 */
export async function seed(market: SeedTarget, options: SeedOptions = {}): Promise<{ vendors: number; products: number; orders: number; ms: number }> {
  const startedMs = performance.now()
  const say = (text: string) => options.onProgress?.(text)
  const plan = { ...DEFAULTS, ...options }
  const marker = await markStarted(market)
  if (marker.isFinished) return { vendors: 0, products: 0, orders: 0, ms: Math.round(performance.now() - startedMs) }
  const { nowMs } = marker

  const catalogue = catalogueOf(plan, storesOf(plan.vendors), nowMs)
  // Drawing needs the processor and everything else waits for answers, so they go on side by side.
  const applicant = plan.vendors === STORES.length ? applicantProducts(plan.seed, nowMs) : null
  const drawn = new Map([...catalogue, ...(applicant ? [[APPLICANT.slug, applicant] as const] : [])])
  const drawnStores = [...storesOf(plan.vendors), ...(applicant ? [APPLICANT] : [])]
  const album = plan.pictures === 'none' || !market.pictures ? null : renderAlbum(drawnStores, drawn, plan.pictures)
  album?.catch(() => undefined)
  await storePlatform(market, nowMs)
  const stores = await openStores(market, storesOf(plan.vendors), nowMs)
  say(`${stores.length} stores are open`)
  const shelves = stores.map((store) => shelve(plan, store, catalogue.get(store.slug) ?? []))
  const isBought = plan.products <= BOUGHT_MAX
  await eachOf(shelves, 2, ({ store, products, stock }) => {
    const shown = isBought ? undefined : new Map(stock.map(({ variantId, quantity }) => [variantId as string, quantity]))
    return storeProducts(market, store, products, { categoryPaths, shown })
  })
  say(`${plan.products} products are listed`)
  const pictures = album?.then((rendered) => hangPictures(market, stores, rendered))
  pictures?.catch(() => undefined)
  if (isBought) await eachOf(shelves, 2, ({ store, stock }) => receiveStock(store, stock))
  const waiting = applicant ? await shelveApplicant(market, { seed: plan.seed, products: applicant, nowMs }) : []
  say('the shelves are full')
  const isTraded = plan.history && isBought
  const past = isTraded ? await writeHistory(market, tradeOf(plan, stores, catalogue, nowMs), stores) : 0
  const today = isTraded ? await placeLiveOrders(market, plan.seed, shelves) : 0
  if (isTraded) await leaveLooseEnds(market, plan.seed, shelves, nowMs)
  const [first] = shelves
  if (isTraded && plan.channels && first) await leaveChannels(plan.seed, first.store, first.products, nowMs)
  if (isTraded) await takePlans(market, stores)
  if (isTraded) await setPayoutTerms(market, stores, nowMs)
  if (isTraded) await disputeSales(market, stores)
  const last = stores.at(-1)
  if (isTraded && last) await askForApproval(market, last)
  const reviews = isTraded ? await writeReviews(market, plan.seed, catalogue, nowMs) : 0
  if (isTraded) say(`${reviews} reviews are written`)
  if (isTraded) say(`${past} orders are history, ${today} are waiting to be sent`)
  await pictures
  if (album) await hangPictures(market, waiting, await album)
  if (album) say('the pictures hang')
  const received = shelves.flatMap(({ stock }) => stock)
  if (isBought) await untilShown(market, received)
  // How stores do was measured before they had done anything: the clock measures them anew.
  await storeAll(market.platformDb, [market.platformDb.delete(vendorHealth)])
  await storeAll(market.platformDb, [market.platformDb.insert(inbox).values({ consumer: MARKER, messageId: 'finished', atMs: nowMs }).onConflictDoNothing()])
  return { vendors: stores.length, products: plan.products, orders: past + today, ms: Math.round(performance.now() - startedMs) }
} // biome-ignore format: one step a line

/** Products of the store that waits to be approved: enough to judge it by. */
const APPLICANT_PRODUCTS = 6

const applicantProducts = (seed: number, nowMs: number) =>
  productsOf({ seed, store: APPLICANT, storeIndex: STORES.length, count: APPLICANT_PRODUCTS, nowMs, categoryIds: categoryIds() })

type Application = { seed: number; products: SeedProduct[]; nowMs: number }

/** Prepares the store that waits to be approved, so that the marketplace's people have something to decide. */
async function shelveApplicant(market: SeedTarget, { seed, products, nowMs }: Application): Promise<OpenStore[]> {
  const [store] = await prepareStores(market, [APPLICANT], nowMs)
  if (!store) return []
  await storeProducts(market, store, products, { categoryPaths })
  await receiveStock(store, stockOf(seed, products))
  return [store]
}

const categoryIds = () => new Map(categoryRows().map(({ slug, id }) => [slug, id]))

/** A store after the other: each is one write for all its pictures. */
async function hangPictures(market: SeedTarget, stores: readonly OpenStore[], album: Album): Promise<void> {
  for (const store of stores) await storePictures(market, store, album)
}

/** What a store sells, how much of it there is, and which of it today's buyers pick from. */
function shelve({ seed, stock: fixed }: typeof DEFAULTS & SeedOptions, store: OpenStore, products: readonly SeedProduct[]) {
  const stock = stockOf(seed, products, fixed)
  return { ...shelfOf(store, products, stock), products, stock }
}

function tradeOf(
  { seed, days }: typeof DEFAULTS,
  stores: readonly OpenStore[],
  catalogue: Map<string, SeedProduct[]>,
  nowMs: number,
): Trade {
  const commissions = [DEFAULT_COMMISSION, ...stores.flatMap(({ commission }) => commission ?? [])]
  return { seed, stores, catalogue, taxes: taxRateRows(), commissions, commissionTaxes: COMMISSION_TAXES, categoryPaths, nowMs, days }
}

function catalogueOf(plan: typeof DEFAULTS & SeedOptions, stores: readonly Store[], nowMs: number): Map<string, SeedProduct[]> {
  const catalogue = new Map(
    stores.map((store, storeIndex) => {
      // What does not divide goes to the first stores, one each.
      const count = Math.floor(plan.products / stores.length) + (storeIndex < plan.products % stores.length ? 1 : 0)
      const { seed, variantsPerProduct } = plan
      return [store.slug, productsOf({ seed, store, storeIndex, count, nowMs, categoryIds: categoryIds(), variantsPerProduct })]
    }),
  )
  addCompetingOffers(plan.seed, stores, catalogue)
  return catalogue
}

const MARKER = 'seed'

/** The first run writes down what day it takes for today; a run after an interruption goes on with that day. */
async function markStarted({ platformDb: db }: SeedTarget): Promise<{ isFinished: boolean; nowMs: number }> {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS
  await db.insert(inbox).values({ consumer: MARKER, messageId: 'started', atMs: today }).onConflictDoNothing()
  const rows = await db.select().from(inbox).where(and(eq(inbox.consumer, MARKER), like(inbox.messageId, '%ed')))
  return {
    isFinished: rows.some(({ messageId }) => messageId === 'finished'),
    nowMs: rows.find(({ messageId }) => messageId === 'started')?.atMs ?? today,
  }
} // biome-ignore format: one question a line
