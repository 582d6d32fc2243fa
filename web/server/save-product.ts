import type { Submission } from '@conform-to/react'
import type { AppLoadContext } from '@remix-run/cloudflare'
import { m } from '#messages'
import { parsePrice } from '#web/features/goods/price-entry.ts'
import type { ProductEntries } from '#web/features/goods/product-form.ts'
import type { Product } from '#web/features/goods/product-words.ts'
import { suggestSku } from '#web/features/goods/variant-matrix.ts'
import type { FlashKey } from '#web/ui/flash-texts.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { need } from './answer.ts'
import { redirectWith } from './flash.ts'
import { refused } from './form.ts'
import { requestKey } from './request-key.ts'

type Save = {
  context: AppLoadContext
  request: Request
  submission: Submission<ProductEntries>
  value: ProductEntries
  currency: Currency
}

/** Drafts a product with its first stock and pictures, and puts it on sale if wanted. Repeats with the same key do nothing. */
export async function createProduct(save: Save, pictures: readonly File[]) {
  const { context, request, submission, value } = save
  const { products } = context.api.api.v1.vendor
  const json = inputOf(save, null)
  const response = await products.$post({ json }, { headers: await requestKey(value.idempotencyKey, json) })
  if (!response.ok) return refused(request, submission, response, refusals(value))
  const product = (await response.json()) as Product
  const failed = [
    ...((await stock(save, product)) ? [] : (['product_stock_failed'] as const)),
    ...((await addPictures(context, product.id, pictures)) ? [] : (['product_pictures_failed'] as const)),
  ]
  const key = await published(save, product.id, 'product_created', 'product_created_published')
  return redirectWith(`/vendor/products/${product.id}`, { key: failed[0] ?? key })
}

/** Stores what was changed, unless somebody else was quicker; stock of new variants is booked after it. */
export async function changeProduct(save: Save, productId: Id<'product'>) {
  const { context, request, submission, value } = save
  const call = context.api.api.v1.vendor.products[':productId']
  const param = { productId }
  const before = (await need(request, call.$get({ param }))) as Product
  const headers = { 'if-match': `"${value.version}"` }
  const response = await call.$patch({ param, json: inputOf(save, before) }, { headers })
  if (!response.ok) return refused(request, submission, response, refusals(value))
  const isStocked = await stock(save, (await response.json()) as Product)
  const key = await published(save, productId, 'saved', 'product_created_published')
  return redirectWith(`/vendor/products/${productId}`, { key: isStocked ? key : 'product_stock_failed' })
}

function inputOf({ value, currency }: Save, before: Product | null) {
  const { title, description, brand, slug, categoryId, attributes, options, variants } = value
  return {
    title,
    description,
    brand: brand === '' ? null : brand,
    categoryId,
    ...(slug === '' ? {} : { slug }),
    ...(attributes.length === 0 ? {} : { attributes: factsOf(attributes, before) }),
    options,
    variants: variants.map((row) => variantOf(row, { value, currency, before })),
  }
}

/** What the form states, and what is stored and it does not ask for; an emptied fact is gone. */
function factsOf(given: ProductEntries['attributes'], before: Product | null): Record<string, string> {
  const asked = new Set(given.map(({ name }) => name.toLowerCase()))
  const kept = Object.entries(before?.attributes ?? {}).filter(([name]) => !asked.has(name.toLowerCase()))
  return Object.fromEntries([...kept, ...given.filter(({ value }) => value !== '').map(({ name, value }) => [name, value])])
}

/** A row of the grid as a variant. What the grid does not show (sizes, prices in other currencies) stays as it was. */
function variantOf(
  row: ProductEntries['variants'][number],
  { value, currency, before }: Pick<Save, 'value' | 'currency'> & { before: Product | null },
) {
  const choice = row.choice.split(',').map(Number)
  const labels = value.options.map(({ values }, place) => values[choice[place] ?? -1] ?? '')
  const stored = before?.variants.find(({ id }) => id === row.id)
  const priceMinor = parsePrice(row.price, currency)
  const own = stored?.prices.find((price) => price.currency === currency)
  const compareAtMinor = own?.compareAtMinor && priceMinor !== null && own.compareAtMinor > priceMinor ? own.compareAtMinor : null
  return {
    ...(row.id === undefined ? {} : { id: row.id }),
    sku: row.sku === '' ? suggestSku(value.title, labels) : row.sku,
    gtin: row.gtin === '' ? null : row.gtin,
    optionValues: Object.fromEntries(value.options.map(({ name }, place) => [name, labels[place] ?? ''])),
    weightG: row.weight,
    lengthMm: stored?.lengthMm ?? null,
    widthMm: stored?.widthMm ?? null,
    heightMm: stored?.heightMm ?? null,
    prices: [
      ...(stored?.prices.filter((price) => price.currency !== currency) ?? []),
      ...(priceMinor === null ? [] : [{ currency, priceMinor, compareAtMinor }]),
    ],
  }
}

/** Books the first stock of variants that are new. @returns false if it could not be booked */
async function stock({ context, value }: Save, product: Product): Promise<boolean> {
  const lines = value.variants.flatMap((row, index) => {
    const variantId = product.variants[index]?.id
    return row.id === undefined && row.stock > 0 && variantId !== undefined ? [{ variantId, quantity: row.stock }] : []
  })
  if (lines.length === 0) return true
  const json = { reference: m.goods_first_stock(), lines }
  const headers = await requestKey(value.idempotencyKey, json)
  return (await context.api.api.v1.vendor.inventory.receipts.$post({ json }, { headers })).ok
}

async function published({ context, value }: Save, productId: Id<'product'>, saved: FlashKey, done: FlashKey): Promise<FlashKey> {
  if (value.intent !== 'publish') return saved
  const { ok } = await context.api.api.v1.vendor.products[':productId'].publish.$post({ param: { productId } })
  return ok ? done : 'product_saved_unpublished'
}

/** Adds pictures in the order they were chosen. @returns false if one of them was refused */
async function addPictures(context: AppLoadContext, productId: Id<'product'>, pictures: readonly File[]): Promise<boolean> {
  let isComplete = true
  for (const picture of pictures) isComplete = (await addPicture(context, productId, picture)).ok && isComplete
  return isComplete
}

export async function addPicture({ api }: AppLoadContext, productId: Id<'product'>, picture: File) {
  const call = api.api.v1.vendor.products[':productId'].images.$post
  return call({ param: { productId }, query: {} }, { headers: { 'content-type': 'application/octet-stream' }, init: { body: picture } })
}

/** Where the API's refusals are shown, and in which words. */
function refusals({ variants }: ProductEntries) {
  const fields = Object.fromEntries(
    variants.flatMap((_, index) => [
      [`/variants/${index}/prices/0/priceMinor`, `variants[${index}].price`],
      [`/variants/${index}/optionValues`, `variants[${index}].sku`],
      [`/variants/${index}/weightG`, `variants[${index}].weight`],
    ]),
  )
  return {
    fields,
    say: {
      changed_meanwhile: m.goods_conflict_product,
      sku_taken: m.goods_conflict_sku,
      not_publishable: m.goods_conflict_not_sellable,
    },
  }
}
