import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, currency, id, json, minor, notNegative, oneOf, version } from '#db/columns.ts'
import type { Address, OrderSnapshot } from '#worker/pure/order-snapshot.ts'
import { REFUND_REASONS } from '#worker/pure/refund-plan.ts'

/** What a buyer means to buy, of several vendors, in one currency. A guest's cart is found by the hash of its secret. */
export const cart = sqliteTable(
  'cart',
  {
    id: id('id', 'cart').primaryKey(),
    accountId: id('account_id', 'account'),
    secretHash: text('secret_hash').notNull(),
    currency: currency().notNull(),
    status: text('status').$type<'open' | 'merged' | 'ordered'>().notNull().default('open'),
    expiresAtMs: atMs('expires_at_ms').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    version: version(),
  },
  (t) => [
    index('cart_account').on(t.accountId, t.status),
    uniqueIndex('cart_open_per_account').on(t.accountId).where(sql`${t.status} = 'open' and ${t.accountId} is not null`),
    index('cart_expiry').on(t.expiresAtMs),
    oneOf('cart', t.status, ['open', 'merged', 'ordered']),
  ],
)

/** One offer in a cart. Price and title are what the buyer saw when they put it there; every read compares them with today's. */
export const cartLine = sqliteTable(
  'cart_line',
  {
    id: id('id', 'cartLine').primaryKey(),
    cartId: id('cart_id', 'cart').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    listingId: id('listing_id', 'product').notNull(),
    variantId: id('variant_id', 'variant').notNull(),
    quantity: count('quantity').notNull(),
    seenPriceMinor: minor('seen_price_minor').notNull(),
    seenTitle: text('seen_title').notNull(),
    addedAtMs: atMs('added_at_ms').notNull(),
  },
  (t) => [uniqueIndex('cart_line_variant').on(t.cartId, t.variantId), notNegative('cart_line', t.quantity, t.seenPriceMinor)],
)

/**
 * One checkout: the buyer, one payment, and an order for every vendor. Written before stock is reserved or money asked for.
 * INV-CHK-1: at most one checkout of a cart is live (not expired, not failed).
 * INV-CHK-2: the totals of its orders sum to the total of the group.
 */
