import type { ProductRows } from '#db/vendor/queries/catalog.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { type FieldError, InvalidInput, Problem } from '#worker/pure/problem.ts'

/**
 * INV-CAT-1: an active product has at least one variant with a price, and a category that exists.
 * INV-CAT-2: no two living variants of a store have the same SKU; no two of a product the same choice of options.
 * INV-CAT-3: every change raises `version` by one, and what buyers see of it is announced in the same commit.
 */
export type Product = ReturnType<typeof assembleProducts>[number]
export type Price = { currency: Currency; priceMinor: number; compareAtMinor: number | null }
export type VariantInput = {
  id?: Id<'variant'> | undefined
  sku: string
  gtin: string | null
  optionValues: Record<string, string>
  weightG: number
  lengthMm: number | null
  widthMm: number | null
  heightMm: number | null
  prices: Price[]
}
/** A new product; without a slug one is made from the title. */
export type ProductInput = ProductFields & { slug?: string | undefined }
export type ProductChange = Partial<ProductFields & { slug: string }>
type ProductFields = {
  title: string
  description: string
  brand: string | null
  categoryId: Id<'category'>
  taxClass: string
  options: { name: string; values: string[] }[]
  attributes: Record<string, string>
  variants: VariantInput[]
}

/** 409: another product of the store has this address. */
export class SlugTaken extends Problem {
  constructor(slug: string) {
    super('slug_taken', 409, `Another of your products has the address "${slug}".`, { errors: [{ pointer: '/slug', detail: 'Taken.' }] })
  }
}

/** 409: another variant of the store has this SKU. */
export class SkuTaken extends Problem {
  constructor(skus: readonly string[]) {
    super('sku_taken', 409, 'Another variant of yours has one of these SKUs.', {
      errors: skus.map((sku, index) => ({ pointer: `/variants/${index}/sku`, detail: `"${sku}" may be the one that is taken.` })),
    })
  }
}

/** 409: what is missing before the product can be sold. */
export class NotPublishable extends Problem {
  constructor(missing: readonly FieldError[]) {
    super('not_publishable', 409, `This product cannot be sold yet: ${missing.map(({ detail }) => detail).join(' ')}`, {
      errors: [...missing],
    })
  }
}

/** 422: no such category. */
export class UnknownCategory extends InvalidInput {
  constructor() {
    super([{ pointer: '/categoryId', detail: 'There is no such category.' }])
  }
}

/** Puts the rows of products together, in the order of the products. */
export function assembleProducts({ products, variants, prices, images, stock }: ProductRows) {
  const pricesOf = Map.groupBy(prices, ({ variantId }) => variantId)
  const stockOf = new Map(stock.map((level) => [level.variantId, level]))
  const variantsOf = Map.groupBy(variants, ({ productId }) => productId)
  const imagesOf = Map.groupBy(images, ({ productId }) => productId)
  return products.map((row) => ({
    ...row,
    variants: (variantsOf.get(row.id) ?? []).map(({ removedAtMs: _, productId: __, ...variant }) => ({
      ...variant,
      prices: (pricesOf.get(variant.id) ?? []).map(({ currency, priceMinor, compareAtMinor }) => ({
        currency,
        priceMinor,
        compareAtMinor,
      })),
      available: stockOf.get(variant.id)?.available ?? 0,
      stockSeq: stockOf.get(variant.id)?.seq ?? 0,
    })),
    images: (imagesOf.get(row.id) ?? []).map(({ id, key, alt, width, height, bytes, position }) => ({
      id,
      key,
      alt,
      width,
      height,
      bytes,
      position,
    })),
  }))
}

/** What keeps a product from being sold; empty if nothing does. */
export function missingForSale(product: Pick<ProductInput, 'variants'>, hasCategory: boolean): FieldError[] {
  const missing: FieldError[] = []
  if (!product.variants.some(({ prices }) => prices.length > 0))
    missing.push({ pointer: '/variants', detail: 'Give at least one variant a price.' })
  if (!hasCategory) missing.push({ pointer: '/categoryId', detail: 'Choose a category that exists.' })
  return missing
}

/**
 * Rules that need the options and all variants at once.
 * @throws InvalidInput 422 with every field at fault
 */
export function checkVariants(options: ProductInput['options'], variants: readonly VariantInput[]): void {
  const errors: FieldError[] = []
  const names = options.map(({ name }) => name)
  if (new Set(names.map((name) => name.toLowerCase())).size !== names.length)
    errors.push({ pointer: '/options', detail: 'Two options have the same name.' })
  const seen = { id: new Set<string>(), sku: new Set<string>(), choice: new Set<string>() }
  for (const [index, variant] of variants.entries()) {
    const at = `/variants/${index}`
    for (const { name, values } of options) {
      if (!values.includes(variant.optionValues[name] ?? ''))
        errors.push({ pointer: `${at}/optionValues`, detail: `Choose a value of "${name}" that the product has.` })
    }
    if (Object.keys(variant.optionValues).some((name) => !names.includes(name)))
      errors.push({ pointer: `${at}/optionValues`, detail: 'The product has no such option.' })
    if (new Set(variant.prices.map(({ currency }) => currency)).size !== variant.prices.length)
      errors.push({ pointer: `${at}/prices`, detail: 'Two prices have the same currency.' })
    for (const [place, { priceMinor, compareAtMinor }] of variant.prices.entries()) {
      if (compareAtMinor !== null && compareAtMinor <= priceMinor)
        errors.push({ pointer: `${at}/prices/${place}/compareAtMinor`, detail: 'The price before has to be higher than the price.' })
    }
    repeated(seen.id, variant.id, () => errors.push({ pointer: `${at}/id`, detail: 'The variant is there twice.' }))
    repeated(seen.sku, variant.sku, () => errors.push({ pointer: `${at}/sku`, detail: 'Two variants have this SKU.' }))
    const choice = JSON.stringify(names.map((name) => variant.optionValues[name]))
    repeated(seen.choice, choice, () =>
      errors.push({ pointer: `${at}/optionValues`, detail: 'Two variants are the same choice of options.' }),
    )
  }
  if (errors.length > 0) throw new InvalidInput(errors)
}

function repeated(seen: Set<string>, value: string | undefined, report: () => void): void {
  if (value === undefined) return
  if (seen.has(value)) report()
  seen.add(value)
}

/** The message that has a product's listing brought up to date. */
export function productChanged(
  ctx: Pick<Ctx, 'newId' | 'now'>,
  vendorId: Id<'vendor'>,
  productId: Id<'product'>,
): MessageOf<'product.changed'> {
  return { id: ctx.newId('message'), type: 'product.changed', version: 1, vendorId, productId, occurredAtMs: ctx.now() }
}
