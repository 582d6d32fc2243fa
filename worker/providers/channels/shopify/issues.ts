import type { ChannelIssue } from '#worker/pure/channel.ts'
import type { UserError } from './graphql.ts'

/** Shopify's names of fields -> ours. */
const FIELDS: Readonly<Record<string, string>> = {
  title: 'title',
  descriptionHtml: 'description',
  vendor: 'brand',
  productType: 'category',
  category: 'category',
  price: 'price',
  barcode: 'gtin',
  sku: 'sku',
  files: 'images',
  inventoryQuantities: 'quantity',
  measurement: 'weight',
}

/** What Shopify objects to, each beside our field; `["input", "variants", "0", "price"]` is about the price. */
export function issuesOf(errors: readonly UserError[]): ChannelIssue[] {
  return errors.map(({ code, field, message }) => ({
    code: code ?? 'user_error',
    severity: 'error',
    field: field?.map((part) => FIELDS[part]).findLast((name) => name !== undefined) ?? null,
    message,
  }))
}
