// Written by `npm run channels:types`. Do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] }
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never }
export type OrderCancelReason = 'CUSTOMER' | 'DECLINED' | 'FRAUD' | 'INVENTORY' | 'OTHER' | 'STAFF'

export type OrderCancelRefundMethodInput = {
  readonly originalPaymentMethodsRefund?: boolean | null | undefined
}

export type FulfillmentInput = {
  readonly lineItemsByFulfillmentOrder: ReadonlyArray<FulfillmentOrderLineItemsInput>
  readonly notifyCustomer?: boolean | null | undefined
  readonly trackingInfo?: FulfillmentTrackingInput | null | undefined
}

export type RefundInput = {
  readonly allowOverRefunding?: boolean | null | undefined
  readonly currency?: CurrencyCode | null | undefined
  readonly discrepancyReason?: OrderAdjustmentInputDiscrepancyReason | null | undefined
  readonly note?: string | null | undefined
  readonly notify?: boolean | null | undefined
  readonly orderId: string | number
  readonly processedAt?: string | null | undefined
  readonly refundLineItems?: ReadonlyArray<RefundLineItemInput> | null | undefined
  readonly shipping?: ShippingRefundInput | null | undefined
  readonly transactions?: ReadonlyArray<OrderTransactionInput> | null | undefined
}

export type WebhookSubscriptionInput = {
  readonly callbackUrl?: string | null | undefined
  readonly filter?: string | null | undefined
  readonly format?: WebhookSubscriptionFormat | null | undefined
  readonly includeFields?: ReadonlyArray<string> | null | undefined
  readonly metafieldNamespaces?: ReadonlyArray<string> | null | undefined
  readonly name?: string | null | undefined
  readonly uri?: string | null | undefined
}

export type PublicationInput = {
  readonly channelId?: string | number | null | undefined
  readonly publicationId?: string | number | null | undefined
  readonly publishDate?: string | null | undefined
}

export type ProductSetIdentifiers = {
  readonly handle?: string | null | undefined
  readonly id?: string | number | null | undefined
}

export type ProductSetInput = {
  readonly category?: string | number | null | undefined
  readonly collections?: ReadonlyArray<string | number> | null | undefined
  readonly combinedListingRole?: CombinedListingsRole | null | undefined
  readonly descriptionHtml?: string | null | undefined
  readonly files?: ReadonlyArray<FileSetInput> | null | undefined
  readonly giftCard?: boolean | null | undefined
  readonly giftCardTemplateSuffix?: string | null | undefined
  readonly handle?: string | null | undefined
  readonly id?: string | number | null | undefined
  readonly productOptions?: ReadonlyArray<OptionSetInput> | null | undefined
  readonly productType?: string | null | undefined
  readonly redirectNewHandle?: boolean | null | undefined
  readonly requiresSellingPlan?: boolean | null | undefined
  readonly status?: ProductStatus | null | undefined
  readonly tags?: ReadonlyArray<string> | null | undefined
  readonly templateSuffix?: string | null | undefined
  readonly title?: string | null | undefined
  readonly variants?: ReadonlyArray<ProductVariantSetInput> | null | undefined
  readonly vendor?: string | null | undefined
}

export type InventorySetQuantitiesInput = {
  readonly name: string
  readonly quantities: ReadonlyArray<InventoryQuantityInput>
  readonly reason: string
  readonly referenceDocumentUri?: string | null | undefined
}

