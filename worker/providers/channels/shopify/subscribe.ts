import * as v from 'valibot'
import { MOVE_SUBSCRIPTION, SUBSCRIBE, SUBSCRIPTIONS } from './documents.ts'
import { type Ask, refuseOn, UserErrors } from './graphql.ts'
import type { MoveSubscriptionMutationVariables, SubscribeMutationVariables, WebhookSubscriptionTopic } from './types.gen.ts'

/**
 * What we want to hear of, and all we want to be told: ids, because everything is fetched anew. The topics of privacy law
 * (customers/data_request, customers/redact, shop/redact) are set in the app's own settings at Shopify, not by this API.
 */
const WANTED: Readonly<Partial<Record<WebhookSubscriptionTopic, readonly string[]>>> = {
  ORDERS_CREATE: ['id', 'admin_graphql_api_id', 'updated_at'],
  ORDERS_UPDATED: ['id', 'admin_graphql_api_id', 'updated_at'],
  ORDERS_CANCELLED: ['id', 'admin_graphql_api_id', 'updated_at'],
  INVENTORY_LEVELS_UPDATE: ['inventory_item_id', 'location_id', 'available', 'updated_at'],
  PRODUCTS_UPDATE: ['id', 'admin_graphql_api_id', 'updated_at'],
  PRODUCTS_DELETE: ['id'],
  APP_UNINSTALLED: ['id', 'myshopify_domain'],
  BULK_OPERATIONS_FINISH: ['admin_graphql_api_id', 'status', 'error_code'],
}

const Subscriptions = v.looseObject({
  webhookSubscriptions: v.looseObject({ nodes: v.array(v.looseObject({ id: v.string(), topic: v.string(), uri: v.nullish(v.string()) })) }),
})
const Subscribed = v.looseObject({ webhookSubscriptionCreate: v.looseObject({ userErrors: UserErrors }) })
const Moved = v.looseObject({ webhookSubscriptionUpdate: v.looseObject({ userErrors: UserErrors }) })

/**
 * Makes sure that every topic is told to `uri`. Shopify deletes a subscription whose deliveries fail for hours: what is missing is
 * made again, and said. Safe to repeat.
 */
export async function subscribeToShop(ask: Ask, uri: string): Promise<{ isHealthy: boolean; detail: string | null }> {
  const { webhookSubscriptions } = await ask({ document: SUBSCRIPTIONS, variables: {}, cost: 52, reads: Subscriptions })
  const there = new Map(webhookSubscriptions.nodes.map((node) => [node.topic, node]))
  const missing: string[] = []
  for (const [topic, includeFields] of Object.entries(WANTED) as [WebhookSubscriptionTopic, string[]][]) {
    const known = there.get(topic)
    if (known?.uri === uri) continue
    const webhookSubscription = { uri, format: 'JSON', includeFields } as const
    if (known) {
      const variables: MoveSubscriptionMutationVariables = { id: known.id, webhookSubscription }
      const { webhookSubscriptionUpdate } = await ask({ document: MOVE_SUBSCRIPTION, variables, cost: 10, reads: Moved })
      refuseOn(webhookSubscriptionUpdate.userErrors)
    } else {
      const variables: SubscribeMutationVariables = { topic, webhookSubscription }
      const { webhookSubscriptionCreate } = await ask({ document: SUBSCRIBE, variables, cost: 10, reads: Subscribed })
      refuseOn(webhookSubscriptionCreate.userErrors)
      missing.push(topic)
    }
  }
  const wasThere = Object.keys(WANTED).length - missing.length
  return { isHealthy: true, detail: missing.length > 0 && wasThere > 0 ? `Missing, made again: ${missing.join(', ')}` : null }
}
