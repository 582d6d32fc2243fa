import type { TransferCode } from '#worker/pure/ledger.ts'
import { type Currency, sumMinor } from '#worker/pure/money.ts'

/**
 * Holding the provider's books against ours. Everything that moves our balance at the provider is of one flow and has a key:
 * the id at the provider that a record of ours carries. Per flow and key both sides have to come to the same, to the minor unit.
 */
export const FLOWS = [
  'charge',
  'refund',
  'refund_failure',
  'transfer',
  'transfer_reversal',
  'dispute',
  'bank_payout',
  'bank_payout_returned',
  'top_up',
  'provider_fee',
  'unknown',
] as const
export type Flow = (typeof FLOWS)[number]

/** The flow of each ledger code that moves `stripe_clearing`. */
const FLOW_OF: Partial<Record<TransferCode, Flow>> = {
  capture: 'charge',
  plan_fee: 'charge',
  processing_fee: 'charge',
  refund: 'refund',
  refund_failed: 'refund_failure',
  payout: 'transfer',
  payout_reversed: 'transfer_reversal',
  dispute_withdrawn: 'dispute',
  dispute_reinstated: 'dispute',
  dispute_fee: 'dispute',
  dispute_fee_returned: 'dispute',
  bank_payout: 'bank_payout',
  bank_payout_returned: 'bank_payout_returned',
  top_up: 'top_up',
  provider_fee: 'provider_fee',
}
export const flowOf = (code: string): Flow => FLOW_OF[code as TransferCode] ?? 'unknown'

/** Flows of our own balance that only the provider tells of: the ledger books them as it tells. */
export const BOOKED_FLOWS = ['bank_payout', 'bank_payout_returned', 'top_up', 'provider_fee'] as const satisfies readonly Flow[]
export type BookedFlow = (typeof BOOKED_FLOWS)[number]
export const isBooked = (flow: Flow): flow is BookedFlow => (BOOKED_FLOWS as readonly Flow[]).includes(flow)

export const REASONS = ['unknown_source', 'not_in_ledger', 'not_at_provider', 'amount_differs', 'fee_differs', 'currency_differs'] as const
/**
 * `unknown_source`: the provider moved money for something that is none of ours. `not_in_ledger`: for something of ours that
 * the ledger has nothing of. `not_at_provider`: the ledger says money moved, the provider does not.
 */
export type Reason = (typeof REASONS)[number]

/** What a run does, in this order. */
export const STAGES = ['provider', 'match', 'ledger', 'exceptions', 'balances', 'done'] as const
export type Stage = (typeof STAGES)[number]

/** The provider's row: what came in plus, what went out minus, and the fee it kept of it. */
export type ProviderSide = { currency: Currency; amountMinor: number; feeMinor: number; atMs: number }
/** A transfer of ours on `stripe_clearing`: debits plus, credits minus. */
export type LedgerSide = { code: string; currency: Currency; signedMinor: number; atMs: number; causeId: string }

export type Verdict = { reason: Reason | null; currency: Currency; ledgerMinor: number; providerMinor: number; atMs: number }

/**
 * Compares both sides of one thing.
 * @param isKnown whether a record of ours has this key
 * @returns null where there is nothing on either side
 */
export function judge(isKnown: boolean, provider: readonly ProviderSide[], ledger: readonly LedgerSide[]): Verdict | null {
  const first = provider[0] ?? ledger[0]
  if (!first) return null
  const providerMinor = sumMinor(provider.map(({ amountMinor, feeMinor }) => amountMinor - feeMinor))
  const ledgerMinor = sumMinor(ledger.map(({ signedMinor }) => signedMinor))
  const verdict = {
    currency: first.currency,
    ledgerMinor,
    providerMinor,
    atMs: Math.min(...[...provider, ...ledger].map(({ atMs }) => atMs)),
  }
  return { ...verdict, reason: reasonOf(isKnown, provider, ledger, ledgerMinor === providerMinor) }
}

function reasonOf(isKnown: boolean, provider: readonly ProviderSide[], ledger: readonly LedgerSide[], isSame: boolean): Reason | null {
  if (ledger.length === 0) return isSame ? null : isKnown ? 'not_in_ledger' : 'unknown_source'
  if (provider.length === 0) return isSame ? null : 'not_at_provider'
  if (new Set([...provider, ...ledger].map(({ currency }) => currency)).size > 1) return 'currency_differs'
  // Where all of it is a fee, there is nothing beside the fee to be wrong.
  if (ledger.every(({ code }) => FEE_CODES.has(code))) return isSame ? null : 'fee_differs'
  const grossMinor = sumMinor(provider.map(({ amountMinor }) => amountMinor))
  const postedMinor = sumMinor(ledger.filter(({ code }) => !FEE_CODES.has(code)).map(({ signedMinor }) => signedMinor))
  if (grossMinor !== postedMinor) return 'amount_differs'
  return isSame ? null : 'fee_differs'
}
const FEE_CODES: ReadonlySet<string> = new Set<TransferCode>(['processing_fee', 'dispute_fee', 'dispute_fee_returned', 'provider_fee'])

export const subjectOf = (flow: Flow, key: string): string => `${flow}/${key}`