export type WebhookSubscriptionTopic =
  | 'APP_PURCHASES_ONE_TIME_UPDATE'
  | 'APP_SCOPES_UPDATE'
  | 'APP_SUBSCRIPTIONS_APPROACHING_CAPPED_AMOUNT'
  | 'APP_SUBSCRIPTIONS_UPDATE'
  | 'APP_UNINSTALLED'
  | 'AUDIT_EVENTS_ADMIN_API_ACTIVITY'
  | 'BULK_OPERATIONS_FINISH'
  | 'CARTS_CREATE'
  | 'CARTS_UPDATE'
  | 'CHANNELS_DELETE'
  | 'CHECKOUTS_CREATE'
  | 'CHECKOUTS_DELETE'
  | 'CHECKOUTS_UPDATE'
  | 'COLLECTIONS_CREATE'
  | 'COLLECTIONS_DELETE'
  | 'COLLECTIONS_UPDATE'
  | 'COLLECTION_LISTINGS_ADD'
  | 'COLLECTION_LISTINGS_REMOVE'
  | 'COLLECTION_LISTINGS_UPDATE'
  | 'COLLECTION_PUBLICATIONS_CREATE'
  | 'COLLECTION_PUBLICATIONS_DELETE'
  | 'COLLECTION_PUBLICATIONS_UPDATE'
  | 'COMPANIES_CREATE'
  | 'COMPANIES_DELETE'
  | 'COMPANIES_UPDATE'
  | 'COMPANY_CONTACTS_CREATE'
  | 'COMPANY_CONTACTS_DELETE'
  | 'COMPANY_CONTACTS_UPDATE'
  | 'COMPANY_CONTACT_ROLES_ASSIGN'
  | 'COMPANY_CONTACT_ROLES_REVOKE'
  | 'COMPANY_LOCATIONS_CREATE'
  | 'COMPANY_LOCATIONS_DELETE'
  | 'COMPANY_LOCATIONS_UPDATE'
  | 'CUSTOMERS_CREATE'
  | 'CUSTOMERS_DELETE'
  | 'CUSTOMERS_DISABLE'
  | 'CUSTOMERS_EMAIL_MARKETING_CONSENT_UPDATE'
  | 'CUSTOMERS_ENABLE'
  | 'CUSTOMERS_MARKETING_CONSENT_UPDATE'
  | 'CUSTOMERS_MERGE'
  | 'CUSTOMERS_PURCHASING_SUMMARY'
  | 'CUSTOMERS_UPDATE'
  | 'CUSTOMERS_WHATS_APP_MARKETING_CONSENT_UPDATE'
  | 'CUSTOMER_ACCOUNT_SETTINGS_UPDATE'
  | 'CUSTOMER_GROUPS_CREATE'
  | 'CUSTOMER_GROUPS_DELETE'
  | 'CUSTOMER_GROUPS_UPDATE'
  | 'CUSTOMER_JOINED_SEGMENT'
  | 'CUSTOMER_LEFT_SEGMENT'
  | 'CUSTOMER_PAYMENT_METHODS_CREATE'
  | 'CUSTOMER_PAYMENT_METHODS_REVOKE'
  | 'CUSTOMER_PAYMENT_METHODS_UPDATE'
  | 'CUSTOMER_TAGS_ADDED'
  | 'CUSTOMER_TAGS_REMOVED'
  | 'DELIVERY_PROMISE_SETTINGS_UPDATE'
  | 'DISCOUNTS_CREATE'
  | 'DISCOUNTS_DELETE'
  | 'DISCOUNTS_REDEEMCODE_ADDED'
  | 'DISCOUNTS_REDEEMCODE_REMOVED'
  | 'DISCOUNTS_UPDATE'
  | 'DISPUTES_CREATE'
  | 'DISPUTES_UPDATE'
  | 'DOMAINS_CREATE'
  | 'DOMAINS_DESTROY'
  | 'DOMAINS_UPDATE'
  | 'DRAFT_ORDERS_CREATE'
  | 'DRAFT_ORDERS_DELETE'
  | 'DRAFT_ORDERS_UPDATE'
  | 'FINANCE_APP_STAFF_MEMBER_DELETE'
  | 'FINANCE_APP_STAFF_MEMBER_GRANT'
  | 'FINANCE_APP_STAFF_MEMBER_REVOKE'
  | 'FINANCE_APP_STAFF_MEMBER_UPDATE'
  | 'FINANCE_KYC_INFORMATION_UPDATE'
  | 'FULFILLMENTS_CREATE'
  | 'FULFILLMENTS_UPDATE'
  | 'FULFILLMENT_EVENTS_CREATE'
  | 'FULFILLMENT_EVENTS_DELETE'
  | 'FULFILLMENT_HOLDS_ADDED'
  | 'FULFILLMENT_HOLDS_RELEASED'
  | 'FULFILLMENT_ORDERS_CANCELLATION_REQUEST_ACCEPTED'
  | 'FULFILLMENT_ORDERS_CANCELLATION_REQUEST_REJECTED'
  | 'FULFILLMENT_ORDERS_CANCELLATION_REQUEST_SUBMITTED'
  | 'FULFILLMENT_ORDERS_CANCELLED'
  | 'FULFILLMENT_ORDERS_FULFILLMENT_REQUEST_ACCEPTED'
  | 'FULFILLMENT_ORDERS_FULFILLMENT_REQUEST_REJECTED'
  | 'FULFILLMENT_ORDERS_FULFILLMENT_REQUEST_SUBMITTED'
  | 'FULFILLMENT_ORDERS_FULFILLMENT_SERVICE_FAILED_TO_COMPLETE'
  | 'FULFILLMENT_ORDERS_HOLD_RELEASED'
  | 'FULFILLMENT_ORDERS_LINE_ITEMS_PREPARED_FOR_LOCAL_DELIVERY'
  | 'FULFILLMENT_ORDERS_LINE_ITEMS_PREPARED_FOR_PICKUP'
  | 'FULFILLMENT_ORDERS_MANUALLY_REPORTED_PROGRESS_STOPPED'
  | 'FULFILLMENT_ORDERS_MERGED'
  | 'FULFILLMENT_ORDERS_MOVED'
  | 'FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE'
  | 'FULFILLMENT_ORDERS_PLACED_ON_HOLD'
  | 'FULFILLMENT_ORDERS_PROGRESS_REPORTED'
  | 'FULFILLMENT_ORDERS_RESCHEDULED'
  | 'FULFILLMENT_ORDERS_SCHEDULED_FULFILLMENT_ORDER_READY'
  | 'FULFILLMENT_ORDERS_SPLIT'
  | 'INVENTORY_ITEMS_CREATE'
  | 'INVENTORY_ITEMS_DELETE'
  | 'INVENTORY_ITEMS_UPDATE'
  | 'INVENTORY_LEVELS_CONNECT'
  | 'INVENTORY_LEVELS_DISCONNECT'
  | 'INVENTORY_LEVELS_UPDATE'
  | 'INVENTORY_SHIPMENTS_ADD_ITEMS'
  | 'INVENTORY_SHIPMENTS_CREATE'
  | 'INVENTORY_SHIPMENTS_DELETE'
  | 'INVENTORY_SHIPMENTS_MARK_IN_TRANSIT'
  | 'INVENTORY_SHIPMENTS_RECEIVE_ITEMS'
  | 'INVENTORY_SHIPMENTS_REMOVE_ITEMS'
  | 'INVENTORY_SHIPMENTS_UPDATE_ITEM_QUANTITIES'
  | 'INVENTORY_SHIPMENTS_UPDATE_TRACKING'
  | 'INVENTORY_TRANSFERS_ADD_ITEMS'
  | 'INVENTORY_TRANSFERS_CANCEL'
  | 'INVENTORY_TRANSFERS_COMPLETE'
  | 'INVENTORY_TRANSFERS_READY_TO_SHIP'
  | 'INVENTORY_TRANSFERS_REMOVE_ITEMS'
  | 'INVENTORY_TRANSFERS_UPDATED'
  | 'INVENTORY_TRANSFERS_UPDATE_ITEM_QUANTITIES'
  | 'LOCALES_CREATE'
  | 'LOCALES_DESTROY'
  | 'LOCALES_UPDATE'
  | 'LOCATIONS_ACTIVATE'
  | 'LOCATIONS_CREATE'
  | 'LOCATIONS_DEACTIVATE'
  | 'LOCATIONS_DELETE'
  | 'LOCATIONS_UPDATE'
  | 'MARKETS_BACKUP_REGION_UPDATE'
  | 'MARKETS_CREATE'
  | 'MARKETS_DELETE'
  | 'MARKETS_UPDATE'
  | 'METAFIELD_DEFINITIONS_CREATE'
  | 'METAFIELD_DEFINITIONS_DELETE'
  | 'METAFIELD_DEFINITIONS_UPDATE'
  | 'METAOBJECTS_CREATE'
  | 'METAOBJECTS_DELETE'
  | 'METAOBJECTS_UPDATE'
  | 'ORDERS_CANCELLED'
  | 'ORDERS_CREATE'
  | 'ORDERS_DELETE'
  | 'ORDERS_EDITED'
  | 'ORDERS_FULFILLED'
  | 'ORDERS_LINK_REQUESTED'
  | 'ORDERS_PAID'
  | 'ORDERS_PARTIALLY_FULFILLED'
  | 'ORDERS_RISK_ASSESSMENT_CHANGED'
  | 'ORDERS_SHOPIFY_PROTECT_ELIGIBILITY_CHANGED'
  | 'ORDERS_UPDATED'
  | 'ORDER_TRANSACTIONS_CREATE'
  | 'PAYMENT_SCHEDULES_DUE'
  | 'PAYMENT_TERMS_CREATE'
  | 'PAYMENT_TERMS_DELETE'
  | 'PAYMENT_TERMS_UPDATE'
  | 'PRODUCTS_CREATE'
  | 'PRODUCTS_DELETE'
  | 'PRODUCTS_UPDATE'
  | 'PRODUCT_FEEDS_CREATE'
  | 'PRODUCT_FEEDS_FULL_SYNC'
  | 'PRODUCT_FEEDS_FULL_SYNC_FINISH'
  | 'PRODUCT_FEEDS_INCREMENTAL_SYNC'
  | 'PRODUCT_FEEDS_UPDATE'
  | 'PRODUCT_LISTINGS_ADD'
  | 'PRODUCT_LISTINGS_REMOVE'
  | 'PRODUCT_LISTINGS_UPDATE'
  | 'PRODUCT_PUBLICATIONS_CREATE'
  | 'PRODUCT_PUBLICATIONS_DELETE'
  | 'PRODUCT_PUBLICATIONS_UPDATE'
  | 'PROFILES_CREATE'
  | 'PROFILES_DELETE'
  | 'PROFILES_UPDATE'
  | 'REFUNDS_CREATE'
  | 'RETURNS_APPROVE'
  | 'RETURNS_CANCEL'
  | 'RETURNS_CLOSE'
  | 'RETURNS_DECLINE'
  | 'RETURNS_PROCESS'
  | 'RETURNS_REOPEN'
  | 'RETURNS_REQUEST'
  | 'RETURNS_UPDATE'
  | 'REVERSE_DELIVERIES_ATTACH_DELIVERABLE'
  | 'REVERSE_FULFILLMENT_ORDERS_DISPOSE'
  | 'SCHEDULED_PRODUCT_LISTINGS_ADD'
  | 'SCHEDULED_PRODUCT_LISTINGS_REMOVE'
  | 'SCHEDULED_PRODUCT_LISTINGS_UPDATE'
  | 'SEGMENTS_CREATE'
  | 'SEGMENTS_DELETE'
  | 'SEGMENTS_UPDATE'
  | 'SELLING_PLAN_GROUPS_CREATE'
  | 'SELLING_PLAN_GROUPS_DELETE'
  | 'SELLING_PLAN_GROUPS_UPDATE'
  | 'SHIPPING_ADDRESSES_CREATE'
  | 'SHIPPING_ADDRESSES_UPDATE'
  | 'SHOP_UPDATE'
  | 'SUBSCRIPTION_BILLING_ATTEMPTS_CHALLENGED'
  | 'SUBSCRIPTION_BILLING_ATTEMPTS_FAILURE'
  | 'SUBSCRIPTION_BILLING_ATTEMPTS_SUCCESS'
  | 'SUBSCRIPTION_BILLING_CYCLES_SKIP'
  | 'SUBSCRIPTION_BILLING_CYCLES_UNSKIP'
  | 'SUBSCRIPTION_BILLING_CYCLE_EDITS_CREATE'
  | 'SUBSCRIPTION_BILLING_CYCLE_EDITS_DELETE'
  | 'SUBSCRIPTION_BILLING_CYCLE_EDITS_UPDATE'
  | 'SUBSCRIPTION_CONTRACTS_ACTIVATE'
  | 'SUBSCRIPTION_CONTRACTS_CANCEL'
  | 'SUBSCRIPTION_CONTRACTS_CREATE'
  | 'SUBSCRIPTION_CONTRACTS_EXPIRE'
  | 'SUBSCRIPTION_CONTRACTS_FAIL'
  | 'SUBSCRIPTION_CONTRACTS_PAUSE'
  | 'SUBSCRIPTION_CONTRACTS_UPDATE'
  | 'TAX_SERVICES_CREATE'
  | 'TAX_SERVICES_UPDATE'
  | 'TENDER_TRANSACTIONS_CREATE'
  | 'THEMES_CREATE'
  | 'THEMES_DELETE'
  | 'THEMES_PUBLISH'
  | 'THEMES_UPDATE'
  | 'VARIANTS_IN_STOCK'
  | 'VARIANTS_OUT_OF_STOCK'

