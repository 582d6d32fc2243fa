import { readCandidates } from '#db/vendor/queries/channels/imports.ts'
import {
  type ChannelOrdersPage,
  pageOfChannelOrders,
  readChannelOrder,
  type WholeChannelOrder,
} from '#db/vendor/queries/channels/orders.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mapLines, nameOfLine, wantedLines } from '#worker/pure/channel-import.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { ConnectionNotReady } from './errors.ts'

type ReadCtx = Pick<Ctx, 'vendorDb'>
type Row = Omit<WholeChannelOrder, 'actions'>

/** A page of the channels' orders of a store, the last that came first. `cursor` is the last page's `nextCursor`. One round trip. */
export async function readChannelOrders(ctx: ReadCtx, vendorId: Id<'vendor'>, { limit, ...filter }: ChannelOrdersPage) {
  const { rows, counts } = await pageOfChannelOrders(await ctx.vendorDb(vendorId), { ...filter, limit: limit + 1 })
  const items = rows.slice(0, limit).map(viewRow)
  return { items, counts, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** An order of a channel as it is stored. @throws NotFound 404 */
export async function findChannelOrder(ctx: ReadCtx, vendorId: Id<'vendor'>, id: Id<'channelOrder'>): Promise<WholeChannelOrder> {
  const found = await readChannelOrder(await ctx.vendorDb(vendorId), id)
  if (!found) throw new NotFound('order')
  return found
}

/** What is decided of an order is told to its channel; there has to be an account to tell. @throws ConnectionNotReady 409 if it is over */
export function requireConnected({ connectionStatus }: Pick<WholeChannelOrder, 'connectionStatus'>): void {
  if (connectionStatus === 'disconnected') throw new ConnectionNotReady(connectionStatus)
}

const viewRow = ({ row, channel, accountName, orderNumber, orderStatus, isFailing, failure }: Row) => {
  const { document } = row
  const money = (amountMinor: number) => ({ amountMinor, currency: document?.currency ?? '' })
  return {
    id: row.id,
    connectionId: row.connectionId,
    channel,
    accountName,
    externalId: row.externalId,
    externalNumber: row.externalNumber,
    externalStatus: document?.externalStatus ?? null,
    status: row.status,
    parkedReason: row.parkedReason,
    detail: row.detail,
    /** It could not be worked on, or the channel not be told, and neither is tried again by itself. */
    isFailing: isFailing === 1,
    failure,
    orderId: orderStatus === null ? null : row.orderId,
    orderNumber,
    orderStatus,
    units: document === null ? 0 : wantedLines(document).reduce((sum, { quantity }) => sum + quantity, 0),
    total: document && money(document.totalMinor),
    placedAt: toRfc3339(row.placedAtMs),
    receivedAt: toRfc3339(row.createdAtMs),
    shipBy: document?.shipByMs ? toRfc3339(document.shipByMs) : null,
  }
}

/** An order of a channel in the words of the API, with what each line stands for here and what the channel was told. */
export async function viewChannelOrder(ctx: ReadCtx, vendorId: Id<'vendor'>, found: WholeChannelOrder) {
  const { row, actions } = found
  const { document } = row
  const lines = document?.lines ?? []
  const named = {
    listingIds: lines.flatMap(({ listingExternalId }) => listingExternalId ?? []),
    skus: lines.flatMap(({ sku }) => sku ?? []),
  }
  const { listings, variants } = await readCandidates(await ctx.vendorDb(vendorId), row.connectionId, named)
  const { mapped } = mapLines(lines, listings, variants)
  const variantOf = new Map(mapped.map(({ line, variant }) => [line.externalId, variant]))
  const money = (amountMinor: number) => ({ amountMinor, currency: document?.currency ?? '' })
  return {
    ...viewRow(found),
    fulfilledBy: document?.fulfilledBy ?? null,
    unmappedSkus: row.status === 'parked' ? mapLines(wantedLines({ lines }), listings, variants).unmapped : [],
    lines: lines.map((line) => {
      const variant = variantOf.get(line.externalId)
      return {
        externalId: line.externalId,
        sku: nameOfLine(line),
        title: line.title,
        quantity: line.quantity,
        unitPrice: money(line.unitPriceMinor),
        total: money(line.totalMinor),
        variant: variant ? { id: variant.id, sku: variant.sku, title: variant.title } : null,
      }
    }),
    shipping: document && money(document.shippingMinor),
    tax: document && money(document.taxMinor),
    fees: document?.feesMinor == null ? null : money(document.feesMinor),
    refunded: document?.refundedMinor ? money(document.refundedMinor) : null,
    actions: actions.map((action) => ({
      id: action.id,
      kind: action.kind,
      status: action.status,
      tries: action.tries,
      errorCode: action.errorCode,
      errorDetail: action.errorDetail,
      dueAt: toRfc3339(action.dueAtMs),
      createdAt: toRfc3339(action.createdAtMs),
    })),
  }
}
export type ChannelOrderView = Awaited<ReturnType<typeof viewChannelOrder>>
