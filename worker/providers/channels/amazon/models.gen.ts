// Made from github.com/amzn/selling-partner-api-models by `npm run channels:types`: only types, and only of what is used. Do not edit.

/** orders_2026-01-01.json */
export type orders = {
  AddressExtendedFields: {
    complement?: string
    neighborhood?: string
    streetName?: string
    streetNumber?: string
  }
  Alias: {
    aliasId: string
    aliasType: string
  }
  Asin: string
  AssociatedOrder: {
    associationType?: string
    orderId?: string
  }
  AssociatedOrderItem: {
    associationType?: string
    orderId?: string
    orderItemId?: string
  }
  BusinessHour: {
    /** @enum {string} */
    dayOfWeek?: 'SUN' | 'MON' | 'TUE' | 'WED' | 'THU' | 'FRI' | 'SAT'
    timeWindows?: orders['TimeWindow'][]
  }
  Buyer: {
    buyerCompanyName?: string
    buyerEmail?: string
    buyerName?: string
    buyerPurchaseOrderNumber?: string
  }
  /** @enum {string} */
  ConstraintType: 'MANDATORY'
  CustomerAddress: {
    addressLine1?: string
    addressLine2?: string
    addressLine3?: string
    addressType?: string
    city?: string
    companyName?: string
    countryCode?: string
    districtOrCounty?: string
    extendedFields?: orders['AddressExtendedFields']
    municipality?: string
    name?: string
    phone?: string
    postalCode?: string
    stateOrRegion?: string
  }
  DateTimeRange: {
    /** Format: date-time */
    earliestDateTime?: string
    /** Format: date-time */
    latestDateTime?: string
  }
  Decimal: string
  DeliveryPreference: {
    addressInstruction?: string
    deliveryCapabilities?: orders['PreferredDeliveryCapability'][]
    deliveryTime?: orders['PreferredDeliveryTime']
    dropOffLocation?: string
  }
  ExceptionDate: {
    /** Format: date */
    exceptionDate?: string
    /** @enum {string} */
    exceptionDateType?: 'CLOSED' | 'OPEN'
    timeWindows?: orders['TimeWindow'][]
  }
  FulfillmentOrder: {
    fulfillmentOrderId: string
  }
  /** @enum {string} */
  FulfillmentStatus: 'PENDING_AVAILABILITY' | 'PENDING' | 'UNSHIPPED' | 'PARTIALLY_SHIPPED' | 'SHIPPED' | 'CANCELLED' | 'UNFULFILLABLE'
  GetOrderResponse: {
    order: orders['Order']
  }
  GiftOption: {
    giftMessage?: string
    giftWrapLevel?: string
  }
  HourMinute: {
    hour?: number
    minute?: number
  }
  ItemCancellation: {
    cancellationExecution?: orders['ItemCancellationExecution']
    cancellationRequest?: orders['ItemCancellationRequest']
  }
  ItemCancellationExecution: {
    cancelledBy?: string
    cancelReason?: string
  }
  ItemCancellationRequest: {
    cancelReason?: string
    requester?: string
  }
  ItemCondition: {
    conditionNote?: string
    conditionSubtype?: string
    conditionType?: string
  }
  ItemCustomization: {
    customizedUrl?: string
  }
  ItemExpense: {
    pointsCost?: orders['ItemPointsCost']
  }
  ItemFulfillment: {
    packing?: orders['ItemPacking']
    picking?: orders['ItemPicking']
    quantityFulfilled?: number
    quantityUnfulfilled?: number
    shipping?: orders['ItemShipping']
  }
  ItemInternationalShipping: {
    iossNumber?: string
  }
  ItemPacking: {
    giftOption?: orders['GiftOption']
    serialNumberRequirement?: orders['SerialNumberRequirement']
  }
  ItemPicking: {
    substitutionPreference?: orders['ItemSubstitutionPreference']
  }
  ItemPointsCost: {
    pointsGranted?: orders['PointsGranted']
  }
  ItemPrice: {
    priceDesignation?: string
    unitPrice?: orders['Money']
  }
  ItemProceeds: {
    breakdowns?: orders['ItemProceedsBreakdown'][]
    proceedsTotal?: orders['Money']
  }
  ItemProceedsBreakdown: {
    detailedBreakdowns?: orders['ItemProceedsDetailedBreakdown'][]
    subtotal: orders['Money']
    type: string
  }
  ItemProceedsDetailedBreakdown: {
    subtype?: string
    value?: orders['Money']
  }
  ItemProduct: {
    asin?: orders['Asin']
    condition?: orders['ItemCondition']
    customization?: orders['ItemCustomization']
    price?: orders['ItemPrice']
    sellerSku?: orders['SKU']
    serialNumbers?: string[]
    title?: string
  }
  ItemPromotion: {
    breakdowns?: orders['ItemPromotionBreakdown'][]
  }
  ItemPromotionBreakdown: {
    promotionId?: string
  }
  ItemShipping: {
    internationalShipping?: orders['ItemInternationalShipping']
    scheduledDeliveryWindow?: orders['DateTimeRange']
    shippingConstraints?: orders['ItemShippingConstraints']
  }
  ItemShippingConstraints: {
    cashOnDelivery?: orders['ConstraintType']
    palletDelivery?: orders['ConstraintType']
    recipientAgeVerification?: orders['ConstraintType']
    recipientIdentityVerification?: orders['ConstraintType']
    signatureConfirmation?: orders['ConstraintType']
  }
  ItemSubstitutionOption: {
    asin?: string
    measurement?: orders['Measurement']
    quantityOrdered?: number
    sellerSku?: string
    title?: string
  }
  ItemSubstitutionPreference: {
    substitutionOptions?: orders['ItemSubstitutionOption'][]
    /** @enum {string} */
    substitutionType: 'CUSTOMER_PREFERENCE' | 'AMAZON_RECOMMENDED' | 'DO_NOT_SUBSTITUTE'
  }
  ItemTax: {
    taxCalculationBreakdowns?: orders['ItemTaxCalculationBreakdown'][]
    taxCollections?: orders['ItemTaxCollection'][]
  }
  ItemTaxCalculationBreakdown: {
    reportingScheme?: string
  }
  ItemTaxCollection: {
    model?: string
    responsibleParty?: string
  }
  Measurement: {
    /** @enum {string} */
    unit:
      | 'OUNCES'
      | 'POUNDS'
      | 'KILOGRAMS'
      | 'GRAMS'
      | 'MILLIGRAMS'
      | 'INCHES'
      | 'FEET'
      | 'METERS'
      | 'CENTIMETERS'
      | 'MILLIMETERS'
      | 'SQUARE_METERS'
      | 'SQUARE_CENTIMETERS'
      | 'SQUARE_FEET'
      | 'SQUARE_INCHES'
      | 'GALLONS'
      | 'PINTS'
      | 'QUARTS'
      | 'FLUID_OUNCES'
      | 'LITERS'
      | 'CUBIC_METERS'
      | 'CUBIC_FEET'
      | 'CUBIC_INCHES'
      | 'CUBIC_CENTIMETERS'
      | 'COUNT'
    value: number
  }
  MerchantAddress: {
    addressLine1?: string
    addressLine2?: string
    addressLine3?: string
    city?: string
    countryCode?: string
    districtOrCounty?: string
    municipality?: string
    name?: string
    postalCode?: string
    stateOrRegion?: string
  }
  Money: {
    amount: orders['Decimal']
    currencyCode: string
  }
  Order: {
    associatedOrders?: orders['AssociatedOrder'][]
    buyer?: orders['Buyer']
    /** Format: date-time */
    createdTime: string
    fulfillment?: orders['OrderFulfillment']
    fulfillmentOrders?: orders['FulfillmentOrder'][]
    /** Format: date-time */
    lastUpdatedTime: string
    orderAliases?: orders['Alias'][]
    orderId: string
    orderItems: orders['OrderItem'][]
    packages?: orders['OrderPackage'][]
    payment?: orders['OrderPayment']
    proceeds?: orders['OrderProceeds']
    programs?: string[]
    recipient?: orders['Recipient']
    salesChannel: orders['SalesChannel']
    tax?: orders['OrderTax']
  }
  OrderFulfillment: {
    deliverByWindow?: orders['DateTimeRange']
    fulfilledBy?: string
    fulfillmentServiceLevel?: string
    fulfillmentStatus: orders['FulfillmentStatus']
    labelPrintingWindow?: orders['DateTimeRange']
    shipByWindow?: orders['DateTimeRange']
  }
  OrderItem: {
    associatedOrderItems?: orders['AssociatedOrderItem'][]
    cancellation?: orders['ItemCancellation']
    expense?: orders['ItemExpense']
    fulfillment?: orders['ItemFulfillment']
    measurement?: orders['Measurement']
    orderItemId: string
    proceeds?: orders['ItemProceeds']
    product: orders['ItemProduct']
    programs?: string[]
    promotion?: orders['ItemPromotion']
    quantityOrdered: number
    tax?: orders['ItemTax']
  }
  OrderPackage: {
    carrier?: string
    /** Format: date-time */
    createdTime?: string
    packageItems?: orders['PackageItem'][]
    packageReferenceId: string
    packageStatus?: orders['PackageStatus']
    shipFromAddress?: orders['MerchantAddress']
    shippingService?: string
    /** Format: date-time */
    shipTime?: string
    trackingNumber?: string
  }
  OrderPayment: {
    paymentExecutions?: orders['PaymentExecution'][]
  }
  OrderProceeds: {
    breakdowns?: orders['OrderProceedsBreakdown'][]
    grandTotal?: orders['Money']
  }
  OrderProceedsBreakdown: {
    status?: string
    subtotal: orders['Money']
    type: string
  }
  OrderTax: {
    taxInvoicing?: orders['OrderTaxInvoicing']
    taxRegistrations?: orders['OrderTaxRegistration'][]
  }
  OrderTaxInvoicing: {
    buyerInvoicePreference?: string
    invoiceStatus?: string
  }
  OrderTaxRegistration: {
    entityType?: string
    legalName?: string
    taxRegistrationAddress?: orders['CustomerAddress']
    taxRegistrationAttributes?: orders['TaxRegistrationAttribute'][]
    taxRegistrationNumber?: string
    taxRegistrationType?: string
  }
  PackageItem: {
    orderItemId: string
    quantity: number
    transparencyCodes?: string[]
  }
  PackageStatus: {
    detailedStatus?: string
    /** @enum {string} */
    status: 'PENDING' | 'IN_TRANSIT' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED' | 'UNDELIVERABLE'
  }
  Pagination: {
    nextToken?: string
  }
  PaymentExecution: {
    acquirerId?: string
    authorizationCode?: string
    cardBrand?: string
    paymentAmount?: orders['Money']
    paymentMethod?: string
  }
  PointsGranted: {
    pointsMonetaryValue?: orders['Money']
    pointsNumber?: number
  }
  PreferredDeliveryCapability: string
  PreferredDeliveryTime: {
    businessHours?: orders['BusinessHour'][]
    exceptionDates?: orders['ExceptionDate'][]
  }
  Recipient: {
    deliveryAddress?: orders['CustomerAddress']
    deliveryPreference?: orders['DeliveryPreference']
  }
  SalesChannel: {
    channelName: string
    marketplaceId?: string
    marketplaceName?: string
  }
  SearchOrdersResponse: {
    /** Format: date-time */
    createdBefore?: string
    /** Format: date-time */
    lastUpdatedBefore?: string
    orders: orders['Order'][]
    pagination?: orders['Pagination']
  }
  SerialNumberRequirement: {
    requirementType?: string
  }
  SKU: string
  TaxRegistrationAttribute: {
    key?: string
    value?: string
  }
  TimeWindow: {
    endTime?: orders['HourMinute']
    startTime?: orders['HourMinute']
  }
}

