import * as v from 'valibot'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { ChannelOrder, ChannelRefund } from '#worker/domains/channels/ports.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { toAmount, toMinor } from './amounts.ts'
import { CREATE_REFUND, REFUND_STATE } from './documents.ts'
import { type Ask, refuseOn, UserErrors } from './graphql.ts'
import type { CreateRefundMutationVariables, OrderTransactionInput, RefundStateQueryVariables } from './types.gen.ts'

const Bag = v.looseObject({ shopMoney: v.looseObject({ amount: v.string() }) })
const Suggested = v.looseObject({
  amountSet: Bag,
  suggestedTransactions: v.array(
    v.looseObject({
      gateway: v.nullish(v.string()),
      parentTransaction: v.nullish(v.looseObject({ id: v.string() })),
      amountSet: Bag,
      maximumRefundableSet: v.nullish(Bag),
    }),
  ),
})
type Suggested = v.InferOutput<typeof Suggested>
const State = v.looseObject({
  order: v.nullish(
    v.looseObject({
      refunds: v.array(v.looseObject({ note: v.nullish(v.string()) })),
      suggestedRefund: v.nullish(Suggested),
    }),
  ),
})
const Created = v.looseObject({ refundCreate: v.looseObject({ userErrors: UserErrors }) })

const REASONS = { customer_return: 'CUSTOMER', damaged: 'DAMAGE', not_received: 'OTHER', goodwill: 'OTHER', other: 'OTHER' } as const

type Refunded = Pick<ChannelOrder, 'externalId' | 'currency'>

/**
 * Pays a part of an order back the way it was paid. Known by our id in its note: one that is there is not made again, and the
 * same call twice at once has one key.
 * @throws ChannelRefused if there is not so much left to pay back
 */
export async function refundOrder(ask: Ask, { externalId, currency }: Refunded, refund: ChannelRefund): Promise<void> {
  const refundLineItems = refund.lines
    .filter(({ quantity }) => quantity > 0)
    .map(({ externalId: lineItemId, quantity }) => ({ lineItemId, quantity, restockType: 'NO_RESTOCK' as const }))
  const shipping = refund.shippingMinor > 0 ? toAmount(refund.shippingMinor, currency) : null
  const asked: RefundStateQueryVariables = { id: externalId, lines: refundLineItems, shipping }
  const { order } = await ask({ document: REFUND_STATE, variables: asked, cost: 10, reads: State })
  if (!order) throw new ChannelRefused('shopify', 'not_found', 'the order is not there any more')
  if (order.refunds.some(({ note }) => note?.includes(refund.refundId))) return
  const totalMinor = sumMinor(refund.lines.map(({ amountMinor }) => amountMinor)) + refund.shippingMinor
  const isAsSuggested = order.suggestedRefund && toMinor(order.suggestedRefund.amountSet.shopMoney.amount, currency) === totalMinor
  const variables: CreateRefundMutationVariables = {
    key: refund.refundId,
    input: {
      orderId: externalId,
      note: `${refund.note} [${refund.refundId}]`.trim(),
      notify: true,
      refundLineItems,
      ...(shipping && { shipping: { amount: shipping } }),
      ...(!isAsSuggested && { discrepancyReason: REASONS[refund.reason] }),
      transactions: waysBack(order.suggestedRefund, externalId, totalMinor, currency),
    },
  }
  const { refundCreate } = await ask({ document: CREATE_REFUND, variables, cost: 10, reads: Created })
  refuseOn(refundCreate.userErrors)
}

/** The payments it goes back to, each no more than is left of it. */
function waysBack(suggested: Suggested | null | undefined, orderId: string, totalMinor: number, currency: string): OrderTransactionInput[] {
  const transactions: OrderTransactionInput[] = []
  let leftMinor = totalMinor
  for (const { gateway, parentTransaction, amountSet, maximumRefundableSet } of suggested?.suggestedTransactions ?? []) {
    const most = toMinor((maximumRefundableSet ?? amountSet).shopMoney.amount, currency)
    const minor = Math.min(most, leftMinor)
    if (minor <= 0 || !parentTransaction || !gateway) continue
    transactions.push({ orderId, parentId: parentTransaction.id, gateway, kind: 'REFUND', amount: toAmount(minor, currency) })
    leftMinor -= minor
  }
  if (leftMinor > 0) throw new ChannelRefused('shopify', 'exceeds_refundable', 'there is not so much left to pay back')
  return transactions
}
