// Written by `npm run channels:types`. Do not edit.
export const COMPACT_SDL = /* GraphQL */ `
schema {
  query: QueryRoot
  mutation: Mutation
}

directive @idempotent(key: String!) on FIELD

type Mutation {
  orderCancel(notifyCustomer: Boolean = false, orderId: ID!, reason: OrderCancelReason!, refundMethod: OrderCancelRefundMethodInput, restock: Boolean!, staffNote: String = null): OrderCancelPayload
  fulfillmentCreate(fulfillment: FulfillmentInput!): FulfillmentCreatePayload
  refundCreate(input: RefundInput!): RefundCreatePayload
  webhookSubscriptionUpdate(id: ID!, webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionUpdatePayload
  publishablePublish(id: ID!, input: [PublicationInput!]!): PublishablePublishPayload
  productSet(identifier: ProductSetIdentifiers, input: ProductSetInput!, synchronous: Boolean = true): ProductSetPayload
  inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload
  bulkOperationRunQuery(groupObjects: Boolean! = false, query: String!): BulkOperationRunQueryPayload
  webhookSubscriptionCreate(topic: WebhookSubscriptionTopic!, webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionCreatePayload
  appUninstall: AppUninstallPayload
  productUpdate(product: ProductUpdateInput): ProductUpdatePayload
  productVariantsBulkUpdate(allowPartialUpdates: Boolean = false, productId: ID!, variants: [ProductVariantsBulkInput!]!): ProductVariantsBulkUpdatePayload
}

type OrderCancelPayload {
  job: Job
  orderCancelUserErrors: [OrderCancelUserError!]!
}

type Job {
  id: ID!
  done: Boolean!
}

type OrderCancelUserError {
  code: OrderCancelUserErrorCode
  field: [String!]
  message: String!
}

type QueryRoot {
  order(id: ID!): Order
  bulkOperation(id: ID!): BulkOperation
  productVariants: ProductVariantConnection!
  job(id: ID!): Job
  node(id: ID!): Node
  orders(after: String, first: Int, query: String, sortKey: OrderSortKeys = PROCESSED_AT): OrderConnection!
  nodes(ids: [ID!]!): [Node]!
  publications(first: Int): PublicationConnection!
  bulkOperations(first: Int, query: String): BulkOperationConnection!
  shop: Shop!
  location: Location
  locations(first: Int): LocationConnection!
  webhookSubscriptions(first: Int): WebhookSubscriptionConnection!
}

type Order implements Node {
  id: ID!
  cancelledAt: DateTime
  displayFulfillmentStatus: OrderDisplayFulfillmentStatus!
  fulfillmentOrders(first: Int): FulfillmentOrderConnection!
  lineItems(after: String, first: Int): LineItemConnection!
  returns(after: String, first: Int): ReturnConnection!
  name: String!
  test: Boolean!
  createdAt: DateTime!
  processedAt: DateTime!
  updatedAt: DateTime!
  closedAt: DateTime
  currencyCode: CurrencyCode!
  taxesIncluded: Boolean!
  displayFinancialStatus: OrderDisplayFinancialStatus
  returnStatus: OrderReturnStatus!
  totalPriceSet: MoneyBag!
  totalTaxSet: MoneyBag
  currentTotalPriceSet: MoneyBag!
  currentTotalTaxSet: MoneyBag!
  totalRefundedSet: MoneyBag!
  shippingAddress: MailingAddress
  shippingLines(first: Int): ShippingLineConnection!
  fulfillments(first: Int): [Fulfillment!]!
  transactions(first: Int): [OrderTransaction!]!
  refunds(first: Int): [Refund!]!
  suggestedRefund(refundLineItems: [RefundLineItemInput!], shippingAmount: Money): SuggestedRefund
}

type FulfillmentCreatePayload {
  fulfillment: Fulfillment
  userErrors: [UserError!]!
}

type Fulfillment implements Node {
  id: ID!
  status: FulfillmentStatus!
  displayStatus: FulfillmentDisplayStatus
  createdAt: DateTime!
  trackingInfo(first: Int): [FulfillmentTrackingInfo!]!
}

type UserError {
  field: [String!]
  message: String!
}

type RefundCreatePayload {
  refund: Refund
  userErrors: [UserError!]!
}

type Refund implements Node {
  id: ID!
  note: String
}

type BulkOperation implements Node {
  id: ID!
  status: BulkOperationStatus!
  errorCode: BulkOperationErrorCode
  objectCount: UnsignedInt64!
  rootObjectCount: UnsignedInt64!
  url: URL
  query: String!
}

type ProductVariantConnection {
  edges: [ProductVariantEdge!]!
  nodes: [ProductVariant!]!
}

type ProductVariantEdge {
  node: ProductVariant!
}

type ProductVariant implements Node {
  id: ID!
  sku: String
  barcode: String
  title: String!
  price: Money!
  sellableOnlineQuantity: Int!
  product: Product!
  inventoryItem: InventoryItem!
}

type Product implements Node {
  id: ID!
  title: String!
  status: ProductStatus!
  hasOnlyDefaultVariant: Boolean!
  onlineStoreUrl: URL
  variants(first: Int): ProductVariantConnection!
}

type InventoryItem implements Node {
  id: ID!
  tracked: Boolean!
  inventoryLevel(locationId: ID!): InventoryLevel
}

type InventoryLevel {
  quantities(names: [String!]!): [InventoryQuantity!]!
}

type InventoryQuantity {
  name: String!
  quantity: Int!
}

type FulfillmentOrderConnection {
  nodes: [FulfillmentOrder!]!
}

type FulfillmentOrder implements Node {
  id: ID!
  status: FulfillmentOrderStatus!
  assignedLocation: FulfillmentOrderAssignedLocation!
  fulfillBy: DateTime
}

type FulfillmentOrderAssignedLocation {
  location: Location
}

type Location implements Node {
  id: ID!
  isFulfillmentService: Boolean!
  name: String!
  isActive: Boolean!
}

type LineItemConnection {
  nodes: [LineItem!]!
  pageInfo: PageInfo!
}

type PageInfo {
  hasNextPage: Boolean!
  endCursor: String
}

type MoneyBag {
  shopMoney: MoneyV2!
}

type MoneyV2 {
  amount: Decimal!
  currencyCode: CurrencyCode!
}

type LineItem implements Node {
  id: ID!
  sku: String
  title: String!
  variantTitle: String
  quantity: Int!
  currentQuantity: Int!
  variant: ProductVariant
  originalUnitPriceSet: MoneyBag!
  discountAllocations: [DiscountAllocation!]!
  taxLines: [TaxLine!]!
}

type DiscountAllocation {
  allocatedAmountSet: MoneyBag!
}

type TaxLine {
  channelLiable: Boolean
  priceSet: MoneyBag!
}

type ReturnConnection {
  nodes: [Return!]!
  pageInfo: PageInfo!
}

type Return implements Node {
  id: ID!
  name: String!
  status: ReturnStatus!
  createdAt: DateTime!
  returnLineItems(after: String, first: Int): ReturnLineItemTypeConnection!
}

type ReturnLineItemTypeConnection {
  nodes: [ReturnLineItemType!]!
  pageInfo: PageInfo!
}

interface ReturnLineItemType {
  quantity: Int!
  returnReasonDefinition: ReturnReasonDefinition
}

type ReturnReasonDefinition {
  name: String!
}

type ReturnLineItem implements ReturnLineItemType {
  quantity: Int!
  returnReasonDefinition: ReturnReasonDefinition
  fulfillmentLineItem: FulfillmentLineItem!
}

type FulfillmentLineItem {
  lineItem: LineItem!
}

type WebhookSubscriptionUpdatePayload {
  webhookSubscription: WebhookSubscription
  userErrors: [UserError!]!
}

type WebhookSubscription implements Node {
  id: ID!
  topic: WebhookSubscriptionTopic!
  uri: String!
  includeFields: [String!]!
}

type OrderConnection {
  nodes: [Order!]!
  pageInfo: PageInfo!
}

type MailingAddress {
  name: String
  company: String
  address1: String
  address2: String
  city: String
  provinceCode: String
  zip: String
  countryCodeV2: CountryCode
  phone: String
}

type ShippingLineConnection {
  nodes: [ShippingLine!]!
}

type ShippingLine {
  title: String!
  discountedPriceSet: MoneyBag!
}

type FulfillmentTrackingInfo {
  company: String
  number: String
  url: URL
}

type OrderTransaction implements Node {
  kind: OrderTransactionKind!
  status: OrderTransactionStatus!
  fees: [TransactionFee!]!
  id: ID!
}

type TransactionFee {
  amount: MoneyV2!
  taxAmount: MoneyV2!
}

type PublicationConnection {
  nodes: [Publication!]!
}

type Publication implements Node {
  id: ID!
}

type PublishablePublishPayload {
  userErrors: [UserError!]!
}

type SuggestedRefund {
  amountSet: MoneyBag!
  suggestedTransactions: [SuggestedOrderTransaction!]!
}

type SuggestedOrderTransaction {
  gateway: String
  parentTransaction: OrderTransaction
  amountSet: MoneyBag!
  maximumRefundableSet: MoneyBag
}

type BulkOperationConnection {
  nodes: [BulkOperation!]!
}

type ProductSetPayload {
  product: Product
  userErrors: [ProductSetUserError!]!
}

type ProductSetUserError {
  code: ProductSetUserErrorCode
  field: [String!]
  message: String!
}

type InventorySetQuantitiesPayload {
  inventoryAdjustmentGroup: InventoryAdjustmentGroup
  userErrors: [InventorySetQuantitiesUserError!]!
}

type InventoryAdjustmentGroup implements Node {
  id: ID!
}

type InventorySetQuantitiesUserError {
  code: InventorySetQuantitiesUserErrorCode
  field: [String!]
  message: String!
}

type Shop implements Node {
  id: ID!
  name: String!
  myshopifyDomain: String!
  currencyCode: CurrencyCode!
  plan: ShopPlan!
}

type ShopPlan {
  publicDisplayName: String!
}

type LocationConnection {
  nodes: [Location!]!
}

type BulkOperationRunQueryPayload {
  bulkOperation: BulkOperation
  userErrors: [BulkOperationUserError!]!
}

type BulkOperationUserError {
  code: BulkOperationUserErrorCode
  field: [String!]
  message: String!
}

type WebhookSubscriptionCreatePayload {
  webhookSubscription: WebhookSubscription
  userErrors: [UserError!]!
}

type WebhookSubscriptionConnection {
  nodes: [WebhookSubscription!]!
}

type AppUninstallPayload {
  userErrors: [AppUninstallAppUninstallError!]!
}

type AppUninstallAppUninstallError {
  field: [String!]
  message: String!
}

type ProductUpdatePayload {
  product: Product
  userErrors: [UserError!]!
}

type ProductVariantsBulkUpdatePayload {
  productVariants: [ProductVariant!]
  userErrors: [ProductVariantsBulkUpdateUserError!]!
}

type ProductVariantsBulkUpdateUserError {
  code: ProductVariantsBulkUpdateUserErrorCode
  field: [String!]
  message: String!
}

interface Node {
  id: ID!
}

type UnverifiedReturnLineItem implements ReturnLineItemType {
  quantity: Int!
  returnReasonDefinition: ReturnReasonDefinition
}

enum OrderCancelReason {
  CUSTOMER
  DECLINED
  FRAUD
  INVENTORY
  OTHER
  STAFF
}

input OrderCancelRefundMethodInput {
  originalPaymentMethodsRefund: Boolean
}

input FulfillmentInput {
  lineItemsByFulfillmentOrder: [FulfillmentOrderLineItemsInput!]!
  notifyCustomer: Boolean = false
  trackingInfo: FulfillmentTrackingInput
}

input RefundInput {
  allowOverRefunding: Boolean = false
  currency: CurrencyCode
  discrepancyReason: OrderAdjustmentInputDiscrepancyReason
  note: String
  notify: Boolean
  orderId: ID!
  processedAt: DateTime
  refundLineItems: [RefundLineItemInput!]
  shipping: ShippingRefundInput
  transactions: [OrderTransactionInput!]
}

input WebhookSubscriptionInput {
  callbackUrl: URL
  filter: String
  format: WebhookSubscriptionFormat
  includeFields: [String!]
  metafieldNamespaces: [String!]
  name: String
  uri: String
}

input PublicationInput {
  channelId: ID
  publicationId: ID
  publishDate: DateTime
}

input ProductSetIdentifiers {
  handle: String
  id: ID
}

input ProductSetInput {
  category: ID
  collections: [ID!]
  combinedListingRole: CombinedListingsRole
  descriptionHtml: String
  files: [FileSetInput!]
  giftCard: Boolean
  giftCardTemplateSuffix: String
  handle: String
  id: ID
  productOptions: [OptionSetInput!]
  productType: String
  redirectNewHandle: Boolean
  requiresSellingPlan: Boolean
  status: ProductStatus
  tags: [String!]
  templateSuffix: String
  title: String
  variants: [ProductVariantSetInput!]
  vendor: String
}

input InventorySetQuantitiesInput {
  name: String!
  quantities: [InventoryQuantityInput!]!
  reason: String!
  referenceDocumentUri: String
}

enum WebhookSubscriptionTopic {
  APP_PURCHASES_ONE_TIME_UPDATE
  APP_SCOPES_UPDATE
  APP_SUBSCRIPTIONS_APPROACHING_CAPPED_AMOUNT
  APP_SUBSCRIPTIONS_UPDATE
  APP_UNINSTALLED
  AUDIT_EVENTS_ADMIN_API_ACTIVITY
  BULK_OPERATIONS_FINISH
  CARTS_CREATE
  CARTS_UPDATE
  CHANNELS_DELETE
  CHECKOUTS_CREATE
  CHECKOUTS_DELETE
  CHECKOUTS_UPDATE
  COLLECTIONS_CREATE
  COLLECTIONS_DELETE
  COLLECTIONS_UPDATE
  COLLECTION_LISTINGS_ADD
  COLLECTION_LISTINGS_REMOVE
  COLLECTION_LISTINGS_UPDATE
  COLLECTION_PUBLICATIONS_CREATE
  COLLECTION_PUBLICATIONS_DELETE
  COLLECTION_PUBLICATIONS_UPDATE
  COMPANIES_CREATE
  COMPANIES_DELETE
  COMPANIES_UPDATE
  COMPANY_CONTACTS_CREATE
  COMPANY_CONTACTS_DELETE
  COMPANY_CONTACTS_UPDATE
  COMPANY_CONTACT_ROLES_ASSIGN
  COMPANY_CONTACT_ROLES_REVOKE
  COMPANY_LOCATIONS_CREATE
  COMPANY_LOCATIONS_DELETE
  COMPANY_LOCATIONS_UPDATE
  CUSTOMERS_CREATE
  CUSTOMERS_DELETE
  CUSTOMERS_DISABLE
  CUSTOMERS_EMAIL_MARKETING_CONSENT_UPDATE
  CUSTOMERS_ENABLE
  CUSTOMERS_MARKETING_CONSENT_UPDATE
  CUSTOMERS_MERGE
  CUSTOMERS_PURCHASING_SUMMARY
  CUSTOMERS_UPDATE
  CUSTOMERS_WHATS_APP_MARKETING_CONSENT_UPDATE
  CUSTOMER_ACCOUNT_SETTINGS_UPDATE
  CUSTOMER_GROUPS_CREATE
  CUSTOMER_GROUPS_DELETE
  CUSTOMER_GROUPS_UPDATE
  CUSTOMER_JOINED_SEGMENT
  CUSTOMER_LEFT_SEGMENT
  CUSTOMER_PAYMENT_METHODS_CREATE
  CUSTOMER_PAYMENT_METHODS_REVOKE
  CUSTOMER_PAYMENT_METHODS_UPDATE
  CUSTOMER_TAGS_ADDED
  CUSTOMER_TAGS_REMOVED
  DELIVERY_PROMISE_SETTINGS_UPDATE
  DISCOUNTS_CREATE
  DISCOUNTS_DELETE
  DISCOUNTS_REDEEMCODE_ADDED
  DISCOUNTS_REDEEMCODE_REMOVED
  DISCOUNTS_UPDATE
  DISPUTES_CREATE
  DISPUTES_UPDATE
  DOMAINS_CREATE
  DOMAINS_DESTROY
  DOMAINS_UPDATE
  DRAFT_ORDERS_CREATE
  DRAFT_ORDERS_DELETE
  DRAFT_ORDERS_UPDATE
  FINANCE_APP_STAFF_MEMBER_DELETE
  FINANCE_APP_STAFF_MEMBER_GRANT
  FINANCE_APP_STAFF_MEMBER_REVOKE
  FINANCE_APP_STAFF_MEMBER_UPDATE
  FINANCE_KYC_INFORMATION_UPDATE
  FULFILLMENTS_CREATE
  FULFILLMENTS_UPDATE
  FULFILLMENT_EVENTS_CREATE
  FULFILLMENT_EVENTS_DELETE
  FULFILLMENT_HOLDS_ADDED
  FULFILLMENT_HOLDS_RELEASED
  FULFILLMENT_ORDERS_CANCELLATION_REQUEST_ACCEPTED
  FULFILLMENT_ORDERS_CANCELLATION_REQUEST_REJECTED
  FULFILLMENT_ORDERS_CANCELLATION_REQUEST_SUBMITTED
  FULFILLMENT_ORDERS_CANCELLED
  FULFILLMENT_ORDERS_FULFILLMENT_REQUEST_ACCEPTED
  FULFILLMENT_ORDERS_FULFILLMENT_REQUEST_REJECTED
  FULFILLMENT_ORDERS_FULFILLMENT_REQUEST_SUBMITTED
  FULFILLMENT_ORDERS_FULFILLMENT_SERVICE_FAILED_TO_COMPLETE
  FULFILLMENT_ORDERS_HOLD_RELEASED
  FULFILLMENT_ORDERS_LINE_ITEMS_PREPARED_FOR_LOCAL_DELIVERY
  FULFILLMENT_ORDERS_LINE_ITEMS_PREPARED_FOR_PICKUP
  FULFILLMENT_ORDERS_MANUALLY_REPORTED_PROGRESS_STOPPED
  FULFILLMENT_ORDERS_MERGED
  FULFILLMENT_ORDERS_MOVED
  FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE
  FULFILLMENT_ORDERS_PLACED_ON_HOLD
  FULFILLMENT_ORDERS_PROGRESS_REPORTED
  FULFILLMENT_ORDERS_RESCHEDULED
  FULFILLMENT_ORDERS_SCHEDULED_FULFILLMENT_ORDER_READY
  FULFILLMENT_ORDERS_SPLIT
  INVENTORY_ITEMS_CREATE
  INVENTORY_ITEMS_DELETE
  INVENTORY_ITEMS_UPDATE
  INVENTORY_LEVELS_CONNECT
  INVENTORY_LEVELS_DISCONNECT
  INVENTORY_LEVELS_UPDATE
  INVENTORY_SHIPMENTS_ADD_ITEMS
  INVENTORY_SHIPMENTS_CREATE
  INVENTORY_SHIPMENTS_DELETE
  INVENTORY_SHIPMENTS_MARK_IN_TRANSIT
  INVENTORY_SHIPMENTS_RECEIVE_ITEMS
  INVENTORY_SHIPMENTS_REMOVE_ITEMS
  INVENTORY_SHIPMENTS_UPDATE_ITEM_QUANTITIES
  INVENTORY_SHIPMENTS_UPDATE_TRACKING
  INVENTORY_TRANSFERS_ADD_ITEMS
  INVENTORY_TRANSFERS_CANCEL
  INVENTORY_TRANSFERS_COMPLETE
  INVENTORY_TRANSFERS_READY_TO_SHIP
  INVENTORY_TRANSFERS_REMOVE_ITEMS
  INVENTORY_TRANSFERS_UPDATED
  INVENTORY_TRANSFERS_UPDATE_ITEM_QUANTITIES
  LOCALES_CREATE
  LOCALES_DESTROY
  LOCALES_UPDATE
  LOCATIONS_ACTIVATE
  LOCATIONS_CREATE
  LOCATIONS_DEACTIVATE
  LOCATIONS_DELETE
  LOCATIONS_UPDATE
  MARKETS_BACKUP_REGION_UPDATE
  MARKETS_CREATE
  MARKETS_DELETE
  MARKETS_UPDATE
  METAFIELD_DEFINITIONS_CREATE
  METAFIELD_DEFINITIONS_DELETE
  METAFIELD_DEFINITIONS_UPDATE
  METAOBJECTS_CREATE
  METAOBJECTS_DELETE
  METAOBJECTS_UPDATE
  ORDERS_CANCELLED
  ORDERS_CREATE
  ORDERS_DELETE
  ORDERS_EDITED
  ORDERS_FULFILLED
  ORDERS_LINK_REQUESTED
  ORDERS_PAID
  ORDERS_PARTIALLY_FULFILLED
  ORDERS_RISK_ASSESSMENT_CHANGED
  ORDERS_SHOPIFY_PROTECT_ELIGIBILITY_CHANGED
  ORDERS_UPDATED
  ORDER_TRANSACTIONS_CREATE
  PAYMENT_SCHEDULES_DUE
  PAYMENT_TERMS_CREATE
  PAYMENT_TERMS_DELETE
  PAYMENT_TERMS_UPDATE
  PRODUCTS_CREATE
  PRODUCTS_DELETE
  PRODUCTS_UPDATE
  PRODUCT_FEEDS_CREATE
  PRODUCT_FEEDS_FULL_SYNC
  PRODUCT_FEEDS_FULL_SYNC_FINISH
  PRODUCT_FEEDS_INCREMENTAL_SYNC
  PRODUCT_FEEDS_UPDATE
  PRODUCT_LISTINGS_ADD
  PRODUCT_LISTINGS_REMOVE
  PRODUCT_LISTINGS_UPDATE
  PRODUCT_PUBLICATIONS_CREATE
  PRODUCT_PUBLICATIONS_DELETE
  PRODUCT_PUBLICATIONS_UPDATE
  PROFILES_CREATE
  PROFILES_DELETE
  PROFILES_UPDATE
  REFUNDS_CREATE
  RETURNS_APPROVE
  RETURNS_CANCEL
  RETURNS_CLOSE
  RETURNS_DECLINE
  RETURNS_PROCESS
  RETURNS_REOPEN
  RETURNS_REQUEST
  RETURNS_UPDATE
  REVERSE_DELIVERIES_ATTACH_DELIVERABLE
  REVERSE_FULFILLMENT_ORDERS_DISPOSE
  SCHEDULED_PRODUCT_LISTINGS_ADD
  SCHEDULED_PRODUCT_LISTINGS_REMOVE
  SCHEDULED_PRODUCT_LISTINGS_UPDATE
  SEGMENTS_CREATE
  SEGMENTS_DELETE
  SEGMENTS_UPDATE
  SELLING_PLAN_GROUPS_CREATE
  SELLING_PLAN_GROUPS_DELETE
  SELLING_PLAN_GROUPS_UPDATE
  SHIPPING_ADDRESSES_CREATE
  SHIPPING_ADDRESSES_UPDATE
  SHOP_UPDATE
  SUBSCRIPTION_BILLING_ATTEMPTS_CHALLENGED
  SUBSCRIPTION_BILLING_ATTEMPTS_FAILURE
  SUBSCRIPTION_BILLING_ATTEMPTS_SUCCESS
  SUBSCRIPTION_BILLING_CYCLES_SKIP
  SUBSCRIPTION_BILLING_CYCLES_UNSKIP
  SUBSCRIPTION_BILLING_CYCLE_EDITS_CREATE
  SUBSCRIPTION_BILLING_CYCLE_EDITS_DELETE
  SUBSCRIPTION_BILLING_CYCLE_EDITS_UPDATE
  SUBSCRIPTION_CONTRACTS_ACTIVATE
  SUBSCRIPTION_CONTRACTS_CANCEL
  SUBSCRIPTION_CONTRACTS_CREATE
  SUBSCRIPTION_CONTRACTS_EXPIRE
  SUBSCRIPTION_CONTRACTS_FAIL
  SUBSCRIPTION_CONTRACTS_PAUSE
  SUBSCRIPTION_CONTRACTS_UPDATE
  TAX_SERVICES_CREATE
  TAX_SERVICES_UPDATE
  TENDER_TRANSACTIONS_CREATE
  THEMES_CREATE
  THEMES_DELETE
  THEMES_PUBLISH
  THEMES_UPDATE
  VARIANTS_IN_STOCK
  VARIANTS_OUT_OF_STOCK
}

input ProductUpdateInput {
  category: ID
  collectionsToJoin: [ID!]
  collectionsToLeave: [ID!]
  deleteConflictingConstrainedMetafields: Boolean = false
  descriptionHtml: String
  giftCardTemplateSuffix: String
  handle: String
  id: ID
  productType: String
  redirectNewHandle: Boolean
  requiresSellingPlan: Boolean
  status: ProductStatus
  tags: [String!]
  templateSuffix: String
  title: String
  vendor: String
}

input ProductVariantsBulkInput {
  barcode: String
  compareAtPrice: Money
  id: ID
  inventoryItem: InventoryItemInput
  inventoryPolicy: ProductVariantInventoryPolicy
  mediaId: ID
  mediaSrc: [String!]
  optionValues: [VariantOptionValueInput!]
  price: Money
  published: Boolean
  requiresComponents: Boolean
  showUnitPrice: Boolean
  taxCode: String
  taxable: Boolean
}

enum OrderCancelUserErrorCode {
  INTERNAL_ERROR
  INVALID
  NOT_FOUND
  NO_REFUND_PERMISSION
  NO_REFUND_TO_STORE_CREDIT_PERMISSION
  STORE_CREDIT_REFUND_B2B_NOT_SUPPORTED
  STORE_CREDIT_REFUND_EXPIRATION_IN_PAST
  STORE_CREDIT_REFUND_MISSING_CUSTOMER
}

enum OrderSortKeys {
  CREATED_AT
  CURRENT_TOTAL_PRICE
  CUSTOMER_NAME
  DESTINATION
  FINANCIAL_STATUS
  FULFILLMENT_STATUS
  ID
  ORDER_NUMBER
  PO_NUMBER
  PROCESSED_AT
  RELEVANCE
  TOTAL_ITEMS_QUANTITY
  TOTAL_PRICE
  UPDATED_AT
}

scalar DateTime

enum OrderDisplayFulfillmentStatus {
  FULFILLED
  FULFILLMENT_NOT_REQUIRED
  IN_PROGRESS
  ON_HOLD
  OPEN
  PARTIALLY_FULFILLED
  PENDING_FULFILLMENT
  REQUEST_DECLINED
  RESTOCKED
  SCHEDULED
  UNFULFILLED
}

enum CurrencyCode {
  AED
  AFN
  ALL
  AMD
  ANG
  AOA
  ARS
  AUD
  AWG
  AZN
  BAM
  BBD
  BDT
  BGN
  BHD
  BIF
  BMD
  BND
  BOB
  BRL
  BSD
  BTN
  BWP
  BYN
  BYR
  BZD
  CAD
  CDF
  CHF
  CLP
  CNY
  COP
  CRC
  CVE
  CZK
  DJF
  DKK
  DOP
  DZD
  EGP
  ERN
  ETB
  EUR
  FJD
  FKP
  GBP
  GEL
  GHS
  GIP
  GMD
  GNF
  GTQ
  GYD
  HKD
  HNL
  HRK
  HTG
  HUF
  IDR
  ILS
  INR
  IQD
  IRR
  ISK
  JEP
  JMD
  JOD
  JPY
  KES
  KGS
  KHR
  KID
  KMF
  KRW
  KWD
  KYD
  KZT
  LAK
  LBP
  LKR
  LRD
  LSL
  LTL
  LVL
  LYD
  MAD
  MDL
  MGA
  MKD
  MMK
  MNT
  MOP
  MRU
  MUR
  MVR
  MWK
  MXN
  MYR
  MZN
  NAD
  NGN
  NIO
  NOK
  NPR
  NZD
  OMR
  PAB
  PEN
  PGK
  PHP
  PKR
  PLN
  PYG
  QAR
  RON
  RSD
  RUB
  RWF
  SAR
  SBD
  SCR
  SDG
  SEK
  SGD
  SHP
  SLL
  SOS
  SRD
  SSP
  STD
  STN
  SYP
  SZL
  THB
  TJS
  TMT
  TND
  TOP
  TRY
  TTD
  TWD
  TZS
  UAH
  UGX
  USD
  USDC
  UYU
  UZS
  VED
  VEF
  VES
  VND
  VUV
  WST
  XAF
  XCD
  XOF
  XPF
  XXX
  YER
  ZAR
  ZMW
}

enum OrderDisplayFinancialStatus {
  AUTHORIZED
  EXPIRED
  PAID
  PARTIALLY_PAID
  PARTIALLY_REFUNDED
  PENDING
  REFUNDED
  VOIDED
}

enum OrderReturnStatus {
  INSPECTION_COMPLETE
  IN_PROGRESS
  NO_RETURN
  RETURNED
  RETURN_FAILED
  RETURN_REQUESTED
}

input RefundLineItemInput {
  lineItemId: ID!
  locationId: ID
  quantity: Int!
  restockType: RefundLineItemRestockType
}

scalar Money

enum FulfillmentStatus {
  CANCELLED
  ERROR
  FAILURE
  OPEN
  PENDING
  SUCCESS
}

enum FulfillmentDisplayStatus {
  ATTEMPTED_DELIVERY
  CANCELED
  CARRIER_PICKED_UP
  CONFIRMED
  DELAYED
  DELIVERED
  FAILURE
  FULFILLED
  IN_TRANSIT
  LABEL_PRINTED
  LABEL_PURCHASED
  LABEL_VOIDED
  MARKED_AS_FULFILLED
  NOT_DELIVERED
  OUT_FOR_DELIVERY
  PICKED_UP
  READY_FOR_PICKUP
  SUBMITTED
}

enum BulkOperationStatus {
  CANCELED
  CANCELING
  COMPLETED
  CREATED
  EXPIRED
  FAILED
  RUNNING
}

enum BulkOperationErrorCode {
  ACCESS_DENIED
  INTERNAL_SERVER_ERROR
  TIMEOUT
}

scalar UnsignedInt64

scalar URL

enum ProductStatus {
  ACTIVE
  ARCHIVED
  DRAFT
  UNLISTED
}

enum FulfillmentOrderStatus {
  CANCELLED
  CLOSED
  INCOMPLETE
  IN_PROGRESS
  ON_HOLD
  OPEN
  SCHEDULED
}

scalar Decimal

enum ReturnStatus {
  CANCELED
  CLOSED
  DECLINED
  OPEN
  REQUESTED
}

enum CountryCode {
  AC
  AD
  AE
  AF
  AG
  AI
  AL
  AM
  AN
  AO
  AR
  AT
  AU
  AW
  AX
  AZ
  BA
  BB
  BD
  BE
  BF
  BG
  BH
  BI
  BJ
  BL
  BM
  BN
  BO
  BQ
  BR
  BS
  BT
  BV
  BW
  BY
  BZ
  CA
  CC
  CD
  CF
  CG
  CH
  CI
  CK
  CL
  CM
  CN
  CO
  CR
  CU
  CV
  CW
  CX
  CY
  CZ
  DE
  DJ
  DK
  DM
  DO
  DZ
  EC
  EE
  EG
  EH
  ER
  ES
  ET
  FI
  FJ
  FK
  FO
  FR
  GA
  GB
  GD
  GE
  GF
  GG
  GH
  GI
  GL
  GM
  GN
  GP
  GQ
  GR
  GS
  GT
  GW
  GY
  HK
  HM
  HN
  HR
  HT
  HU
  ID
  IE
  IL
  IM
  IN
  IO
  IQ
  IR
  IS
  IT
  JE
  JM
  JO
  JP
  KE
  KG
  KH
  KI
  KM
  KN
  KP
  KR
  KW
  KY
  KZ
  LA
  LB
  LC
  LI
  LK
  LR
  LS
  LT
  LU
  LV
  LY
  MA
  MC
  MD
  ME
  MF
  MG
  MK
  ML
  MM
  MN
  MO
  MQ
  MR
  MS
  MT
  MU
  MV
  MW
  MX
  MY
  MZ
  NA
  NC
  NE
  NF
  NG
  NI
  NL
  NO
  NP
  NR
  NU
  NZ
  OM
  PA
  PE
  PF
  PG
  PH
  PK
  PL
  PM
  PN
  PS
  PT
  PY
  QA
  RE
  RO
  RS
  RU
  RW
  SA
  SB
  SC
  SD
  SE
  SG
  SH
  SI
  SJ
  SK
  SL
  SM
  SN
  SO
  SR
  SS
  ST
  SV
  SX
  SY
  SZ
  TA
  TC
  TD
  TF
  TG
  TH
  TJ
  TK
  TL
  TM
  TN
  TO
  TR
  TT
  TV
  TW
  TZ
  UA
  UG
  UM
  US
  UY
  UZ
  VA
  VC
  VE
  VG
  VN
  VU
  WF
  WS
  XK
  YE
  YT
  ZA
  ZM
  ZW
  ZZ
}

enum OrderTransactionKind {
  AUTHORIZATION
  CAPTURE
  CHANGE
  EMV_AUTHORIZATION
  REFUND
  SALE
  SUGGESTED_REFUND
  VOID
}

enum OrderTransactionStatus {
  AWAITING_RESPONSE
  ERROR
  FAILURE
  PENDING
  SUCCESS
  UNKNOWN
}

enum ProductSetUserErrorCode {
  CANNOT_COMBINE_LINKED_AND_NONLINKED_OPTION_VALUES
  CAPABILITY_VIOLATION
  DUPLICATED_METAFIELD_VALUE
  DUPLICATED_OPTION_NAME
  DUPLICATED_OPTION_VALUE
  DUPLICATED_VALUE
  DUPLICATE_LINKED_OPTION
  GENERIC_ERROR
  GIFT_CARDS_NOT_ACTIVATED
  GIFT_CARD_ATTRIBUTE_CANNOT_BE_CHANGED
  HANDLE_NOT_UNIQUE
  ID_NOT_ALLOWED
  INPUT_MISMATCH
  INVALID_INPUT
  INVALID_METAFIELD
  INVALID_METAFIELD_VALUE_FOR_LINKED_OPTION
  INVALID_PRODUCT
  INVALID_VARIANT
  INVENTORY_QUANTITIES_LIMIT_EXCEEDED
  JOB_ERROR
  LINKED_METAFIELD_DEFINITION_NOT_FOUND
  LINKED_OPTIONS_NOT_SUPPORTED_FOR_SHOP
  METAFIELD_MISMATCH
  MISSING_FIELD_REQUIRED
  NOT_FOUND
  OPTIONS_OVER_LIMIT
  OPTION_DOES_NOT_EXIST
  OPTION_VALUES_MISSING
  OPTION_VALUES_OVER_LIMIT
  OPTION_VALUE_DOES_NOT_EXIST
  PRODUCT_DOES_NOT_EXIST
  PRODUCT_OPTIONS_INPUT_MISSING
  PRODUCT_SUSPENDED
  PRODUCT_VARIANT_DOES_NOT_EXIST
  VARIANTS_INPUT_MISSING
  VARIANTS_OVER_LIMIT
}

enum InventorySetQuantitiesUserErrorCode {
  CHANGE_FROM_QUANTITY_STALE
  COMPARE_QUANTITY_REQUIRED
  COMPARE_QUANTITY_STALE
  IDEMPOTENCY_CONCURRENT_REQUEST
  IDEMPOTENCY_KEY_PARAMETER_MISMATCH
  IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED
  INVALID_INVENTORY_ITEM
  INVALID_LOCATION
  INVALID_NAME
  INVALID_QUANTITY_NEGATIVE
  INVALID_QUANTITY_TOO_HIGH
  INVALID_QUANTITY_TOO_LOW
  INVALID_REASON
  INVALID_REFERENCE_DOCUMENT
  NON_MUTABLE_INVENTORY_ITEM
  NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR
}

enum BulkOperationUserErrorCode {
  INVALID
  LIMIT_REACHED
  OPERATION_IN_PROGRESS
}

enum ProductVariantsBulkUpdateUserErrorCode {
  BLANK
  CANNOT_SET_NAME_FOR_LINKED_OPTION_VALUE
  CANNOT_SPECIFY_BOTH
  GREATER_THAN_OR_EQUAL_TO
  INVALID_INPUT
  INVALID_VALUE
  INVENTORY_QUANTITIES_LIMIT_EXCEEDED
  LOCAL_CURRENCY_GIFT_CARD_PRICE_MUST_BE_ZERO
  MUST_BE_FOR_THIS_PRODUCT
  MUST_SPECIFY_ONE_OF_PAIR
  NEED_TO_ADD_OPTION_VALUES
  NEGATIVE_PRICE_VALUE
  NOT_DEFINED_FOR_SHOP
  NO_INVENTORY_QUANTITES_DURING_UPDATE
  NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE
  OPTION_DOES_NOT_EXIST
  OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS
  OPTION_VALUE_DOES_NOT_EXIST
  OPTION_VALUE_NAME_TOO_LONG
  PRODUCT_DOES_NOT_EXIST
  PRODUCT_SUSPENDED
  PRODUCT_VARIANT_DOES_NOT_EXIST
  PRODUCT_VARIANT_ID_MISSING
  SUBSCRIPTION_VIOLATION
  TOO_LONG
  TOO_SHORT
  UNSUPPORTED_COMBINED_LISTING_PARENT_OPERATION
  VARIANT_ALREADY_EXISTS
}

input FulfillmentOrderLineItemsInput {
  fulfillmentOrderId: ID!
}

input FulfillmentTrackingInput {
  company: String
  number: String
  numbers: [String!]
  url: URL
  urls: [URL!]
}

enum OrderAdjustmentInputDiscrepancyReason {
  CUSTOMER
  DAMAGE
  OTHER
  RESTOCK
}

input ShippingRefundInput {
  amount: Money
  fullRefund: Boolean
}

input OrderTransactionInput {
  amount: Money!
  gateway: String!
  kind: OrderTransactionKind!
  orderId: ID!
  parentId: ID
}

enum WebhookSubscriptionFormat {
  JSON
  XML
}

enum CombinedListingsRole {
  CHILD
  PARENT
}

input FileSetInput {
  alt: String
  contentType: FileContentType
  duplicateResolutionMode: FileCreateInputDuplicateResolutionMode = APPEND_UUID
  filename: String
  id: ID
  originalSource: String
}

input OptionSetInput {
  id: ID
  name: String
  position: Int
  values: [OptionValueSetInput!]
}

input ProductVariantSetInput {
  barcode: String
  compareAtPrice: Money
  file: FileSetInput
  id: ID
  inventoryItem: InventoryItemInput
  inventoryPolicy: ProductVariantInventoryPolicy
  inventoryQuantities: [ProductSetInventoryInput!]
  optionValues: [VariantOptionValueInput!]!
  position: Int
  price: Money
  published: Boolean
  requiresComponents: Boolean
  showUnitPrice: Boolean
  sku: String
  taxCode: String
  taxable: Boolean
}

input InventoryQuantityInput {
  changeFromQuantity: Int
  inventoryItemId: ID!
  locationId: ID!
  quantity: Int!
}

input InventoryItemInput {
  cost: Decimal
  countryCodeOfOrigin: CountryCode
  harmonizedSystemCode: String
  measurement: InventoryItemMeasurementInput
  provinceCodeOfOrigin: String
  requiresShipping: Boolean
  sku: String
  tracked: Boolean
}

enum ProductVariantInventoryPolicy {
  CONTINUE
  DENY
}

input VariantOptionValueInput {
  id: ID
  linkedMetafieldValue: String
  name: String
  optionId: ID
  optionName: String
}

enum RefundLineItemRestockType {
  CANCEL
  LEGACY_RESTOCK
  NO_RESTOCK
  RETURN
}

enum FileContentType {
  EXTERNAL_VIDEO
  FILE
  IMAGE
  MODEL_3D
  VIDEO
}

enum FileCreateInputDuplicateResolutionMode {
  APPEND_UUID
  RAISE_ERROR
  REPLACE
}

input OptionValueSetInput {
  id: ID
  name: String
}

input ProductSetInventoryInput {
  locationId: ID!
  name: String!
  quantity: Int!
}

input InventoryItemMeasurementInput {
  shippingPackageId: ID
  weight: WeightInput
}

input WeightInput {
  unit: WeightUnit!
  value: Float!
}

enum WeightUnit {
  GRAMS
  KILOGRAMS
  OUNCES
  POUNDS
}`