export type ProductUpdateInput = {
  readonly category?: string | number | null | undefined
  readonly collectionsToJoin?: ReadonlyArray<string | number> | null | undefined
  readonly collectionsToLeave?: ReadonlyArray<string | number> | null | undefined
  readonly deleteConflictingConstrainedMetafields?: boolean | null | undefined
  readonly descriptionHtml?: string | null | undefined
  readonly giftCardTemplateSuffix?: string | null | undefined
  readonly handle?: string | null | undefined
  readonly id?: string | number | null | undefined
  readonly productType?: string | null | undefined
  readonly redirectNewHandle?: boolean | null | undefined
  readonly requiresSellingPlan?: boolean | null | undefined
  readonly status?: ProductStatus | null | undefined
  readonly tags?: ReadonlyArray<string> | null | undefined
  readonly templateSuffix?: string | null | undefined
  readonly title?: string | null | undefined
  readonly vendor?: string | null | undefined
}

export type ProductVariantsBulkInput = {
  readonly barcode?: string | null | undefined
  readonly compareAtPrice?: string | null | undefined
  readonly id?: string | number | null | undefined
  readonly inventoryItem?: InventoryItemInput | null | undefined
  readonly inventoryPolicy?: ProductVariantInventoryPolicy | null | undefined
  readonly mediaId?: string | number | null | undefined
  readonly mediaSrc?: ReadonlyArray<string> | null | undefined
  readonly optionValues?: ReadonlyArray<VariantOptionValueInput> | null | undefined
  readonly price?: string | null | undefined
  readonly published?: boolean | null | undefined
  readonly requiresComponents?: boolean | null | undefined
  readonly showUnitPrice?: boolean | null | undefined
  readonly taxCode?: string | null | undefined
  readonly taxable?: boolean | null | undefined
}

export type OrderCancelUserErrorCode =
  | 'INTERNAL_ERROR'
  | 'INVALID'
  | 'NOT_FOUND'
  | 'NO_REFUND_PERMISSION'
  | 'NO_REFUND_TO_STORE_CREDIT_PERMISSION'
  | 'STORE_CREDIT_REFUND_B2B_NOT_SUPPORTED'
  | 'STORE_CREDIT_REFUND_EXPIRATION_IN_PAST'
  | 'STORE_CREDIT_REFUND_MISSING_CUSTOMER'

export type OrderDisplayFulfillmentStatus =
  | 'FULFILLED'
  | 'FULFILLMENT_NOT_REQUIRED'
  | 'IN_PROGRESS'
  | 'ON_HOLD'
  | 'OPEN'
  | 'PARTIALLY_FULFILLED'
  | 'PENDING_FULFILLMENT'
  | 'REQUEST_DECLINED'
  | 'RESTOCKED'
  | 'SCHEDULED'
  | 'UNFULFILLED'

export type CurrencyCode =
  | 'AED'
  | 'AFN'
  | 'ALL'
  | 'AMD'
  | 'ANG'
  | 'AOA'
  | 'ARS'
  | 'AUD'
  | 'AWG'
  | 'AZN'
  | 'BAM'
  | 'BBD'
  | 'BDT'
  | 'BGN'
  | 'BHD'
  | 'BIF'
  | 'BMD'
  | 'BND'
  | 'BOB'
  | 'BRL'
  | 'BSD'
  | 'BTN'
  | 'BWP'
  | 'BYN'
  | 'BYR'
  | 'BZD'
  | 'CAD'
  | 'CDF'
  | 'CHF'
  | 'CLP'
  | 'CNY'
  | 'COP'
  | 'CRC'
  | 'CVE'
  | 'CZK'
  | 'DJF'
  | 'DKK'
  | 'DOP'
  | 'DZD'
  | 'EGP'
  | 'ERN'
  | 'ETB'
  | 'EUR'
  | 'FJD'
  | 'FKP'
  | 'GBP'
  | 'GEL'
  | 'GHS'
  | 'GIP'
  | 'GMD'
  | 'GNF'
  | 'GTQ'
  | 'GYD'
  | 'HKD'
  | 'HNL'
  | 'HRK'
  | 'HTG'
  | 'HUF'
  | 'IDR'
  | 'ILS'
  | 'INR'
  | 'IQD'
  | 'IRR'
  | 'ISK'
  | 'JEP'
  | 'JMD'
  | 'JOD'
  | 'JPY'
  | 'KES'
  | 'KGS'
  | 'KHR'
  | 'KID'
  | 'KMF'
  | 'KRW'
  | 'KWD'
  | 'KYD'
  | 'KZT'
  | 'LAK'
  | 'LBP'
  | 'LKR'
  | 'LRD'
  | 'LSL'
  | 'LTL'
  | 'LVL'
  | 'LYD'
  | 'MAD'
  | 'MDL'
  | 'MGA'
  | 'MKD'
  | 'MMK'
  | 'MNT'
  | 'MOP'
  | 'MRU'
  | 'MUR'
  | 'MVR'
  | 'MWK'
  | 'MXN'
  | 'MYR'
  | 'MZN'
  | 'NAD'
  | 'NGN'
  | 'NIO'
  | 'NOK'
  | 'NPR'
  | 'NZD'
  | 'OMR'
  | 'PAB'
  | 'PEN'
  | 'PGK'
  | 'PHP'
  | 'PKR'
  | 'PLN'
  | 'PYG'
  | 'QAR'
  | 'RON'
  | 'RSD'
  | 'RUB'
  | 'RWF'
  | 'SAR'
  | 'SBD'
  | 'SCR'
  | 'SDG'
  | 'SEK'
  | 'SGD'
  | 'SHP'
  | 'SLL'
  | 'SOS'
  | 'SRD'
  | 'SSP'
  | 'STD'
  | 'STN'
  | 'SYP'
  | 'SZL'
  | 'THB'
  | 'TJS'
  | 'TMT'
  | 'TND'
  | 'TOP'
  | 'TRY'
  | 'TTD'
  | 'TWD'
  | 'TZS'
  | 'UAH'
  | 'UGX'
  | 'USD'
  | 'USDC'
  | 'UYU'
  | 'UZS'
  | 'VED'
  | 'VEF'
  | 'VES'
  | 'VND'
  | 'VUV'
  | 'WST'
  | 'XAF'
  | 'XCD'
  | 'XOF'
  | 'XPF'
  | 'XXX'
  | 'YER'
  | 'ZAR'
  | 'ZMW'

