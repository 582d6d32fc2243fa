import { eq, sql } from 'drizzle-orm'
import type { VendorDb } from '#db/types.ts'
import { channelConnection, channelOrder } from '#db/vendor/schema/channels.ts'
import type { ChannelKey } from '#worker/pure/channel.ts'
import { type ChannelReturn, type ChannelReturnLine, lineIdOf } from '#worker/pure/channel-order.ts'
import type { Id } from '#worker/pure/ids.ts'

/** What an order that was sold at a channel is there. Amounts in minor units of the order's currency. */
export type ChannelFacts = {
  channelOrderId: Id<'channelOrder'>
  connectionId: Id<'channelConnection'>
  channel: ChannelKey
  /** The account at the channel, as the vendor named it. */
  name: string
  externalNumber: string
  externalStatus: string
  discountMinor: number
  feesMinor: number | null
  isTaxRemitted: boolean
  shipByMs: number | null
  returns: (Omit<ChannelReturn, 'lines'> & { lines: (ChannelReturnLine & { orderLineId: Id<'orderLine'> | null })[] })[]
}

/**
 * What these orders are at the channels they were sold at. Not asked for the marketplace's own: a store's database of the version
 * before has no channels, and then no order of one either.
 */
export async function channelFacts(
  db: VendorDb,
  orders: readonly { id: Id<'order'>; source: string }[],
): Promise<Map<Id<'order'>, ChannelFacts>> {
  const ids = orders.filter(({ source }) => source !== 'marketplace').map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const said = <T>(name: string) => sql<T>`${channelOrder.document} ->> ${name}`
  const rows = await db
    .select({
      orderId: channelOrder.orderId,
      channelOrderId: channelOrder.id,
      connectionId: channelOrder.connectionId,
      channel: channelConnection.channel,
      name: channelConnection.name,
      externalNumber: channelOrder.externalNumber,
      externalStatus: said<string>('externalStatus'),
      discountMinor: said<number>('discountMinor'),
      feesMinor: said<number | null>('feesMinor'),
      isTaxRemitted: said<number>('isTaxRemittedByChannel'),
      shipByMs: said<number | null>('shipByMs'),
      returns: said<string | null>('returns'),
    })
    .from(channelOrder)
    .innerJoin(channelConnection, eq(channelConnection.id, channelOrder.connectionId))
    .where(sql`${channelOrder.orderId} in (select value from json_each(${JSON.stringify(ids)}))`)
  const whole = rows.map(async ({ orderId, returns, isTaxRemitted, ...facts }) => {
    return [orderId, { ...facts, isTaxRemitted: isTaxRemitted === 1, returns: await returnsOf(orderId, returns) }] as const
  })
  return new Map(await Promise.all(whole))
}

/** What is sent back of an order, with the lines of ours that it is. */
async function returnsOf(orderId: Id<'order'>, said: string | null): Promise<ChannelFacts['returns']> {
  const orderLineOf = async (line: ChannelReturnLine) => ({
    ...line,
    orderLineId: line.externalId === null ? null : await lineIdOf(orderId, line.externalId),
  })
  const returns = JSON.parse(said ?? '[]') as ChannelReturn[]
  return Promise.all(returns.map(async (one) => ({ ...one, lines: await Promise.all(one.lines.map(orderLineOf)) })))
}
