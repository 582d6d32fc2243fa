import type { Address, Shipping } from './objects.ts'
import { paginate } from './paginate.ts'
import { applyMetadata, hash, type Metadata, metadata, type Read, text, unsettable, unsettableHash } from './params.ts'
import { ADDRESS, readAddress, readShipping, SHIPPING } from './payment-method.ts'
import { LISTING, need, type Route, route } from './route.ts'

export type Customer = {
  id: string
  object: 'customer'
  address: Address | null
  /** Below zero: to the customer's credit. */
  balance: number
  created: number
  currency: null
  default_source: null
  delinquent: false
  description: string | null
  email: string | null
  invoice_prefix: string
  invoice_settings: { custom_fields: null; default_payment_method: string | null; footer: null; rendering_options: null }
  livemode: false
  metadata: Metadata
  name: string | null
  next_invoice_sequence: number
  phone: string | null
  preferred_locales: string[]
  shipping: Shipping | null
  tax_exempt: 'none'
  test_clock: null
}

const CHANGES = {
  address: unsettableHash(ADDRESS),
  description: unsettable(),
  email: unsettable(512),
  invoice_settings: hash({ default_payment_method: unsettable() }),
  metadata: metadata(),
  name: unsettable(),
  phone: unsettable(),
  shipping: unsettableHash(SHIPPING),
}

function change(customer: Customer, params: Read<typeof CHANGES>): Customer {
  if (params.address !== undefined) customer.address = params.address === null ? null : readAddress(params.address)
  if (params.shipping !== undefined) customer.shipping = params.shipping === null ? null : readShipping(params.shipping)
  for (const name of ['description', 'email', 'name', 'phone'] as const) {
    const value = params[name]
    if (value !== undefined) customer[name] = value
  }
  customer.metadata = applyMetadata(customer.metadata, params.metadata)
  const method = params.invoice_settings?.default_payment_method
  if (method !== undefined) customer.invoice_settings.default_payment_method = method
  return customer
}

export const customerRoutes: readonly Route[] = [
  route('POST', '/v1/customers', CHANGES, ({ world, account, params }) => {
    const id = world.newId('cus')
    const customer: Customer = {
      id,
      object: 'customer',
      address: null,
      balance: 0,
      created: world.clock.nowS(),
      currency: null,
      default_source: null,
      delinquent: false,
      description: null,
      email: null,
      invoice_prefix: id.slice(-8).toUpperCase(),
      invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
      livemode: false,
      metadata: {},
      name: null,
      next_invoice_sequence: 1,
      phone: null,
      preferred_locales: [],
      shipping: null,
      tax_exempt: 'none',
      test_clock: null,
    }
    world.tables.customers.insert(account, change(customer, params))
    world.emit(account, 'customer.created', customer)
    return customer
  }),
  route('GET', '/v1/customers', { ...LISTING, email: text() }, ({ world, account, params }) =>
    paginate(
      world.tables.customers.newestFirst(account).filter((customer) => (params.email ?? customer.email) === customer.email),
      params,
      '/v1/customers',
      'customer',
    ),
  ),
  route('GET', '/v1/customers/:customer', {}, ({ world, account, id }) =>
    need(world.tables.customers, account, id('customer'), 'customer', 'id'),
  ),
  route('POST', '/v1/customers/:customer', CHANGES, ({ world, account, id, params }) => {
    const customer = change(need(world.tables.customers, account, id('customer'), 'customer', 'id'), params)
    world.emit(account, 'customer.updated', customer)
    return customer
  }),
  route('DELETE', '/v1/customers/:customer', {}, ({ world, account, id }) => {
    const customer = need(world.tables.customers, account, id('customer'), 'customer', 'id')
    world.tables.customers.remove(customer.id)
    world.emit(account, 'customer.deleted', customer)
    return { id: customer.id, object: 'customer', deleted: true }
  }),
]