export type OrderDisplayFinancialStatus =
  | 'AUTHORIZED'
  | 'EXPIRED'
  | 'PAID'
  | 'PARTIALLY_PAID'
  | 'PARTIALLY_REFUNDED'
  | 'PENDING'
  | 'REFUNDED'
  | 'VOIDED'

export type OrderReturnStatus = 'INSPECTION_COMPLETE' | 'IN_PROGRESS' | 'NO_RETURN' | 'RETURNED' | 'RETURN_FAILED' | 'RETURN_REQUESTED'

export type RefundLineItemInput = {
  readonly lineItemId: string | number
  readonly locationId?: string | number | null | undefined
  readonly quantity: number
  readonly restockType?: RefundLineItemRestockType | null | undefined
}

export type FulfillmentStatus = 'CANCELLED' | 'ERROR' | 'FAILURE' | 'OPEN' | 'PENDING' | 'SUCCESS'

export type FulfillmentDisplayStatus =
  | 'ATTEMPTED_DELIVERY'
  | 'CANCELED'
  | 'CARRIER_PICKED_UP'
  | 'CONFIRMED'
  | 'DELAYED'
  | 'DELIVERED'
  | 'FAILURE'
  | 'FULFILLED'
  | 'IN_TRANSIT'
  | 'LABEL_PRINTED'
  | 'LABEL_PURCHASED'
  | 'LABEL_VOIDED'
  | 'MARKED_AS_FULFILLED'
  | 'NOT_DELIVERED'
  | 'OUT_FOR_DELIVERY'
  | 'PICKED_UP'
  | 'READY_FOR_PICKUP'
  | 'SUBMITTED'

export type BulkOperationStatus = 'CANCELED' | 'CANCELING' | 'COMPLETED' | 'CREATED' | 'EXPIRED' | 'FAILED' | 'RUNNING'

export type BulkOperationErrorCode = 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | 'TIMEOUT'

export type ProductStatus = 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED'

export type FulfillmentOrderStatus = 'CANCELLED' | 'CLOSED' | 'INCOMPLETE' | 'IN_PROGRESS' | 'ON_HOLD' | 'OPEN' | 'SCHEDULED'

export type ReturnStatus = 'CANCELED' | 'CLOSED' | 'DECLINED' | 'OPEN' | 'REQUESTED'

export type CountryCode =
  | 'AC'
  | 'AD'
  | 'AE'
  | 'AF'
  | 'AG'
  | 'AI'
  | 'AL'
  | 'AM'
  | 'AN'
  | 'AO'
  | 'AR'
  | 'AT'
  | 'AU'
  | 'AW'
  | 'AX'
  | 'AZ'
  | 'BA'
  | 'BB'
  | 'BD'
  | 'BE'
  | 'BF'
  | 'BG'
  | 'BH'
  | 'BI'
  | 'BJ'
  | 'BL'
  | 'BM'
  | 'BN'
  | 'BO'
  | 'BQ'
  | 'BR'
  | 'BS'
  | 'BT'
  | 'BV'
  | 'BW'
  | 'BY'
  | 'BZ'
  | 'CA'
  | 'CC'
  | 'CD'
  | 'CF'
  | 'CG'
  | 'CH'
  | 'CI'
  | 'CK'
  | 'CL'
  | 'CM'
  | 'CN'
  | 'CO'
  | 'CR'
  | 'CU'
  | 'CV'
  | 'CW'
  | 'CX'
  | 'CY'
  | 'CZ'
  | 'DE'
  | 'DJ'
  | 'DK'
  | 'DM'
  | 'DO'
  | 'DZ'
  | 'EC'
  | 'EE'
  | 'EG'
  | 'EH'
  | 'ER'
  | 'ES'
  | 'ET'
  | 'FI'
  | 'FJ'
  | 'FK'
  | 'FO'
  | 'FR'
  | 'GA'
  | 'GB'
  | 'GD'
  | 'GE'
  | 'GF'
  | 'GG'
  | 'GH'
  | 'GI'
  | 'GL'
  | 'GM'
  | 'GN'
  | 'GP'
  | 'GQ'
  | 'GR'
  | 'GS'
  | 'GT'
  | 'GW'
  | 'GY'
  | 'HK'
  | 'HM'
  | 'HN'
  | 'HR'
  | 'HT'
  | 'HU'
  | 'ID'
  | 'IE'
  | 'IL'
  | 'IM'
  | 'IN'
  | 'IO'
  | 'IQ'
  | 'IR'
  | 'IS'
  | 'IT'
  | 'JE'
  | 'JM'
  | 'JO'
  | 'JP'
  | 'KE'
  | 'KG'
  | 'KH'
  | 'KI'
  | 'KM'
  | 'KN'
  | 'KP'
  | 'KR'
  | 'KW'
  | 'KY'
  | 'KZ'
  | 'LA'
  | 'LB'
  | 'LC'
  | 'LI'
  | 'LK'
  | 'LR'
  | 'LS'
  | 'LT'
  | 'LU'
  | 'LV'
  | 'LY'
  | 'MA'
  | 'MC'
  | 'MD'
  | 'ME'
  | 'MF'
  | 'MG'
  | 'MK'
  | 'ML'
  | 'MM'
  | 'MN'
  | 'MO'
  | 'MQ'
  | 'MR'
  | 'MS'
  | 'MT'
  | 'MU'
  | 'MV'
  | 'MW'
  | 'MX'
  | 'MY'
  | 'MZ'
  | 'NA'
  | 'NC'
  | 'NE'
  | 'NF'
  | 'NG'
  | 'NI'
  | 'NL'
  | 'NO'
  | 'NP'
  | 'NR'
  | 'NU'
  | 'NZ'
  | 'OM'
  | 'PA'
  | 'PE'
  | 'PF'
  | 'PG'
  | 'PH'
  | 'PK'
  | 'PL'
  | 'PM'
  | 'PN'
  | 'PS'
  | 'PT'
  | 'PY'
  | 'QA'
  | 'RE'
  | 'RO'
  | 'RS'
  | 'RU'
  | 'RW'
  | 'SA'
  | 'SB'
  | 'SC'
  | 'SD'
  | 'SE'
  | 'SG'
  | 'SH'
  | 'SI'
  | 'SJ'
  | 'SK'
  | 'SL'
  | 'SM'
  | 'SN'
  | 'SO'
  | 'SR'
  | 'SS'
  | 'ST'
  | 'SV'
  | 'SX'
  | 'SY'
  | 'SZ'
  | 'TA'
  | 'TC'
  | 'TD'
  | 'TF'
  | 'TG'
  | 'TH'
  | 'TJ'
  | 'TK'
  | 'TL'
  | 'TM'
  | 'TN'
  | 'TO'
  | 'TR'
  | 'TT'
  | 'TV'
  | 'TW'
  | 'TZ'
  | 'UA'
  | 'UG'
  | 'UM'
  | 'US'
  | 'UY'
  | 'UZ'
  | 'VA'
  | 'VC'
  | 'VE'
  | 'VG'
  | 'VN'
  | 'VU'
  | 'WF'
  | 'WS'
  | 'XK'
  | 'YE'
  | 'YT'
  | 'ZA'
  | 'ZM'
  | 'ZW'
  | 'ZZ'

export type OrderTransactionKind =
  | 'AUTHORIZATION'
  | 'CAPTURE'
  | 'CHANGE'
  | 'EMV_AUTHORIZATION'
  | 'REFUND'
  | 'SALE'
  | 'SUGGESTED_REFUND'
  | 'VOID'

export type OrderTransactionStatus = 'AWAITING_RESPONSE' | 'ERROR' | 'FAILURE' | 'PENDING' | 'SUCCESS' | 'UNKNOWN'

