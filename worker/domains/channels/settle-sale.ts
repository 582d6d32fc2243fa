import type { ConnectionRow } from '#db/vendor/queries/channels/connections.ts'
import { type ImportOutcome, type ImportRow, type readCandidates, readPast, storeOutcome } from '#db/vendor/queries/channels/imports.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import type { Done, StockLine, StockRefusal } from '#worker/domains/inventory/ports.ts'
import type { MappedLine, mapLines } from '#worker/pure/channel-import.ts'
import type { ChannelOrder } from '#worker/pure/channel-order.ts'
import type { Id } from '#worker/pure/ids.ts'
import { Unavailable } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { wakeActions } from './wake-actions.ts'

export type ImportCtx = Pick<Ctx, 'platform' | 'vendorDb' | 'stockLocks' | 'pacers' | 'settings' | 'principal' | 'now' | 'relay'>

/** An order of a channel, with what is known of the goods it names. */
export type Sale = {
  vendorId: Id<'vendor'>
  connection: ConnectionRow
  row: ImportRow
  candidates: Awaited<ReturnType<typeof readCandidates>>
}
/** The same, read and ready to be decided. */
export type ReadSale = Sale & { document: ChannelOrder; mapped: MappedLine[]; found: ReturnType<typeof mapLines>['found'] }

/**
 * Has an order hold these lines and no others, as this reading of it says.
 * @param isTold as for every call to the lock: the caller stores and tells the movements it is answered
 * @returns a refusal if it can be decided by
 * @throws PreconditionFailed if a newer reading of the order was there first; Unavailable 503 if the stock cannot be reached
 */
export async function holdStock(
  ctx: ImportCtx,
  { vendorId, row: { id, orderId, mark } }: Sale,
  lines: StockLine[],
  isTold = false,
): Promise<Done | Shortage> {
  const answer = await new InventoryManager(ctx).allocateAs({ vendorId, orderId, lines, reading: mark, isTold })
  if (answer.ok || answer.code === 'out_of_stock' || answer.code === 'unknown_allocation') return answer
  if (answer.code !== 'superseded') throw new Unavailable('This store’s stock')
  await readPast(await ctx.vendorDb(vendorId), id, answer.reading)
  throw new PreconditionFailed('It has been read again')
}
export type Shortage = Extract<StockRefusal, { code: 'out_of_stock' | 'unknown_allocation' }>

/** Nothing can have been taken for an order that is seen for the first time; what one held that is none of our business was given back. */
export const mayHoldStock = ({ row }: Sale): boolean => row.status !== 'ignored' && (row.mark > 1 || row.status !== 'received')

export type Outcome = Omit<ImportOutcome, 'row' | 'isCancelledThere' | 'nowMs'>

/**
 * Stores what became of a channel's order in one commit, and has the channel told of what it is to be told.
 * @throws PreconditionFailed if somebody else worked on it meanwhile
 */
export async function settleSale(ctx: ImportCtx, { vendorId, connection, row }: Sale, outcome: Outcome): Promise<void> {
  await storeOutcome(await ctx.vendorDb(vendorId), {
    ...outcome,
    row,
    isCancelledThere: row.document?.status === 'cancelled',
    nowMs: ctx.now(),
  })
  if (outcome.actions?.length) await wakeActions(ctx, { vendorId, connectionId: connection.id })
}
