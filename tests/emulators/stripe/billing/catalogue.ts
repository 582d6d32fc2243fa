import { checkChargeAmount, readCurrency } from '../currency.ts'
import { paginate } from '../paginate.ts'
import { applyMetadata, flag, hash, integer, listOf, metadata, notBuilt, oneOf, required, text, unsettable } from '../params.ts'
import { invalidRequest } from '../refusal.ts'
import { LISTING, need, type Route, route } from '../route.ts'
import type { World } from '../world.ts'
import type { Price, Product } from './objects.ts'

const PRODUCT = {
  active: flag(),
  description: unsettable(),
  metadata: metadata(),
  name: text(),
  unit_label: unsettable(),
  default_price_data: notBuilt(),
}
const PRICE = {
  active: flag(),
  lookup_key: unsettable(200),
  metadata: metadata(),
  nickname: unsettable(),
  tax_behavior: oneOf('unspecified', 'inclusive', 'exclusive'),
  transfer_lookup_key: flag(),
}

/** Products and prices: what subscriptions are made of. A price is never changed but in its name, key and whether it is offered. */
export const catalogueRoutes: readonly Route[] = [
  route('POST', '/v1/products', { ...PRODUCT, id: text(), name: required(text()) }, ({ world, account, params }) => {
    const id = params.id ?? world.newId('prod')
    if (world.tables.products.find(account, id)) {
      throw invalidRequest('Product already exists.', { code: 'resource_already_exists', param: 'id' })
    }
    const product: Product = {
      id,
      object: 'product',
      active: params.active ?? true,
      created: world.clock.nowS(),
      default_price: null,
      description: params.description ?? null,
      images: [],
      livemode: false,
      marketing_features: [],
      metadata: applyMetadata({}, params.metadata),
      name: params.name,
      package_dimensions: null,
      shippable: null,
      statement_descriptor: null,
      tax_code: null,
      tax_details: null,
      type: 'service',
      unit_label: params.unit_label ?? null,
      updated: world.clock.nowS(),
      url: null,
    }
    world.tables.products.insert(account, product)
    world.emit(account, 'product.created', product)
    return product
  }),
  route('GET', '/v1/products', { ...LISTING, active: flag(), ids: listOf(text()) }, ({ world, account, params }) => {
    const all = world.tables.products.newestFirst(account)
    const own = all.filter(({ id, active }) => (params.ids?.includes(id) ?? true) && (params.active ?? active) === active)
    return paginate(own, params, '/v1/products', 'product')
  }),
  route('GET', '/v1/products/:id', {}, ({ world, account, id }) => need(world.tables.products, account, id('id'), 'product', 'id')),
  route('POST', '/v1/products/:id', PRODUCT, ({ world, account, id, params }) => {
    const product = need(world.tables.products, account, id('id'), 'product', 'id')
    product.metadata = applyMetadata(product.metadata, params.metadata)
    product.name = params.name ?? product.name
    product.active = params.active ?? product.active
    if (params.description !== undefined) product.description = params.description
    product.updated = world.clock.nowS()
    world.emit(account, 'product.updated', product)
    return product
  }),
  route(
    'POST',
    '/v1/prices',
    {
      ...PRICE,
      currency: required(text()),
      product: required(text()),
      unit_amount: required(integer()),
      recurring: required(hash({ interval: required(oneOf('month', 'year')), interval_count: integer() })),
    },
    ({ world, account, params }) => {
      const currency = readCurrency(params.currency)
      checkChargeAmount(params.unit_amount, currency)
      if ((params.recurring.interval_count ?? 1) !== 1)
        throw invalidRequest('Only an interval count of 1 is built in this stand-in.', { param: 'recurring[interval_count]' })
      const product = world.tables.products.find(account, params.product)
      if (product === undefined)
        throw invalidRequest(`No such product: '${params.product}'`, { code: 'resource_missing', param: 'product' })
      takeLookupKey(world, account, params.lookup_key, params.transfer_lookup_key === true)
      const price: Price = {
        id: world.newId('price'),
        object: 'price',
        active: params.active ?? true,
        billing_scheme: 'per_unit',
        created: world.clock.nowS(),
        currency,
        custom_unit_amount: null,
        livemode: false,
        lookup_key: params.lookup_key ?? null,
        metadata: applyMetadata({}, params.metadata),
        nickname: params.nickname ?? null,
        product: product.id,
        recurring: { interval: params.recurring.interval, interval_count: 1, meter: null, trial_period_days: null, usage_type: 'licensed' },
        tax_behavior: params.tax_behavior ?? 'unspecified',
        tiers_mode: null,
        transform_quantity: null,
        type: 'recurring',
        unit_amount: params.unit_amount,
        unit_amount_decimal: String(params.unit_amount),
      }
      world.tables.prices.insert(account, price)
      world.emit(account, 'price.created', price)
      return price
    },
  ),
  route(
    'GET',
    '/v1/prices',
    { ...LISTING, active: flag(), product: text(), lookup_keys: listOf(text()), type: oneOf('recurring', 'one_time') },
    ({ world, account, params }) => {
      const own = world.tables.prices
        .newestFirst(account)
        .filter(
          (price) =>
            (params.lookup_keys === undefined || (price.lookup_key !== null && params.lookup_keys.includes(price.lookup_key))) &&
            (params.product ?? price.product) === price.product &&
            (params.active ?? price.active) === price.active &&
            (params.type ?? price.type) === price.type,
        )
      return paginate(own, params, '/v1/prices', 'price')
    },
  ),
  route('GET', '/v1/prices/:id', {}, ({ world, account, id }) => need(world.tables.prices, account, id('id'), 'price', 'price')),
  route('POST', '/v1/prices/:id', PRICE, ({ world, account, id, params }) => {
    const price = need(world.tables.prices, account, id('id'), 'price', 'price')
    if (params.lookup_key !== undefined && params.lookup_key !== price.lookup_key) {
      takeLookupKey(world, account, params.lookup_key, params.transfer_lookup_key === true)
      price.lookup_key = params.lookup_key
    }
    price.metadata = applyMetadata(price.metadata, params.metadata)
    price.active = params.active ?? price.active
    if (params.nickname !== undefined) price.nickname = params.nickname
    world.emit(account, 'price.updated', price)
    return price
  }),
]

/** A lookup key names one price; another takes it only if told to. */
function takeLookupKey(world: World, account: string, key: string | null | undefined, isTransferred: boolean): void {
  if (key === null || key === undefined) return
  const holder = world.tables.prices.newestFirst(account).find((price) => price.lookup_key === key)
  if (holder === undefined) return
  if (!isTransferred) {
    throw invalidRequest(`A price (\`${holder.id}\`) already uses that lookup key.`, {
      code: 'resource_already_exists',
      param: 'lookup_key',
    })
  }
  holder.lookup_key = null
}