/** ordersV0.json */
export type ordersV0 = {
  ConfirmShipmentOrderItem: {
    orderItemId: string
    quantity: number
    transparencyCodes?: ordersV0['TransparencyCodeList']
  }
  ConfirmShipmentOrderItemsList: ordersV0['ConfirmShipmentOrderItem'][]
  ConfirmShipmentRequest: {
    /** @enum {string} */
    codCollectionMethod?: 'DirectPayment'
    marketplaceId: ordersV0['MarketplaceId']
    packageDetail: ordersV0['PackageDetail']
  }
  MarketplaceId: string
  PackageDetail: {
    carrierCode: string
    carrierName?: string
    orderItems: ordersV0['ConfirmShipmentOrderItemsList']
    packageReferenceId: ordersV0['PackageReferenceId']
    /** Format: date-time */
    shipDate: string
    shipFromSupplySourceId?: string
    shippingMethod?: string
    trackingNumber: string
  }
  PackageReferenceId: string
  TransparencyCode: string
  TransparencyCodeList: ordersV0['TransparencyCode'][]
}

/** listingsItems_2021-08-01.json */
export type listingsItems = {
  Audience: {
    displayName?: string
    value?: string
  }
  Decimal: string
  FulfillmentAvailability: {
    fulfillmentChannelCode: string
    quantity?: number
  }
  Issue: {
    attributeNames?: string[]
    categories: string[]
    code: string
    enforcements?: listingsItems['IssueEnforcements']
    marketplaceIds?: string[]
    message: string
    /** @enum {string} */
    severity: 'ERROR' | 'WARNING' | 'INFO'
  }
  IssueEnforcementAction: {
    action: string
  }
  IssueEnforcements: {
    actions: listingsItems['IssueEnforcementAction'][]
    exemption: listingsItems['IssueExemption']
  }
  IssueExemption: {
    /** Format: date-time */
    expiryDate?: string
    /** @enum {string} */
    status: 'EXEMPT' | 'EXEMPT_UNTIL_EXPIRY_DATE' | 'NOT_EXEMPT'
  }
  Item: {
    attributes?: listingsItems['ItemAttributes']
    fulfillmentAvailability?: listingsItems['FulfillmentAvailability'][]
    issues?: listingsItems['ItemIssues']
    offers?: listingsItems['ItemOffers']
    procurement?: listingsItems['ItemProcurement'][]
    productTypes?: listingsItems['ItemProductTypes']
    relationships?: listingsItems['ItemRelationships']
    sku: string
    summaries?: listingsItems['ItemSummaries']
  }
  ItemAttributes: {
    [key: string]: unknown
  }
  ItemIdentifiers: listingsItems['ItemIdentifiersByMarketplace'][]
  ItemIdentifiersByMarketplace: {
    asin?: string
    marketplaceId?: string
  }
  ItemImage: {
    height: number
    link: string
    width: number
  }
  ItemIssues: listingsItems['Issue'][]
  ItemOfferByMarketplace: {
    audience?: listingsItems['Audience']
    marketplaceId: string
    /** @enum {string} */
    offerType: 'B2C' | 'B2B'
    points?: listingsItems['Points']
    price: listingsItems['Money']
  }
  ItemOffers: listingsItems['ItemOfferByMarketplace'][]
  ItemProcurement: {
    costPrice: listingsItems['Money']
  }
  ItemProductTypeByMarketplace: {
    marketplaceId: string
    productType: string
  }
  ItemProductTypes: listingsItems['ItemProductTypeByMarketplace'][]
  ItemRelationship: {
    childSkus?: string[]
    parentSkus?: string[]
    /** @enum {string} */
    type: 'VARIATION' | 'PACKAGE_HIERARCHY'
    variationTheme?: listingsItems['ItemVariationTheme']
  }
  ItemRelationships: listingsItems['ItemRelationshipsByMarketplace'][]
  ItemRelationshipsByMarketplace: {
    marketplaceId: string
    relationships: listingsItems['ItemRelationship'][]
  }
  ItemSearchResults: {
    items: listingsItems['Item'][]
    numberOfResults: number
    pagination?: listingsItems['Pagination']
  }
  ItemSummaries: listingsItems['ItemSummaryByMarketplace'][]
  ItemSummaryByMarketplace: {
    asin?: string
    /** @enum {string} */
    conditionType?:
      | 'new_new'
      | 'new_open_box'
      | 'new_oem'
      | 'refurbished_refurbished'
      | 'used_like_new'
      | 'used_very_good'
      | 'used_good'
      | 'used_acceptable'
      | 'collectible_like_new'
      | 'collectible_very_good'
      | 'collectible_good'
      | 'collectible_acceptable'
      | 'club_club'
    /** Format: date-time */
    createdDate: string
    fnSku?: string
    itemName?: string
    /** Format: date-time */
    lastUpdatedDate: string
    mainImage?: listingsItems['ItemImage']
    marketplaceId: string
    productType: string
    status: ('BUYABLE' | 'DISCOVERABLE')[]
  }
  ItemVariationTheme: {
    attributes: string[]
    theme: string
  }
  ListingsItemPatchRequest: {
    patches: listingsItems['PatchOperation'][]
    productType: string
  }
  ListingsItemPutRequest: {
    attributes: {
      [key: string]: unknown
    }
    productType: string
    /** @enum {string} */
    requirements?: 'LISTING' | 'LISTING_PRODUCT_ONLY' | 'LISTING_OFFER_ONLY'
  }
  ListingsItemSubmissionResponse: {
    identifiers?: listingsItems['ItemIdentifiers']
    issues?: listingsItems['Issue'][]
    sku: string
    /** @enum {string} */
    status: 'ACCEPTED' | 'INVALID' | 'VALID'
    submissionId: string
  }
  Money: {
    amount: listingsItems['Decimal']
    currencyCode: string
  }
  Pagination: {
    nextToken?: string
    previousToken?: string
  }
  PatchOperation: {
    /** @enum {string} */
    op: 'add' | 'replace' | 'merge' | 'delete'
    path: string
    value?: {
      [key: string]: unknown
    }[]
  }
  Points: {
    pointsNumber: number
  }
}

