import { createHmac } from 'node:crypto'
import type { Deliveries } from '#tests/emulators/channel-deliveries.ts'
import type { ChannelKit } from '#tests/emulators/channel-kit.ts'
import type { KeptState } from '#tests/emulators/channel-state.ts'
import type { SchemaChoice } from './schema.ts'
import { numberOfGid, type OrderState, primaryLocation, type ShopState, type VariantState, type World } from './world.ts'

/** What every part of the stand-in works with. */
export type Emulated = {
  kit: ChannelKit
  deliveries: Deliveries
  state: KeptState<World>
  /** How deliveries went so far, by subscription. */
  failures: { seen: number; bySubscription: Map<string, number> }
  /** What calls are held against. */
  schema: SchemaChoice
  clientId: string
  clientSecret: string
  /** How long a bulk operation and a cancellation take, ms. */
  bulkMs: number
  cancelMs: number
  /** Where it answers; known once it listens. */
  url: () => string
}

/** What resolvers get: one shop, in one request. */
export type ShopContext = Emulated & { shop: ShopState; version: string }

/** A number that no other thing has. */
export function nextNumber({ state }: Emulated): number {
  state.value.sequence += 1
  return state.value.sequence
}

/** `12.50` for 1250 of a currency with two decimals. */
export function decimalOf(minor: number, currency: string): string {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return (minor / 10 ** digits).toFixed(Math.max(1, digits))
}

/** 1250 for `12.50` of a currency with two decimals. */
export function minorOf(decimal: string, currency: string): number {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return Math.round(Number(decimal) * 10 ** digits)
}

const FAILURES_MAX = 8

/** Subscriptions that still stand: one whose deliveries failed so often in a row is deleted, as Shopify does. */
export function standingSubscriptions(emulated: Emulated, shop: ShopState) {
  noteAttempts(emulated)
  for (const { id } of Object.values(shop.subscriptions)) {
    if ((emulated.failures.bySubscription.get(id) ?? 0) >= FAILURES_MAX) delete shop.subscriptions[id]
  }
  return Object.values(shop.subscriptions)
}

/** Counts how often in a row each subscription was not answered well; reads each attempt once. */
function noteAttempts({ deliveries, failures }: Emulated): void {
  const attempts = deliveries.attempts()
  if (attempts.length < failures.seen) failures.seen = 0
  for (const { url, status } of attempts.slice(failures.seen)) {
    const id = url.split('#')[1] ?? ''
    const isWell = status >= 200 && status < 300
    failures.bySubscription.set(id, isWell ? 0 : (failures.bySubscription.get(id) ?? 0) + 1)
  }
  failures.seen = attempts.length
}

/** A variant by its SKU or inventory item; found once, then by its id as long as that is true. */
export function findVariant(shop: ShopState, member: 'sku' | 'inventoryItemId', value: string): VariantState | undefined {
  const known = places.get(shop) ?? new Map<string, string>()
  places.set(shop, known)
  const guess = shop.variants[known.get(`${member} ${value}`) ?? '']
  if (guess?.[member] === value) return guess
  for (const variant of Object.values(shop.variants)) known.set(`${member} ${variant[member]}`, variant.id)
  const found = shop.variants[known.get(`${member} ${value}`) ?? '']
  return found?.[member] === value ? found : undefined
}
const places = new WeakMap<ShopState, Map<string, string>>()

/** Tells whoever subscribed to a topic (`ORDERS_CREATE`), with the members they asked for. */
export function tell(emulated: Emulated, shop: ShopState, topic: string, payload: Record<string, unknown>): void {
  for (const { id, uri, includeFields, ...subscription } of standingSubscriptions(emulated, shop)) {
    if (subscription.topic !== topic) continue
    const kept = includeFields.length === 0 ? payload : Object.fromEntries(includeFields.map((name) => [name, payload[name] ?? null]))
    emulated.deliveries.offer({ url: `${uri}#${id}`, ...signedDelivery(emulated, { shop: shop.domain, topic, payload: kept }) })
  }
}

/** A delivery as Shopify signs it. `secret`: as somebody else would. */
export function signedDelivery(
  emulated: Emulated,
  {
    shop,
    topic,
    payload,
    id,
    secret = emulated.clientSecret,
  }: { shop: string; topic: string; payload: unknown; id?: string; secret?: string },
): { headers: Record<string, string>; body: string } {
  const body = JSON.stringify(payload)
  const at = new Date(emulated.kit.now()).toISOString()
  const headers = {
    'content-type': 'application/json',
    'x-shopify-topic': topic.toLowerCase().replace(/^(.*)_([a-z]+)$/, '$1/$2'),
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
    'x-shopify-shop-domain': shop,
    'x-shopify-webhook-id': id ?? `wh-${nextNumber(emulated)}`,
    'x-shopify-event-id': `ev-${nextNumber(emulated)}`,
    'x-shopify-triggered-at': at,
    'x-shopify-api-version': '2026-10',
  }
  return { headers, body }
}

export function tellOrder(emulated: Emulated, shop: ShopState, order: OrderState, topic: string): void {
  order.updatedAtMs = emulated.kit.now()
  tell(emulated, shop, topic, {
    id: Number(numberOfGid(order.id)),
    admin_graphql_api_id: order.id,
    name: order.name,
    updated_at: new Date(order.updatedAtMs).toISOString(),
    shipping_address: order.address,
  })
}

/** Sets a quantity, by whoever said so, and tells. */
export function setAvailable(
  emulated: Emulated,
  shop: ShopState,
  variant: VariantState,
  quantity: number,
  reference: string | null,
  locationId = primaryLocation(shop),
): void {
  variant.available[locationId] = quantity
  variant.reference = reference
  tell(emulated, shop, 'INVENTORY_LEVELS_UPDATE', {
    inventory_item_id: Number(numberOfGid(variant.inventoryItemId)),
    location_id: Number(numberOfGid(locationId)),
    available: quantity,
    updated_at: new Date(emulated.kit.now()).toISOString(),
    admin_graphql_api_id: `gid://shopify/InventoryLevel/${numberOfGid(variant.inventoryItemId)}`,
  })
}

export function tellProduct(
  emulated: Emulated,
  shop: ShopState,
  productId: string,
  topic: 'PRODUCTS_CREATE' | 'PRODUCTS_UPDATE' | 'PRODUCTS_DELETE',
): void {
  const product = shop.products[productId]
  if (product) product.updatedAtMs = emulated.kit.now()
  tell(emulated, shop, topic, {
    id: Number(numberOfGid(productId)),
    admin_graphql_api_id: productId,
    updated_at: new Date(emulated.kit.now()).toISOString(),
  })
}