export type ProductSetUserErrorCode =
  | 'CANNOT_COMBINE_LINKED_AND_NONLINKED_OPTION_VALUES'
  | 'CAPABILITY_VIOLATION'
  | 'DUPLICATED_METAFIELD_VALUE'
  | 'DUPLICATED_OPTION_NAME'
  | 'DUPLICATED_OPTION_VALUE'
  | 'DUPLICATED_VALUE'
  | 'DUPLICATE_LINKED_OPTION'
  | 'GENERIC_ERROR'
  | 'GIFT_CARDS_NOT_ACTIVATED'
  | 'GIFT_CARD_ATTRIBUTE_CANNOT_BE_CHANGED'
  | 'HANDLE_NOT_UNIQUE'
  | 'ID_NOT_ALLOWED'
  | 'INPUT_MISMATCH'
  | 'INVALID_INPUT'
  | 'INVALID_METAFIELD'
  | 'INVALID_METAFIELD_VALUE_FOR_LINKED_OPTION'
  | 'INVALID_PRODUCT'
  | 'INVALID_VARIANT'
  | 'INVENTORY_QUANTITIES_LIMIT_EXCEEDED'
  | 'JOB_ERROR'
  | 'LINKED_METAFIELD_DEFINITION_NOT_FOUND'
  | 'LINKED_OPTIONS_NOT_SUPPORTED_FOR_SHOP'
  | 'METAFIELD_MISMATCH'
  | 'MISSING_FIELD_REQUIRED'
  | 'NOT_FOUND'
  | 'OPTIONS_OVER_LIMIT'
  | 'OPTION_DOES_NOT_EXIST'
  | 'OPTION_VALUES_MISSING'
  | 'OPTION_VALUES_OVER_LIMIT'
  | 'OPTION_VALUE_DOES_NOT_EXIST'
  | 'PRODUCT_DOES_NOT_EXIST'
  | 'PRODUCT_OPTIONS_INPUT_MISSING'
  | 'PRODUCT_SUSPENDED'
  | 'PRODUCT_VARIANT_DOES_NOT_EXIST'
  | 'VARIANTS_INPUT_MISSING'
  | 'VARIANTS_OVER_LIMIT'

export type InventorySetQuantitiesUserErrorCode =
  | 'CHANGE_FROM_QUANTITY_STALE'
  | 'COMPARE_QUANTITY_REQUIRED'
  | 'COMPARE_QUANTITY_STALE'
  | 'IDEMPOTENCY_CONCURRENT_REQUEST'
  | 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH'
  | 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED'
  | 'INVALID_INVENTORY_ITEM'
  | 'INVALID_LOCATION'
  | 'INVALID_NAME'
  | 'INVALID_QUANTITY_NEGATIVE'
  | 'INVALID_QUANTITY_TOO_HIGH'
  | 'INVALID_QUANTITY_TOO_LOW'
  | 'INVALID_REASON'
  | 'INVALID_REFERENCE_DOCUMENT'
  | 'NON_MUTABLE_INVENTORY_ITEM'
  | 'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR'

export type BulkOperationUserErrorCode = 'INVALID' | 'LIMIT_REACHED' | 'OPERATION_IN_PROGRESS'

export type ProductVariantsBulkUpdateUserErrorCode =
  | 'BLANK'
  | 'CANNOT_SET_NAME_FOR_LINKED_OPTION_VALUE'
  | 'CANNOT_SPECIFY_BOTH'
  | 'GREATER_THAN_OR_EQUAL_TO'
  | 'INVALID_INPUT'
  | 'INVALID_VALUE'
  | 'INVENTORY_QUANTITIES_LIMIT_EXCEEDED'
  | 'LOCAL_CURRENCY_GIFT_CARD_PRICE_MUST_BE_ZERO'
  | 'MUST_BE_FOR_THIS_PRODUCT'
  | 'MUST_SPECIFY_ONE_OF_PAIR'
  | 'NEED_TO_ADD_OPTION_VALUES'
  | 'NEGATIVE_PRICE_VALUE'
  | 'NOT_DEFINED_FOR_SHOP'
  | 'NO_INVENTORY_QUANTITES_DURING_UPDATE'
  | 'NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE'
  | 'OPTION_DOES_NOT_EXIST'
  | 'OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS'
  | 'OPTION_VALUE_DOES_NOT_EXIST'
  | 'OPTION_VALUE_NAME_TOO_LONG'
  | 'PRODUCT_DOES_NOT_EXIST'
  | 'PRODUCT_SUSPENDED'
  | 'PRODUCT_VARIANT_DOES_NOT_EXIST'
  | 'PRODUCT_VARIANT_ID_MISSING'
  | 'SUBSCRIPTION_VIOLATION'
  | 'TOO_LONG'
  | 'TOO_SHORT'
  | 'UNSUPPORTED_COMBINED_LISTING_PARENT_OPERATION'
  | 'VARIANT_ALREADY_EXISTS'

export type FulfillmentOrderLineItemsInput = {
  readonly fulfillmentOrderId: string | number
}

export type FulfillmentTrackingInput = {
  readonly company?: string | null | undefined
  readonly number?: string | null | undefined
  readonly numbers?: ReadonlyArray<string> | null | undefined
  readonly url?: string | null | undefined
  readonly urls?: ReadonlyArray<string> | null | undefined
}

export type OrderAdjustmentInputDiscrepancyReason = 'CUSTOMER' | 'DAMAGE' | 'OTHER' | 'RESTOCK'

export type ShippingRefundInput = {
  readonly amount?: string | null | undefined
  readonly fullRefund?: boolean | null | undefined
}

export type OrderTransactionInput = {
  readonly amount: string
  readonly gateway: string
  readonly kind: OrderTransactionKind
  readonly orderId: string | number
  readonly parentId?: string | number | null | undefined
}

export type WebhookSubscriptionFormat = 'JSON' | 'XML'

export type CombinedListingsRole = 'CHILD' | 'PARENT'

export type FileSetInput = {
  readonly alt?: string | null | undefined
  readonly contentType?: FileContentType | null | undefined
  readonly duplicateResolutionMode?: FileCreateInputDuplicateResolutionMode | null | undefined
  readonly filename?: string | null | undefined
  readonly id?: string | number | null | undefined
  readonly originalSource?: string | null | undefined
}

export type OptionSetInput = {
  readonly id?: string | number | null | undefined
  readonly name?: string | null | undefined
  readonly position?: number | null | undefined
  readonly values?: ReadonlyArray<OptionValueSetInput> | null | undefined
}

export type ProductVariantSetInput = {
  readonly barcode?: string | null | undefined
  readonly compareAtPrice?: string | null | undefined
  readonly file?: FileSetInput | null | undefined
  readonly id?: string | number | null | undefined
  readonly inventoryItem?: InventoryItemInput | null | undefined
  readonly inventoryPolicy?: ProductVariantInventoryPolicy | null | undefined
  readonly inventoryQuantities?: ReadonlyArray<ProductSetInventoryInput> | null | undefined
  readonly optionValues: ReadonlyArray<VariantOptionValueInput>
  readonly position?: number | null | undefined
  readonly price?: string | null | undefined
  readonly published?: boolean | null | undefined
  readonly requiresComponents?: boolean | null | undefined
  readonly showUnitPrice?: boolean | null | undefined
  readonly sku?: string | null | undefined
  readonly taxCode?: string | null | undefined
  readonly taxable?: boolean | null | undefined
}

export type InventoryQuantityInput = {
  readonly changeFromQuantity?: number | null | undefined
  readonly inventoryItemId: string | number
  readonly locationId: string | number
  readonly quantity: number
}

export type InventoryItemInput = {
  readonly cost?: string | null | undefined
  readonly countryCodeOfOrigin?: CountryCode | null | undefined
  readonly harmonizedSystemCode?: string | null | undefined
  readonly measurement?: InventoryItemMeasurementInput | null | undefined
  readonly provinceCodeOfOrigin?: string | null | undefined
  readonly requiresShipping?: boolean | null | undefined
  readonly sku?: string | null | undefined
  readonly tracked?: boolean | null | undefined
}