/** catalogItems_2022-04-01.json */
export type catalogItems = {
  BrandRefinement: {
    brandName: string
    numberOfResults: number
  }
  ClassificationRefinement: {
    classificationId: string
    displayName: string
    numberOfResults: number
  }
  Dimension: {
    unit?: string
    value?: number
  }
  Dimensions: {
    height?: catalogItems['Dimension']
    length?: catalogItems['Dimension']
    weight?: catalogItems['Dimension']
    width?: catalogItems['Dimension']
  }
  Item: {
    asin: catalogItems['ItemAsin']
    attributes?: catalogItems['ItemAttributes']
    classifications?: catalogItems['ItemBrowseClassifications']
    dimensions?: catalogItems['ItemDimensions']
    identifiers?: catalogItems['ItemIdentifiers']
    images?: catalogItems['ItemImages']
    productTypes?: catalogItems['ItemProductTypes']
    relationships?: catalogItems['ItemRelationships']
    salesRanks?: catalogItems['ItemSalesRanks']
    summaries?: catalogItems['ItemSummaries']
    vendorDetails?: catalogItems['ItemVendorDetails']
  }
  ItemAsin: string
  ItemAttributes: {
    [key: string]: unknown
  }
  ItemBrowseClassification: {
    classificationId: string
    displayName: string
    parent?: catalogItems['ItemBrowseClassification']
  }
  ItemBrowseClassifications: catalogItems['ItemBrowseClassificationsByMarketplace'][]
  ItemBrowseClassificationsByMarketplace: {
    classifications?: catalogItems['ItemBrowseClassification'][]
    marketplaceId: string
  }
  ItemClassificationSalesRank: {
    classificationId: string
    link?: string
    rank: number
    title: string
  }
  ItemContributor: {
    role: catalogItems['ItemContributorRole']
    value: string
  }
  ItemContributorRole: {
    displayName?: string
    value: string
  }
  ItemDimensions: catalogItems['ItemDimensionsByMarketplace'][]
  ItemDimensionsByMarketplace: {
    item?: catalogItems['Dimensions']
    marketplaceId: string
    package?: catalogItems['Dimensions']
  }
  ItemDisplayGroupSalesRank: {
    link?: string
    rank: number
    title: string
    websiteDisplayGroup: string
  }
  ItemIdentifier: {
    identifier: string
    identifierType: string
  }
  ItemIdentifiers: catalogItems['ItemIdentifiersByMarketplace'][]
  ItemIdentifiersByMarketplace: {
    identifiers: catalogItems['ItemIdentifier'][]
    marketplaceId: string
  }
  ItemImage: {
    height: number
    link: string
    /** @enum {string} */
    variant: 'MAIN' | 'PT01' | 'PT02' | 'PT03' | 'PT04' | 'PT05' | 'PT06' | 'PT07' | 'PT08' | 'SWCH'
    width: number
  }
  ItemImages: catalogItems['ItemImagesByMarketplace'][]
  ItemImagesByMarketplace: {
    images: catalogItems['ItemImage'][]
    marketplaceId: string
  }
  ItemProductTypeByMarketplace: {
    marketplaceId?: string
    productType?: string
  }
  ItemProductTypes: catalogItems['ItemProductTypeByMarketplace'][]
  ItemRelationship: {
    childAsins?: string[]
    parentAsins?: string[]
    /** @enum {string} */
    type: 'VARIATION' | 'PACKAGE_HIERARCHY'
    variationTheme?: catalogItems['ItemVariationTheme']
  }
  ItemRelationships: catalogItems['ItemRelationshipsByMarketplace'][]
  ItemRelationshipsByMarketplace: {
    marketplaceId: string
    relationships: catalogItems['ItemRelationship'][]
  }
  ItemSalesRanks: catalogItems['ItemSalesRanksByMarketplace'][]
  ItemSalesRanksByMarketplace: {
    classificationRanks?: catalogItems['ItemClassificationSalesRank'][]
    displayGroupRanks?: catalogItems['ItemDisplayGroupSalesRank'][]
    marketplaceId: string
  }
  ItemSearchResults: {
    items: catalogItems['Item'][]
    numberOfResults: number
    pagination?: catalogItems['Pagination']
    refinements?: catalogItems['Refinements']
  }
  ItemSummaries: catalogItems['ItemSummaryByMarketplace'][]
  ItemSummaryByMarketplace: {
    adultProduct?: boolean
    autographed?: boolean
    brand?: string
    browseClassification?: catalogItems['ItemBrowseClassification']
    color?: string
    contributors?: catalogItems['ItemContributor'][]
    /** @enum {string} */
    itemClassification?: 'BASE_PRODUCT' | 'OTHER' | 'PRODUCT_BUNDLE' | 'VARIATION_PARENT'
    itemName?: string
    manufacturer?: string
    marketplaceId: string
    memorabilia?: boolean
    modelNumber?: string
    packageQuantity?: number
    partNumber?: string
    /** Format: date */
    releaseDate?: string
    size?: string
    style?: string
    tradeInEligible?: boolean
    websiteDisplayGroup?: string
    websiteDisplayGroupName?: string
  }
  ItemVariationTheme: {
    attributes?: string[]
    theme?: string
  }
  ItemVendorDetails: catalogItems['ItemVendorDetailsByMarketplace'][]
  ItemVendorDetailsByMarketplace: {
    brandCode?: string
    manufacturerCode?: string
    manufacturerCodeParent?: string
    marketplaceId: string
    productCategory?: catalogItems['ItemVendorDetailsCategory']
    productGroup?: string
    productSubcategory?: catalogItems['ItemVendorDetailsCategory']
    /** @enum {string} */
    replenishmentCategory?:
      | 'ALLOCATED'
      | 'BASIC_REPLENISHMENT'
      | 'IN_SEASON'
      | 'LIMITED_REPLENISHMENT'
      | 'MANUFACTURER_OUT_OF_STOCK'
      | 'NEW_PRODUCT'
      | 'NON_REPLENISHABLE'
      | 'NON_STOCKUPABLE'
      | 'OBSOLETE'
      | 'PLANNED_REPLENISHMENT'
  }
  ItemVendorDetailsCategory: {
    displayName?: string
    value?: string
  }
  Pagination: {
    nextToken?: string
    previousToken?: string
  }
  Refinements: {
    brands: catalogItems['BrandRefinement'][]
    classifications: catalogItems['ClassificationRefinement'][]
  }
}

