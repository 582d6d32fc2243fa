import * as v from 'valibot'
import type { ChannelHint } from '#worker/domains/channels/ports.ts'
import { idOrNull, part, text } from '#worker/providers/channels/lenient.ts'
import { sha256Hex } from '#worker/pure/hash.ts'
import { Problem } from '#worker/pure/problem.ts'

/** 401: the delivery does not carry the key of our event bus, or is no notification. */
export class InvalidSignature extends Problem {
  constructor() {
    super('invalid_signature', 401, 'This delivery is not one of Amazon’s.')
  }
}

export const KEY_HEADER = 'x-api-key'

const TOPICS: Readonly<Record<string, ChannelHint['topic']>> = {
  ORDER_CHANGE: 'orders',
  LISTINGS_ITEM_STATUS_CHANGE: 'listings',
  // Amazon's schema spells it so, its example as above.
  LISTINGS_ITEM_STATUS_CHANGED: 'listings',
  LISTINGS_ITEM_ISSUES_CHANGE: 'listings',
  LISTINGS_ITEM_MFN_QUANTITY_CHANGE: 'stock',
  FBA_INVENTORY_AVAILABILITY_CHANGES: 'stock',
  FEED_PROCESSING_FINISHED: 'batches',
  // Reports are only made for imports, which look at them by themselves.
  REPORT_PROCESSING_FINISHED: 'other',
}

const Inner = v.object({ SellerId: text, AmazonOrderId: text, Sku: text, SKU: text, FeedId: idOrNull })
type Inner = v.InferOutput<typeof Inner>
const Notification = v.object({
  NotificationType: v.string(),
  Payload: part(v.looseObject({})),
  NotificationMetadata: part(v.object({ NotificationId: text })),
})

/**
 * Reads a notification as our event bus forwards it: bare, or in an event's `detail`. Amazon writes the names of members with a
 * capital in one version and without in another.
 * @throws InvalidSignature 401
 */
export async function parseNotification({ headers, rawBody }: { headers: Headers; rawBody: string }, key: string): Promise<ChannelHint> {
  if (!(await isSameSecret(headers.get(KEY_HEADER) ?? '', key))) throw new InvalidSignature()
  const body = v.safeParse(v.pipe(v.string(), v.parseJson(), v.looseObject({})), rawBody)
  if (!body.success) throw new InvalidSignature()
  const wrapped = body.output.detail
  const read = v.safeParse(Notification, capitalised(typeof wrapped === 'object' && wrapped !== null ? wrapped : body.output))
  if (!read.success) throw new InvalidSignature()
  const { NotificationType: type, Payload: payload, NotificationMetadata: metadata } = read.output
  const about = innermost(payload ?? {})
  const topic = TOPICS[type] ?? 'other'
  return {
    // One without an id is known again by its words.
    deliveryId: metadata?.NotificationId || (await sha256Hex(rawBody)),
    accountRef: about.SellerId ?? '',
    topic,
    externalId: (topic === 'orders' ? about.AmazonOrderId : topic === 'batches' ? about.FeedId : (about.Sku ?? about.SKU)) ?? null,
  }
}

/** A payload is what it is about, or holds one member that is: `{ OrderChangeNotification: { SellerId, … } }`. */
function innermost(payload: Record<string, unknown>): Inner {
  const members = Object.values(payload).filter((value) => typeof value === 'object' && value !== null)
  // What a vendor's account is told names no seller.
  const nested = members.find((value) => 'SellerId' in value) ?? members[0]
  const read = v.safeParse(Inner, 'SellerId' in payload ? payload : (nested ?? {}))
  return read.success ? read.output : { SellerId: null, AmazonOrderId: null, Sku: null, SKU: null, FeedId: null }
}

function capitalised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalised)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.charAt(0).toUpperCase() + name.slice(1), capitalised(inner)]),
  )
}

/** Compared by their digests, so that the time it takes says nothing of either. */
async function isSameSecret(given: string, expectedKey: string): Promise<boolean> {
  // Anybody can send an empty key.
  if (expectedKey.trim() === '') return false
  const digest = async (text: string) => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  const [a, b] = await Promise.all([digest(given), digest(expectedKey)])
  return a.reduce((difference, byte, at) => difference | (byte ^ (b[at] ?? 0)), 0) === 0
}
