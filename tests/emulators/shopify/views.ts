import { GraphQLError } from 'graphql'
import { decimalOf, minorOf, type ShopContext } from './context.ts'
import {
  fulfilmentStatusOf,
  gid,
  type LineState,
  type OrderState,
  type ProductState,
  type ReturnState,
  totalsOf,
  typeOfGid,
  type VariantState,
} from './world.ts'

/*
 * How things look to a query: plain members, and functions where an argument or another thing is asked for.
 */

export type PageArgs = { first?: number | null; after?: string | null }
type Viewed = Record<string, unknown>

/** A page of a list. `cursorOf` names a place in it that stays where it is while other items come and go. */
export function connection<T>(
  items: readonly T[],
  { first, after }: PageArgs,
  view: (item: T) => unknown,
  cursorOf: (item: T, at: number) => string = (_, at) => String(at),
): Viewed {
  const cursors = new Map(after ? items.map((item, at) => [cursorOf(item, at), at]) : [])
  const from = after ? (cursors.get(after) ?? -1) + 1 : 0
  const page = items.slice(from, first == null ? undefined : from + first)
  const last = page.length > 0 ? cursorOf(page[page.length - 1] as T, from + page.length - 1) : null
  return {
    nodes: () => page.map(view),
    edges: () => page.map((item, at) => ({ cursor: cursorOf(item, from + at), node: view(item) })),
    pageInfo: { hasNextPage: from + page.length < items.length, hasPreviousPage: from > 0, endCursor: last, startCursor: null },
  }
}

const bag = (minor: number, currency: string): Viewed => {
  const money = { amount: decimalOf(minor, currency), currencyCode: currency }
  return { shopMoney: money, presentmentMoney: money }
}
const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

export function viewProduct(context: ShopContext, product: ProductState): Viewed {
  const { shop } = context
  const variants = product.variantIds.flatMap((id) => shop.variants[id] ?? [])
  return {
    __typename: 'Product',
    id: product.id,
    title: product.title,
    handle: product.handle,
    status: product.status,
    vendor: product.vendor,
    productType: product.productType,
    descriptionHtml: product.descriptionHtml,
    updatedAt: instant(product.updatedAtMs),
    hasOnlyDefaultVariant: variants.length === 1 && variants[0]?.title === 'Default Title',
    onlineStoreUrl: product.isPublished && product.status === 'ACTIVE' ? `https://${shop.domain}/products/${product.handle}` : null,
    variants: (args: PageArgs) => connection(variants, args, (variant) => viewVariant(context, variant)),
  }
}

export function viewVariant(context: ShopContext, variant: VariantState): Viewed {
  const { shop } = context
  return {
    __typename: 'ProductVariant',
    id: variant.id,
    title: variant.title,
    sku: variant.sku,
    barcode: variant.barcode,
    price: decimalOf(variant.priceMinor, shop.currency),
    sellableOnlineQuantity: Object.values(variant.available).reduce((sum, units) => sum + units, 0),
    inventoryPolicy: variant.policy,
    product: () => {
      const product = shop.products[variant.productId]
      return product && viewProduct(context, product)
    },
    inventoryItem: () => viewInventoryItem(variant),
  }
}

export function viewInventoryItem(variant: VariantState): Viewed {
  return {
    __typename: 'InventoryItem',
    id: variant.inventoryItemId,
    sku: variant.sku,
    tracked: variant.tracked,
    inventoryLevel: ({ locationId }: { locationId: string }) => {
      const available = variant.available[locationId]
      if (available === undefined) return null
      return {
        id: `${variant.inventoryItemId.replace('InventoryItem', 'InventoryLevel')}?location=${locationId}`,
        quantities: ({ names }: { names: string[] }) =>
          names.map((name) => ({ id: gid('InventoryQuantity', name), name, quantity: available })),
      }
    },
  }
}

