import * as platform from '#db/platform/queries/outbox.ts'
import type { PlatformDb, VendorDb } from '#db/types.ts'
import * as vendor from '#db/vendor/queries/outbox.ts'
import type { MessageType } from '#queues/messages.ts'
import type { Id } from '#worker/pure/ids.ts'

/** Where messages go: slow work (new databases, migrations) has a queue of its own, so that it never delays a sale. */
export type Senders = { events: Pick<Queue, 'sendBatch'>; jobs: Pick<Queue, 'sendBatch'> }
const JOBS: ReadonlySet<string> = new Set<MessageType>(['vendor.registered', 'vendor.migrate'])

/** Cloudflare takes at most 100 messages a batch. */
const BATCH = 100
/** A run stops after this many batches; the next sweep goes on. */
const BATCHES_MAX = 10

/**
 * Sends what an outbox holds, oldest first, then marks it as sent. Killed in between it sends again: every consumer takes
 * a message twice without harm.
 * @returns how many were sent
 */
export async function drainOutbox(
  source: { kind: 'platform'; db: PlatformDb } | { kind: 'vendor'; db: VendorDb },
  senders: Senders,
  now: () => number,
): Promise<number> {
  let sent = 0
  for (let round = 0; round < BATCHES_MAX; round++) {
    const waiting =
      source.kind === 'platform' ? await platform.unsentMessages(source.db, BATCH) : await vendor.unsentMessages(source.db, BATCH)
    if (waiting.length === 0) return sent
    await sendAll(waiting, senders)
    const ids: Id<'message'>[] = waiting.map(({ id }) => id)
    if (source.kind === 'platform') await platform.markSent(source.db, ids, now())
    else await vendor.markSent(source.db, ids, now())
    sent += waiting.length
    if (waiting.length < BATCH) return sent
  }
  return sent
}

async function sendAll(waiting: { body: unknown }[], senders: Senders): Promise<void> {
  const isJob = ({ body }: { body: unknown }) => typeof body === 'object' && body !== null && 'type' in body && JOBS.has(String(body.type))
  const jobs = waiting.filter(isJob)
  const events = waiting.filter((message) => !isJob(message))
  if (jobs.length > 0) await senders.jobs.sendBatch(jobs.map(({ body }) => ({ body, contentType: 'json' })))
  if (events.length > 0) await senders.events.sendBatch(events.map(({ body }) => ({ body, contentType: 'json' })))
}
