import { nextNumber, type ShopContext, tell } from './context.ts'
import { gid, type ShopState } from './world.ts'

type SubscriptionInput = { uri?: string | null; includeFields?: string[] | null }

export function subscribe({ topic, webhookSubscription }: { topic: string; webhookSubscription: SubscriptionInput }, context: ShopContext) {
  const { subscriptions } = context.shop
  const { uri } = webhookSubscription
  const refuse = (message: string) => ({ webhookSubscription: null, userErrors: [{ field: ['webhookSubscription', 'uri'], message }] })
  if (!uri || !/^https?:\/\//.test(uri)) return refuse('Address is invalid')
  if (Object.values(subscriptions).some((each) => each.topic === topic && each.uri === uri))
    return refuse('Address for this topic has already been taken')
  const made = { id: gid('WebhookSubscription', nextNumber(context)), topic, uri, includeFields: webhookSubscription.includeFields ?? [] }
  subscriptions[made.id] = made
  return { webhookSubscription: { ...made, format: 'JSON' }, userErrors: [] }
}

export function moveSubscription(
  { id, webhookSubscription }: { id: string; webhookSubscription: SubscriptionInput },
  { shop }: ShopContext,
) {
  const known = shop.subscriptions[id]
  if (!known) return { webhookSubscription: null, userErrors: [{ field: ['id'], message: 'Webhook subscription does not exist' }] }
  if (webhookSubscription.uri != null) known.uri = webhookSubscription.uri
  if (webhookSubscription.includeFields != null) known.includeFields = webhookSubscription.includeFields
  return { webhookSubscription: { ...known, format: 'JSON' }, userErrors: [] }
}

export function uninstall(_: unknown, context: ShopContext) {
  leaveShop(context, context.shop)
  return { app: null, userErrors: [] }
}

/** Nobody of the app is let in any more, which is the last thing it is told. */
export function leaveShop(context: ShopContext, shop: ShopState): void {
  shop.tokens = []
  tell(context, shop, 'APP_UNINSTALLED', { id: 1, name: shop.name, myshopify_domain: shop.domain, domain: shop.domain })
  shop.subscriptions = {}
}
