import { type OrderChange, readAgreed, storeOrderChange } from '#db/vendor/queries/channels/imports.ts'
import type { StockMovement } from '#worker/domains/inventory/ports.ts'
import { projectionOf } from '#worker/domains/inventory/project-stock.ts'
import { changesOf, figuresOf, type OrderLineChange, restatedLines, unitsAfter } from '#worker/pure/channel-import.ts'
import type { ChannelOrderLine } from '#worker/pure/channel-order.ts'
import { lineIdOf } from '#worker/pure/channel-order.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { newLineOf } from './new-order.ts'
import { holdStock, type ImportCtx, type ReadSale } from './settle-sale.ts'

/**
 * More is wanted of an order, and nothing could follow: there is not so much, nobody knows what it is, or our parcel has `left`. With
 * the names of the goods, for people.
 */
export type Unfollowed = { why: 'out_of_stock' | 'unmapped' | 'left'; skus: string[] }
type Changed = { movements: StockMovement[]; unfollowed: Unfollowed | null }
type Agreed = Awaited<ReturnType<typeof readAgreed>>

/**
 * An order of ours after its channel changed what is wanted. More is taken from stock before the order says so, all of it or none,
 * and fewer given back after, so that it never ships what was promised to others. Its stock then is what it holds, whatever a
 * reading that died, came late or came twice has left there: every reading says the whole of it to the lock, which heeds no older
 * one than the last, as the commit does. What is not to be had changes nothing here. Safe to repeat.
 * @returns what it took of the stock and nobody has been told of, and what could not follow
 * @throws PreconditionFailed if the order moved on, or was read again, meanwhile; Unavailable 503 if the stock cannot be reached
 */
export async function changeOrder(ctx: ImportCtx, sale: ReadSale): Promise<Changed> {
  const { vendorId, row, document } = sale
  const db = await ctx.vendorDb(vendorId)
  const agreed = await readAgreed(db, row.orderId)
  const { lines } = agreed
  const theirs = new Map(
    await Promise.all(document.lines.map(async (line) => [await lineIdOf(row.orderId, line.externalId), line] as const)),
  )
  const { fewer, more, unknown } = changesOf(lines, theirs, sale.mapped)
  const skus = [...more.map(({ sku }) => sku), ...unknown]
  const isWaiting = row.orderStatus === 'placed' || row.orderStatus === 'packed'
  if (!isWaiting) return { movements: [], unfollowed: skus.length === 0 ? null : { why: 'left', skus } }

  const taken = more.length === 0 ? null : await holdStock(ctx, sale, unitsAfter(lines, more), true)
  const movements = taken?.ok ? (taken.movements ?? []) : []
  const unfollowed: Unfollowed | null =
    taken?.ok === false ? { why: 'out_of_stock', skus } : unknown.length > 0 ? { why: 'unmapped', skus: unknown } : null
  const follows = taken?.ok === false ? fewer : [...fewer, ...more]
  const change = await changeOf(sale, { agreed, theirs, follows, isPart: unfollowed !== null })
  if (change) await storeOrderChange(db, { ...change, stock: projectionOf(movements), nowMs: ctx.now() })
  const isExact = taken?.ok === true && fewer.length === 0
  if (!isExact) await holdStock(ctx, sale, unitsAfter(lines, follows))
  return { movements, unfollowed }
}

type Following = { agreed: Agreed; theirs: ReadonlyMap<Id<'orderLine'>, ChannelOrderLine>; follows: OrderLineChange[]; isPart: boolean }

/**
 * What has to be stored; null if nothing has.
 * @param isPart true if not all that the channel wants could follow: the amounts stay as they were agreed
 */
async function changeOf(
  { row, connection, document, mapped }: ReadSale,
  { agreed, theirs, follows, isPart }: Following,
): Promise<Omit<OrderChange, 'stock' | 'nowMs'> | null> {
  const { orderId, mark } = row
  const lines = restatedLines(agreed.lines, theirs, isPart ? follows : null)
  const added = mapped.filter(({ line }) => follows.some(({ id, to }) => id === null && to.externalId === line.externalId))
  const figures = isPart ? agreed.figures : figuresOf(document)
  const isSame = JSON.stringify(figures) === JSON.stringify(agreed.figures)
  if (lines.length + added.length === 0 && isSame) return null
  const isMore = follows.some(({ from, to }) => to.quantity > from)
  const kind = follows.length === 0 ? 'repriced' : isMore ? 'enlarged' : 'reduced'
  const [fromMinor, toMinor] = [agreed.figures.totalMinor, figures.totalMinor]
  const detail = {
    lines: follows.map(({ sku, from, to }) => ({ sku, from, to: to.quantity })),
    ...(fromMinor !== toMinor && { total: { fromMinor, toMinor, currency: document.currency } }),
  }
  const id = await deriveId('orderEvent', orderId, kind, String(mark))
  return {
    ...{ orderId, reading: mark, lines, figures },
    added: await Promise.all(added.map((each) => newLineOf(orderId, each, document.lines.indexOf(each.line)))),
    event: follows.length === 0 && fromMinor === toMinor ? null : { id, orderId, kind, detail, actorId: connection.channel },
  }
}
