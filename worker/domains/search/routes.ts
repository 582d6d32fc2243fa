import { z } from '@hono/zod-openapi'
import { noteAction } from '#worker/domains/audit/note-action.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { findListings } from './find-listings.ts'
import { readListingPage } from './read-listing-page.ts'
import { rebuildListings } from './rebuild-listings.ts'
import { ListingPageSchema, ListingQuery, ListingSchema, readAttributes, StorefrontSchema, Suggestions, slugParam } from './schemas.ts'
import { readOwnStorefront, readStorefront, readStorefronts } from './storefronts.ts'
import { suggest } from './suggest.ts'

const SlugParam = z.strictObject({ slug: slugParam })
const ListingReading = z.strictObject({
  currency: z.enum(CURRENCIES).optional(),
  more: z.literal('1').optional().openapi({ description: '`1`: also show other things of the same store.' }),
})
const VendorParam = z.strictObject({
  vendorId: z
    .custom<Id<'vendor'>>((value) => typeof value === 'string' && isId('vendor', value))
    .openapi({ type: 'string', example: 'ven_01JD0000000000000000000000' }),
})

export const searchRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/listings',
      operationId: 'findListings',
      summary: 'Browse and search what is for sale; any attribute is a filter `attr.<name>`',
      tags: ['search'],
      permission: 'public',
      kept: true,
      request: { query: ListingQuery },
      responses: { 200: json(ListingPageSchema, 'One page; the counts of every filter and the total with `facets=1`, null without.') },
      problems: { invalid_cursor: [400, 'The cursor does not belong to this search. Start again without it.'] },
    }),
    async (c) => {
      const { q, category, vendor, currency, priceMin, priceMax, ratingMin, inStock, sort, cursor, limit, facets, ...rest } =
        c.req.valid('query')
      const page = await findListings(c.var.ctx, {
        words: q,
        category,
        vendors: vendor,
        currency,
        priceMinMinor: priceMin,
        priceMaxMinor: priceMax,
        ratingMinBps: ratingMin === undefined ? undefined : Math.round(ratingMin * 10_000),
        isInStock: inStock === 'true',
        attributes: readAttributes(rest),
        sort,
        cursor,
        limit,
        isCounted: facets === '1',
      })
      return c.json(page, 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/listings/{slug}',
      operationId: 'readListing',
      summary: 'A product page: variants, categories, and who else sells the same',
      tags: ['search'],
      permission: 'public',
      kept: true,
      request: { params: SlugParam, query: ListingReading },
      responses: { 200: json(ListingSchema, 'The listing; eight other things of its store with `more=1`, null without.') },
      problems: { not_found: [404, 'There is no such listing.'] },
    }),
    async (c) => {
      const { currency, more } = c.req.valid('query')
      return c.json(await readListingPage(c.var.ctx, c.req.valid('param').slug, currency, more === '1'), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/search/suggestions',
      operationId: 'suggest',
      summary: 'What somebody who has typed this much may mean',
      tags: ['search'],
      permission: 'public',
      kept: true,
      request: { query: z.strictObject({ q: z.string().max(100) }) },
      responses: { 200: json(Suggestions, 'At most eight.') },
    }),
    async (c) => c.json({ items: await suggest(c.var.ctx, c.req.valid('query').q) }, 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/storefronts',
      operationId: 'listStorefronts',
      summary: 'Open stores',
      tags: ['search'],
      permission: 'public',
      kept: true,
      request: {
        query: z.strictObject({ cursor: slugParam.optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }),
      },
      responses: { 200: json(z.object({ items: z.array(StorefrontSchema), nextCursor: z.string().nullable() }), 'One page.') },
    }),
    async (c) => {
      const { cursor, limit } = c.req.valid('query')
      return c.json(await readStorefronts(c.var.ctx, cursor, limit), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/storefronts/{slug}',
      operationId: 'readStorefront',
      summary: 'One store as buyers see it',
      tags: ['search'],
      permission: 'public',
      kept: true,
      request: { params: SlugParam },
      responses: { 200: json(StorefrontSchema, 'The store.') },
      problems: { not_found: [404, 'There is no such store.'] },
    }),
    async (c) => c.json(await readStorefront(c.var.ctx, c.req.valid('param').slug), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/storefront',
      operationId: 'readOwnStorefront',
      summary: 'The store whose own host this is',
      tags: ['search'],
      permission: 'public',
      kept: true,
      responses: { 200: json(StorefrontSchema, 'The store.') },
      problems: { not_found: [404, 'There is no such store.'] },
    }),
    async (c) => c.json(await readOwnStorefront(c.var.ctx), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/vendors/{vendorId}/listing-rebuilds',
      operationId: 'rebuildListings',
      summary: 'Make a vendor’s listings anew from the vendor’s own database',
      tags: ['search'],
      permission: 'platform:operate',
      request: { params: VendorParam },
      responses: { 200: json(z.object({ listings: z.number().int() }).openapi('ListingRebuild'), 'Done.') },
      problems: { not_found: [404, 'There is no such store.'] },
    }),
    async (c) => {
      const { vendorId } = c.req.valid('param')
      await noteAction(c.var.ctx, { action: 'listings.rebuild', subjectId: vendorId, vendorId })
      return c.json(await rebuildListings(c.var.ctx, vendorId), 200)
    },
  )
