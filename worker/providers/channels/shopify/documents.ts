/*
 * Every document we send, one const each: the contract tests validate all that this file exports against every version of
 * Shopify's schema there is. Their types are generated: `npm run channels:types`.
 */

const VARIANT = /* GraphQL */ `
  fragment Variant on ProductVariant {
    id
    sku
    barcode
    title
    price
    sellableOnlineQuantity
    product {
      id
      title
      status
      hasOnlyDefaultVariant
      onlineStoreUrl
    }
    inventoryItem {
      id
      tracked
      inventoryLevel(locationId: $locationId) {
        quantities(names: ["available"]) {
          name
          quantity
        }
      }
    }
  }
`

const LINE = /* GraphQL */ `
  fragment Bag on MoneyBag {
    shopMoney {
      amount
      currencyCode
    }
  }
  fragment Line on LineItem {
    id
    sku
    title
    variantTitle
    quantity
    currentQuantity
    variant {
      id
    }
    originalUnitPriceSet {
      ...Bag
    }
    discountAllocations {
      allocatedAmountSet {
        ...Bag
      }
    }
    taxLines {
      channelLiable
      priceSet {
        ...Bag
      }
    }
  }
`

const ORDER = /* GraphQL */ `
  fragment OrderDetail on Order {
    id
    name
    test
    createdAt
    processedAt
    updatedAt
    cancelledAt
    closedAt
    currencyCode
    taxesIncluded
    displayFulfillmentStatus
    displayFinancialStatus
    returnStatus
    totalPriceSet {
      ...Bag
    }
    totalTaxSet {
      ...Bag
    }
    currentTotalPriceSet {
      ...Bag
    }
    currentTotalTaxSet {
      ...Bag
    }
    totalRefundedSet {
      ...Bag
    }
    shippingAddress {
      name
      company
      address1
      address2
      city
      provinceCode
      zip
      countryCodeV2
      phone
    }
    shippingLines(first: 3) {
      nodes {
        title
        discountedPriceSet {
          ...Bag
        }
      }
    }
    lineItems(first: 10) {
      nodes {
        ...Line
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    fulfillmentOrders(first: 3) {
      nodes {
        id
        status
        fulfillBy
        assignedLocation {
          location {
            id
            isFulfillmentService
          }
        }
      }
    }
    fulfillments(first: 3) {
      status
      displayStatus
      createdAt
      trackingInfo(first: 1) {
        company
        number
        url
      }
    }
    transactions(first: 3) {
      kind
      status
      fees {
        amount {
          amount
          currencyCode
        }
        taxAmount {
          amount
          currencyCode
        }
      }
    }
  }
  ${LINE}
`

export const SHOP = /* GraphQL */ `
  query Shop {
    shop {
      id
      name
      myshopifyDomain
      currencyCode
      plan {
        publicDisplayName
      }
    }
    location {
      id
      name
    }
    locations(first: 20) {
      nodes {
        id
        name
        isActive
        isFulfillmentService
      }
    }
  }
`

export const VARIANTS_BY_ID = /* GraphQL */ `
  query VariantsById($ids: [ID!]!, $locationId: ID!) {
    nodes(ids: $ids) {
      ... on ProductVariant {
        ...Variant
      }
    }
  }
  ${VARIANT}
`

export const SET_QUANTITIES = /* GraphQL */ `
  mutation SetQuantities($input: InventorySetQuantitiesInput!, $key: String!) {
    inventorySetQuantities(input: $input) @idempotent(key: $key) {
      inventoryAdjustmentGroup {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`

export const UPDATE_VARIANTS = /* GraphQL */ `
  mutation UpdateVariants($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
    productVariantsBulkUpdate(productId: $productId, variants: $variants, allowPartialUpdates: true) {
      productVariants {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`

export const SET_PRODUCT = /* GraphQL */ `
  mutation SetProduct($identifier: ProductSetIdentifiers!, $input: ProductSetInput!) {
    productSet(identifier: $identifier, input: $input, synchronous: true) {
      product {
        id
        variants(first: 1) {
          nodes {
            id
            inventoryItem {
              id
            }
          }
        }
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`

export const UPDATE_PRODUCT = /* GraphQL */ `
  mutation UpdateProduct($product: ProductUpdateInput!) {
    productUpdate(product: $product) {
      product {
        id
        status
      }
      userErrors {
        field
        message
      }
    }
  }
`

export const PUBLICATIONS = /* GraphQL */ `
  query Publications {
    publications(first: 20) {
      nodes {
        id
      }
    }
  }
`

export const PUBLISH = /* GraphQL */ `
  mutation Publish($id: ID!, $input: [PublicationInput!]!) {
    publishablePublish(id: $id, input: $input) {
      userErrors {
        field
        message
      }
    }
  }
`

/** Run as a bulk operation, which takes no variables: `LOCATION` is put in. One connection, so that each line stands by itself. */
export const EXPORT_VARIANTS = /* GraphQL */ `
  query ExportVariants {
    productVariants {
      edges {
        node {
          id
          sku
          barcode
          title
          price
          sellableOnlineQuantity
          product {
            id
            title
            status
            hasOnlyDefaultVariant
            onlineStoreUrl
          }
          inventoryItem {
            id
            tracked
            inventoryLevel(locationId: "LOCATION") {
              quantities(names: ["available"]) {
                name
                quantity
              }
            }
          }
        }
      }
    }
  }
`

export const START_EXPORT = /* GraphQL */ `
  mutation StartExport($query: String!) {
    bulkOperationRunQuery(query: $query) {
      bulkOperation {
        id
        status
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`