/** feeds_2021-06-30.json */
export type feeds = {
  CreateFeedDocumentResponse: {
    feedDocumentId: string
    url: string
  }
  CreateFeedDocumentSpecification: {
    contentType: string
  }
  CreateFeedSpecification: {
    feedOptions?: feeds['FeedOptions']
    feedType: string
    inputFeedDocumentId: string
    marketplaceIds: string[]
  }
  Feed: {
    /** Format: date-time */
    createdTime: string
    feedId: string
    feedType: string
    marketplaceIds?: string[]
    /** Format: date-time */
    processingEndTime?: string
    /** Format: date-time */
    processingStartTime?: string
    /** @enum {string} */
    processingStatus: 'CANCELLED' | 'DONE' | 'FATAL' | 'IN_PROGRESS' | 'IN_QUEUE'
    resultFeedDocumentId?: string
  }
  FeedDocument: {
    /** @enum {string} */
    compressionAlgorithm?: 'GZIP'
    feedDocumentId: string
    url: string
  }
  FeedList: feeds['Feed'][]
  FeedOptions: {
    [key: string]: string
  }
  GetFeedsResponse: {
    feeds: feeds['FeedList']
    nextToken?: string
  }
}

/** reports_2021-06-30.json */
export type reports = {
  CreateReportSpecification: {
    /** Format: date-time */
    dataEndTime?: string
    /** Format: date-time */
    dataStartTime?: string
    marketplaceIds: string[]
    reportOptions?: reports['ReportOptions']
    reportType: string
  }
  Report: {
    /** Format: date-time */
    createdTime: string
    /** Format: date-time */
    dataEndTime?: string
    /** Format: date-time */
    dataStartTime?: string
    marketplaceIds?: string[]
    /** Format: date-time */
    processingEndTime?: string
    /** Format: date-time */
    processingStartTime?: string
    /** @enum {string} */
    processingStatus: 'CANCELLED' | 'DONE' | 'FATAL' | 'IN_PROGRESS' | 'IN_QUEUE'
    reportDocumentId?: string
    reportId: string
    reportScheduleId?: string
    reportType: string
  }
  ReportDocument: {
    /** @enum {string} */
    compressionAlgorithm?: 'GZIP'
    reportDocumentId: string
    url: string
  }
  ReportOptions: {
    [key: string]: string
  }
}

