import * as v from 'valibot'
import { ChannelUnavailable, NotAuthorised } from '#worker/domains/channels/errors.ts'
import { id, listOf, part, text } from '#worker/providers/channels/lenient.ts'
import { toAmount, toMinor } from './amount.ts'
import type { productFees } from './models.gen.ts'
import type { Account } from './session.ts'

const ITEMS_MAX = 20
const Amount = v.object({ CurrencyCode: v.string(), Amount: v.number() })
const Estimate = v.object({
  Status: text,
  FeesEstimateIdentifier: part(v.object({ IdValue: id, SellerInputIdentifier: text })),
  FeesEstimate: part(v.object({ TotalFeesEstimate: part(Amount) })),
})
const Estimates = listOf(Estimate)

type Priced = { externalId: string; priceMinor: number; currency: string }

/** What Amazon would keep of a sale, minor units; an item it says nothing of is left out. */
export async function estimateFees(
  { api, marketplace }: Account,
  items: readonly Priced[],
): Promise<{ externalId: string; feeMinor: number }[]> {
  const fees: { externalId: string; feeMinor: number }[] = []
  for (let at = 0; at < items.length; at += ITEMS_MAX) {
    const json: productFees['GetMyFeesEstimatesRequest'] = items.slice(at, at + ITEMS_MAX).map((item) => ({
      IdType: 'SellerSKU',
      IdValue: item.externalId,
      FeesEstimateRequest: {
        MarketplaceId: marketplace.id,
        IsAmazonFulfilled: false,
        PriceToEstimateFees: { ListingPrice: { CurrencyCode: item.currency, Amount: Number(toAmount(item.priceMinor, item.currency)) } },
        Identifier: item.externalId,
      },
    }))
    try {
      fees.push(...readFees(await api.call('getMyFeesEstimates', { method: 'POST', path: '/products/fees/v0/feesEstimate', json })))
    } catch (error) {
      // Nice to have: without the role for it there is none.
      if (!(error instanceof NotAuthorised)) throw error
    }
  }
  return fees
}

export function readFees(answer: unknown): { externalId: string; feeMinor: number }[] {
  if (!Array.isArray(answer)) throw new ChannelUnavailable('amazon', new Error('an estimate of another shape'))
  return v.parse(Estimates, answer).flatMap(({ FeesEstimateIdentifier: named, FeesEstimate: estimate }) => {
    const total = estimate?.TotalFeesEstimate
    const externalId = named?.SellerInputIdentifier ?? named?.IdValue
    return total && externalId ? [{ externalId, feeMinor: toMinor(total.Amount, total.CurrencyCode) }] : []
  })
}
