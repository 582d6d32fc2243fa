import * as v from 'valibot'
import { ChannelRefused, ChannelUnavailable, StillUnderWay } from '#worker/domains/channels/errors.ts'
import type { CancelReason, ChannelOrder, ChannelRefund } from '#worker/domains/channels/ports.ts'
import { id, listOf } from '#worker/providers/channels/lenient.ts'
import { MINUTE_MS, toRfc3339 } from '#worker/pure/time.ts'
import { toAmount } from './amount.ts'
import { expected } from './expected.ts'
import { readOne } from './pull-orders.ts'
import { readOrder } from './read-order.ts'
import type { Account } from './session.ts'
import { submitFeed } from './submit-feed.ts'

/*
 * The Orders API only reads. Cancelling and refunding are feeds of XML, which Amazon works on later; what came of them is read with
 * the order.
 */

/** Within this Amazon has worked on most feeds of one order. */
const FEED_TAKES_MS = 2 * MINUTE_MS
const XML_TYPE = 'text/xml; charset=UTF-8'
const CANCEL_REASONS: Readonly<Record<CancelReason, string>> = {
  out_of_stock: 'NoInventory',
  customer_request: 'BuyerCanceled',
  cannot_ship: 'ShippingAddressUndeliverable',
  pricing_error: 'PricingError',
}
const REFUND_REASONS: Readonly<Record<ChannelRefund['reason'], string>> = {
  customer_return: 'CustomerReturn',
  damaged: 'DifferentItem',
  not_received: 'CouldNotShip',
  goodwill: 'GeneralAdjustment',
  other: 'Other',
}

/**
 * Has all of an order cancelled that has not left yet. Reads it first: one that is cancelled is left alone, so that asking again is
 * how to find out what became of the feed.
 * @throws StillUnderWay once Amazon has the feed; ChannelRefused `already_shipped`
 */
export async function cancelOrder(account: Account, order: ChannelOrder, reason: CancelReason): Promise<void> {
  const [raw] = await readOne(account, order.externalId)
  const read = raw === undefined ? null : readOrder(raw)
  const status = read && 'order' in read ? read.order.status : order.status
  if (status === 'cancelled') return
  if (status === 'shipped' || status === 'delivered') throw new ChannelRefused('amazon', 'already_shipped', 'the order has left already')
  const items = order.lines.map((line) =>
    element('Item', element('AmazonOrderItemCode', text(line.externalId)) + element('CancelReason', CANCEL_REASONS[reason])),
  )
  const message = element(
    'OrderAcknowledgement',
    element('AmazonOrderID', text(order.externalId)) + element('StatusCode', 'Failure') + items.join(''),
  )
  await send(account, order, 'POST_ORDER_ACKNOWLEDGEMENT_DATA', 'OrderAcknowledgement', message)
  throw new StillUnderWay('amazon', FEED_TAKES_MS)
}

/**
 * Pays back a part of an order. Amazon has no key for telling a repeat, so a feed of which no answer came is looked for among those it
 * has; where even that is not to be had, the refund is left to the vendor rather than paid twice.
 * @throws ChannelRefused `uncertain`
 */
export async function refundOrder(account: Account, order: ChannelOrder, refund: ChannelRefund): Promise<void> {
  const amount = (minor: number) => `<Amount currency="${text(order.currency)}">${toAmount(minor, order.currency)}</Amount>`
  const component = (type: string, minor: number) => (minor === 0 ? '' : element('Component', element('Type', type) + amount(minor)))
  const lines =
    refund.lines.length > 0 || refund.shippingMinor === 0
      ? refund.lines
      : order.lines.slice(0, 1).map(({ externalId }) => ({ externalId, quantity: 0, amountMinor: 0 }))
  const items = lines.map((line, at) => {
    const { principalMinor, taxMinor } = splitTax(order, line)
    const components =
      component('Principal', principalMinor) + component('Tax', taxMinor) + component('Shipping', at === 0 ? refund.shippingMinor : 0)
    return element(
      'AdjustedItem',
      element('AmazonOrderItemCode', text(line.externalId)) +
        element('MerchantAdjustmentItemID', text(`${refund.refundId}-${at + 1}`)) +
        element('AdjustmentReason', REFUND_REASONS[refund.reason]) +
        element('ItemPriceAdjustments', components),
    )
  })
  const message = element('OrderAdjustment', element('AmazonOrderID', text(order.externalId)) + items.join(''))
  const before = new Set(await recentFeeds(account, REFUND_FEED))
  try {
    await send(account, order, REFUND_FEED, 'OrderAdjustment', message)
  } catch (error) {
    if (!(error instanceof ChannelUnavailable)) throw error
    const after = await recentFeeds(account, REFUND_FEED).catch(() => null)
    if (after === null) throw new ChannelRefused('amazon', 'uncertain', 'it did not say whether it took the refund; look in Seller Central')
    if (after.every((feedId) => before.has(feedId))) throw error
  }
}

/**
 * A refund's amount holds the tax that was on top of the price. Amazon wants the two apart, and gives tax back by itself where it is the
 * one who collected it. The tax is rounded half up.
 */
function splitTax(
  order: ChannelOrder,
  { externalId, amountMinor }: ChannelRefund['lines'][number],
): { principalMinor: number; taxMinor: number } {
  const line = order.lines.find((one) => one.externalId === externalId)
  const netMinor = line ? Math.max(0, line.totalMinor - line.discountMinor) : 0
  const onTopMinor = order.taxAddedMinor > 0 && line ? line.taxMinor : 0
  const taxMinor = onTopMinor === 0 ? 0 : Math.floor((amountMinor * onTopMinor) / (netMinor + onTopMinor) + 0.5)
  return { principalMinor: amountMinor - taxMinor, taxMinor: order.isTaxRemittedByChannel ? 0 : taxMinor }
}

const REFUND_FEED = 'POST_PAYMENT_ADJUSTMENT_DATA'
const Feeds = v.object({ feeds: listOf(v.object({ feedId: id })) })

/** Feeds of a type that Amazon got in the last minutes. */
async function recentFeeds({ api, now }: Account, feedType: string): Promise<string[]> {
  const query = { feedTypes: [feedType], createdSince: toRfc3339(now() - 10 * MINUTE_MS), pageSize: 100 }
  return expected(Feeds, await api.call('getFeeds', { path: '/feeds/2021-06-30/feeds', query })).feeds.map(({ feedId }) => feedId)
}

async function send(account: Account, order: ChannelOrder, feedType: string, messageType: string, message: string): Promise<void> {
  const header = element('Header', element('DocumentVersion', '1.01') + element('MerchantIdentifier', text(account.sellerId)))
  const body = header + element('MessageType', messageType) + element('Message', element('MessageID', '1') + message)
  const content = `<?xml version="1.0" encoding="UTF-8"?>\n${element('AmazonEnvelope', body)}`
  await submitFeed(account, { feedType, contentType: XML_TYPE, content, marketplaceId: order.refs.marketplaceId || account.marketplace.id })
}

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const text = (raw: string): string => raw.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