/** fbaInventory.json */
export type fbaInventory = {
  Error: {
    code: string
    details?: string
    message?: string
  }
  ErrorList: fbaInventory['Error'][]
  GetInventorySummariesResponse: {
    errors?: fbaInventory['ErrorList']
    pagination?: fbaInventory['Pagination']
    payload?: fbaInventory['GetInventorySummariesResult']
  }
  GetInventorySummariesResult: {
    granularity: fbaInventory['Granularity']
    inventorySummaries: fbaInventory['InventorySummaries']
  }
  Granularity: {
    granularityId?: string
    granularityType?: string
  }
  InventoryDetails: {
    fulfillableQuantity?: number
    inboundReceivingQuantity?: number
    inboundShippedQuantity?: number
    inboundWorkingQuantity?: number
    researchingQuantity?: fbaInventory['ResearchingQuantity']
    reservedQuantity?: fbaInventory['ReservedQuantity']
    unfulfillableQuantity?: fbaInventory['UnfulfillableQuantity']
  }
  InventorySummaries: fbaInventory['InventorySummary'][]
  InventorySummary: {
    asin?: string
    condition?: string
    fnSku?: string
    inventoryDetails?: fbaInventory['InventoryDetails']
    /** Format: date-time */
    lastUpdatedTime?: string
    productName?: string
    sellerSku?: string
    stores?: string[]
    totalQuantity?: number
  }
  Pagination: {
    nextToken?: string
  }
  ResearchingQuantity: {
    researchingQuantityBreakdown?: fbaInventory['ResearchingQuantityEntry'][]
    totalResearchingQuantity?: number
  }
  ResearchingQuantityEntry: {
    /** @enum {string} */
    name: 'researchingQuantityInShortTerm' | 'researchingQuantityInMidTerm' | 'researchingQuantityInLongTerm'
    quantity: number
  }
  ReservedQuantity: {
    fcProcessingQuantity?: number
    pendingCustomerOrderQuantity?: number
    pendingTransshipmentQuantity?: number
    totalReservedQuantity?: number
  }
  UnfulfillableQuantity: {
    carrierDamagedQuantity?: number
    customerDamagedQuantity?: number
    defectiveQuantity?: number
    distributorDamagedQuantity?: number
    expiredQuantity?: number
    totalUnfulfillableQuantity?: number
    warehouseDamagedQuantity?: number
  }
}

