import { readdirSync } from 'node:fs'

/** What addresses are made of: things the seed has. */
export type Facts = {
  product: string
  category: string
  store: string
  orderGroup: string
  /** `t` of the link in a buyer's mail. */
  statusToken: string
  address: string
  vendorOrder: string
  vendorProduct: string
  vendorVariant: string
  vendorId: string
  approval: string
  ownReview: string
  moderationItem: string
  buyer: string
  categoryId: string
  payoutRun: string
  dispute: string
  storeDispute: string
  payout: string
  vendorPayout: string
  vendorStatement: string
  statement: string
  commissionRule: string
  commissionSimulation: string
  channelConnection: string
  channelListing: string
  channelVariant: string
  channelOrder: string
  syncRun: string
}
export type Who = 'guest' | 'buyer' | 'vendor' | 'payer' | 'admin'
export type PageRow = { route: string; path: (facts: Facts) => string; as: Who; status?: number }

/** Every page there is, by its route file, with an address of it. The test beside this fails for a page that has no row. */
export const PAGES: PageRow[] = [
  { route: '_shop._index', path: () => '/', as: 'guest' },
  { route: '_shop.$', path: () => '/nothing/here', as: 'guest', status: 404 },
  { route: '_shop.c.$slug', path: ({ category }) => `/c/${category}`, as: 'guest' },
  { route: '_shop.search', path: () => '/search?q=mug', as: 'guest' },
  { route: '_shop.p.$slug', path: ({ product }) => `/p/${product}`, as: 'guest' },
  { route: '_shop.s.$slug', path: ({ store }) => `/s/${store}`, as: 'guest' },
  { route: '_shop.p_.$slug.reviews', path: ({ product }) => `/p/${product}/reviews`, as: 'guest' },
  { route: '_shop.report', path: ({ vendorProduct }) => `/report?kind=listing&id=${vendorProduct}`, as: 'buyer' },
  { route: '_shop.account.reviews._index', path: () => '/account/reviews', as: 'buyer' },
  { route: '_shop.account.reviews.$id', path: ({ ownReview }) => `/account/reviews/${ownReview}`, as: 'buyer' },
  { route: '_shop.cart', path: () => '/cart', as: 'buyer' },
  { route: '_shop.checkout', path: () => '/checkout', as: 'buyer' },
  { route: '_shop.checkout_.$orderGroupId', path: ({ orderGroup }) => `/checkout/${orderGroup}`, as: 'buyer' },
  { route: '_shop.order-status', path: ({ statusToken }) => `/order-status?t=${statusToken}`, as: 'guest' },
  { route: '_shop.login', path: () => '/login?next=/cart', as: 'guest' },
  { route: '_shop.signup', path: () => '/signup', as: 'guest' },
  { route: '_shop.check-mail', path: () => '/check-mail?for=sign_up', as: 'guest' },
  { route: '_shop.verify-email', path: () => '/verify-email?token=mtk_1.x', as: 'guest' },
  { route: '_shop.reset-password', path: () => '/reset-password?token=mtk_1.x', as: 'guest' },
  { route: '_shop.confirm-email', path: () => '/confirm-email?token=mtk_1.x', as: 'guest' },
  { route: '_shop.accept-invitation', path: () => '/accept-invitation?token=mtk_1.x', as: 'buyer' },
  { route: '_shop.account._index', path: () => '/account', as: 'buyer' },
  { route: '_shop.account.orders._index', path: () => '/account/orders?show=delivered', as: 'buyer' },
  { route: '_shop.account.orders.$orderGroupId', path: ({ orderGroup }) => `/account/orders/${orderGroup}`, as: 'buyer' },
  { route: '_shop.account.addresses._index', path: () => '/account/addresses', as: 'buyer' },
  { route: '_shop.account.addresses.new', path: () => '/account/addresses/new', as: 'buyer' },
  { route: '_shop.account.addresses.$addressId', path: ({ address }) => `/account/addresses/${address}`, as: 'buyer' },
  { route: '_shop.account.profile', path: () => '/account/profile', as: 'buyer' },
  { route: '_shop.account.sessions', path: () => '/account/sessions', as: 'buyer' },
  { route: '_shop.sell._index', path: () => '/sell', as: 'guest' },
  { route: '_shop.sell.store', path: () => '/sell/store', as: 'buyer' },
  { route: '_shop.sell.address', path: () => '/sell/address', as: 'vendor' },
  { route: '_shop.sell.payments', path: () => '/sell/payments', as: 'vendor' },
  { route: '_shop.sell.first-product', path: () => '/sell/first-product', as: 'vendor' },
  { route: '_shop.sell.done', path: () => '/sell/done', as: 'vendor' },
  { route: 'vendor._index', path: () => '/vendor', as: 'vendor' },
  { route: 'vendor.orders._index', path: () => '/vendor/orders?show=all', as: 'vendor' },
  { route: 'vendor.orders.$orderId._index', path: ({ vendorOrder }) => `/vendor/orders/${vendorOrder}`, as: 'vendor' },
  {
    route: 'vendor.orders.$orderId.refund',
    path: ({ vendorOrder }) => `/vendor/orders/${vendorOrder}/refund?everything=on`,
    as: 'vendor',
  },
  { route: 'vendor.orders.$orderId.packing-slip', path: ({ vendorOrder }) => `/vendor/orders/${vendorOrder}/packing-slip`, as: 'vendor' },
  { route: 'vendor.orders.packing-slips', path: ({ vendorOrder }) => `/vendor/orders/packing-slips?id=${vendorOrder}`, as: 'vendor' },
  { route: 'vendor.products._index', path: () => '/vendor/products', as: 'vendor' },
  { route: 'vendor.products.new', path: () => '/vendor/products/new', as: 'vendor' },
  { route: 'vendor.products.$productId._index', path: ({ vendorProduct }) => `/vendor/products/${vendorProduct}`, as: 'vendor' },
  { route: 'vendor.inventory._index', path: () => '/vendor/inventory', as: 'vendor' },
  { route: 'vendor.inventory.receive', path: () => '/vendor/inventory/receive', as: 'vendor' },
  { route: 'vendor.inventory.$variantId._index', path: ({ vendorVariant }) => `/vendor/inventory/${vendorVariant}`, as: 'vendor' },
  { route: 'vendor.channels._index', path: () => '/vendor/channels', as: 'vendor' },
  { route: 'vendor.channels.connect.$channel', path: () => '/vendor/channels/connect/bestbuy', as: 'vendor' },
  { route: 'vendor.channels.callback.$channel', path: () => '/vendor/channels/callback/shopify?state=unknown', as: 'vendor', status: 409 },
  { route: 'vendor.channels.$connectionId._index', path: ({ channelConnection }) => `/vendor/channels/${channelConnection}`, as: 'vendor' },
  {
    route: 'vendor.channels.$connectionId.setup',
    path: ({ channelConnection }) => `/vendor/channels/${channelConnection}/setup?step=import`,
    as: 'vendor',
  },
  {
    route: 'vendor.channels.$connectionId.categories',
    path: ({ channelConnection }) => `/vendor/channels/${channelConnection}/categories`,
    as: 'vendor',
  },
  { route: 'vendor.channels.listings._index', path: () => '/vendor/channels/listings', as: 'vendor' },
  {
    route: 'vendor.channels.listings.$listingId',
    path: ({ channelListing }) => `/vendor/channels/listings/${channelListing}`,
    as: 'vendor',
  },
  { route: 'vendor.channels.publish', path: ({ channelVariant }) => `/vendor/channels/publish?variant=${channelVariant}`, as: 'vendor' },
  { route: 'vendor.channels.history._index', path: () => '/vendor/channels/history', as: 'vendor' },
  { route: 'vendor.channels.history.$runId', path: ({ syncRun }) => `/vendor/channels/history/${syncRun}`, as: 'vendor' },
  { route: 'vendor.channels.orders._index', path: () => '/vendor/channels/orders', as: 'vendor' },
  { route: 'vendor.channels.orders.$channelOrderId', path: ({ channelOrder }) => `/vendor/channels/orders/${channelOrder}`, as: 'vendor' },
  { route: 'vendor.reviews', path: () => '/vendor/reviews', as: 'vendor' },
  { route: 'vendor.health', path: () => '/vendor/health', as: 'vendor' },
  { route: 'vendor.disputes._index', path: () => '/vendor/disputes', as: 'vendor' },
  { route: 'vendor.disputes.$disputeId', path: ({ storeDispute }) => `/vendor/disputes/${storeDispute}`, as: 'vendor' },
  { route: 'vendor.balance', path: () => '/vendor/balance', as: 'vendor' },
  { route: 'vendor.documents._index', path: () => '/vendor/documents', as: 'vendor' },
  {
    route: 'vendor.documents.$statementId',
    path: ({ vendorStatement }) => `/vendor/documents/${vendorStatement}?figure=sales`,
    as: 'vendor',
  },
  { route: 'vendor.payouts.$payoutId', path: ({ vendorPayout }) => `/vendor/payouts/${vendorPayout}`, as: 'vendor' },
  { route: 'vendor.commission', path: () => '/vendor/commission', as: 'vendor' },
  { route: 'vendor.settings._index', path: () => '/vendor/settings', as: 'vendor' },
  { route: 'vendor.settings.look', path: () => '/vendor/settings/look', as: 'vendor' },
  { route: 'vendor.settings.delivery', path: () => '/vendor/settings/delivery', as: 'vendor' },
  { route: 'vendor.settings.domains', path: () => '/vendor/settings/domains', as: 'vendor' },
  { route: 'vendor.settings.members', path: () => '/vendor/settings/members', as: 'vendor' },
  { route: 'admin._index', path: () => '/admin', as: 'admin' },
  { route: 'admin.vendors._index', path: () => '/admin/vendors', as: 'admin' },
  { route: 'admin.vendors.$vendorId', path: ({ vendorId }) => `/admin/vendors/${vendorId}`, as: 'admin' },
  { route: 'admin.orders._index', path: () => '/admin/orders', as: 'admin' },
  { route: 'admin.orders.$orderId_.refund', path: ({ vendorOrder }) => `/admin/orders/${vendorOrder}/refund?goodwill=1.00`, as: 'admin' },
  { route: 'admin.orders.$orderId', path: ({ vendorOrder }) => `/admin/orders/${vendorOrder}`, as: 'admin' },
  { route: 'admin.refunds', path: () => '/admin/refunds', as: 'admin' },
  { route: 'admin.disputes._index', path: () => '/admin/disputes', as: 'admin' },
  { route: 'admin.disputes.$disputeId._index', path: ({ dispute }) => `/admin/disputes/${dispute}`, as: 'admin' },
  { route: 'admin.payouts._index', path: () => '/admin/payouts', as: 'admin' },
  { route: 'admin.payouts.run', path: () => '/admin/payouts/run', as: 'admin' },
  { route: 'admin.payouts.runs._index', path: () => '/admin/payouts/runs', as: 'admin' },
  { route: 'admin.payouts.runs.$runId', path: ({ payoutRun }) => `/admin/payouts/runs/${payoutRun}`, as: 'admin' },
  { route: 'admin.payouts.$payoutId', path: ({ payout }) => `/admin/payouts/${payout}`, as: 'admin' },
  { route: 'admin.payouts.bank', path: () => '/admin/payouts/bank', as: 'admin' },
  { route: 'admin.payouts.terms', path: () => '/admin/payouts/terms', as: 'admin' },
  { route: 'admin.vendors.$vendorId_.money', path: ({ vendorId }) => `/admin/vendors/${vendorId}/money`, as: 'admin' },
  { route: 'admin.statements._index', path: () => '/admin/statements', as: 'admin' },
  { route: 'admin.statements.$statementId', path: ({ statement }) => `/admin/statements/${statement}?figure=sales`, as: 'admin' },
  { route: 'admin.reconciliation', path: () => '/admin/reconciliation', as: 'admin' },
  { route: 'admin.reports', path: () => '/admin/reports', as: 'admin' },
  { route: 'admin.ledger', path: () => '/admin/ledger?check=1', as: 'admin' },
  { route: 'admin.commission._index', path: () => '/admin/commission', as: 'admin' },
  { route: 'admin.commission.new', path: () => '/admin/commission/new', as: 'admin' },
  { route: 'admin.commission.try', path: ({ vendorId }) => `/admin/commission/try?vendor=${vendorId}&price=25&shipping=5`, as: 'admin' },
  { route: 'admin.commission.taxes', path: () => '/admin/commission/taxes', as: 'admin' },
  { route: 'admin.commission.$ruleId', path: ({ commissionRule }) => `/admin/commission/${commissionRule}`, as: 'admin' },
  {
    route: 'admin.commission.simulations.$simulationId',
    path: ({ commissionSimulation }) => `/admin/commission/simulations/${commissionSimulation}`,
    as: 'admin',
  },
  { route: 'admin.moderation._index', path: () => '/admin/moderation', as: 'admin' },
  { route: 'admin.moderation.$itemId', path: ({ moderationItem }) => `/admin/moderation/${moderationItem}`, as: 'admin' },
  { route: 'admin.moderation.appeals', path: () => '/admin/moderation/appeals', as: 'admin' },
  { route: 'admin.moderation.listings', path: () => '/admin/moderation/listings?q=mug', as: 'admin' },
  { route: 'admin.moderation.rules', path: () => '/admin/moderation/rules', as: 'admin' },
  { route: 'admin.reviews', path: () => '/admin/reviews?show=held', as: 'admin' },
  { route: 'admin.buyers._index', path: () => '/admin/buyers?q=ida', as: 'admin' },
  { route: 'admin.buyers.$accountId', path: ({ buyer }) => `/admin/buyers/${buyer}`, as: 'admin' },
  { route: 'admin.categories', path: ({ categoryId }) => `/admin/categories?category=${categoryId}`, as: 'admin' },
  { route: 'admin.dead-letters', path: () => '/admin/dead-letters', as: 'admin' },
  { route: 'vendor.settings.plan', path: () => '/vendor/settings/plan?choose=scale', as: 'vendor' },
  { route: 'vendor.settings.plan_.pay', path: () => '/vendor/settings/plan/pay', as: 'payer' },
  { route: 'vendor.settings.plan_.card', path: () => '/vendor/settings/plan/card', as: 'vendor' },
  { route: 'admin.plans._index', path: () => '/admin/plans', as: 'admin' },
  { route: 'admin.plans.$planKey', path: () => '/admin/plans/pro', as: 'admin' },
  { route: 'admin.markets._index', path: () => '/admin/markets?edit=us', as: 'admin' },
  { route: 'admin.markets.taxes', path: () => '/admin/markets/taxes?country=DE', as: 'admin' },
  { route: 'admin.settings._index', path: () => '/admin/settings', as: 'admin' },
  { route: 'admin.settings.$settingKey', path: () => '/admin/settings/refundLimitMinor', as: 'admin' },
  { route: 'admin.flags', path: () => '/admin/flags', as: 'admin' },
  { route: 'admin.mails._index', path: () => '/admin/mails', as: 'admin' },
  { route: 'admin.mails.$template', path: () => '/admin/mails/vendor_approved', as: 'admin' },
  { route: 'admin.approvals._index', path: () => '/admin/approvals?show=all', as: 'admin' },
  { route: 'admin.approvals.$approvalId', path: ({ approval }) => `/admin/approvals/${approval}`, as: 'admin' },
  { route: 'admin.audit', path: () => '/admin/audit', as: 'admin' },
  { route: 'admin.people', path: () => '/admin/people', as: 'admin' },
  { route: 'admin.health', path: () => '/admin/health', as: 'admin' },
]

/** Who looks at a page, by a log-in of the seed. */
export const LOG_INS: Record<Exclude<Who, 'guest'>, string> = {
  buyer: 'ida@buyer.example',
  vendor: 'owner@kiln-and-clay.example',
  /** Has chosen a plan and not paid for it yet. */
  payer: 'owner@night-ferry-coffee.example',
  admin: 'admin@stoa.example',
}

/** Route files that draw a page; the others answer data, or only frame pages. */
export function pageRoutes(isPage: (source: string) => boolean, read: (path: string) => string): string[] {
  return readdirSync('web/routes')
    .filter((file) => file.endsWith('.tsx') && isPage(read(`web/routes/${file}`)))
    .map((file) => file.replace(/\.tsx$/, ''))
    .sort()
}