export const orderGroup = sqliteTable(
  'order_group',
  {
    id: id('id', 'orderGroup').primaryKey(),
    cartId: id('cart_id', 'cart').notNull(),
    accountId: id('account_id', 'account'),
    email: text('email').notNull(),
    currency: currency().notNull(),
    totalMinor: minor('total_minor').notNull(),
    shippingAddress: json<Address>('shipping_address').notNull(),
    /** Where the buyer confirmed from, for a bank that asks; '' where nobody noted it. */
    buyerIp: text('buyer_ip').notNull().default(''),
    /** pending -> reserved -> placed; or -> failed (stock), expired (no payment), refunded (paid too late for any stock). */
    status: text('status').$type<'pending' | 'reserved' | 'placed' | 'failed' | 'expired' | 'refunded'>().notNull(),
    /** Hash of everything the buyer was shown; a confirm with another one is refused. */
    quoteHash: text('quote_hash').notNull(),
    holdsExpireAtMs: atMs('holds_expire_at_ms').notNull(),
    placedAtMs: atMs('placed_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('order_group_live_cart').on(t.cartId).where(sql`${t.status} in ('pending', 'reserved', 'placed')`),
    index('order_group_account').on(t.accountId, t.createdAtMs),
    index('order_group_email').on(t.email),
    index('order_group_unfinished').on(t.status, t.holdsExpireAtMs),
    oneOf('order_group', t.status, ['pending', 'reserved', 'placed', 'failed', 'expired', 'refunded']),
    notNegative('order_group', t.totalMinor),
  ],
)

/** One vendor's part of a checkout, as the platform knows it; the order itself is in the vendor's database. */
export const orderSummary = sqliteTable(
  'order_summary',
  {
    id: id('id', 'order').primaryKey(),
    orderGroupId: id('order_group_id', 'orderGroup').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    /** The vendor's running number; NULL until placed. */
    number: count('number'),
    status: text('status').$type<'draft' | 'placed' | 'packed' | 'shipped' | 'delivered' | 'cancelled'>().notNull(),
    currency: currency().notNull(),
    itemsMinor: minor('items_minor').notNull(),
    shippingMinor: minor('shipping_minor').notNull(),
    taxMinor: minor('tax_minor').notNull(),
    totalMinor: minor('total_minor').notNull(),
    commissionMinor: minor('commission_minor').notNull(),
    commissionTaxMinor: minor('commission_tax_minor').notNull().default(0),
    /** The part of a discount that the platform pays. */
    platformDiscountMinor: minor('platform_discount_minor').notNull().default(0),
    /** What refunds have taken of the vendor's earning before it was released. */
    vendorRefundedMinor: minor('vendor_refunded_minor').notNull().default(0),
    /** How many refunds were decided; who decides one says how many they have seen. */
    refundCount: count('refund_count').notNull().default(0),
    /** Why the earning is not released although it is due: the id of an open dispute. */
    releaseBlockedBy: text('release_blocked_by'),
    /** Everything the order will say, frozen at checkout. */
    snapshot: json<OrderSnapshot>('snapshot').notNull(),
    /** When the vendor's earning may be paid out; set when the order ships. */
    maturesAtMs: atMs('matures_at_ms'),
    releasedAtMs: atMs('released_at_ms'),
    placedAtMs: atMs('placed_at_ms'),
    shippedAtMs: atMs('shipped_at_ms'),
    deliveredAtMs: atMs('delivered_at_ms'),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    isLatePaymentRefund: integer('is_late_payment_refund', { mode: 'boolean' }).notNull().default(false),
  },
  (t) => [
    uniqueIndex('order_summary_group_vendor').on(t.orderGroupId, t.vendorId),
    index('order_summary_vendor').on(t.vendorId, t.placedAtMs),
    index('order_summary_placed').on(t.placedAtMs),
    index('order_summary_touched').on(t.vendorId, t.updatedAtMs),
    index('order_summary_maturing').on(t.maturesAtMs).where(sql`${t.releasedAtMs} is null`),
    oneOf('order_summary', t.status, ['draft', 'placed', 'packed', 'shipped', 'delivered', 'cancelled']),
    notNegative(
      'order_summary',
      t.itemsMinor,
      t.shippingMinor,
      t.taxMinor,
      t.totalMinor,
      t.commissionMinor,
      t.commissionTaxMinor,
      t.platformDiscountMinor,
      t.vendorRefundedMinor,
    ),
  ],
)

/** One PaymentIntent at the provider. The row is stored before the provider is asked; its id is the idempotency key. */
export const payment = sqliteTable(
  'payment',
  {
    id: id('id', 'payment').primaryKey(),
    orderGroupId: id('order_group_id', 'orderGroup').notNull(),
    providerRef: text('provider_ref'),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    capturedMinor: minor('captured_minor').notNull().default(0),
    refundedMinor: minor('refunded_minor').notNull().default(0),
    feeMinor: minor('fee_minor').notNull().default(0),
    status: text('status').$type<'created' | 'pending' | 'succeeded' | 'cancelled'>().notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('payment_group').on(t.orderGroupId),
    uniqueIndex('payment_provider_ref').on(t.providerRef),
    oneOf('payment', t.status, ['created', 'pending', 'succeeded', 'cancelled']),
    notNegative('payment', t.amountMinor, t.capturedMinor, t.refundedMinor, t.feeMinor),
  ],
)

/** What happened to a payment, one row a fact; a fact told twice is stored once. */
export const paymentEvent = sqliteTable(
  'payment_event',
  {
    id: id('id', 'paymentEvent').primaryKey(),
    paymentId: id('payment_id', 'payment').notNull(),
    kind: text('kind')
      .$type<'created' | 'failed' | 'succeeded' | 'cancelled' | 'refunded' | 'refund_failed' | 'refund_returned'>()
      .notNull(),
    amountMinor: minor('amount_minor').notNull(),
    /** The provider's id of the fact: a charge, a refund, a declined attempt. */
    providerRef: text('provider_ref').notNull(),
    detail: text('detail').notNull().default(''),
    atMs: atMs('at_ms').notNull(),
  },
  (t) => [uniqueIndex('payment_event_fact').on(t.paymentId, t.kind, t.providerRef)],
)

/** Each order's share of the one payment. INV-PAY-1: the shares sum to what was captured and refunded. */
export const paymentSplit = sqliteTable(
  'payment_split',
  {
    paymentId: id('payment_id', 'payment').notNull(),
    orderId: id('order_id', 'order').notNull(),
    capturedMinor: minor('captured_minor').notNull(),
    refundedMinor: minor('refunded_minor').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.paymentId, t.orderId] }), notNegative('payment_split', t.capturedMinor, t.refundedMinor)],
)