/** productFeesV0.json */
export type productFees = {
  FeeDetail: {
    FeeAmount: productFees['MoneyType']
    FeePromotion?: productFees['MoneyType']
    FeeType: string
    FinalFee: productFees['MoneyType']
    IncludedFeeDetailList?: productFees['IncludedFeeDetailList']
    TaxAmount?: productFees['MoneyType']
  }
  FeeDetailList: productFees['FeeDetail'][]
  FeesEstimate: {
    FeeDetailList?: productFees['FeeDetailList']
    /** Format: date-time */
    TimeOfFeesEstimation: string
    TotalFeesEstimate?: productFees['MoneyType']
  }
  FeesEstimateByIdRequest: {
    FeesEstimateRequest?: productFees['FeesEstimateRequest']
    IdType: productFees['IdType']
    IdValue: string
  }
  FeesEstimateError: {
    Code: string
    Detail: productFees['FeesEstimateErrorDetail']
    Message: string
    Type: string
  }
  FeesEstimateErrorDetail: Record<string, never>[]
  FeesEstimateIdentifier: {
    IdType?: productFees['IdType']
    IdValue?: string
    IsAmazonFulfilled?: boolean
    MarketplaceId?: string
    OptionalFulfillmentProgram?: productFees['OptionalFulfillmentProgram']
    PriceToEstimateFees?: productFees['PriceToEstimateFees']
    SellerId?: string
    SellerInputIdentifier?: string
  }
  FeesEstimateRequest: {
    Identifier: string
    IsAmazonFulfilled?: boolean
    MarketplaceId: string
    OptionalFulfillmentProgram?: productFees['OptionalFulfillmentProgram']
    PriceToEstimateFees: productFees['PriceToEstimateFees']
  }
  FeesEstimateResult: {
    Error?: productFees['FeesEstimateError']
    FeesEstimate?: productFees['FeesEstimate']
    FeesEstimateIdentifier?: productFees['FeesEstimateIdentifier']
    Status?: string
  }
  GetMyFeesEstimatesRequest: productFees['FeesEstimateByIdRequest'][]
  GetMyFeesEstimatesResponse: productFees['FeesEstimateResult'][]
  /** @enum {string} */
  IdType: 'ASIN' | 'SellerSKU'
  IncludedFeeDetail: {
    FeeAmount: productFees['MoneyType']
    FeePromotion?: productFees['MoneyType']
    FeeType: string
    FinalFee: productFees['MoneyType']
    TaxAmount?: productFees['MoneyType']
  }
  IncludedFeeDetailList: productFees['IncludedFeeDetail'][]
  MoneyType: {
    Amount?: number
    CurrencyCode?: string
  }
  /** @enum {string} */
  OptionalFulfillmentProgram: 'FBA_CORE' | 'FBA_SNL' | 'FBA_EFN'
  Points: {
    PointsMonetaryValue?: productFees['MoneyType']
    /** Format: int32 */
    PointsNumber?: number
  }
  PriceToEstimateFees: {
    ListingPrice: productFees['MoneyType']
    Points?: productFees['Points']
    Shipping?: productFees['MoneyType']
  }
}

