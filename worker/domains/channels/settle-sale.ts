import type { ConnectionRow } from '#db/vendor/queries/channels/connections.ts'
import { type ImportOutcome, type ImportRow, type readCandidates, storeOutcome } from '#db/vendor/queries/channels/imports.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { MappedLine, mapLines } from '#worker/pure/channel-import.ts'
import type { ChannelOrder } from '#worker/pure/channel-order.ts'
import type { Id } from '#worker/pure/ids.ts'
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
