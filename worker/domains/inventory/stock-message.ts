import type { MessageOf } from '#queues/messages.ts'
import type { StockMovement } from '#worker/domains/inventory/ports.ts'
import { assert, present } from '#worker/pure/assert.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'

/** Movements one message carries: with reasons of full length it stays under the queue's 128 KB. */
export const MOVEMENTS_PER_MESSAGE = 100

/** The message that tells a run of movements. The same run has the same id, so that sending it twice is telling it once. */
export async function stockMoved(vendorId: Id<'vendor'>, movements: StockMovement[]): Promise<MessageOf<'stock.moved'>> {
  assert(movements.length > 0 && movements.length <= MOVEMENTS_PER_MESSAGE, 'a message carries some movements')
  const last = present(movements.at(-1), 'the last movement')
  const id = await deriveId('message', vendorId, 'stock.moved', ...movements.map(({ seq }) => String(seq)))
  return { type: 'stock.moved', version: 1, id, vendorId, occurredAtMs: last.atMs, movements }
}
