import * as v from 'valibot'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { ChannelOrder, Parcel } from '#worker/domains/channels/ports.ts'
import { CREATE_FULFILMENT, FULFILMENT_STATE } from './documents.ts'
import { type Ask, refuseOn, UserErrors } from './graphql.ts'
import type { CreateFulfilmentMutationVariables, FulfilmentStateQueryVariables } from './types.gen.ts'

const State = v.looseObject({
  order: v.nullish(
    v.looseObject({
      cancelledAt: v.nullish(v.string()),
      displayFulfillmentStatus: v.nullish(v.string()),
      fulfillmentOrders: v.looseObject({
        nodes: v.array(
          v.looseObject({
            id: v.string(),
            status: v.string(),
            assignedLocation: v.nullish(v.looseObject({ location: v.nullish(v.looseObject({ id: v.string() })) })),
          }),
        ),
      }),
    }),
  ),
})
const Created = v.looseObject({ fulfillmentCreate: v.looseObject({ userErrors: UserErrors }) })

/**
 * Tells Shopify that everything still open of an order has left, and has it tell the buyer. What is open is read first, so a
 * second call finds nothing to do. One call for each location, as Shopify wants it.
 * @throws ChannelRefused if the order is cancelled, on hold or unknown there
 */
export async function confirmShipment(ask: Ask, { externalId }: Pick<ChannelOrder, 'externalId'>, parcel: Parcel): Promise<void> {
  const asked: FulfilmentStateQueryVariables = { id: externalId }
  const { order } = await ask({ document: FULFILMENT_STATE, variables: asked, cost: 12, reads: State })
  if (!order) throw new ChannelRefused('shopify', 'not_found', 'the order is not there any more')
  const open = order.fulfillmentOrders.nodes.filter(({ status }) => status === 'OPEN' || status === 'IN_PROGRESS')
  if (open.length === 0) {
    if (order.cancelledAt) throw new ChannelRefused('shopify', 'cancelled', 'the order is cancelled there')
    const isHeld = order.fulfillmentOrders.nodes.some(({ status }) => status === 'ON_HOLD' || status === 'SCHEDULED')
    if (isHeld) throw new ChannelRefused('shopify', 'on_hold', 'the order is on hold there')
    return
  }
  const byLocation = new Map<string, string[]>()
  for (const { id, assignedLocation } of open) {
    const location = assignedLocation?.location?.id ?? ''
    byLocation.set(location, [...(byLocation.get(location) ?? []), id])
  }
  for (const ids of byLocation.values()) {
    const variables: CreateFulfilmentMutationVariables = {
      fulfillment: {
        lineItemsByFulfillmentOrder: ids.map((fulfillmentOrderId) => ({ fulfillmentOrderId })),
        notifyCustomer: true,
        trackingInfo: { company: parcel.carrier, number: parcel.trackingNumber, ...(parcel.trackingUrl && { url: parcel.trackingUrl }) },
      },
    }
    const { fulfillmentCreate } = await ask({ document: CREATE_FULFILMENT, variables, cost: 11, reads: Created })
    refuseOn(fulfillmentCreate.userErrors)
  }
}