/**
 * Money given back to a buyer of one order. The row and its allocation are stored before the provider is asked.
 * INV-PAY-3: refunds that are pending or done, and lost disputes, never sum to more than was captured.
 */
export const refund = sqliteTable(
  'refund',
  {
    id: id('id', 'refund').primaryKey(),
    paymentId: id('payment_id', 'payment').notNull(),
    orderId: id('order_id', 'order').notNull(),
    amountMinor: minor('amount_minor').notNull(),
    currency: currency().notNull(),
    reason: text('reason').$type<(typeof REFUND_REASONS)[number]>().notNull(),
    /** Who pays for it, apart from what of commission and tax is given back. */
    bearer: text('bearer').$type<'vendor' | 'platform'>().notNull().default('vendor'),
    /** For the people of the store and the marketplace. */
    note: text('note').notNull().default(''),
    requestedBy: text('requested_by').notNull().default('system'),
    providerRef: text('provider_ref'),
    /** The refund the buyer's bank sent back that this one sends again: it takes nothing from anybody once more. */
    resendOf: id('resend_of', 'refund'),
    /** `failed`: nothing moved. `returned`: done, and then sent back by the buyer's bank: their money is with us. */
    status: text('status').$type<'pending' | 'succeeded' | 'failed' | 'returned'>().notNull(),
    failure: text('failure'),
    createdAtMs: atMs('created_at_ms').notNull(),
    settledAtMs: atMs('settled_at_ms'),
  },
  (t) => [
    uniqueIndex('refund_order_reason').on(t.orderId, t.reason).where(sql`${t.reason} in ('cancelled', 'late_payment', 'out_of_stock')`),
    index('refund_order').on(t.orderId),
    index('refund_pending').on(t.status),
    index('refund_created').on(t.createdAtMs, t.id),
    index('refund_provider_ref').on(t.providerRef),
    oneOf('refund', t.status, ['pending', 'succeeded', 'failed', 'returned']),
    oneOf('refund', t.reason, REFUND_REASONS),
    oneOf('refund', t.bearer, ['vendor', 'platform']),
    notNegative('refund', t.amountMinor),
  ],
)

/**
 * What a refund gives back of one part of an order, and who bears it.
 * INV-REF-1: amount = vendor + platform + commission + commission tax + tax - promotion, all in minor units.
 */
export const refundAllocation = sqliteTable(
  'refund_allocation',
  {
    refundId: id('refund_id', 'refund').notNull(),
    position: count('position').notNull(),
    part: text('part').$type<'line' | 'shipping' | 'tax' | 'goodwill'>().notNull(),
    orderLineId: id('order_line_id', 'orderLine'),
    quantity: count('quantity').notNull().default(0),
    /** What the buyer gets. */
    amountMinor: minor('amount_minor').notNull(),
    vendorMinor: minor('vendor_minor').notNull(),
    /** Below zero: what the platform bore of an order that is called off, and gets back. */
    platformMinor: minor('platform_minor').notNull(),
    commissionMinor: minor('commission_minor').notNull(),
    commissionTaxMinor: minor('commission_tax_minor').notNull(),
    taxMinor: minor('tax_minor').notNull(),
    /** The platform's part of a discount that the vendor gives back. */
    promotionMinor: minor('promotion_minor').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.refundId, t.position] }),
    oneOf('refund_allocation', t.part, ['line', 'shipping', 'tax', 'goodwill']),
    check(
      'refund_allocation_adds_up',
      sql`${t.amountMinor} = ${t.vendorMinor} + ${t.platformMinor} + ${t.commissionMinor} + ${t.commissionTaxMinor} + ${t.taxMinor} - ${t.promotionMinor}`,
    ),
    notNegative('refund_allocation', t.amountMinor, t.vendorMinor, t.commissionMinor, t.commissionTaxMinor, t.taxMinor, t.promotionMinor),
  ],
)
