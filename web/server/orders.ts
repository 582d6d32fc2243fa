import type { InferResponseType } from 'hono/client'
import type { ApiClient } from '#worker/client.ts'

type Api = ApiClient['api']['v1']

/** A purchase in the buyer's list: an order of every store. */
export type Purchase = InferResponseType<Api['orders']['$get'], 200>['items'][number]
/** A purchase with its addresses, steps and parcels. */
export type WholePurchase = InferResponseType<Api['orders'][':orderGroupId']['$get'], 200>
export type SavedAddress = InferResponseType<Api['me']['addresses']['$get'], 200>['items'][number]

export const PURCHASE_VIEWS = ['all', 'on_the_way', 'delivered', 'cancelled'] as const

/**
 * Puts what an order had into the cart again, line by line. What is no longer sold is left out.
 * @returns how many lines went in, and how many did not
 */
export async function buyAgain(
  api: ApiClient,
  order: WholePurchase['orders'][number],
  key: string,
): Promise<{ added: number; left: number }> {
  let added = 0
  for (const [index, { variantId, quantity, unitPrice }] of order.lines.entries()) {
    const response = await api.api.v1.cart.lines.$post(
      { json: { variantId, quantity: Math.min(quantity, 99), currency: unitPrice.currency } },
      { headers: { 'idempotency-key': `${key}-${index}` } },
    )
    if (response.ok) added++
  }
  return { added, left: order.lines.length - added }
}
