import type { BalanceTransaction } from './objects.ts'
import type { CurrencyBalance, World } from './world.ts'

export type Movement = {
  amount: number
  currency: string
  type: BalanceTransaction['type']
  category: string
  source: string
  fee?: number
  feeNote?: string
  description?: string | null
  /** Virtual time at which money that comes in can be used; now when absent. Money that goes out always leaves at once. */
  availableAtMs?: number
}

/** The one place where a balance changes: writes the balance transaction and moves the running balance by its net. */
export function move(world: World, account: string, movement: Movement): BalanceTransaction {
  const fee = movement.fee ?? 0
  const nowMs = world.clock.nowMs()
  const atMs = Math.max(nowMs, movement.availableAtMs ?? nowMs)
  const pending = atMs > nowMs
  const transaction: BalanceTransaction = {
    id: world.newId('txn'),
    object: 'balance_transaction',
    amount: movement.amount,
    available_on: Math.floor(atMs / 1000),
    balance_type: 'payments',
    created: world.clock.nowS(),
    currency: movement.currency,
    description: movement.description ?? null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: movement.currency,
              description: movement.feeNote ?? 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: movement.amount - fee,
    reporting_category: movement.category,
    source: movement.source,
    status: pending ? 'pending' : 'available',
    type: movement.type,
  }
  world.tables.balanceTransactions.insert(account, transaction)
  const balance = balanceOf(world, account, movement.currency)
  if (pending) {
    balance.pending += transaction.net
    world.schedule({ atMs, kind: 'available', account, id: transaction.id })
  } else {
    balance.available += transaction.net
  }
  return transaction
}

/** Pending money becomes usable. Calling it again changes nothing. */
export function makeAvailable(world: World, account: string, id: string): void {
  const transaction = world.tables.balanceTransactions.find(account, id)
  if (transaction === undefined || transaction.status === 'available') return
  transaction.status = 'available'
  const balance = balanceOf(world, account, transaction.currency)
  balance.pending -= transaction.net
  balance.available += transaction.net
}

export function balanceOf(world: World, account: string, currency: string): CurrencyBalance {
  const currencies = world.balances.get(account) ?? new Map<string, CurrencyBalance>()
  world.balances.set(account, currencies)
  const balance = currencies.get(currency) ?? { available: 0, pending: 0 }
  currencies.set(currency, balance)
  return balance
}

/**
 * INV-STRIPE-1: per account and currency, the nets of the balance transactions sum to the balance, pending ones to pending.
 * INV-STRIPE-2: amount - fee = net on each transaction, and the fee details sum to the fee.
 * @throws naming the first account and currency that disagree
 */
export function assertBalanced(world: World): void {
  const sums = new Map<string, CurrencyBalance>()
  for (const { account, value } of world.tables.balanceTransactions.all()) {
    const details = value.fee_details.reduce((total, detail) => total + detail.amount, 0)
    if (value.amount - value.fee !== value.net || details !== value.fee) throw new Error(`INV-STRIPE-2: ${value.id} does not add up`)
    const key = `${account} ${value.currency}`
    const sum = sums.get(key) ?? { available: 0, pending: 0 }
    sum[value.status] += value.net
    sums.set(key, sum)
  }
  for (const [account, currencies] of world.balances) {
    for (const [currency, balance] of currencies) {
      const sum = sums.get(`${account} ${currency}`) ?? { available: 0, pending: 0 }
      if (sum.available !== balance.available || sum.pending !== balance.pending) {
        throw new Error(`INV-STRIPE-1: ${account} ${currency}: balance ${JSON.stringify(balance)}, transactions ${JSON.stringify(sum)}`)
      }
      sums.delete(`${account} ${currency}`)
    }
  }
  if (sums.size > 0) throw new Error(`INV-STRIPE-1: transactions without a balance: ${[...sums.keys()].join(', ')}`)
}
