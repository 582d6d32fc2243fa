import { findStorefront, listStorefronts, type StorefrontRow } from '#db/platform/queries/search/storefronts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { showLogo } from '#worker/pure/picture.ts'
import { NotFound } from '#worker/pure/problem.ts'
import type { ShippingRate } from '#worker/pure/shipping.ts'

/** What a store charges for delivery to a country; `*` is everywhere else. Amounts in minor units of `currency`. */
type ShippingTerms = Omit<ShippingRate, 'id' | 'vendorId'>

/** A store as buyers see it. */
export type Storefront = ReturnType<typeof showStorefront>

/** Open stores in the order of their slugs; on a vendor's own host that one. */
export async function readStorefronts(ctx: Ctx, cursor: string | undefined, limit: number) {
  if (ctx.hostVendor) return { items: [await readOwnStorefront(ctx)], nextCursor: null }
  const { rows, version } = await listStorefronts(ctx.platform, cursor ?? '', limit + 1)
  ctx.showsCatalogue(version)
  const items = rows.slice(0, limit).map(showStorefront)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.slug ?? null) : null }
}

/** One open store. @throws NotFound 404; also for another store than the host's */
export async function readStorefront(ctx: Ctx, slug: string): Promise<Storefront> {
  if (ctx.hostVendor && ctx.hostVendor.slug !== slug) throw new NotFound('store')
  return show(ctx, { slug })
}

/** The store whose own host the request came to. @throws NotFound 404 on the marketplace's */
export async function readOwnStorefront(ctx: Ctx): Promise<Storefront> {
  if (!ctx.hostVendor) throw new NotFound('store')
  return show(ctx, { id: ctx.hostVendor.id })
}

async function show(ctx: Ctx, by: Parameters<typeof findStorefront>[1]): Promise<Storefront> {
  const { row, version } = await findStorefront(ctx.platform, by)
  if (!row) throw new NotFound('store')
  ctx.showsCatalogue(version)
  return showStorefront(row)
}

/** What a row says, as the API says it. */
export function showStorefront({ logoKey, logoWidth, logoHeight, logoAlt, theme, shipping, ...row }: StorefrontRow) {
  return {
    ...row,
    theme: JSON.parse(theme) as { primary: string; accent: string },
    shipping: JSON.parse(shipping) as ShippingTerms[],
    logo: showLogo({ logoKey, logoWidth, logoHeight, logoAlt }, row.name),
  }
}
