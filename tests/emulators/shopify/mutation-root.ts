import { GraphQLError, type GraphQLResolveInfo, getDirectiveValues } from 'graphql'
import { startBulk } from './bulk.ts'
import type { ShopContext } from './context.ts'
import { moveSubscription, subscribe, uninstall } from './mutate-app.ts'
import { setQuantities } from './mutate-inventory.ts'
import { cancelOrder, createFulfilment, createRefund } from './mutate-orders.ts'
import { publish, setProduct, updateProduct, updateVariants } from './mutate-products.ts'

type Resolver<A> = (args: A, context: ShopContext, info: GraphQLResolveInfo) => unknown
type Payload = { userErrors: { code?: string; field: string[]; message: string }[] }

/** What can be done in a shop. */
export const mutationRoot = {
  inventorySetQuantities: keyed(setQuantities, { inventoryAdjustmentGroup: null }),
  refundCreate: keyed(createRefund, { order: null, refund: null }),
  productVariantsBulkUpdate: changing(updateVariants),
  productSet: changing(setProduct),
  productUpdate: changing(updateProduct),
  publishablePublish: changing(publish),
  bulkOperationRunQuery: changing(startBulk),
  fulfillmentCreate: changing(createFulfilment),
  orderCancel: changing(cancelOrder),
  webhookSubscriptionCreate: changing(subscribe),
  webhookSubscriptionUpdate: changing(moveSubscription),
  appUninstall: changing(uninstall),
}

function changing<A>(mutate: (args: A, context: ShopContext) => unknown): Resolver<A> {
  return (args, context) => {
    const payload = mutate(args, context)
    context.state.changed()
    return payload
  }
}

/** A mutation that wants `@idempotent`: the same key again answers what it answered, with other arguments it is refused. */
function keyed<A>(mutate: (args: A, context: ShopContext) => Payload, nothing: Record<string, null>): Resolver<A> {
  return (args, context, info) => {
    const directive = info.schema.getDirective('idempotent')
    const [node] = info.fieldNodes
    const key = directive && node && getDirectiveValues(directive, node, info.variableValues)?.key
    if (typeof key !== 'string' || key === '') {
      throw new GraphQLError('The @idempotent directive is required for this mutation but was not provided.', {
        extensions: { code: 'BAD_REQUEST' },
      })
    }
    const { shop } = context
    const refuse = (code: string, message: string) => ({ ...nothing, userErrors: [{ code, field: [], message }] })
    if (shop.twins > 0) {
      shop.twins -= 1
      return refuse('IDEMPOTENCY_CONCURRENT_REQUEST', 'A request with this idempotency key is in progress.')
    }
    const fingerprint = JSON.stringify(args)
    const known = shop.idempotency[key]
    if (known && known.fingerprint !== fingerprint)
      return refuse('IDEMPOTENCY_KEY_PARAMETER_MISMATCH', 'The idempotency key was used with other parameters.')
    if (known?.isFailure) return refuse('IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED', 'The previous request with this idempotency key failed.')
    if (known) return known.payload
    const payload = mutate(args, context)
    // What it answered, not what has become of it since.
    const kept = JSON.parse(JSON.stringify(payload)) as unknown
    shop.idempotency[key] = { fingerprint, payload: kept, isFailure: payload.userErrors.length > 0 }
    context.state.changed()
    return payload
  }
}
