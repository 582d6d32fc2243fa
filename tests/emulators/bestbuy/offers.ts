import { type Route, refuse, type Served } from './serve.ts'
import { type Import, type ImportLine, iso, type Offer, type Shop, type State } from './state.ts'

const PAGE_MAX = 100

export const OFFER_ROUTES: Route[] = [
  {
    operation: 'OF21',
    method: 'get',
    path: '/api/offers',
    answer: (c, shop, { state, kit }) => {
      const sku = c.req.query('sku')
      const skus = sku === undefined ? skusInOrder(shop, state, c.req.query('sort') ?? 'totalPrice') : [sku]
      const offers = skus.flatMap((one) => shop.offers[one] ?? [])
      const offset = Number(c.req.query('offset') ?? 0)
      const page = offers.slice(offset, offset + Math.min(PAGE_MAX, Number(c.req.query('max') ?? 10)))
      return c.json({ offers: page.map((offer) => offerDocument(offer, shop, state, kit.now())), total_count: offers.length })
    },
  },
  {
    operation: 'OF22',
    method: 'get',
    path: '/api/offers/:offer{[0-9]+}',
    answer: (c, shop, { state, kit }) => {
      const offer = Object.values(shop.offers).find((one) => String(one.offerId) === c.req.param('offer'))
      return offer
        ? c.json(offerDocument(offer, shop, state, kit.now()))
        : refuse(c, 404, `Offer with identifier '${c.req.param('offer')}' not found`)
    },
  },
  {
    operation: 'OF24',
    method: 'post',
    path: '/api/offers',
    answer: async (c, shop, served) => {
      const body = await c.req.text()
      const lines = offersIn(body)
      if (lines === null)
        return refuse(c, 400, 'Bad request', { errors: [{ field: 'offers', message: 'must not be empty', code: 'NotEmpty' }] })
      const taken = addImport(served, shop, 'offers', lines, body)
      c.header('Location', `${new URL(c.req.url).origin}/api/offers/imports/${taken.id}`)
      return c.json({ import_id: Number(taken.id) }, 201)
    },
  },
]

/** Lists are long and asked for page by page: their order is kept until an offer comes or goes. */
const kept = new WeakMap<Shop['offers'], { revision: number; sort: string; skus: string[] }>()

function skusInOrder(shop: Shop, state: State, sort: string): string[] {
  const known = kept.get(shop.offers)
  if (known?.revision === shop.offersRevision && known.sort === sort && sort === 'productTitle') return known.skus
  const keyOf = (offer: Offer) => (sort === 'productTitle' ? (state.products[offer.productSku]?.name ?? '') : offer.price)
  const keyed = Object.values(shop.offers).map((offer) => ({ sku: offer.sku, key: keyOf(offer), id: offer.offerId }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id - b.id))
  const skus = keyed.map(({ sku }) => sku)
  kept.set(shop.offers, { revision: shop.offersRevision, sort, skus })
  return skus
}

function offersIn(body: string): ImportLine[] | null {
  try {
    const { offers } = JSON.parse(body) as { offers?: unknown }
    return Array.isArray(offers) && offers.length > 0 ? (offers as ImportLine[]) : null
  } catch {
    return null
  }
}

/** Takes an import in. One that was sent again, while it is still worked on, is the same import. */
export function addImport({ state, kit }: Served, shop: Shop, kind: Import['kind'], lines: ImportLine[], body: string): Import {
  const same = shop.importsOpen.map((id) => shop.imports[id]).find((one) => one?.kind === kind && one.body === body)
  if (same) return same
  const id = String(state.nextImportId++)
  const nowMs = kit.now()
  const counts = { errors: [], inserted: 0, updated: 0, deleted: 0 }
  const taken: Import = {
    id,
    kind,
    createdAtMs: nowMs,
    readyAtMs: nowMs + IMPORT_MS,
    lines,
    count: lines.length,
    body,
    status: 'WAITING',
    ...counts,
  }
  shop.imports[id] = taken
  shop.importsOpen.push(id)
  return taken
}
/** How long an import takes. */
export const IMPORT_MS = 5000

function offerDocument(offer: Offer, shop: Shop, state: State, nowMs: number) {
  const product = state.products[offer.productSku]
  const { more } = offer
  const isActive = offer.quantity > 0
  const discount = more.discount as { price?: number; start_date?: string; end_date?: string } | undefined
  const price = discount?.price ?? offer.price
  return {
    offer_id: offer.offerId,
    shop_sku: offer.sku,
    product_sku: offer.productSku,
    product_title: product?.name ?? '',
    product_brand: String(product?.manufacturer ?? ''),
    product_references: product ? [{ reference: product.upc, reference_type: 'UPC' }] : [],
    category_code: 'pcmcat1',
    category_label: 'All',
    channels: ['BBY-US'],
    currency_iso_code: shop.currency,
    active: isActive,
    ...(isActive ? {} : { inactivity_reasons: ['ZERO_QUANTITY'] }),
    quantity: offer.quantity,
    price,
    total_price: price,
    all_prices: [
      {
        price,
        unit_origin_price: offer.price,
        ...(discount?.price === undefined ? {} : { unit_discount_price: discount.price }),
        volume_prices: [{ price, quantity_threshold: 1, unit_origin_price: offer.price, unit_discount_price: price }],
      },
      ...((more.all_prices as { unit_origin_price?: number }[] | undefined) ?? []).map((one) => ({
        volume_prices: [],
        price: one.unit_origin_price ?? offer.price,
        unit_origin_price: offer.price,
        ...one,
      })),
    ],
    ...(discount && {
      discount: { discount_price: discount.price, origin_price: offer.price, start_date: discount.start_date, end_date: discount.end_date },
    }),
    state_code: offer.stateCode,
    description: String(more.description ?? ''),
    ...(more.internal_description === undefined ? {} : { internal_description: more.internal_description }),
    ...(more.price_additional_info === undefined ? {} : { price_additional_info: more.price_additional_info }),
    ...(more.product_tax_code === undefined ? {} : { product_tax_code: more.product_tax_code }),
    ...(more.available_started === undefined ? {} : { available_start_date: more.available_started }),
    ...(more.available_ended === undefined ? {} : { available_end_date: more.available_ended }),
    ...(more.msrp === undefined ? {} : { msrp: more.msrp }),
    allow_quote_requests: more.allow_quote_requests === true,
    offer_additional_fields: more.offer_additional_fields ?? [],
    eco_contributions: more.eco_contributions ?? [],
    leadtime_to_ship: Number(more.leadtime_to_ship ?? 2),
    min_order_quantity: Number(more.min_order_quantity ?? 0),
    max_order_quantity: Number(more.max_order_quantity ?? 0),
    min_quantity_alert: Number(more.min_quantity_alert ?? 0),
    package_quantity: Number(more.package_quantity ?? 1),
    logistic_class: { code: String(more.logistic_class ?? 'STD'), label: 'Standard' },
    fulfillment: { center: { code: 'DEFAULT' } },
    min_shipping_price: 0,
    min_shipping_price_additional: 0,
    min_shipping_type: 'STD',
    min_shipping_zone: 'US48',
    shipping_deadline: iso(nowMs + 2 * 86_400_000),
  }
}
