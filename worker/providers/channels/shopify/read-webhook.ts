import * as v from 'valibot'
import type { ChannelHint } from '#worker/domains/channels/ports.ts'
import { decimalOrNull, id, idOrNull, listOf, text } from '#worker/providers/channels/lenient.ts'
import type { ShopifyConfig } from './connector.ts'
import { isShopDomain } from './shop-domain.ts'
import { fromBase64, InvalidSignature, isSigned } from './signature.ts'

const TOPICS: Readonly<Record<string, ChannelHint['topic']>> = {
  'orders/create': 'orders',
  'orders/updated': 'orders',
  'orders/cancelled': 'orders',
  'inventory_levels/update': 'stock',
  'products/update': 'listings',
  'products/delete': 'listings',
  'bulk_operations/finish': 'batches',
  'app/uninstalled': 'uninstalled',
  'customers/data_request': 'privacy',
  'customers/redact': 'privacy',
  'shop/redact': 'privacy',
}

const Body = v.object({
  admin_graphql_api_id: text,
  inventory_item_id: idOrNull,
  available: decimalOrNull,
  myshopify_domain: text,
  shop_domain: text,
  orders_to_redact: listOf(id),
})
const NOTHING = v.parse(Body, {})

/**
 * Reads a delivery. Only the body is signed: what its headers say is a hint, and a body that names its shop has to name the
 * one of the header. What ends something has to name it.
 * @throws InvalidSignature 401
 */
export async function readWebhook(
  config: ShopifyConfig,
  { headers, rawBody }: { headers: Headers; rawBody: string },
): Promise<ChannelHint> {
  const signature = fromBase64(headers.get('x-shopify-hmac-sha256') ?? '')
  // After a rotation the old secret still signs for up to an hour.
  const secrets = [config.SHOPIFY_CLIENT_SECRET, config.SHOPIFY_CLIENT_SECRET_OLD]
  if (!(await isSigned(rawBody, signature, secrets))) throw new InvalidSignature()
  const accountRef = (headers.get('x-shopify-shop-domain') ?? '').toLowerCase()
  const deliveryId = headers.get('x-shopify-webhook-id') ?? ''
  const topic = TOPICS[(headers.get('x-shopify-topic') ?? '').toLowerCase()] ?? 'other'
  const body = readBody(rawBody)
  const named = body.myshopify_domain ?? body.shop_domain
  if (!isShopDomain(accountRef) || deliveryId === '') throw new InvalidSignature()
  const isNameNeeded = topic === 'uninstalled' || topic === 'privacy'
  if (named ? named.toLowerCase() !== accountRef : isNameNeeded) throw new InvalidSignature()
  const item = body.inventory_item_id
  const externalId = topic === 'stock' && item ? `gid://shopify/InventoryItem/${item}` : (body.admin_graphql_api_id ?? null)
  const redacted = topic === 'privacy' ? body.orders_to_redact.map((order) => `gid://shopify/Order/${order}`) : []
  const quantity = topic === 'stock' && body.available !== null ? { quantity: Math.max(0, Math.trunc(body.available)) } : {}
  return { deliveryId, accountRef, topic, externalId, ...quantity, ...(redacted.length > 0 && { forgetOrders: redacted }) }
}

function readBody(rawBody: string): v.InferOutput<typeof Body> {
  try {
    return v.parse(Body, JSON.parse(rawBody))
  } catch {
    return NOTHING
  }
}
