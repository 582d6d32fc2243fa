import { paginate } from './paginate.ts'
import { applyMetadata, metadata, text, unsettable } from './params.ts'
import { LISTING, need, type Route, route } from './route.ts'

export const chargeRoutes: readonly Route[] = [
  route(
    'GET',
    '/v1/charges',
    { ...LISTING, customer: text(), payment_intent: text(), transfer_group: text() },
    ({ world, account, params }) => {
      const matching = world.tables.charges
        .newestFirst(account)
        .filter((charge) => (params.customer ?? charge.customer) === charge.customer)
        .filter((charge) => (params.payment_intent ?? charge.payment_intent) === charge.payment_intent)
        .filter((charge) => (params.transfer_group ?? charge.transfer_group) === charge.transfer_group)
      return paginate(matching, params, '/v1/charges', 'charge')
    },
  ),
  route('GET', '/v1/charges/:charge', {}, ({ world, account, id }) => need(world.tables.charges, account, id('charge'), 'charge', 'id')),
  route(
    'POST',
    '/v1/charges/:charge',
    { description: unsettable(), metadata: metadata(), receipt_email: unsettable(), transfer_group: text() },
    ({ world, account, id, params }) => {
      const charge = need(world.tables.charges, account, id('charge'), 'charge', 'id')
      charge.metadata = applyMetadata(charge.metadata, params.metadata)
      if (params.description !== undefined) charge.description = params.description
      if (params.receipt_email !== undefined) charge.receipt_email = params.receipt_email
      charge.transfer_group = params.transfer_group ?? charge.transfer_group
      world.emit(account, 'charge.updated', charge)
      return charge
    },
  ),
]