export const RUNNING_EXPORTS = /* GraphQL */ `
  query RunningExports {
    bulkOperations(first: 10, query: "status:CREATED,RUNNING operation_type:QUERY") {
      nodes {
        id
        status
        query
      }
    }
  }
`

export const EXPORT_STATE = /* GraphQL */ `
  query ExportState($id: ID!) {
    bulkOperation(id: $id) {
      id
      status
      errorCode
      objectCount
      rootObjectCount
      url
    }
  }
`

export const ORDERS = /* GraphQL */ `
  query Orders($query: String!, $after: String) {
    orders(first: 10, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes {
        ...OrderDetail
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
  ${ORDER}
`

export const ORDERS_BY_ID = /* GraphQL */ `
  query OrdersById($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Order {
        ...OrderDetail
      }
    }
  }
  ${ORDER}
`

const SENT_BACK = /* GraphQL */ `
  fragment SentBack on ReturnLineItemTypeConnection {
    nodes {
      quantity
      returnReasonDefinition {
        name
      }
      ... on ReturnLineItem {
        fulfillmentLineItem {
          lineItem {
            id
            title
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
`

const RETURN = /* GraphQL */ `
  fragment ReturnPage on ReturnConnection {
    nodes {
      id
      name
      status
      createdAt
      returnLineItems(first: 10) {
        ...SentBack
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
  ${SENT_BACK}
`

export const RETURNS = /* GraphQL */ `
  query Returns($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Order {
        id
        returns(first: 5) {
          ...ReturnPage
        }
      }
    }
  }
  ${RETURN}
`

export const MORE_RETURNS = /* GraphQL */ `
  query MoreReturns($id: ID!, $after: String) {
    order(id: $id) {
      returns(first: 20, after: $after) {
        ...ReturnPage
      }
    }
  }
  ${RETURN}
`

export const MORE_RETURN_LINES = /* GraphQL */ `
  query MoreReturnLines($id: ID!, $after: String) {
    node(id: $id) {
      ... on Return {
        returnLineItems(first: 100, after: $after) {
          ...SentBack
        }
      }
    }
  }
  ${SENT_BACK}
`

export const MORE_LINES = /* GraphQL */ `
  query MoreLines($id: ID!, $after: String) {
    order(id: $id) {
      lineItems(first: 100, after: $after) {
        nodes {
          ...Line
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
  ${LINE}
`

export const FULFILMENT_STATE = /* GraphQL */ `
  query FulfilmentState($id: ID!) {
    order(id: $id) {
      id
      cancelledAt
      displayFulfillmentStatus
      fulfillmentOrders(first: 25) {
        nodes {
          id
          status
          assignedLocation {
            location {
              id
            }
          }
        }
      }
    }
  }
`

export const CREATE_FULFILMENT = /* GraphQL */ `
  mutation CreateFulfilment($fulfillment: FulfillmentInput!) {
    fulfillmentCreate(fulfillment: $fulfillment) {
      fulfillment {
        id
        status
      }
      userErrors {
        field
        message
      }
    }
  }
`

export const CANCEL_STATE = /* GraphQL */ `
  query CancelState($id: ID!) {
    order(id: $id) {
      id
      cancelledAt
    }
  }
`

export const CANCEL_ORDER = /* GraphQL */ `
  mutation CancelOrder(
    $orderId: ID!
    $reason: OrderCancelReason!
    $refundMethod: OrderCancelRefundMethodInput!
    $staffNote: String!
  ) {
    orderCancel(
      orderId: $orderId
      reason: $reason
      refundMethod: $refundMethod
      restock: false
      notifyCustomer: true
      staffNote: $staffNote
    ) {
      job {
        id
        done
      }
      orderCancelUserErrors {
        code
        field
        message
      }
    }
  }
`

export const JOB = /* GraphQL */ `
  query Job($id: ID!) {
    job(id: $id) {
      id
      done
    }
  }
`

export const REFUND_STATE = /* GraphQL */ `
  query RefundState($id: ID!, $lines: [RefundLineItemInput!]!, $shipping: Money) {
    order(id: $id) {
      id
      refunds(first: 100) {
        id
        note
      }
      suggestedRefund(refundLineItems: $lines, shippingAmount: $shipping) {
        amountSet {
          shopMoney {
            amount
            currencyCode
          }
        }
        suggestedTransactions {
          gateway
          parentTransaction {
            id
          }
          amountSet {
            shopMoney {
              amount
              currencyCode
            }
          }
          maximumRefundableSet {
            shopMoney {
              amount
              currencyCode
            }
          }
        }
      }
    }
  }
`

export const CREATE_REFUND = /* GraphQL */ `
  mutation CreateRefund($input: RefundInput!, $key: String!) {
    refundCreate(input: $input) @idempotent(key: $key) {
      refund {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`

export const SUBSCRIPTIONS = /* GraphQL */ `
  query Subscriptions {
    webhookSubscriptions(first: 50) {
      nodes {
        id
        topic
        uri
        includeFields
      }
    }
  }
`

export const SUBSCRIBE = /* GraphQL */ `
  mutation Subscribe($topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) {
      webhookSubscription {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`

export const MOVE_SUBSCRIPTION = /* GraphQL */ `
  mutation MoveSubscription($id: ID!, $webhookSubscription: WebhookSubscriptionInput!) {
    webhookSubscriptionUpdate(id: $id, webhookSubscription: $webhookSubscription) {
      webhookSubscription {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`

export const UNINSTALL = /* GraphQL */ `
  mutation Uninstall {
    appUninstall {
      userErrors {
        field
        message
      }
    }
  }
`