function viewLine(context: ShopContext, line: LineState, { isTaxRemitted, currency }: OrderState): Viewed {
  const { variants } = context.shop
  return {
    __typename: 'LineItem',
    id: line.id,
    sku: line.sku,
    title: line.title,
    variantTitle: line.variantTitle,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    variant: () => {
      const variant = line.variantId === null ? undefined : variants[line.variantId]
      return variant ? viewVariant(context, variant) : null
    },
    originalUnitPriceSet: bag(line.unitMinor, currency),
    discountAllocations: line.discountMinor > 0 ? [{ allocatedAmountSet: bag(line.discountMinor, currency) }] : [],
    taxLines: line.taxMinor > 0 ? [{ title: 'Tax', channelLiable: isTaxRemitted, priceSet: bag(line.taxMinor, currency) }] : [],
  }
}

export function viewOrder(context: ShopContext, order: OrderState): Viewed {
  const { shop } = context
  const { currency } = order
  return {
    __typename: 'Order',
    id: order.id,
    name: order.name,
    test: order.isTest ?? false,
    createdAt: instant(order.createdAtMs),
    processedAt: instant(order.createdAtMs),
    updatedAt: instant(order.updatedAtMs),
    cancelledAt: instant(order.cancelledAtMs),
    cancelReason: order.cancelReason,
    closedAt: null,
    currencyCode: currency,
    taxesIncluded: order.taxesIncluded,
    displayFulfillmentStatus: fulfilmentStatusOf(order),
    displayFinancialStatus: order.financialStatus,
    returnStatus: returnStatusOf(order.returns ?? []),
    totalPriceSet: () => bag(totalsOf(order, 'first').totalMinor, currency),
    totalTaxSet: () => bag(totalsOf(order, 'first').taxMinor, currency),
    currentTotalPriceSet: () => bag(totalsOf(order, 'now').totalMinor, currency),
    currentTotalTaxSet: () => bag(totalsOf(order, 'now').taxMinor, currency),
    totalRefundedSet: bag(
      order.refunds.reduce((sum, { minor }) => sum + minor, 0),
      currency,
    ),
    shippingAddress: order.address,
    shippingLines: (args: PageArgs) =>
      connection(order.shipping, args, ({ title, minor }) => ({ title, discountedPriceSet: bag(minor, currency) })),
    lineItems: (args: PageArgs) => connection(order.lines, args, (line) => viewLine(context, line, order)),
    fulfillmentOrders: (args: PageArgs) =>
      connection(order.fulfilmentOrders, args, ({ id, status, locationId, fulfilByMs }) => ({
        __typename: 'FulfillmentOrder',
        id,
        status,
        fulfillBy: instant(fulfilByMs),
        assignedLocation: { location: shop.locations.find((location) => location.id === locationId) ?? null },
      })),
    fulfillments: ({ first }: PageArgs) =>
      order.fulfilments
        .slice(0, first ?? undefined)
        .map((each) => ({ ...each, createdAt: instant(each.createdAtMs), trackingInfo: each.tracking ? [each.tracking] : [] })),
    transactions: ({ first }: PageArgs) =>
      order.transactions.slice(0, first ?? undefined).map(({ id, kind, gateway, minor, feeMinor }) => {
        const money = (amount: number) => ({ amount: decimalOf(amount, currency), currencyCode: currency })
        const fees = feeMinor === null ? [] : [{ id: gid('TransactionFee', 1), amount: money(feeMinor), taxAmount: money(0) }]
        return { id, kind, gateway, status: 'SUCCESS', amountSet: bag(minor, currency), fees }
      }),
    returns: (args: PageArgs) => {
      needScope(context, 'read_returns')
      return connection(order.returns ?? [], args, (one) => viewReturn(context, order, one))
    },
    refunds: ({ first }: PageArgs) => order.refunds.slice(0, first ?? undefined),
    suggestedRefund: (args: SuggestArgs) => suggestRefund(order, args),
  }
}

