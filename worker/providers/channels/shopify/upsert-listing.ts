import * as v from 'valibot'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { ListingDraft, PushOutcome } from '#worker/domains/channels/ports.ts'
import { toAmount } from './amounts.ts'
import { PUBLICATIONS, PUBLISH, SET_PRODUCT, UPDATE_PRODUCT, UPDATE_VARIANTS } from './documents.ts'
import { type Ask, UserErrors } from './graphql.ts'
import { issuesOf } from './issues.ts'
import { UpdatedVariants } from './push-price.ts'
import { pushStock } from './push-stock.ts'
import { availableOf, readVariants, type Variant } from './read-variant.ts'
import { digestOf } from './signature.ts'
import type {
  ProductUpdateInput,
  ProductVariantsBulkInput,
  PublishMutationVariables,
  SetProductMutationVariables,
  UpdateProductMutationVariables,
  UpdateVariantsMutationVariables,
} from './types.gen.ts'

const SetProduct = v.looseObject({
  productSet: v.nullish(
    v.looseObject({
      product: v.nullish(
        v.looseObject({
          id: v.string(),
          variants: v.looseObject({ nodes: v.array(v.looseObject({ id: v.string(), inventoryItem: v.looseObject({ id: v.string() }) })) }),
        }),
      ),
      userErrors: UserErrors,
    }),
  ),
})
const UpdatedProduct = v.looseObject({ productUpdate: v.looseObject({ userErrors: UserErrors }) })
const Publications = v.looseObject({ publications: v.looseObject({ nodes: v.array(v.looseObject({ id: v.string() })) }) })
const Published = v.looseObject({ publishablePublish: v.looseObject({ userErrors: UserErrors }) })

type Call = { ask: Ask; connectionId: string; locationId: string; currency: string; now: () => number }

/**
 * Creates a product of one variant, or changes one that is there. A new one is known by a handle that follows from its SKU, so
 * that the same call again finds what it made.
 */
export async function upsertListing(call: Call, draft: ListingDraft): Promise<PushOutcome> {
  if (draft.currency !== call.currency) {
    const message = `The shop sells in ${call.currency}.`
    return {
      externalId: draft.externalId ?? '',
      kind: 'refused',
      issues: [{ code: 'other_currency', severity: 'error', field: 'price', message }],
    }
  }
  return draft.externalId ? change(call, draft, draft.externalId) : create(call, draft)
}

async function create({ ask, connectionId, locationId }: Call, draft: ListingDraft): Promise<PushOutcome> {
  const handle = `${slugOf(draft.sku)}-${(await digestOf(`${connectionId} ${draft.sku}`)).slice(0, 8)}`
  const variables: SetProductMutationVariables = {
    identifier: { handle },
    input: {
      ...contentOf(draft),
      handle,
      status: 'ACTIVE',
      productOptions: [{ name: 'Title', values: [{ name: 'Default Title' }] }],
      variants: [
        {
          optionValues: [{ optionName: 'Title', name: 'Default Title' }],
          price: toAmount(draft.priceMinor, draft.currency),
          sku: draft.sku,
          ...(draft.gtin && { barcode: draft.gtin }),
          inventoryPolicy: 'DENY',
          inventoryItem: { tracked: true, ...weightOf(draft) },
          inventoryQuantities: [{ locationId, name: 'available', quantity: draft.quantity }],
        },
      ],
      files: draft.imageUrls.map((originalSource) => ({ originalSource, contentType: 'IMAGE' })),
    },
  }
  const { productSet } = await ask({ document: SET_PRODUCT, variables, cost: 20, reads: SetProduct })
  const variant = productSet?.product?.variants.nodes[0]
  const errors = productSet?.userErrors ?? []
  if (errors.length > 0) return { externalId: '', kind: 'refused', issues: issuesOf(errors) }
  if (!productSet?.product || !variant) throw new ChannelRefused('shopify', 'no_product', 'no product was made')
  await publish(ask, productSet.product.id)
  return { externalId: variant.id, kind: 'ok', refs: { productId: productSet.product.id, inventoryItemId: variant.inventoryItem.id } }
}

