import { drainOutbox, type Senders, sendCommitted } from '#queues/outbox.ts'
import type { Ctx } from '#worker/domains/ctx.ts'

type Parts = Pick<Ctx, 'platform' | 'vendorDb' | 'now' | 'defer'> & { senders: Senders }
type From = Parameters<Ctx['relay']>[0]

/**
 * Makes a context's `relay`. Messages it is given go out from memory; else the outbox is read, once for all that ask
 * before the answer is out.
 */
export function createRelay({ platform, vendorDb, now, defer, senders }: Parts): Ctx['relay'] {
  const underWay = new Set<From>()
  const drain = async (from: From) => {
    // What is committed from here on is seen by the read below, or asks for itself.
    underWay.delete(from)
    if (from === 'platform') await drainOutbox({ kind: 'platform', db: platform }, senders, now)
    else await drainOutbox({ kind: 'vendor', db: await vendorDb(from) }, senders, now)
  }
  // A failure here loses nothing: the rows stay unsent, and the sweep sends them.
  const later = (from: From, work: Promise<unknown>) =>
    defer(work.catch((error) => console.warn(JSON.stringify({ level: 'warn', event: 'relay_failed', from, error: String(error) }))))
  return (from, committed) => {
    if (committed !== undefined && from === 'platform') {
      if (committed.length > 0) later(from, sendCommitted(platform, committed, senders))
      return
    }
    if (underWay.has(from)) return
    underWay.add(from)
    later(
      from,
      Promise.resolve().then(() => drain(from)),
    )
  }
}
