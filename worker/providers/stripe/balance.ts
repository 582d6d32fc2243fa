import type Stripe from 'stripe'
import type { BalanceGateway, ProviderMovement } from '#worker/domains/reconciliation/ports.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { Flow } from '#worker/pure/reconcile.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { ask, needId, needList } from './refusals.ts'

/** The most Stripe answers at once. */
const PAGE = 100

/** Stripe's balance transactions and balance, as our own account's. */
export function createBalanceGateway(stripe: Stripe): BalanceGateway {
  return {
    async listMovements({ fromMs, toMs, after }) {
      const page = await ask('balance', () =>
        stripe.balanceTransactions.list({
          created: { gte: Math.floor(fromMs / SECOND_MS), lt: Math.floor(toMs / SECOND_MS) },
          limit: PAGE,
          expand: ['data.source'],
          ...(after === '' ? {} : { starting_after: after }),
        }),
      )
      const found = needList(page)
      const rows: ProviderMovement[] = []
      // One after the other: few need another look, and what is read here is read again tomorrow.
      for (const transaction of found) rows.push(await describe(stripe, transaction))
      return { rows, next: page.has_more ? (found.at(-1)?.id ?? null) : null }
    },
    async readBalance() {
      const balance = await ask('balance', () => stripe.balance.retrieve())
      const currencies = [...new Set([...balance.available, ...balance.pending].map(({ currency }) => currency))].sort()
      const of = (amounts: Stripe.Balance['pending'], wanted: string) =>
        amounts.filter(({ currency }) => currency === wanted).reduce((sum, { amount }) => sum + amount, 0)
      return currencies.map((currency) => ({
        currency: currency.toUpperCase() as Currency,
        availableMinor: of(balance.available, currency),
        pendingMinor: of(balance.pending, currency),
      }))
    },
  }
}

type Source = { id?: string; object?: string; payment_intent?: unknown; metadata?: Record<string, string> | null }

async function describe(stripe: Stripe, transaction: Stripe.BalanceTransaction): Promise<ProviderMovement> {
  const { type, amount, fee, net, currency, created, available_on: availableOn, description } = transaction
  const source = (typeof transaction.source === 'string' ? { id: transaction.source } : (transaction.source ?? {})) as Source
  const flow = flowOf(transaction)
  const sourceRef = source.id ?? ''
  return {
    id: needId(transaction, 'txn_'),
    type,
    flow,
    // A fee or a correction of the provider's may have no source: it is a thing by itself then.
    matchKey: (flow === 'charge' ? await keyOfCharge(stripe, source) : sourceRef) || transaction.id,
    sourceRef,
    currency: currency.toUpperCase() as Currency,
    amountMinor: amount,
    feeMinor: fee,
    netMinor: net,
    description: description ?? '',
    createdAtMs: created * SECOND_MS,
    availableAtMs: availableOn * SECOND_MS,
  }
}

/** A payment is known by its intent, a plan's payment by its invoice, which the charge does not name. */
async function keyOfCharge(stripe: Stripe, source: Source): Promise<string> {
  const intent = typeof source.payment_intent === 'string' ? source.payment_intent : undefined
  if (intent === undefined || source.metadata?.payment_id !== undefined) return intent ?? source.id ?? ''
  const page = await ask('invoice', () =>
    stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: intent }, status: 'paid', limit: 1 }),
  )
  const [paid] = needList(page)
  return paid === undefined ? intent : typeof paid.invoice === 'string' ? paid.invoice : paid.invoice.id
}

/** https://docs.stripe.com/reports/balance-transaction-types */
const FLOWS: Readonly<Record<string, Flow>> = {
  charge: 'charge',
  payment: 'charge',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund_failure',
  payment_failure_refund: 'refund_failure',
  transfer: 'transfer',
  transfer_refund: 'transfer_reversal',
  transfer_cancel: 'transfer_reversal',
  transfer_failure: 'transfer_reversal',
  payout: 'bank_payout',
  payout_failure: 'bank_payout_returned',
  payout_cancel: 'bank_payout_returned',
  topup: 'top_up',
  topup_reversal: 'bank_payout',
  stripe_fee: 'provider_fee',
  stripe_fx_fee: 'provider_fee',
  tax_fee: 'provider_fee',
}

function flowOf({ type, reporting_category: category }: Stripe.BalanceTransaction): Flow {
  if (category === 'dispute' || category === 'dispute_reversal') return 'dispute'
  return FLOWS[type] ?? 'unknown'
}