/** A product made by an app is on no sales channel until it is put there. */
async function publish(ask: Ask, productId: string): Promise<void> {
  const { publications } = await ask({ document: PUBLICATIONS, variables: {}, cost: 22, reads: Publications })
  const input = publications.nodes.map(({ id }) => ({ publicationId: id }))
  const variables: PublishMutationVariables = { id: productId, input }
  if (input.length > 0) await ask({ document: PUBLISH, variables, cost: 10, reads: Published })
}

async function change({ ask, locationId }: Call, draft: ListingDraft, externalId: string): Promise<PushOutcome> {
  const variant = (await readVariants(ask, [externalId], locationId)).get(externalId)
  if (!variant) return { externalId, kind: 'gone' }
  const errors = []
  // The words of a product with several variants are those of all of them: one listing does not change them.
  if (variant.product.hasOnlyDefaultVariant !== false) {
    errors.push(...(await updateProduct(ask, { id: variant.product.id, ...contentOf(draft), status: 'ACTIVE' })))
  }
  const input: ProductVariantsBulkInput = {
    id: externalId,
    price: toAmount(draft.priceMinor, draft.currency),
    ...(draft.gtin && { barcode: draft.gtin }),
    inventoryItem: { sku: draft.sku, ...weightOf(draft) },
  }
  errors.push(...(await updateVariant(ask, variant, input)))
  if (errors.length > 0) return { externalId, kind: 'refused', issues: issuesOf(errors) }
  return { externalId, kind: 'ok', refs: { productId: variant.product.id, inventoryItemId: variant.inventoryItem.id } }
}

/** Takes a listing off sale: its product is archived, or, where that has other variants, this one has no stock any more. */
export async function endListing(call: Call, externalId: string): Promise<PushOutcome> {
  const { ask, locationId } = call
  const variant = (await readVariants(ask, [externalId], locationId)).get(externalId)
  if (!variant) return { externalId, kind: 'gone' }
  const isAlone = variant.product.hasOnlyDefaultVariant !== false
  const errors = isAlone
    ? await updateProduct(ask, { id: variant.product.id, status: 'ARCHIVED' })
    : await updateVariant(ask, variant, { id: externalId, inventoryPolicy: 'DENY' })
  if (errors.length > 0) return { externalId, kind: 'refused', issues: issuesOf(errors) }
  if (isAlone || !availableOf(variant)) return { externalId, kind: 'ok' }
  const refs = { inventoryItemId: variant.inventoryItem.id }
  const none = { externalId, refs, sku: null, quantity: 0, lastSeen: availableOf(variant), idempotencyKey: `end ${call.now()}` }
  const answer = await pushStock(call, [none])
  return (answer.kind === 'done' && answer.outcomes[0]) || { externalId, kind: 'gone' }
}

async function updateProduct(ask: Ask, product: ProductUpdateInput) {
  const variables: UpdateProductMutationVariables = { product }
  const { productUpdate } = await ask({ document: UPDATE_PRODUCT, variables, cost: 10, reads: UpdatedProduct })
  return productUpdate.userErrors
}

async function updateVariant(ask: Ask, { product }: Variant, input: ProductVariantsBulkInput) {
  const variables: UpdateVariantsMutationVariables = { productId: product.id, variants: [input] }
  const { productVariantsBulkUpdate } = await ask({ document: UPDATE_VARIANTS, variables, cost: 10, reads: UpdatedVariants })
  return productVariantsBulkUpdate.userErrors
}

/** A category of Shopify's taxonomy by its id; anything else is the shop's own product type. */
function contentOf({ title, description, brand, externalCategory }: ListingDraft) {
  const isTaxonomy = externalCategory?.startsWith('gid://shopify/TaxonomyCategory/')
  return {
    title,
    descriptionHtml: paragraphsOf(description),
    ...(brand && { vendor: brand }),
    ...(externalCategory && (isTaxonomy ? { category: externalCategory } : { productType: externalCategory })),
  }
}

const weightOf = ({ weightG }: ListingDraft) => (weightG > 0 ? { measurement: { weight: { unit: 'GRAMS', value: weightG } as const } } : {})

/** Our descriptions are plain text: each paragraph as one, nothing in it read as markup. */
const paragraphsOf = (text: string): string =>
  text
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== '')
    .map((part) => `<p>${part.trim().replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\n/g, '<br>')}</p>`)
    .join('')

const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'item'
