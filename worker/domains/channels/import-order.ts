import type { StockMovement } from '#worker/domains/inventory/ports.ts'
import { projectionOf } from '#worker/domains/inventory/project-stock.ts'
import { moveOrder } from '#worker/domains/orders/move-order.ts'
import { present, unreachable } from '#worker/pure/assert.ts'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import { type FollowAction, type ImportStep, mapLines, planImport, wantedLines } from '#worker/pure/channel-import.ts'
import type { ChannelOrder } from '#worker/pure/channel-order.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { changeOrder, type Unfollowed } from './change-order.ts'
import { newOrderOf } from './new-order.ts'
import { noteUnfollowed } from './note-unfollowed.ts'
import { refuseSale } from './refuse-sale.ts'
import { holdStock, type ImportCtx, mayHoldStock, type Outcome, type ReadSale, type Sale, settleSale } from './settle-sale.ts'

/**
 * Brings one order of a channel to the state its document says (`planImport`). Its stock first and alone, by the call every
 * sale makes (INV-CHN-3), then everything else in one commit. The ids of all of it follow from the channel's order, so that it
 * can be killed anywhere and done again.
 * @returns what it moved of the stock and nobody has been told of
 * @throws PreconditionFailed if somebody else worked on it meanwhile; Unavailable 503 if the stock cannot be reached
 */
export async function importOrder(ctx: ImportCtx, sale: Sale): Promise<StockMovement[]> {
  const { row, candidates, connection } = sale
  const document = present(row.document, 'an order that can be read')
  const { mapped, unmapped, found } = mapLines(wantedLines(document), candidates.listings, candidates.variants)
  const read: ReadSale = { ...sale, document, mapped, found }
  const isSinceConnected = document.placedAtMs >= connection.createdAtMs
  const step = planImport(document, {
    row: row.status,
    order: row.orderStatus,
    isCancelledByChannel: row.isCancelledByChannel,
    isSinceConnected,
    unmapped,
  })
  if (step.kind === 'take') return takeAndStore(ctx, read, step)
  const { movements, unfollowed } = await follow(ctx, read, step)
  const outcome = await outcomeOf(ctx, read, step, unmapped)
  await settleSale(ctx, read, { ...outcome, ...(unfollowed && (await noteUnfollowed(ctx, read, unfollowed))) })
  return movements
}

type OtherStep = Exclude<ImportStep, { kind: 'take' }>

/** What has to be done outside the commit, and can be repeated. */
async function follow(
  ctx: ImportCtx,
  sale: ReadSale,
  step: OtherStep,
): Promise<{ movements: StockMovement[]; unfollowed: Unfollowed | { why: 'again'; skus: [] } | null }> {
  const { row } = sale
  const isOver = step.kind === 'release' || step.kind === 'ignore'
  if (isOver && mayHoldStock(sale)) await holdStock(ctx, sale, [])
  if (step.kind === 'goes_on') return { movements: [], unfollowed: { why: 'again', skus: [] } }
  const isThere = row.orderStatus !== null && row.orderStatus !== 'cancelled' && wantedLines(sale.document).length > 0
  const isChanged = isThere && row.mark > 1 && sale.document.status !== 'cancelled'
  // Before it leaves: what is wanted by then is in the parcel.
  const changed = isChanged ? await changeOrder(ctx, sale) : { movements: [], unfollowed: null }
  if (step.kind === 'follow') await moveOn(ctx, sale, step.moves)
  return changed
}

async function outcomeOf(
  ctx: ImportCtx,
  { row, connection, document, found }: ReadSale,
  step: OtherStep,
  unmapped: string[],
): Promise<Outcome> {
  const { status, parkedReason } = row
  switch (step.kind) {
    case 'keep':
    case 'follow':
    case 'goes_on':
      return { becomes: { status, parkedReason, detail: status === 'imported' ? null : row.detail } }
    case 'ignore':
      return { becomes: { status: 'ignored', parkedReason: null, detail: step.why } }
    case 'release':
      return { becomes: { status: 'ignored', parkedReason: null, detail: 'cancelled_there' } }
    case 'park': {
      const detail = { unmapped_sku: unmapped.join(', '), unknown_status: document.externalStatus, unsupported_currency: document.currency }
      return { becomes: { status: 'parked', parkedReason: step.reason, detail: detail[step.reason as keyof typeof detail] ?? null }, found }
    }
    case 'late_cancel':
      return {
        becomes: { status, parkedReason, detail: 'cancelled_after_shipping' },
        conflict: {
          id: await deriveId('channelConflict', row.id, 'late_cancel'),
          connectionId: connection.id,
          kind: 'late_cancel',
          channelOrderId: row.id,
          resolution: 'open',
          detail: `${CHANNEL_NAMES[connection.channel]} cancelled order ${row.externalNumber} after it had left.`,
          atMs: ctx.now(),
        },
      }
    default:
      return unreachable(step)
  }
}

async function takeAndStore(ctx: ImportCtx, sale: ReadSale, step: Extract<ImportStep, { kind: 'take' }>): Promise<StockMovement[]> {
  const { connection, row, document, mapped, found } = sale
  const lines = mapped.map(({ line, variant }) => ({ variantId: variant.id, quantity: line.quantity }))
  // Every reading of the order is a try of its own: what was refused once may be there now.
  const taken = await holdStock(ctx, sale, lines, true)
  if (!taken.ok) {
    await refuseSale(ctx, sale, taken)
    return []
  }
  const movements = taken.movements ?? []
  const moves = step.to === 'order' ? step.moves : []
  const acknowledge = {
    id: await deriveId('channelAction', row.id, 'acknowledge'),
    connectionId: connection.id,
    channelOrderId: row.id,
    kind: 'acknowledge' as const,
    detail: {},
  }
  const becomes = {
    order: { status: 'imported', parkedReason: null, detail: null },
    held: { status: 'held', parkedReason: null, detail: null },
    no_address: { status: 'parked', parkedReason: 'no_address', detail: null },
  } as const
  await settleSale(ctx, sale, {
    becomes: becomes[step.to],
    order: step.to === 'order' ? await newOrderOf(sale) : undefined,
    stock: projectionOf(movements),
    found,
    actions: document.needsAcknowledgement ? [acknowledge] : [],
    isToMove: moves.length > 0,
  })
  if (moves.length === 0) return movements
  await moveOn(ctx, sale, moves)
  await settleSale(ctx, { ...sale, row: { ...row, status: 'imported' } }, { becomes: becomes.order })
  return movements
}

/** Our order goes where the channel has it; the channel need not be told. */
async function moveOn(ctx: ImportCtx, { vendorId, row, document, connection }: ReadSale, moves: readonly FollowAction[]): Promise<void> {
  for (const action of moves)
    await moveOrder(ctx, vendorId, row.orderId, moveOf(action, document, CHANNEL_NAMES[connection.channel]), row.mark)
}

function moveOf(action: FollowAction, { parcel }: ChannelOrder, channelName: string) {
  if (action === 'cancel') return { action, reason: `Cancelled at ${channelName}`, by: 'channel' } as const
  if (action === 'deliver') return { action } as const
  return { action, parcel } as const
}
