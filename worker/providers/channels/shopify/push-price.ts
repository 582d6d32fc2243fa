import * as v from 'valibot'
import type { PricePush, PushAnswer, PushOutcome } from '#worker/domains/channels/ports.ts'
import { toAmount, toMinor } from './amounts.ts'
import { UPDATE_VARIANTS } from './documents.ts'
import { type Ask, UserErrors } from './graphql.ts'
import { issuesOf } from './issues.ts'
import { readVariants } from './read-variant.ts'
import type { UpdateVariantsMutationVariables } from './types.gen.ts'

export const UpdatedVariants = v.looseObject({
  productVariantsBulkUpdate: v.looseObject({ userErrors: UserErrors }),
})

/**
 * Sets prices, one call a product. What has its price already is left alone, so that a call that was cut short goes on where
 * it was.
 */
export async function pushPrice(
  { ask, locationId, currency }: { ask: Ask; locationId: string; currency: string },
  items: readonly PricePush[],
): Promise<PushAnswer> {
  const ids = items.map(({ externalId }) => externalId)
  const found = await readVariants(ask, ids, locationId)
  const outcomes: PushOutcome[] = []
  const byProduct = new Map<string, PricePush[]>()
  for (const item of items) {
    const { externalId, priceMinor } = item
    const variant = found.get(externalId)
    if (!variant) outcomes.push({ externalId, kind: 'gone' })
    else if (item.currency !== currency) outcomes.push(otherCurrency(externalId, currency))
    else if (variant.price && toMinor(variant.price, currency) === priceMinor) outcomes.push({ externalId, kind: 'ok' })
    else byProduct.set(variant.product.id, [...(byProduct.get(variant.product.id) ?? []), item])
  }
  for (const [productId, group] of byProduct) outcomes.push(...(await setPrices(ask, productId, group)))
  return { kind: 'done', outcomes }
}

async function setPrices(ask: Ask, productId: string, items: readonly PricePush[]): Promise<PushOutcome[]> {
  const variables: UpdateVariantsMutationVariables = {
    productId,
    variants: items.map(({ externalId, priceMinor, currency }) => ({ id: externalId, price: toAmount(priceMinor, currency) })),
  }
  const { productVariantsBulkUpdate } = await ask({ document: UPDATE_VARIANTS, variables, cost: 10, reads: UpdatedVariants })
  const errors = productVariantsBulkUpdate.userErrors
  return items.map(({ externalId }, at): PushOutcome => {
    const own = errors.filter(({ field }) => !field?.some((part) => /^\d+$/.test(part)) || field.includes(String(at)))
    return own.length === 0 ? { externalId, kind: 'ok' } : { externalId, kind: 'refused', issues: issuesOf(own) }
  })
}

const otherCurrency = (externalId: string, currency: string): PushOutcome => ({
  externalId,
  kind: 'refused',
  issues: [{ code: 'other_currency', severity: 'error', field: 'price', message: `The shop sells in ${currency}.` }],
})
