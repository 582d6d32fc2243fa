import { type CategoryRow, listCategories } from '#db/vendor/queries/channels/categories.ts'
import { type ContentFacts, readContent } from '#db/vendor/queries/channels/listings.ts'
import type { HeldListing } from '#db/vendor/queries/channels/stock-out.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { quantityToShow } from '#worker/pure/channel.ts'
import { CURRENCIES, type Currency } from '#worker/pure/money.ts'
import type { TellCtx } from './note-told.ts'
import type { OpenedConnection } from './open-session.ts'
import type { ListingDraft } from './ports.ts'
import { writeDraft } from './write-draft.ts'

export type Facts = { content: Map<string, ContentFacts>; categories: Map<string, CategoryRow>; available: Map<string, number> }

/** What the listings of a round are written from: the goods, the category mapping, and what there is of each. */
export async function factsOf(ctx: TellCtx, { vendorId, connection }: OpenedConnection, listings: readonly HeldListing[]): Promise<Facts> {
  const db = await ctx.vendorDb(vendorId)
  const variantIds = [...new Set(listings.flatMap(({ variantId }) => variantId ?? []))]
  const [content, categories, levels] = await Promise.all([
    readContent(db, connection.id, variantIds),
    listCategories(db, connection.id),
    new InventoryManager(ctx).levels(vendorId, variantIds),
  ])
  return {
    content: new Map(content.map((facts) => [facts.variant.id, facts])),
    categories: new Map(categories.map((row) => [row.categoryId, row])),
    available: new Map(levels.map(({ variantId, available }) => [variantId, available])),
  }
}

/** A listing as the channel is told of it; null for one whose product is not for sale any more. */
export function draftOf(
  ctx: TellCtx,
  open: OpenedConnection,
  listing: HeldListing,
  { content, categories, available }: Facts,
): ListingDraft | null {
  const facts = content.get(listing.variantId ?? '')
  if (!facts) return null
  const { settings } = open.connection
  const { overrides, id, refs } = listing
  const currency = (CURRENCIES as readonly string[]).includes(listing.currency ?? '') ? (listing.currency as Currency) : null
  const category = categories.get(facts.product.categoryId)
  const isNew = listing.externalId.startsWith('draft:')
  return {
    ...writeDraft({ facts, category, settings, overrides, currency, origin: ctx.settings.origin }),
    externalId: isNew ? null : listing.externalId,
    refs,
    quantity: quantityToShow(available.get(facts.variant.id) ?? 0, settings, overrides),
    idempotencyKey: isNew ? id : `${id}/content/${listing.contentDueAtMs}`,
  }
}
