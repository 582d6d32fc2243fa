import type { Route } from './serve.ts'
import { iso } from './state.ts'

const CARRIERS = [
  { code: 'FEDEX', label: 'FedEx', standard_code: 'FDX', tracking_url: 'https://www.fedex.com/fedextrack/?trknbr={trackingId}' },
  { code: 'UPS', label: 'UPS', standard_code: 'UPS', tracking_url: 'https://www.ups.com/track?tracknum={trackingId}' },
  {
    code: 'USPS',
    label: 'U.S. Postal Service',
    standard_code: 'USPS',
    tracking_url: 'https://tools.usps.com/go/TrackConfirmAction?tLabels={trackingId}',
  },
]
export const carrierOf = (code: unknown) => CARRIERS.find((carrier) => carrier.code === code)

export const REASONS: Readonly<Record<string, { code: string; label: string }[]>> = {
  CANCELATION: [
    { code: '30', label: 'Other reason' },
    { code: '31', label: 'Item is out of stock' },
    { code: '32', label: 'Customer asked before shipping' },
    { code: '33', label: 'Cannot be shipped to this address' },
    { code: '34', label: 'Pricing error' },
  ],
  REFUND: [
    { code: '20', label: 'Other' },
    { code: '21', label: 'Item returned' },
    { code: '22', label: 'Item arrived damaged' },
    { code: '23', label: 'Item not received' },
    { code: '24', label: 'Gesture of goodwill' },
  ],
}

export const ACCOUNT_ROUTES: Route[] = [
  {
    operation: 'A01',
    method: 'get',
    path: '/api/account',
    answer: (c, shop) =>
      c.json({
        shop_id: shop.id,
        shop_name: shop.name,
        shop_state: 'OPEN',
        currency_iso_code: shop.currency,
        channels: ['BBY-US'],
        domains: ['PRODUCT'],
        date_created: iso(shop.openedAtMs),
        last_updated_date: iso(shop.openedAtMs),
        offers_count: Object.keys(shop.offers).length,
        orders_count: Object.keys(shop.orders).length,
        evaluations_count: 0,
        free_shipping: false,
        is_professional: true,
        payment_method_mandatory: false,
        premium: false,
        model: 'MARKETPLACE',
        billing_info: {},
        contact_informations: {
          city: 'Richfield',
          country: 'USA',
          email: 'shop@seller.example',
          lastname: shop.name,
          street1: '1 Quarry Road',
        },
        default_billing_information: {
          id: `billing-${shop.id}`,
          default_language: 'EN',
          registration_address: { city: 'Richfield', country_iso_code: 'USA', street_1: '1 Quarry Road' },
        },
        payment_details: { paid_balance: 0, payable_balance: 0, pending_balance: 0 },
        pro_details: {},
        shipping: {},
        shipping_types: ['STD'],
        shipping_zones: ['US48'],
        shop_additional_fields: [],
      }),
  },
  { operation: 'SH21', method: 'get', path: '/api/shipping/carriers', answer: (c) => c.json({ carriers: CARRIERS }) },
  {
    operation: 'RE02',
    method: 'get',
    path: '/api/reasons/:type',
    answer: (c) => {
      const reasons = REASONS[c.req.param('type') ?? ''] ?? []
      return c.json({ reasons, total_count: reasons.length })
    },
  },
]
