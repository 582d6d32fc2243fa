import * as v from 'valibot'
import type { PushOutcome } from '#worker/domains/channels/ports.ts'
import { listOf, text } from '#worker/providers/channels/lenient.ts'
import type { ChannelIssue } from '#worker/pure/channel.ts'

export const Issue = v.object({ code: text, message: text, severity: text, attributeNames: listOf(v.string()), attributeName: text })

/** Amazon's attributes by the field of ours they come from. */
const FIELDS: Readonly<Record<string, string>> = {
  item_name: 'title',
  product_description: 'description',
  brand: 'brand',
  purchasable_offer: 'price',
  list_price: 'price',
  fulfillment_availability: 'quantity',
  externally_assigned_product_identifier: 'gtin',
  supplier_declared_has_product_identifier_exemption: 'gtin',
  merchant_suggested_asin: 'gtin',
  product_type: 'category',
  item_type_keyword: 'category',
  main_product_image_locator: 'images',
  item_package_weight: 'weight',
}

/** An issue of a listing, a submission or a processing report in our words, with the field it is about. */
export function toIssue({ code, message, severity, attributeNames, attributeName }: v.InferOutput<typeof Issue>): ChannelIssue {
  // `purchasable_offer.our_price` is about the attribute before the dot.
  const attribute = (attributeNames[0] ?? attributeName ?? '').split(/[.[#]/)[0] ?? ''
  return {
    code: code ?? '',
    severity: severity?.toUpperCase() === 'ERROR' ? 'error' : 'warning',
    field: attribute === '' ? null : (FIELDS[attribute] ?? `attributes.${attribute}`),
    message: message ?? '',
  }
}

/** 13013: there is no listing of this SKU. */
const GONE: ReadonlySet<string> = new Set(['13013'])

/** What issues make of a change: any error refuses it, warnings come along. */
export function outcomeOf(externalId: string, issues: ChannelIssue[]): PushOutcome {
  if (!issues.some(({ severity }) => severity === 'error')) return { externalId, kind: 'ok', issues }
  return issues.some(({ code }) => GONE.has(code)) ? { externalId, kind: 'gone' } : { externalId, kind: 'refused', issues }
}
