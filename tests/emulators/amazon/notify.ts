import { KEY_HEADER } from '#worker/providers/channels/amazon/parse-notification.ts'
import { type Engine, iso } from './engine.ts'
import { type Job, type Listing, nextNumber, type Order, type Seller } from './world.ts'

/** An order changed: it is dated now, and whoever subscribed is told. */
export function orderChanged(engine: Engine, seller: Seller, order: Order): void {
  order.updatedAtMs = Math.max(engine.kit.now(), order.updatedAtMs + 1)
  engine.changed()
  const camel = {
    PENDING: 'Pending',
    UNSHIPPED: 'Unshipped',
    PARTIALLY_SHIPPED: 'PartiallyShipped',
    SHIPPED: 'Shipped',
    CANCELLED: 'Canceled',
  }
  const shipped = order.lines.reduce((sum, line) => sum + line.shipped, 0)
  const ordered = order.lines.reduce((sum, line) => sum + line.quantity, 0)
  notify(engine, seller, 'ORDER_CHANGE', {
    OrderChangeNotification: {
      NotificationLevel: 'OrderLevel',
      SellerId: seller.id,
      AmazonOrderId: order.id,
      OrderChangeType: 'OrderStatusChange',
      OrderChangeTrigger: { TimeOfOrderChange: iso(order.updatedAtMs), ChangeReason: 'OrderStatusChange' },
      Summary: {
        MarketplaceId: order.marketplaceId,
        OrderStatus: camel[order.status],
        PurchaseDate: iso(order.createdAtMs),
        DestinationPostalCode: '98109',
        FulfillmentType: order.fulfilledBy === 'AMAZON' ? 'AFN' : 'MFN',
        OrderType: 'StandardOrder',
        NumberOfItemsShipped: shipped,
        NumberOfItemsUnshipped: ordered - shipped,
        OrderItems: order.lines.map((line) => ({
          OrderItemId: line.id,
          SellerSKU: line.sku,
          SupplySourceId: '',
          OrderItemStatus: camel[order.status],
          Quantity: line.quantity,
          QuantityShipped: line.shipped,
        })),
      },
    },
  })
}

/** A quantity changed, by a sale or by the seller. */
export function quantityChanged(engine: Engine, seller: Seller, listing: Listing): void {
  listing.updatedAtMs = engine.kit.now()
  engine.changed()
  notify(engine, seller, 'LISTINGS_ITEM_MFN_QUANTITY_CHANGE', {
    SellerId: seller.id,
    FulfillmentChannelCode: 'DEFAULT',
    Sku: listing.sku,
    Quantity: listing.quantity,
  })
}

/** A listing came, went, or has other issues. */
export function listingChanged(engine: Engine, seller: Seller, listing: Listing, what: 'STATUS' | 'ISSUES', isThere = true): void {
  const about = { SellerId: seller.id, MarketplaceId: seller.marketplaceIds[0], Asin: listing.asin, Sku: listing.sku }
  const told =
    what === 'STATUS'
      ? { ...about, CreatedDate: iso(listing.createdAtMs), Status: isThere ? ['DISCOVERABLE'] : ['DELETED'] }
      : { ...about, Severities: listing.issues.map((issue) => issue.severity), EnforcementActions: [] }
  notify(engine, seller, `LISTINGS_ITEM_${what}_CHANGE`, told)
}

/** A feed or report is done. */
export function jobFinished(engine: Engine, seller: Seller, kind: 'feed' | 'report', job: Job): void {
  engine.changed()
  const about = {
    sellerId: seller.id,
    accountId: `amzn1.merchant.o.${seller.id}`,
    [`${kind}Id`]: job.id,
    [`${kind}Type`]: job.type,
    processingStatus: job.status,
    ...(job.resultId ? { [kind === 'feed' ? 'resultFeedDocumentId' : 'reportDocumentId']: job.resultId } : {}),
  }
  notify(engine, seller, kind === 'feed' ? 'FEED_PROCESSING_FINISHED' : 'REPORT_PROCESSING_FINISHED', {
    [`${kind}ProcessingFinishedNotification`]: about,
  })
}

/** Puts a notification on the event bus, which posts it as an event: its `detail` is the notification, in the case its type has. */
function notify(engine: Engine, seller: Seller, type: string, payload: Record<string, unknown>): void {
  const subscription = seller.subscriptions[type]
  if (!engine.notifications || !subscription) return
  const nowIso = iso(engine.kit.now())
  const notificationId = `n-${String(nextNumber(engine.world)).padStart(12, '0')}`
  const isSmall = type.endsWith('PROCESSING_FINISHED')
  const cased = (name: string) => (isSmall ? name : name.charAt(0).toUpperCase() + name.slice(1))
  const detail = {
    [cased('notificationVersion')]: isSmall ? '2020-09-04' : '1.0',
    [cased('notificationType')]: type,
    [cased('payloadVersion')]: subscription.payloadVersion,
    [cased('eventTime')]: nowIso,
    [cased('payload')]: payload,
    [cased('notificationMetadata')]: {
      [cased('applicationId')]: engine.application.id,
      [cased('subscriptionId')]: subscription.subscriptionId,
      [cased('publishTime')]: nowIso,
      [cased('notificationId')]: notificationId,
    },
  }
  const event = {
    version: '0',
    id: notificationId,
    'detail-type': type,
    source: 'aws.partner/sellingpartnerapi.amazon.com',
    time: nowIso,
    detail,
  }
  engine.deliveries.offer({
    url: engine.notifications.url,
    headers: { 'content-type': 'application/json', [KEY_HEADER]: engine.notifications.key },
    body: JSON.stringify(event),
  })
}
