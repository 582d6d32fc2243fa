import type { CategoryRow } from '#db/vendor/queries/channels/categories.ts'
import type { ContentFacts } from '#db/vendor/queries/channels/listings.ts'
import { type ChannelSettings, channelPriceMinor, type ListingOverrides } from '#worker/pure/channel.ts'
import { type Currency, exponentOf } from '#worker/pure/money.ts'
import { pictureUrl } from '#worker/pure/picture.ts'
import type { FieldError } from '#worker/pure/problem.ts'
import type { Capabilities, ListingDraft } from './ports.ts'

export type DraftParts = {
  facts: ContentFacts
  category: CategoryRow | undefined
  settings: ChannelSettings
  overrides: ListingOverrides
  currency: Currency | null
  origin: string
}

/** What a channel is told of a listing's content, but for what names it there. */
export type DraftContent = Omit<ListingDraft, 'externalId' | 'refs' | 'quantity' | 'idempotencyKey'>

/** Writes a listing from the product, by the connection's category mapping and price rule; what the listing overrides wins. */
export function writeDraft({ facts, category, settings, overrides, currency, origin }: DraftParts): DraftContent {
  const { product, variant, prices, imageKeys } = facts
  const choices = Object.values(variant.optionValues)
  const own = prices.find((price) => price.currency === currency)
  const byRule = own && currency ? channelPriceMinor(own.priceMinor, settings.priceRule, exponentOf(currency)) : 0
  return {
    sku: variant.sku,
    gtin: variant.gtin,
    title: overrides.title ?? [product.title, ...(choices.length > 0 ? [choices.join(' / ')] : [])].join(' – '),
    description: overrides.description ?? product.description,
    brand: product.brand,
    imageUrls: imageKeys.map((key) => `${origin}${pictureUrl(key)}`),
    priceMinor: overrides.priceMinor ?? byRule,
    currency: currency ?? '',
    weightG: variant.weightG,
    externalCategory: category?.externalCategory ?? null,
    attributes: attributesOf(facts, category),
  }
}

/** The channel's attributes: a fixed text, or what the product or the variant says of ours. */
function attributesOf({ product, variant }: ContentFacts, category: CategoryRow | undefined): Record<string, string> {
  const said: Record<string, string> = { ...product.attributes, ...variant.optionValues }
  const entries = Object.entries(category?.attributes ?? {}).map(([name, { from, text }]) => [name, text ?? said[from ?? '']] as const)
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => Boolean(entry[1])))
}

/**
 * What keeps a draft from being sent, by field; `pointer` is where the draft's fields are in what the caller sent. The channel may
 * still refuse what passes here, for reasons of its own.
 */
export function checkDraft(draft: DraftContent, { listingFields }: Pick<Capabilities, 'listingFields'>, pointer: string): FieldError[] {
  const error = (field: string, detail: string): FieldError => ({ pointer: `${pointer}/${field}`, detail })
  const missing = listingFields
    .filter(({ name, isRequired }) => isRequired && !isGiven(draft, name))
    .map(({ name }) => error(`attributes/${name}`, `The channel asks for "${name}": map it in the category.`))
  return [
    ...(draft.title.trim() === '' ? [error('title', 'A listing has a title.')] : []),
    ...(draft.gtin === null ? [error('gtin', 'Give the variant a GTIN first.')] : []),
    ...(draft.externalCategory === null ? [error('category', 'Say which category of the channel stands for the product’s.')] : []),
    ...(draft.currency === '' ? [error('price', 'The variant has no price in the channel’s currency.')] : []),
    ...(draft.currency !== '' && draft.priceMinor <= 0 ? [error('price', 'The price must be more than nothing.')] : []),
    ...missing,
  ]
}

/** A field the channel asks for may be one every listing has. */
function isGiven(draft: DraftContent, name: string): boolean {
  if (draft.attributes[name]) return true
  const own: Record<string, unknown> = { ...draft, category: draft.externalCategory, price: draft.priceMinor, quantity: true }
  const value = own[name]
  return typeof value === 'string' ? value !== '' : Boolean(value)
}
