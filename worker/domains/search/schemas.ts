import { z } from '@hono/zod-openapi'
import { CURRENCIES } from '#worker/pure/money.ts'

export const slugParam = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?$/, 'Lower-case letters, digits and inner dashes.')
const amount = z.coerce.number().int().min(0).max(100_000_000_000)
const oneOrMore = <T extends z.ZodType>(one: T, max: number) => z.union([one, z.array(one).max(max)])

const ATTRIBUTES_MAX = 8
const ATTRIBUTE = /^attr\.[^\p{Cc}]{1,40}$/u

/** The known filters, and any number of `attr.<name>`; everything else is refused. */
export const ListingQuery = z
  .object({
    q: z.string().trim().max(200).optional(),
    category: slugParam.optional(),
    vendor: oneOrMore(slugParam, 20)
      .optional()
      .transform((slugs) => (slugs === undefined ? [] : [slugs].flat())),
    currency: z.enum(CURRENCIES).optional(),
    priceMin: amount.optional(),
    priceMax: amount.optional(),
    ratingMin: z.coerce.number().min(0).max(5).optional(),
    inStock: z.enum(['true', 'false']).optional(),
    sort: z.enum(['relevance', 'newest', 'price_asc', 'price_desc', 'rating']).optional(),
    cursor: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(24),
    /** `1`: with the counts of every filter and the total, which cost more than the page itself. */
    facets: z.literal('1').optional().openapi({ description: '`1`: also count every filter, and how many listings there are in all.' }),
  })
  .catchall(oneOrMore(z.string().min(1).max(120), 20))
  .superRefine((query, issues) => {
    const others = Object.keys(query).filter((name) => !(name in ListingQuery.shape))
    for (const name of others) {
      if (!ATTRIBUTE.test(name)) issues.addIssue({ code: 'custom', path: [name], message: 'Unknown field.' })
    }
    if (others.length > ATTRIBUTES_MAX)
      issues.addIssue({ code: 'custom', path: ['attr'], message: `At most ${ATTRIBUTES_MAX} attributes.` })
  })

/** The attribute filters of a checked query. Names are compared without case. */
export function readAttributes(rest: Record<string, unknown>): { name: string; values: string[] }[] {
  return Object.entries(rest).map(([name, values]) => ({
    name: name.slice('attr.'.length).toLowerCase(),
    values: [values].flat().map(String),
  }))
}

const named = z.object({ slug: z.string(), name: z.string() })
const minor = z.number().int()
/** `?w=` on the url chooses a width; width and height are the original's. */
const Picture = z.object({ url: z.string(), alt: z.string(), width: z.number().int(), height: z.number().int() })

const Card = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    brand: z.string().nullable(),
    category: named,
    vendor: named,
    priceMinor: minor,
    currency: z.enum(CURRENCIES),
    compareAtMinor: minor.nullable(),
    image: Picture.nullable(),
    isInStock: z.boolean(),
    /** Stars x 10,000: 45000 is four and a half. */
    ratingBps: z.number().int().nullable(),
    ratingCount: z.number().int(),
  })
  .openapi('ListingCard')

export const ListingPageSchema = z
  .object({
    items: z.array(Card),
    /** Null unless asked for with `facets=1`; so is `total`. */
    facets: z
      .object({
        categories: z.array(named.extend({ depth: z.number().int(), count: z.number().int() })),
        vendors: z.array(named.extend({ count: z.number().int() })),
        price: z.object({ min: minor.nullable(), max: minor.nullable() }),
        attributes: z.array(z.object({ name: z.string(), values: z.array(z.object({ value: z.string(), count: z.number().int() })) })),
      })
      .nullable(),
    nextCursor: z.string().nullable(),
    total: z.number().int().nullable(),
    currency: z.enum(CURRENCIES),
  })
  .openapi('ListingPage')

/** What a store charges for delivery to a country; `*` is everywhere else. Amounts in minor units. */
const ShippingTerms = z.object({
  name: z.string(),
  country: z.string(),
  kind: z.enum(['flat', 'weight', 'free_over']),
  currency: z.enum(CURRENCIES),
  baseMinor: minor,
  perKgMinor: minor,
  freeOverMinor: minor.nullable(),
  daysMin: z.number().int(),
  daysMax: z.number().int(),
})

export const StorefrontSchema = named
  .extend({
    tagline: z.string(),
    about: z.string(),
    theme: z.object({ primary: z.string(), accent: z.string() }),
    logo: Picture.nullable(),
    listingCount: z.number().int(),
    /** Delivery, returns and whatever else to know before buying, in the store's words. */
    policies: z.string(),
    /** The country its parcels leave from. */
    shipsFrom: z.string(),
    /** Of the store itself, by those who bought there; stars x 10,000. */
    ratingBps: z.number().int().nullable(),
    ratingCount: z.number().int(),
    shipping: z.array(ShippingTerms),
  })
  .openapi('Storefront')

export const ListingSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    brand: z.string().nullable(),
    vendor: StorefrontSchema,
    breadcrumb: z.array(named),
    images: z.array(Picture),
    options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    attributes: z.array(z.object({ name: z.string(), value: z.string() })),
    ratingBps: z.number().int().nullable(),
    ratingCount: z.number().int(),
    isInStock: z.boolean(),
    currency: z.enum(CURRENCIES),
    variants: z.array(
      z.object({
        id: z.string(),
        sku: z.string(),
        gtin: z.string().nullable(),
        title: z.string(),
        optionValues: z.record(z.string(), z.string()),
        weightG: z.number().int(),
        available: z.number().int(),
        isInStock: z.boolean(),
        prices: z.array(z.object({ currency: z.enum(CURRENCIES), priceMinor: minor, compareAtMinor: minor.nullable() })),
      }),
    ),
    /** Everybody who sells one of its GTINs, this vendor included, best first within each. */
    offers: z.array(
      z.object({
        variantId: z.string(),
        gtin: z.string(),
        listingSlug: z.string(),
        vendorSlug: z.string(),
        vendorName: z.string(),
        priceMinor: minor,
        compareAtMinor: minor.nullable(),
        available: z.number().int(),
        shippingMinor: minor.nullable(),
        /** Its fastest delivery takes at most so many days. */
        daysMax: z.number().int().nullable(),
        shipsFrom: z.string(),
        ratingBps: z.number().int().nullable(),
        isInStock: z.boolean(),
        isFeatured: z.boolean(),
      }),
    ),
    /** Other things of its store, if they were asked for. */
    more: z.array(Card).nullable(),
  })
  .openapi('Listing')

export const Suggestions = z
  .object({
    items: z.array(z.object({ kind: z.enum(['category', 'brand', 'listing']), text: z.string(), slug: z.string().nullable() })),
  })
  .openapi('Suggestions')