/** productPricing_2022-05-01.json */
export type productPricing = {
  AmountThreshold: {
    currency: productPricing['MoneyType']
    type: string
  }
  Asin: string
  CompetitiveSummaryBatchRequest: {
    requests: productPricing['CompetitiveSummaryRequestList']
  }
  /** @enum {string} */
  CompetitiveSummaryIncludedData: 'featuredBuyingOptions' | 'referencePrices' | 'lowestPricedOffers' | 'similarItems'
  CompetitiveSummaryRequest: {
    asin: productPricing['Asin']
    includedData: productPricing['CompetitiveSummaryIncludedData'][]
    lowestPricedOffersInputs?: productPricing['LowestPricedOffersInput'][]
    marketplaceId: productPricing['MarketplaceId']
    method: productPricing['HttpMethod']
    uri: productPricing['HttpUri']
  }
  CompetitiveSummaryRequestList: productPricing['CompetitiveSummaryRequest'][]
  CompetitiveSummaryResponse: {
    body: productPricing['CompetitiveSummaryResponseBody']
    status: productPricing['HttpStatusLine']
  }
  CompetitiveSummaryResponseBody: {
    asin: productPricing['Asin']
    errors?: productPricing['ErrorList']
    featuredBuyingOptions?: productPricing['FeaturedBuyingOption'][]
    lowestPricedOffers?: productPricing['LowestPricedOffer'][]
    marketplaceId: productPricing['MarketplaceId']
    referencePrices?: productPricing['ReferencePrice'][]
    similarItems?: productPricing['SimilarItems'][]
  }
  /** @enum {string} */
  Condition: 'New' | 'Used' | 'Collectible' | 'Refurbished' | 'Club'
  DiscountType: string
  Error: {
    code: string
    details?: string
    message: string
  }
  ErrorList: productPricing['Error'][]
  FeaturedBuyingOption: {
    /** @enum {string} */
    buyingOptionType: 'New'
    segmentedFeaturedOffers: productPricing['SegmentedFeaturedOffer'][]
  }
  FeaturedOfferSegment: {
    /** @enum {string} */
    customerMembership: 'PRIME' | 'NON_PRIME' | 'DEFAULT'
    segmentDetails: productPricing['SegmentDetails']
  }
  /** @enum {string} */
  FulfillmentType: 'AFN' | 'MFN'
  /** @enum {string} */
  HttpMethod: 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'POST'
  HttpStatusLine: {
    reasonPhrase?: string
    statusCode?: number
  }
  HttpUri: string
  Item: {
    asin: productPricing['Asin']
  }
  LowestPricedOffer: {
    lowestPricedOffersInput: productPricing['LowestPricedOffersInput']
    offers: productPricing['Offer'][]
  }
  LowestPricedOffersInput: {
    itemCondition: productPricing['Condition']
    /** @enum {string} */
    offerType: 'Consumer'
  }
  MarketplaceId: string
  MoneyType: {
    amount?: number
    currencyCode?: string
  }
  Offer: {
    condition: productPricing['Condition']
    fulfillmentType: productPricing['FulfillmentType']
    listingPrice: productPricing['MoneyType']
    points?: productPricing['Points']
    primeDetails?: productPricing['PrimeDetails']
    promotions?: productPricing['Promotions']
    sellerId: string
    shippingOptions?: productPricing['ShippingOption'][]
    /** @enum {string} */
    subCondition?:
      | 'New'
      | 'Mint'
      | 'VeryGood'
      | 'Good'
      | 'Acceptable'
      | 'Poor'
      | 'Club'
      | 'OEM'
      | 'Warranty'
      | 'RefurbishedWarranty'
      | 'Refurbished'
      | 'OpenBox'
      | 'Other'
  }
  Points: {
    pointsMonetaryValue?: productPricing['MoneyType']
    /** Format: int32 */
    pointsNumber?: number
  }
  PostalCode: {
    countryCode?: string
    value?: string
  }
  PrimeDetails: {
    /** @enum {string} */
    eligibility: 'NATIONAL' | 'REGIONAL' | 'NONE'
  }
  Promotion: {
    promotionSavings: productPricing['PromotionSavings']
    promotionType: productPricing['PromotionType']
    purchaseRequirements?: productPricing['PurchaseRequirements']
  }
  PromotionDiscount: {
    amountOff?: productPricing['MoneyType']
    percentOff?: number
    type?: productPricing['DiscountType']
  }
  Promotions: productPricing['Promotion'][]
  PromotionSavings: {
    discount?: productPricing['PromotionDiscount']
    discountedPrice?: productPricing['MoneyType']
  }
  PromotionType: string
  PurchaseCondition: {
    amountThreshold?: productPricing['AmountThreshold']
    quantityThreshold?: productPricing['QuantityThreshold']
  }
  PurchaseRequirements: {
    condition?: productPricing['PurchaseCondition']
  }
  QuantityThreshold: {
    quantity: number
    type: string
  }
  ReferencePrice: {
    name: string
    price: productPricing['MoneyType']
  }
  SampleLocation: {
    postalCode?: productPricing['PostalCode']
  }
  SegmentDetails: {
    glanceViewWeightPercentage?: number
    sampleLocation?: productPricing['SampleLocation']
  }
  SegmentedFeaturedOffer: productPricing['Offer'] & {
    featuredOfferSegments: productPricing['FeaturedOfferSegment'][]
  }
  ShippingOption: {
    price: productPricing['MoneyType']
    /** @enum {unknown} */
    shippingOptionType: 'DEFAULT'
  }
  SimilarItems: {
    items?: productPricing['Item'][]
  }
}