/** The only pair of tokens a shop has says what its owner agreed to. */
function needScope({ shop }: ShopContext, scope: string): void {
  if (shop.tokens.some(({ scopes }) => scopes.split(',').includes(scope))) return
  throw new GraphQLError(`Access denied. Required access: \`${scope}\` access scope.`, { extensions: { code: 'ACCESS_DENIED' } })
}

const returnStatusOf = (returns: readonly ReturnState[]): string => {
  const [last] = returns.slice(-1)
  if (!last) return 'NO_RETURN'
  const words: Record<string, string> = { REQUESTED: 'RETURN_REQUESTED', OPEN: 'IN_PROGRESS', CLOSED: 'RETURNED' }
  return words[last.status] ?? 'RETURN_FAILED'
}

function viewReturn(context: ShopContext, order: OrderState, { id, name, status, createdAtMs, lines }: ReturnState): Viewed {
  const viewReturned = ({ lineId, quantity, reason }: ReturnState['lines'][number], at: number): Viewed => {
    const line = order.lines.find((each) => each.id === lineId)
    return {
      __typename: line ? 'ReturnLineItem' : 'UnverifiedReturnLineItem',
      id: `${id.replace('Return', 'ReturnLineItem')}${at}`,
      quantity,
      returnReasonDefinition: reason && {
        id: gid('ReturnReasonDefinition', 1),
        handle: reason.toLowerCase(),
        name: reason,
        deleted: false,
      },
      fulfillmentLineItem: line && { id: gid('FulfillmentLineItem', 1), lineItem: viewLine(context, line, order) },
    }
  }
  return {
    __typename: 'Return',
    id,
    name,
    status,
    createdAt: instant(createdAtMs),
    returnLineItems: (args: PageArgs) => connection([...lines.keys()], args, (at) => viewReturned(lines[at] ?? NO_LINE, at)),
  }
}
const NO_LINE = { lineId: null, quantity: 0, reason: null }

type SuggestArgs = { refundLineItems?: { lineItemId: string; quantity: number }[] | null; shippingAmount?: string | null }

function suggestRefund(order: OrderState, { refundLineItems, shippingAmount }: SuggestArgs): Viewed {
  const { currency } = order
  const goods = (refundLineItems ?? []).reduce((sum, { lineItemId, quantity }) => {
    const line = order.lines.find(({ id }) => id === lineItemId)
    if (!line || line.quantity === 0) return sum
    const whole = line.unitMinor * line.quantity - line.discountMinor + (order.taxesIncluded ? 0 : line.taxMinor)
    return sum + Math.round((whole * quantity) / line.quantity)
  }, 0)
  const minor = goods + minorOf(shippingAmount ?? '0', currency)
  return {
    amountSet: bag(minor, currency),
    suggestedTransactions: order.transactions
      .filter(({ kind }) => kind === 'SALE')
      .map((sale) => ({
        gateway: sale.gateway,
        parentTransaction: { id: sale.id },
        amountSet: bag(Math.min(minor, sale.minor - sale.refundedMinor), currency),
        maximumRefundableSet: bag(sale.minor - sale.refundedMinor, currency),
      })),
  }
}

/** Whatever an id names, or null. */
export function viewNode(context: ShopContext, id: string): unknown {
  const { shop } = context
  switch (typeOfGid(id)) {
    case 'Order': {
      const order = shop.orders[id]
      return order ? viewOrder(context, order) : null
    }
    case 'Return': {
      const order = Object.values(shop.orders).find(({ returns }) => returns?.some((one) => one.id === id))
      const found = order?.returns?.find((one) => one.id === id)
      return order && found ? viewReturn(context, order, found) : null
    }
    case 'ProductVariant': {
      const variant = shop.variants[id]
      return variant ? viewVariant(context, variant) : null
    }
    case 'Product': {
      const product = shop.products[id]
      return product ? viewProduct(context, product) : null
    }
    default:
      return null
  }
}