export type ProductVariantInventoryPolicy = 'CONTINUE' | 'DENY'

export type VariantOptionValueInput = {
  readonly id?: string | number | null | undefined
  readonly linkedMetafieldValue?: string | null | undefined
  readonly name?: string | null | undefined
  readonly optionId?: string | number | null | undefined
  readonly optionName?: string | null | undefined
}

export type RefundLineItemRestockType = 'CANCEL' | 'LEGACY_RESTOCK' | 'NO_RESTOCK' | 'RETURN'

export type FileContentType = 'EXTERNAL_VIDEO' | 'FILE' | 'IMAGE' | 'MODEL_3D' | 'VIDEO'

export type FileCreateInputDuplicateResolutionMode = 'APPEND_UUID' | 'RAISE_ERROR' | 'REPLACE'

export type OptionValueSetInput = {
  readonly id?: string | number | null | undefined
  readonly name?: string | null | undefined
}

export type ProductSetInventoryInput = {
  readonly locationId: string | number
  readonly name: string
  readonly quantity: number
}

export type InventoryItemMeasurementInput = {
  readonly shippingPackageId?: string | number | null | undefined
  readonly weight?: WeightInput | null | undefined
}

export type WeightInput = {
  readonly unit: WeightUnit
  readonly value: number
}

export type WeightUnit = 'GRAMS' | 'KILOGRAMS' | 'OUNCES' | 'POUNDS'

export type CancelOrderMutationVariables = Exact<{
  orderId: string | number
  reason: OrderCancelReason
  refundMethod: OrderCancelRefundMethodInput
  staffNote: string
}>

