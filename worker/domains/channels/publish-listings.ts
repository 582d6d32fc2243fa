import { listCategories } from '#db/vendor/queries/channels/categories.ts'
import { readContent, storeDrafts } from '#db/vendor/queries/channels/listings.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { ListingOverrides } from '#worker/pure/channel.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { CURRENCIES, type Currency } from '#worker/pure/money.ts'
import { type FieldError, InvalidInput } from '#worker/pure/problem.ts'
import { ListingsNotCreated } from './errors.ts'
import { openSession, type SessionCtx } from './open-session.ts'
import { checkDraft, writeDraft } from './write-draft.ts'

export type Publication = { variantId: Id<'variant'>; overrides?: ListingOverrides | undefined }

/**
 * Has variants listed at a channel: checks each, stores them as drafts, and has them sent within seconds; what the channel says
 * of them lands on the listing. All or none. Safe to repeat: a variant that is listed by this call already stays one listing.
 * @throws NotFound 404 for the connection; ConnectionNotReady 409; ListingsNotCreated 409 where the channel lists nothing new;
 *   InvalidInput 422 with what is wrong of which item, by field
 */
export async function publishListings(
  ctx: SessionCtx & Pick<Ctx, 'pacers'>,
  vendorId: Id<'vendor'>,
  { connectionId, items }: { connectionId: Id<'channelConnection'>; items: readonly Publication[] },
): Promise<Id<'channelListing'>[]> {
  const { connection, connector } = await openSession(ctx, vendorId, connectionId, ['active', 'paused'])
  if (!connector.capabilities.canCreateListings) throw new ListingsNotCreated(connection.channel)
  const db = await ctx.vendorDb(vendorId)
  const [facts, categories] = await Promise.all([
    readContent(
      db,
      connectionId,
      items.map(({ variantId }) => variantId),
    ),
    listCategories(db, connectionId),
  ])
  const byVariant = new Map(facts.map((each) => [each.variant.id, each]))
  const byCategory = new Map(categories.map((row) => [row.categoryId, row]))
  const errors: FieldError[] = []
  const drafts = await Promise.all(
    items.map(async ({ variantId, overrides = {} }, index) => {
      const id = await deriveId('channelListing', connectionId, 'draft', variantId)
      const pointer = `/items/${index}`
      const of = byVariant.get(variantId)
      if (!of) {
        errors.push({ pointer: `${pointer}/variantId`, detail: 'There is no such variant for sale.' })
        return null
      }
      if (of.listingIds.some((listed) => listed !== id))
        errors.push({ pointer: `${pointer}/variantId`, detail: 'The channel lists it already.' })
      const currency = currencyOf(
        connection.details,
        of.prices.map((price) => price.currency),
      )
      const category = byCategory.get(of.product.categoryId)
      const parts = { facts: of, category, settings: connection.settings, overrides, currency, origin: ctx.settings.origin }
      const draft = writeDraft(parts)
      errors.push(...checkDraft(draft, connector.capabilities, pointer))
      return { id, connectionId, externalSku: draft.sku, gtin: draft.gtin, title: draft.title, variantId, currency, overrides }
    }),
  )
  if (errors.length > 0) throw new InvalidInput(errors)
  const stored = drafts.flatMap((draft) => draft ?? [])
  await storeDrafts(db, stored, ctx.now())
  await ctx.pacers.of(vendorId, connectionId).due([{ task: 'listings', atMs: ctx.now() }])
  return stored.map(({ id }) => id)
}

/** The currency the account sells in, if it says; else the variant's only one. Null if the variant has no price in it. */
function currencyOf(details: Record<string, string>, priced: readonly Currency[]): Currency | null {
  const wanted = (CURRENCIES as readonly string[]).includes(details.currency ?? '') ? details.currency : undefined
  if (wanted === undefined) return priced[0] ?? null
  return priced.find((currency) => currency === wanted) ?? null
}
