import { paginate } from './paginate.ts'
import { text } from './params.ts'
import { LISTING, need, type Route, route } from './route.ts'
import { PLATFORM, type World } from './world.ts'

function showBalance(world: World, account: string): object {
  const own = PLATFORM === account ? 'usd' : (world.tables.accounts.find(PLATFORM, account)?.default_currency ?? 'usd')
  const currencies = new Set([own, ...(world.balances.get(account)?.keys() ?? [])])
  const rows = (of: 'available' | 'pending') =>
    [...currencies].map((currency) => {
      const amount = world.balances.get(account)?.get(currency)?.[of] ?? 0
      return { amount, currency, source_types: { card: amount } }
    })
  const reserved = account === PLATFORM ? { connect_reserved: [...currencies].map((currency) => ({ amount: 0, currency })) } : {}
  return { object: 'balance', available: rows('available'), ...reserved, livemode: false, pending: rows('pending') }
}

export const balanceRoutes: readonly Route[] = [
  route('GET', '/v1/balance', {}, ({ world, account }) => showBalance(world, account)),
  route(
    'GET',
    '/v1/balance_transactions',
    { ...LISTING, currency: text(), payout: text(), source: text(), type: text() },
    ({ world, account, params }) => {
      const payout = params.payout === undefined ? undefined : need(world.tables.payouts, account, params.payout, 'payout', 'payout')
      const matching = world.tables.balanceTransactions
        .newestFirst(account)
        .filter((transaction) => (params.type ?? transaction.type) === transaction.type)
        .filter((transaction) => (params.source ?? transaction.source) === transaction.source)
        .filter((transaction) => (params.currency?.toLowerCase() ?? transaction.currency) === transaction.currency)
        .filter((transaction) => payout === undefined || transaction.source === payout.id)
        // By time: what was told of the past stands where it belongs.
        .sort((a, b) => b.created - a.created)
      return paginate(matching, params, '/v1/balance_transactions', 'balance transaction')
    },
  ),
  route('GET', '/v1/balance_transactions/:id', {}, ({ world, account, id }) =>
    need(world.tables.balanceTransactions, account, id('id'), 'balance transaction', 'id'),
  ),
]
