import * as v from 'valibot'

/*
 * An order as Shopify answers it, read leniently: what an order cannot do without is required, a word we do not know is kept
 * as it is, all else may be missing.
 */

const Money = v.looseObject({ amount: v.string(), currencyCode: v.nullish(v.string()) })
const Bag = v.looseObject({ shopMoney: Money })
const list = <S extends v.GenericSchema>(item: S) => v.pipe(v.nullish(v.array(v.nullish(item)), []), v.transform(present))
const page = <S extends v.GenericSchema>(item: S) => v.looseObject({ nodes: list(item) })

function present<T>(items: readonly (T | null | undefined)[]): T[] {
  return items.filter((item): item is T => item !== null && item !== undefined)
}

const TaxLine = v.looseObject({ channelLiable: v.nullish(v.boolean()), priceSet: Bag })

export const Line = v.looseObject({
  id: v.string(),
  sku: v.nullish(v.string()),
  title: v.string(),
  variantTitle: v.nullish(v.string()),
  quantity: v.pipe(v.number(), v.integer(), v.minValue(0)),
  currentQuantity: v.pipe(v.number(), v.integer(), v.minValue(0)),
  variant: v.nullish(v.looseObject({ id: v.string() })),
  originalUnitPriceSet: Bag,
  discountAllocations: list(v.looseObject({ allocatedAmountSet: Bag })),
  taxLines: list(TaxLine),
})
export type Line = v.InferOutput<typeof Line>

/** Every line counts: an order with one that cannot be read is not read at all. */
export const LinePage = v.looseObject({
  nodes: v.array(Line),
  pageInfo: v.looseObject({ hasNextPage: v.boolean(), endCursor: v.nullish(v.string()) }),
})

const Fee = v.looseObject({ amount: Money, taxAmount: v.nullish(Money) })

export const Order = v.looseObject({
  id: v.string(),
  name: v.string(),
  createdAt: v.string(),
  processedAt: v.nullish(v.string()),
  updatedAt: v.string(),
  cancelledAt: v.nullish(v.string()),
  test: v.nullish(v.boolean()),
  currencyCode: v.string(),
  taxesIncluded: v.boolean(),
  displayFulfillmentStatus: v.nullish(v.string()),
  displayFinancialStatus: v.nullish(v.string()),
  returnStatus: v.nullish(v.string()),
  totalPriceSet: Bag,
  totalTaxSet: v.nullish(Bag),
  currentTotalPriceSet: Bag,
  currentTotalTaxSet: v.nullish(Bag),
  totalRefundedSet: v.nullish(Bag),
  shippingAddress: v.nullish(
    v.looseObject({
      name: v.nullish(v.string()),
      company: v.nullish(v.string()),
      address1: v.nullish(v.string()),
      address2: v.nullish(v.string()),
      city: v.nullish(v.string()),
      provinceCode: v.nullish(v.string()),
      zip: v.nullish(v.string()),
      countryCodeV2: v.nullish(v.string()),
      phone: v.nullish(v.string()),
    }),
  ),
  shippingLines: v.nullish(page(v.looseObject({ title: v.nullish(v.string()), discountedPriceSet: Bag })), { nodes: [] }),
  lineItems: LinePage,
  fulfillmentOrders: v.nullish(
    page(
      v.looseObject({
        id: v.string(),
        status: v.string(),
        fulfillBy: v.nullish(v.string()),
        assignedLocation: v.nullish(
          v.looseObject({ location: v.nullish(v.looseObject({ id: v.string(), isFulfillmentService: v.nullish(v.boolean()) })) }),
        ),
      }),
    ),
    { nodes: [] },
  ),
  fulfillments: list(
    v.looseObject({
      status: v.nullish(v.string()),
      displayStatus: v.nullish(v.string()),
      createdAt: v.string(),
      trackingInfo: list(v.looseObject({ company: v.nullish(v.string()), number: v.nullish(v.string()), url: v.nullish(v.string()) })),
    }),
  ),
  transactions: list(v.looseObject({ kind: v.nullish(v.string()), status: v.nullish(v.string()), fees: list(Fee) })),
})
export type Order = v.InferOutput<typeof Order>

/** What is sent back is told beside the sale: a part of it that cannot be read is left out, a list that is not there is noticed. */
const partsOf = <S extends v.GenericSchema>(item: S) =>
  v.looseObject({
    nodes: v.pipe(v.array(v.fallback(v.nullable(item), null)), v.transform(present)),
    pageInfo: v.looseObject({ hasNextPage: v.boolean(), endCursor: v.nullish(v.string()) }),
  })

const ReturnLine = v.looseObject({
  quantity: v.number(),
  returnReasonDefinition: v.nullish(v.looseObject({ name: v.string() })),
  fulfillmentLineItem: v.nullish(v.looseObject({ lineItem: v.nullish(v.looseObject({ id: v.string(), title: v.nullish(v.string()) })) })),
})
export const ReturnLinePage = partsOf(ReturnLine)

/** What an order's buyer sends back. */
const Return = v.looseObject({
  id: v.string(),
  name: v.nullish(v.string(), ''),
  status: v.string(),
  createdAt: v.pipe(
    v.string(),
    v.check((text) => Number.isSafeInteger(Date.parse(text)), 'an instant'),
  ),
  returnLineItems: ReturnLinePage,
})
export type Return = v.InferOutput<typeof Return>
export const ReturnPage = partsOf(Return)
export type ReturnPage = v.InferOutput<typeof ReturnPage>

/** Orders with what is sent back of each; null for one whose returns are not there. */
export const Returning = v.looseObject({
  nodes: list(v.fallback(v.nullable(v.looseObject({ id: v.string(), returns: ReturnPage })), null)),
})