export type CancelOrderMutation = {
  readonly orderCancel: {
    readonly job: { readonly id: string; readonly done: boolean } | null
    readonly orderCancelUserErrors: ReadonlyArray<{
      readonly code: OrderCancelUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type CancelStateQueryVariables = Exact<{
  id: string | number
}>

export type CancelStateQuery = { readonly order: { readonly id: string; readonly cancelledAt: string | null } | null }

export type CreateFulfilmentMutationVariables = Exact<{
  fulfillment: FulfillmentInput
}>

export type CreateFulfilmentMutation = {
  readonly fulfillmentCreate: {
    readonly fulfillment: { readonly id: string; readonly status: FulfillmentStatus } | null
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type CreateRefundMutationVariables = Exact<{
  input: RefundInput
  key: string
}>

export type CreateRefundMutation = {
  readonly refundCreate: {
    readonly refund: { readonly id: string } | null
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type ExportStateQueryVariables = Exact<{
  id: string | number
}>

export type ExportStateQuery = {
  readonly bulkOperation: {
    readonly id: string
    readonly status: BulkOperationStatus
    readonly errorCode: BulkOperationErrorCode | null
    readonly objectCount: string
    readonly rootObjectCount: string
    readonly url: string | null
  } | null
}

export type ExportVariantsQueryVariables = Exact<{ [key: string]: never }>

export type ExportVariantsQuery = {
  readonly productVariants: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly sku: string | null
        readonly barcode: string | null
        readonly title: string
        readonly price: string
        readonly sellableOnlineQuantity: number
        readonly product: {
          readonly id: string
          readonly title: string
          readonly status: ProductStatus
          readonly hasOnlyDefaultVariant: boolean
          readonly onlineStoreUrl: string | null
        }
        readonly inventoryItem: {
          readonly id: string
          readonly tracked: boolean
          readonly inventoryLevel: { readonly quantities: ReadonlyArray<{ readonly name: string; readonly quantity: number }> } | null
        }
      }
    }>
  }
}

export type FulfilmentStateQueryVariables = Exact<{
  id: string | number
}>

export type FulfilmentStateQuery = {
  readonly order: {
    readonly id: string
    readonly cancelledAt: string | null
    readonly displayFulfillmentStatus: OrderDisplayFulfillmentStatus
    readonly fulfillmentOrders: {
      readonly nodes: ReadonlyArray<{
        readonly id: string
        readonly status: FulfillmentOrderStatus
        readonly assignedLocation: { readonly location: { readonly id: string } | null }
      }>
    }
  } | null
}

export type JobQueryVariables = Exact<{
  id: string | number
}>

export type JobQuery = { readonly job: { readonly id: string; readonly done: boolean } | null }

export type MoreLinesQueryVariables = Exact<{
  id: string | number
  after?: string | null | undefined
}>

export type MoreLinesQuery = {
  readonly order: {
    readonly lineItems: {
      readonly nodes: ReadonlyArray<{
        readonly id: string
        readonly sku: string | null
        readonly title: string
        readonly variantTitle: string | null
        readonly quantity: number
        readonly currentQuantity: number
        readonly variant: { readonly id: string } | null
        readonly originalUnitPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
        readonly discountAllocations: ReadonlyArray<{
          readonly allocatedAmountSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
        }>
        readonly taxLines: ReadonlyArray<{
          readonly channelLiable: boolean | null
          readonly priceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
        }>
      }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type BagFragment = { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }

export type LineFragment = {
  readonly id: string
  readonly sku: string | null
  readonly title: string
  readonly variantTitle: string | null
  readonly quantity: number
  readonly currentQuantity: number
  readonly variant: { readonly id: string } | null
  readonly originalUnitPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
  readonly discountAllocations: ReadonlyArray<{
    readonly allocatedAmountSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
  }>
  readonly taxLines: ReadonlyArray<{
    readonly channelLiable: boolean | null
    readonly priceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
  }>
}

export type MoreReturnsQueryVariables = Exact<{
  id: string | number
  after?: string | null | undefined
}>

export type MoreReturnsQuery = {
  readonly order: {
    readonly returns: {
      readonly nodes: ReadonlyArray<{
        readonly id: string
        readonly name: string
        readonly status: ReturnStatus
        readonly createdAt: string
        readonly returnLineItems: {
          readonly nodes: ReadonlyArray<
            | {
                readonly quantity: number
                readonly fulfillmentLineItem: { readonly lineItem: { readonly id: string; readonly title: string } }
                readonly returnReasonDefinition: { readonly name: string } | null
              }
            | { readonly quantity: number; readonly returnReasonDefinition: { readonly name: string } | null }
          >
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
        }
      }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type ReturnPageFragment = {
  readonly nodes: ReadonlyArray<{
    readonly id: string
    readonly name: string
    readonly status: ReturnStatus
    readonly createdAt: string
    readonly returnLineItems: {
      readonly nodes: ReadonlyArray<
        | {
            readonly quantity: number
            readonly fulfillmentLineItem: { readonly lineItem: { readonly id: string; readonly title: string } }
            readonly returnReasonDefinition: { readonly name: string } | null
          }
        | { readonly quantity: number; readonly returnReasonDefinition: { readonly name: string } | null }
      >
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  }>
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

export type SentBackFragment = {
  readonly nodes: ReadonlyArray<
    | {
        readonly quantity: number
        readonly fulfillmentLineItem: { readonly lineItem: { readonly id: string; readonly title: string } }
        readonly returnReasonDefinition: { readonly name: string } | null
      }
    | { readonly quantity: number; readonly returnReasonDefinition: { readonly name: string } | null }
  >
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

export type MoreReturnLinesQueryVariables = Exact<{
  id: string | number
  after?: string | null | undefined
}>

export type MoreReturnLinesQuery = {
  readonly node:
    | {
        readonly returnLineItems: {
          readonly nodes: ReadonlyArray<
            | {
                readonly quantity: number
                readonly fulfillmentLineItem: { readonly lineItem: { readonly id: string; readonly title: string } }
                readonly returnReasonDefinition: { readonly name: string } | null
              }
            | { readonly quantity: number; readonly returnReasonDefinition: { readonly name: string } | null }
          >
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
        }
      }
    | Record<PropertyKey, never>
    | null
}

export type MoveSubscriptionMutationVariables = Exact<{
  id: string | number
  webhookSubscription: WebhookSubscriptionInput
}>

export type MoveSubscriptionMutation = {
  readonly webhookSubscriptionUpdate: {
    readonly webhookSubscription: { readonly id: string } | null
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type OrdersQueryVariables = Exact<{
  query: string
  after?: string | null | undefined
}>

export type OrdersQuery = {
  readonly orders: {
    readonly nodes: ReadonlyArray<{
      readonly id: string
      readonly name: string
      readonly test: boolean
      readonly createdAt: string
      readonly processedAt: string
      readonly updatedAt: string
      readonly cancelledAt: string | null
      readonly closedAt: string | null
      readonly currencyCode: CurrencyCode
      readonly taxesIncluded: boolean
      readonly displayFulfillmentStatus: OrderDisplayFulfillmentStatus
      readonly displayFinancialStatus: OrderDisplayFinancialStatus | null
      readonly returnStatus: OrderReturnStatus
      readonly totalPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
      readonly totalTaxSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } } | null
      readonly currentTotalPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
      readonly currentTotalTaxSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
      readonly totalRefundedSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
      readonly shippingAddress: {
        readonly name: string | null
        readonly company: string | null
        readonly address1: string | null
        readonly address2: string | null
        readonly city: string | null
        readonly provinceCode: string | null
        readonly zip: string | null
        readonly countryCodeV2: CountryCode | null
        readonly phone: string | null
      } | null
      readonly shippingLines: {
        readonly nodes: ReadonlyArray<{
          readonly title: string
          readonly discountedPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
        }>
      }
      readonly lineItems: {
        readonly nodes: ReadonlyArray<{
          readonly id: string
          readonly sku: string | null
          readonly title: string
          readonly variantTitle: string | null
          readonly quantity: number
          readonly currentQuantity: number
          readonly variant: { readonly id: string } | null
          readonly originalUnitPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
          readonly discountAllocations: ReadonlyArray<{
            readonly allocatedAmountSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
          }>
          readonly taxLines: ReadonlyArray<{
            readonly channelLiable: boolean | null
            readonly priceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
          }>
        }>
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
      }
      readonly fulfillmentOrders: {
        readonly nodes: ReadonlyArray<{
          readonly id: string
          readonly status: FulfillmentOrderStatus
          readonly fulfillBy: string | null
          readonly assignedLocation: { readonly location: { readonly id: string; readonly isFulfillmentService: boolean } | null }
        }>
      }
      readonly fulfillments: ReadonlyArray<{
        readonly status: FulfillmentStatus
        readonly displayStatus: FulfillmentDisplayStatus | null
        readonly createdAt: string
        readonly trackingInfo: ReadonlyArray<{
          readonly company: string | null
          readonly number: string | null
          readonly url: string | null
        }>
      }>
      readonly transactions: ReadonlyArray<{
        readonly kind: OrderTransactionKind
        readonly status: OrderTransactionStatus
        readonly fees: ReadonlyArray<{
          readonly amount: { readonly amount: string; readonly currencyCode: CurrencyCode }
          readonly taxAmount: { readonly amount: string; readonly currencyCode: CurrencyCode }
        }>
      }>
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type OrderDetailFragment = {
  readonly id: string
  readonly name: string
  readonly test: boolean
  readonly createdAt: string
  readonly processedAt: string
  readonly updatedAt: string
  readonly cancelledAt: string | null
  readonly closedAt: string | null
  readonly currencyCode: CurrencyCode
  readonly taxesIncluded: boolean
  readonly displayFulfillmentStatus: OrderDisplayFulfillmentStatus
  readonly displayFinancialStatus: OrderDisplayFinancialStatus | null
  readonly returnStatus: OrderReturnStatus
  readonly totalPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
  readonly totalTaxSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } } | null
  readonly currentTotalPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
  readonly currentTotalTaxSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
  readonly totalRefundedSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
  readonly shippingAddress: {
    readonly name: string | null
    readonly company: string | null
    readonly address1: string | null
    readonly address2: string | null
    readonly city: string | null
    readonly provinceCode: string | null
    readonly zip: string | null
    readonly countryCodeV2: CountryCode | null
    readonly phone: string | null
  } | null
  readonly shippingLines: {
    readonly nodes: ReadonlyArray<{
      readonly title: string
      readonly discountedPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
    }>
  }
  readonly lineItems: {
    readonly nodes: ReadonlyArray<{
      readonly id: string
      readonly sku: string | null
      readonly title: string
      readonly variantTitle: string | null
      readonly quantity: number
      readonly currentQuantity: number
      readonly variant: { readonly id: string } | null
      readonly originalUnitPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
      readonly discountAllocations: ReadonlyArray<{
        readonly allocatedAmountSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
      }>
      readonly taxLines: ReadonlyArray<{
        readonly channelLiable: boolean | null
        readonly priceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
      }>
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
  readonly fulfillmentOrders: {
    readonly nodes: ReadonlyArray<{
      readonly id: string
      readonly status: FulfillmentOrderStatus
      readonly fulfillBy: string | null
      readonly assignedLocation: { readonly location: { readonly id: string; readonly isFulfillmentService: boolean } | null }
    }>
  }
  readonly fulfillments: ReadonlyArray<{
    readonly status: FulfillmentStatus
    readonly displayStatus: FulfillmentDisplayStatus | null
    readonly createdAt: string
    readonly trackingInfo: ReadonlyArray<{ readonly company: string | null; readonly number: string | null; readonly url: string | null }>
  }>
  readonly transactions: ReadonlyArray<{
    readonly kind: OrderTransactionKind
    readonly status: OrderTransactionStatus
    readonly fees: ReadonlyArray<{
      readonly amount: { readonly amount: string; readonly currencyCode: CurrencyCode }
      readonly taxAmount: { readonly amount: string; readonly currencyCode: CurrencyCode }
    }>
  }>
}

export type OrdersByIdQueryVariables = Exact<{
  ids: ReadonlyArray<string | number> | string | number
}>

export type OrdersByIdQuery = {
  readonly nodes: ReadonlyArray<
    | {
        readonly id: string
        readonly name: string
        readonly test: boolean
        readonly createdAt: string
        readonly processedAt: string
        readonly updatedAt: string
        readonly cancelledAt: string | null
        readonly closedAt: string | null
        readonly currencyCode: CurrencyCode
        readonly taxesIncluded: boolean
        readonly displayFulfillmentStatus: OrderDisplayFulfillmentStatus
        readonly displayFinancialStatus: OrderDisplayFinancialStatus | null
        readonly returnStatus: OrderReturnStatus
        readonly totalPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
        readonly totalTaxSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } } | null
        readonly currentTotalPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
        readonly currentTotalTaxSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
        readonly totalRefundedSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
        readonly shippingAddress: {
          readonly name: string | null
          readonly company: string | null
          readonly address1: string | null
          readonly address2: string | null
          readonly city: string | null
          readonly provinceCode: string | null
          readonly zip: string | null
          readonly countryCodeV2: CountryCode | null
          readonly phone: string | null
        } | null
        readonly shippingLines: {
          readonly nodes: ReadonlyArray<{
            readonly title: string
            readonly discountedPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
          }>
        }
        readonly lineItems: {
          readonly nodes: ReadonlyArray<{
            readonly id: string
            readonly sku: string | null
            readonly title: string
            readonly variantTitle: string | null
            readonly quantity: number
            readonly currentQuantity: number
            readonly variant: { readonly id: string } | null
            readonly originalUnitPriceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
            readonly discountAllocations: ReadonlyArray<{
              readonly allocatedAmountSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
            }>
            readonly taxLines: ReadonlyArray<{
              readonly channelLiable: boolean | null
              readonly priceSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
            }>
          }>
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
        }
        readonly fulfillmentOrders: {
          readonly nodes: ReadonlyArray<{
            readonly id: string
            readonly status: FulfillmentOrderStatus
            readonly fulfillBy: string | null
            readonly assignedLocation: { readonly location: { readonly id: string; readonly isFulfillmentService: boolean } | null }
          }>
        }
        readonly fulfillments: ReadonlyArray<{
          readonly status: FulfillmentStatus
          readonly displayStatus: FulfillmentDisplayStatus | null
          readonly createdAt: string
          readonly trackingInfo: ReadonlyArray<{
            readonly company: string | null
            readonly number: string | null
            readonly url: string | null
          }>
        }>
        readonly transactions: ReadonlyArray<{
          readonly kind: OrderTransactionKind
          readonly status: OrderTransactionStatus
          readonly fees: ReadonlyArray<{
            readonly amount: { readonly amount: string; readonly currencyCode: CurrencyCode }
            readonly taxAmount: { readonly amount: string; readonly currencyCode: CurrencyCode }
          }>
        }>
      }
    | Record<PropertyKey, never>
    | null
  >
}

export type PublicationsQueryVariables = Exact<{ [key: string]: never }>

export type PublicationsQuery = { readonly publications: { readonly nodes: ReadonlyArray<{ readonly id: string }> } }

export type PublishMutationVariables = Exact<{
  id: string | number
  input: ReadonlyArray<PublicationInput> | PublicationInput
}>

export type PublishMutation = {
  readonly publishablePublish: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type RefundStateQueryVariables = Exact<{
  id: string | number
  lines: ReadonlyArray<RefundLineItemInput> | RefundLineItemInput
  shipping?: string | null | undefined
}>

export type RefundStateQuery = {
  readonly order: {
    readonly id: string
    readonly refunds: ReadonlyArray<{ readonly id: string; readonly note: string | null }>
    readonly suggestedRefund: {
      readonly amountSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
      readonly suggestedTransactions: ReadonlyArray<{
        readonly gateway: string | null
        readonly parentTransaction: { readonly id: string } | null
        readonly amountSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } }
        readonly maximumRefundableSet: { readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode } } | null
      }>
    } | null
  } | null
}

export type ReturnsQueryVariables = Exact<{
  ids: ReadonlyArray<string | number> | string | number
}>

export type ReturnsQuery = {
  readonly nodes: ReadonlyArray<
    | {
        readonly id: string
        readonly returns: {
          readonly nodes: ReadonlyArray<{
            readonly id: string
            readonly name: string
            readonly status: ReturnStatus
            readonly createdAt: string
            readonly returnLineItems: {
              readonly nodes: ReadonlyArray<
                | {
                    readonly quantity: number
                    readonly fulfillmentLineItem: { readonly lineItem: { readonly id: string; readonly title: string } }
                    readonly returnReasonDefinition: { readonly name: string } | null
                  }
                | { readonly quantity: number; readonly returnReasonDefinition: { readonly name: string } | null }
              >
              readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
            }
          }>
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
        }
      }
    | Record<PropertyKey, never>
    | null
  >
}

export type RunningExportsQueryVariables = Exact<{ [key: string]: never }>

export type RunningExportsQuery = {
  readonly bulkOperations: {
    readonly nodes: ReadonlyArray<{ readonly id: string; readonly status: BulkOperationStatus; readonly query: string }>
  }
}

export type SetProductMutationVariables = Exact<{
  identifier: ProductSetIdentifiers
  input: ProductSetInput
}>

export type SetProductMutation = {
  readonly productSet: {
    readonly product: {
      readonly id: string
      readonly variants: { readonly nodes: ReadonlyArray<{ readonly id: string; readonly inventoryItem: { readonly id: string } }> }
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: ProductSetUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type SetQuantitiesMutationVariables = Exact<{
  input: InventorySetQuantitiesInput
  key: string
}>

export type SetQuantitiesMutation = {
  readonly inventorySetQuantities: {
    readonly inventoryAdjustmentGroup: { readonly id: string } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: InventorySetQuantitiesUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type ShopQueryVariables = Exact<{ [key: string]: never }>

export type ShopQuery = {
  readonly shop: {
    readonly id: string
    readonly name: string
    readonly myshopifyDomain: string
    readonly currencyCode: CurrencyCode
    readonly plan: { readonly publicDisplayName: string }
  }
  readonly location: { readonly id: string; readonly name: string } | null
  readonly locations: {
    readonly nodes: ReadonlyArray<{
      readonly id: string
      readonly name: string
      readonly isActive: boolean
      readonly isFulfillmentService: boolean
    }>
  }
}

export type StartExportMutationVariables = Exact<{
  query: string
}>

export type StartExportMutation = {
  readonly bulkOperationRunQuery: {
    readonly bulkOperation: { readonly id: string; readonly status: BulkOperationStatus } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: BulkOperationUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type SubscribeMutationVariables = Exact<{
  topic: WebhookSubscriptionTopic
  webhookSubscription: WebhookSubscriptionInput
}>

export type SubscribeMutation = {
  readonly webhookSubscriptionCreate: {
    readonly webhookSubscription: { readonly id: string } | null
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type SubscriptionsQueryVariables = Exact<{ [key: string]: never }>

export type SubscriptionsQuery = {
  readonly webhookSubscriptions: {
    readonly nodes: ReadonlyArray<{
      readonly id: string
      readonly topic: WebhookSubscriptionTopic
      readonly uri: string
      readonly includeFields: ReadonlyArray<string>
    }>
  }
}

export type UninstallMutationVariables = Exact<{ [key: string]: never }>

export type UninstallMutation = {
  readonly appUninstall: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type UpdateProductMutationVariables = Exact<{
  product: ProductUpdateInput
}>

export type UpdateProductMutation = {
  readonly productUpdate: {
    readonly product: { readonly id: string; readonly status: ProductStatus } | null
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type UpdateVariantsMutationVariables = Exact<{
  productId: string | number
  variants: ReadonlyArray<ProductVariantsBulkInput> | ProductVariantsBulkInput
}>

export type UpdateVariantsMutation = {
  readonly productVariantsBulkUpdate: {
    readonly productVariants: ReadonlyArray<{ readonly id: string }> | null
    readonly userErrors: ReadonlyArray<{
      readonly code: ProductVariantsBulkUpdateUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type VariantsByIdQueryVariables = Exact<{
  ids: ReadonlyArray<string | number> | string | number
  locationId: string | number
}>

export type VariantsByIdQuery = {
  readonly nodes: ReadonlyArray<
    | {
        readonly id: string
        readonly sku: string | null
        readonly barcode: string | null
        readonly title: string
        readonly price: string
        readonly sellableOnlineQuantity: number
        readonly product: {
          readonly id: string
          readonly title: string
          readonly status: ProductStatus
          readonly hasOnlyDefaultVariant: boolean
          readonly onlineStoreUrl: string | null
        }
        readonly inventoryItem: {
          readonly id: string
          readonly tracked: boolean
          readonly inventoryLevel: { readonly quantities: ReadonlyArray<{ readonly name: string; readonly quantity: number }> } | null
        }
      }
    | Record<PropertyKey, never>
    | null
  >
}

export type VariantFragment = {
  readonly id: string
  readonly sku: string | null
  readonly barcode: string | null
  readonly title: string
  readonly price: string
  readonly sellableOnlineQuantity: number
  readonly product: {
    readonly id: string
    readonly title: string
    readonly status: ProductStatus
    readonly hasOnlyDefaultVariant: boolean
    readonly onlineStoreUrl: string | null
  }
  readonly inventoryItem: {
    readonly id: string
    readonly tracked: boolean
    readonly inventoryLevel: { readonly quantities: ReadonlyArray<{ readonly name: string; readonly quantity: number }> } | null
  }
}
