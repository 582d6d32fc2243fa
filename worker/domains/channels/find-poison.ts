import type { HeldListing, Told } from '#db/vendor/queries/channels/stock-out.ts'
import { Throttled } from './errors.ts'

type Item = { listing: HeldListing }

/**
 * What is sent together: as many as a call takes, the longest waiting first. What was in a call that failed as a whole is apart from
 * the rest, and with each such call in a smaller group, so that what is wrong stands alone in the end however few calls are allowed.
 */
export function inGroups<T extends Item>(items: readonly T[], size: number): T[][] {
  return [...Map.groupBy(items, ({ listing }) => listing.stockTries)].flatMap(([tries, alike]) => {
    const most = Math.max(1, Math.ceil(Math.min(size, alike.length) / 2 ** Math.min(tries, 30)))
    return Array.from({ length: Math.ceil(alike.length / most) }, (_, n) => alike.slice(n * most, (n + 1) * most))
  })
}

/** Sends the halves of a call that failed as a whole. Where the channel allows no more calls now, the groups are smaller next time. */
export async function inHalves<T extends Item>(round: { told: Told[] }, items: readonly T[], send: (half: readonly T[]) => Promise<void>) {
  const middle = Math.ceil(items.length / 2)
  try {
    await send(items.slice(0, middle))
    await send(items.slice(middle))
  } catch (error) {
    const done = new Set(round.told.map(({ listing }) => listing.id))
    const left = error instanceof Throttled ? items.filter(({ listing }) => !done.has(listing.id)) : []
    for (const { listing } of left) round.told.push({ listing, isDone: false, tries: listing.stockTries + 1 })
    throw error
  }
}
