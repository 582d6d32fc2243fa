import { hideOthers } from '#db/platform/queries/search/project-listing.ts'
import { readPublishedIds } from '#worker/domains/catalog/read-product.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { projectListings } from './project-listing.ts'

const PAGE_SIZE = 50
/** More products than any store has; a loop without a bound would be a bug waiting. */
const PAGES_MAX = 4000

/**
 * Makes a vendor's listings anew from the vendor's database, and hides what has no product there. Safe to repeat and to run
 * beside ordinary changes. Two reads and one commit for each 50 products.
 * @throws NotFound 404 for a vendor without a database
 */
export async function rebuildListings(ctx: Ctx, vendorId: Id<'vendor'>): Promise<{ listings: number }> {
  const all: Id<'product'>[] = []
  for (let page = 0; page < PAGES_MAX; page++) {
    const ids = await readPublishedIds(ctx, vendorId, all.at(-1) ?? null, PAGE_SIZE)
    if (ids.length > 0) await projectListings(ctx, vendorId, ids)
    all.push(...ids)
    if (ids.length < PAGE_SIZE) break
  }
  await hideOthers(ctx.platform, vendorId, all)
  return { listings: all.length }
}
