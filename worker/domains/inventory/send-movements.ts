import type { StockStore } from '#worker/domains/inventory/stock-store.ts'
import { assert } from '#worker/pure/assert.ts'
import { isId } from '#worker/pure/ids.ts'
import { MOVEMENTS_PER_MESSAGE, stockMoved } from './stock-message.ts'

/**
 * Makes the verb that tells a store's movements to the queue, in order, one run at a time however often it is called; those
 * a caller tells are left to them while they may. What the queue does not take stays unsent: nothing throws, and the next
 * call begins there. A run that dies between sending and marking is sent again under the same numbers, which its consumer
 * knows.
 */
export function createMovementSender(
  store: StockStore,
  queue: Pick<Queue, 'send'>,
  vendorId: string | null,
  now: () => number,
): () => Promise<void> {
  let running: Promise<void> | null = null

  async function sendAll(): Promise<void> {
    try {
      const next = () => store.unsent(now(), MOVEMENTS_PER_MESSAGE)
      for (let batch = next(); batch.length > 0; batch = next()) {
        assert(vendorId !== null && isId('vendor', vendorId), 'a StockLock is named by its vendor')
        await queue.send(await stockMoved(vendorId, batch))
        store.markTold(batch.map(({ seq }) => seq))
      }
    } catch (error) {
      console.warn(JSON.stringify({ level: 'warn', event: 'stock_unsent', vendorId, error: String(error) }))
    }
  }

  return () => {
    // Reset by `finally` of the promise, not inside: a run with nothing to send ends before it has been assigned.
    running ??= sendAll().finally(() => {
      running = null
    })
    return running
  }
}
