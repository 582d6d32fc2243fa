import * as platform from '#db/platform/queries/outbox.ts'
import type { PlatformDb, VendorDb } from '#db/types.ts'
import * as vendor from '#db/vendor/queries/outbox.ts'
import type { MessageType } from '#queues/messages.ts'
import type { Id } from '#worker/pure/ids.ts'
import { CLAIM_LIVES_MS } from '#worker/pure/message.ts'

/**
 * Where messages go. Slow work (new databases, migrations) and each kind of work for channels have queues of their own, so that
 * none of it ever delays a sale, nor a slow channel's listings its orders.
 */
export type Senders = Readonly<Record<Lane, Pick<Queue, 'sendBatch'>>>
type Lane = 'events' | 'jobs' | 'channelOrders' | 'channelStock' | 'channelListings'

/** What does not go with the events. */
const LANE_OF: Readonly<Partial<Record<MessageType, Lane>>> = {
  'vendor.registered': 'jobs',
  'vendor.migrate': 'jobs',
  'channel.orders_due': 'channelOrders',
  'channel.orders_received': 'channelOrders',
  'channel.order_moved': 'channelOrders',
  'channel.actions_due': 'channelOrders',
  'channel.stock_due': 'channelStock',
  'channel.listings_due': 'channelListings',
}

/** Cloudflare takes at most 100 messages a batch. */
const BATCH = 100
/** A run stops after this many batches; the next sweep goes on. */
const BATCHES_MAX = 10

type Waiting = { id: Id<'message'>; body: unknown }
export type Source = { kind: 'platform'; db: PlatformDb } | { kind: 'vendor'; db: VendorDb }

/**
 * Sends what an outbox holds and nobody else is sending, oldest first, then marks it as sent. Killed in between, the
 * claim runs out and it is sent again: every consumer takes a message twice without harm.
 * @returns how many were sent
 */
export async function drainOutbox(source: Source, senders: Senders, now: () => number): Promise<number> {
  let sent = 0
  for (let round = 0; round < BATCHES_MAX; round++) {
    const waiting = await claim(source, now())
    if (waiting.length === 0) return sent
    await sendClaimed(source, waiting, senders)
    const ids = waiting.map(({ id }) => id)
    if (source.kind === 'platform') await platform.markSent(source.db, ids, now())
    else await vendor.markSent(source.db, ids, now())
    sent += waiting.length
    if (waiting.length < BATCH) return sent
  }
  return sent
}

/** A store's outbox has no claims: few write to it, and its databases are not all of the newest version. */
const claim = (source: Source, nowMs: number): Promise<Waiting[]> =>
  source.kind === 'platform'
    ? platform.claimUnsent(source.db, { nowMs, untilMs: nowMs + CLAIM_LIVES_MS, limit: BATCH })
    : vendor.unsentMessages(source.db, BATCH)

/** What the queue does not take is nobody's again, so that the next relay need not wait for the claim to run out. */
async function sendClaimed(source: Source, waiting: Waiting[], senders: Senders): Promise<void> {
  try {
    await sendAll(waiting, senders)
  } catch (error) {
    if (source.kind === 'platform') {
      await platform.dropClaims(
        source.db,
        waiting.map(({ id }) => id),
      )
    }
    throw error
  }
}

/**
 * Sends messages whose sender has just committed them under a claim of its own, from memory: no round trip. They stay in
 * the outbox until their consumer takes them off in the commit it makes anyway; lost on the way, the claim runs out and the
 * sweep sends them.
 */
export async function sendCommitted(db: PlatformDb, messages: readonly { id: Id<'message'> }[], senders: Senders): Promise<void> {
  await sendClaimed(
    { kind: 'platform', db },
    messages.map((body) => ({ id: body.id, body })),
    senders,
  )
}

async function sendAll(waiting: { body: unknown }[], senders: Senders): Promise<void> {
  const byLane = Map.groupBy(waiting, ({ body }) => laneOf(body))
  for (const [lane, messages] of byLane) await senders[lane].sendBatch(messages.map(({ body }) => ({ body, contentType: 'json' })))
}

function laneOf(body: unknown): Lane {
  const type = typeof body === 'object' && body !== null && 'type' in body ? String(body.type) : ''
  return Object.hasOwn(LANE_OF, type) ? (LANE_OF[type as MessageType] ?? 'events') : 'events'
}