/** notifications.json */
export type notifications = {
  AggregationFilter: {
    aggregationSettings?: notifications['AggregationSettings']
  }
  AggregationSettings: {
    aggregationTimePeriod: notifications['AggregationTimePeriod']
  }
  /** @enum {string} */
  AggregationTimePeriod: 'FiveMinutes' | 'TenMinutes'
  CreateSubscriptionRequest: {
    destinationId: string
    payloadVersion: string
    processingDirective?: notifications['ProcessingDirective']
  }
  Destination: {
    destinationId: string
    name: string
    resource: notifications['DestinationResource']
  }
  DestinationList: notifications['Destination'][]
  DestinationResource: {
    eventBridge?: notifications['EventBridgeResource']
    sqs?: notifications['SqsResource']
  }
  Error: {
    code: string
    details?: string
    message: string
  }
  ErrorList: notifications['Error'][]
  EventBridgeResource: {
    accountId: string
    name: string
    region: string
  }
  EventFilter: notifications['AggregationFilter'] &
    notifications['MarketplaceFilter'] &
    notifications['OrderChangeTypeFilter'] &
    notifications['TrackingFilter'] & {
      /** @enum {string} */
      eventFilterType: 'ANY_OFFER_CHANGED' | 'ORDER_CHANGE' | 'SHIPMENT_TRACKING_MILESTONE_CHANGED'
    }
  GetDestinationsResponse: {
    errors?: notifications['ErrorList']
    payload?: notifications['DestinationList']
  }
  GetSubscriptionResponse: {
    errors?: notifications['ErrorList']
    payload?: notifications['Subscription']
  }
  MarketplaceFilter: {
    marketplaceIds?: notifications['MarketplaceIds']
  }
  MarketplaceIds: string[]
  /** @enum {string} */
  OrderChangeTypeEnum: 'BuyerRequestedChange' | 'DeliveryTipChange' | 'OrderStatusChange'
  OrderChangeTypeFilter: {
    orderChangeTypes?: notifications['OrderChangeTypes']
  }
  OrderChangeTypes: notifications['OrderChangeTypeEnum'][]
  ProcessingDirective: {
    eventFilter?: notifications['EventFilter']
    filterExpression?: string
  }
  SqsResource: {
    arn: string
  }
  Subscription: {
    destinationId: string
    payloadVersion: string
    processingDirective?: notifications['ProcessingDirective']
    subscriptionId: string
  }
  TrackingFilter: {
    trackingIdentifier?: notifications['TrackingIdentifier']
  }
  TrackingIdentifier: {
    acsin?: string
    aftn?: string
    carrierTracking?: {
      carrierCode?: string
      trackingNumber: string
    }
    containerNumber?: string
    houseBillOfLadingNumber?: string
    id?: string
  }
}

/** sellers.json */
export type sellers = {
  Error: {
    code: string
    details?: string
    message: string
  }
  ErrorList: sellers['Error'][]
  GetMarketplaceParticipationsResponse: {
    errors?: sellers['ErrorList']
    payload?: sellers['MarketplaceParticipationList']
  }
  Marketplace: {
    countryCode: string
    defaultCurrencyCode: string
    defaultLanguageCode: string
    domainName: string
    id: string
    name: string
  }
  MarketplaceParticipation: {
    marketplace: sellers['Marketplace']
    participation: sellers['Participation']
    storeName: string
  }
  MarketplaceParticipationList: sellers['MarketplaceParticipation'][]
  Participation: {
    hasSuspendedListings: boolean
    isParticipating: boolean
  }
}
