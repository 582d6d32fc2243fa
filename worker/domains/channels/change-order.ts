import { type OrderChange, readTaken, storeOrderChange } from '#db/vendor/queries/channels/imports.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import type { StockMovement } from '#worker/domains/inventory/ports.ts'
import { projectionOf } from '#worker/domains/inventory/project-stock.ts'
import { changesOf, figuresOf, missingUnits, type OrderLineChange } from '#worker/pure/channel-import.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { Unavailable } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { lineIdOf, newLineOf } from './new-order.ts'
import type { ImportCtx, ReadSale } from './settle-sale.ts'

/**
 * More is wanted of an order, and nothing could follow: there is not so much, nobody knows what it is, or our parcel has `left`. With
 * the names of the goods, for people.
 */
export type Unfollowed = { why: 'out_of_stock' | 'unmapped' | 'left'; skus: string[] }
type Changed = { movements: StockMovement[]; unfollowed: Unfollowed | null }

/**
 * An order of ours after its channel changed what is wanted. Fewer: its lines and amounts follow; what was allocated for the rest
 * stays with the order until it ships or is cancelled, so nothing is sold twice meanwhile. More: it is allocated first, all of it
 * or none, and then the lines and amounts follow; what is not to be had changes nothing here. Safe to repeat.
 * @returns what it took of the stock and nobody has been told of, and what could not follow
 * @throws PreconditionFailed if the order moved on meanwhile; Unavailable 503 if the stock cannot be reached
 */
export async function changeOrder(ctx: ImportCtx, sale: ReadSale): Promise<Changed> {
  const { vendorId, row, document } = sale
  const db = await ctx.vendorDb(vendorId)
  const { lines, taken, enlarged } = await readTaken(db, row.orderId)
  const ids = new Map(await Promise.all(document.lines.map(async (line) => [await lineIdOf(row.orderId, line.externalId), line] as const)))
  const { fewer, more, unknown } = changesOf(lines, ids, sale.mapped)
  const skus = [...more.map(({ sku }) => sku), ...unknown]
  const isWaiting = row.orderStatus === 'placed' || row.orderStatus === 'packed'
  if (!isWaiting) return { movements: [], unfollowed: skus.length === 0 ? null : { why: 'left', skus } }
  const unfollowed: Unfollowed | null = unknown.length === 0 ? null : { why: 'unmapped', skus: unknown }
  if (fewer.length + more.length === 0) return { movements: [], unfollowed }

  const orderId = await extraAllocation(row.orderId, enlarged)
  const extra = missingUnits(lines, taken, { fewer, more })
  const inventory = new InventoryManager(ctx)
  const attempt = JSON.stringify([row.mark, extra])
  const got = extra.length === 0 ? null : await inventory.allocateLate({ vendorId, orderId, lines: extra, attempt, isTold: true })
  if (got?.ok === false && got.code !== 'out_of_stock' && got.code !== 'unknown_allocation') throw new Unavailable('This store’s stock')
  const isRefused = got?.ok === false
  const movements = got?.ok ? (got.movements ?? []) : []
  const follows = isRefused ? fewer : [...fewer, ...more]
  if (follows.length > 0) {
    try {
      await storeOrderChange(db, {
        ...(await changeOf(sale, follows, { allocation: orderId, isPart: isRefused || unfollowed !== null })),
        stock: projectionOf(movements),
        nowMs: ctx.now(),
      })
    } catch (error) {
      // It left or was called off meanwhile, and would never ship or return these.
      if (error instanceof PreconditionFailed && extra.length > 0) await inventory.deallocate({ vendorId, orderId })
      throw error
    }
  }
  return { movements, unfollowed: isRefused ? { why: 'out_of_stock', skus } : unfollowed }
}

/** @param isPart true if not all that the channel wants could follow: the amounts stay as they were agreed */
async function changeOf(
  { row, connection, document, mapped }: ReadSale,
  follows: readonly OrderLineChange[],
  { allocation, isPart }: { allocation: Id<'order'>; isPart: boolean },
) {
  const { orderId, mark } = row
  const isMore = follows.some(({ from, to }) => to.quantity > from)
  const kind = isMore ? 'enlarged' : 'reduced'
  const added = mapped.filter(({ line }) => follows.some(({ id, to }) => id === null && to.externalId === line.externalId))
  return {
    orderId,
    lines: follows.flatMap(({ id, to: { quantity, totalMinor, taxMinor } }) =>
      id === null ? [] : [{ id, quantity, totalMinor, taxMinor }],
    ),
    added: await Promise.all(added.map((each) => newLineOf(orderId, each, document.lines.indexOf(each.line)))),
    settled: isPart ? null : row.id,
    figures: isPart ? null : figuresOf(document),
    event: {
      id: await deriveId('orderEvent', orderId, kind, String(mark)),
      orderId,
      kind,
      detail: { lines: follows.map(({ sku, from, to }) => ({ sku, from, to: to.quantity })), ...(isMore && { allocation }) },
      actorId: connection.channel,
    },
  } satisfies Omit<OrderChange, 'stock' | 'nowMs'>
}

/** An order has one allocation (INV-INV-5); what it was given later has names that follow from its own, by how often it grew before. */
const extraAllocation = (orderId: Id<'order'>, enlarged: number): Promise<Id<'order'>> =>
  deriveId('order', orderId, 'more', String(enlarged))

/** All an order may have of the stock: its own allocation, one for each time it grew, and one that may be under way. */
export const allocationsOf = async (orderId: Id<'order'>, enlarged: number): Promise<Id<'order'>[]> => [
  orderId,
  ...(await Promise.all(Array.from({ length: enlarged + 1 }, (_, n) => extraAllocation(orderId, n)))),
]
