import { assert } from '#worker/pure/assert.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'

/**
 * The chart of accounts of the marketplace; what is posted when is in `ledger-postings.ts`.
 *
 * A transfer debits one account and credits another by the same amount, so per currency debits equal credits (INV-LED-1)
 * whatever is posted. Balances of debit-normal accounts are debits - credits, of credit-normal ones credits - debits.
 *
 *   platform/stripe_clearing  debit   what Stripe holds for us, pending or available: equals Stripe's balance at rest
 *   platform/processing_fees  debit   what Stripe kept of the charges
 *   platform/buyer_funds      credit  paid by buyers and not (or no longer) an order's: zero once everything is settled
 *   platform/commission       credit  what we earned
 *   platform/tax_payable      credit  sales tax we collected as marketplace facilitator and remit ourselves
 *   <vendor>/pending          credit  earned, not yet released (goods not shipped, or shipped too recently)
 *   <vendor>/available        credit  may be paid out; negative after a claw-back, carried forward
 *   <vendor>/in_transit       credit  a payout on its way to the vendor's connected account
 *
 * Buyers' money goes through `buyer_funds`, so that a payment is in the ledger as soon as it is known, whether or not its
 * orders can still be placed: a late payment that is refunded needs no rule of its own.
 */
export const PURPOSES = {
  stripe_clearing: 'debit',
  processing_fees: 'debit',
  buyer_funds: 'credit',
  commission: 'credit',
  tax_payable: 'credit',
  pending: 'credit',
  available: 'credit',
  in_transit: 'credit',
} as const
export type Purpose = keyof typeof PURPOSES
export type Owner = 'platform' | Id<'vendor'>
export type AccountId = `${Owner}/${Purpose}/${Currency}`

export const TRANSFER_CODES = [
  'capture',
  'processing_fee',
  'sale',
  'commission',
  'tax',
  'release',
  'payout_sent',
  'payout_paid',
  'payout_failed',
  'sale_reversed',
  'commission_reversed',
  'tax_reversed',
  'refund',
  'refund_failed',
] as const
export type TransferCode = (typeof TRANSFER_CODES)[number]
export type Cause = Id<'order'> | Id<'payment'> | Id<'payout'> | Id<'refund'>

/** A movement of money that has been decided but has no id yet. */
export type Posting = { debit: AccountId; credit: AccountId; amountMinor: number; currency: Currency; code: TransferCode; causeId: Cause }
/** A row of the ledger. */
export type LedgerTransfer = Posting & { id: Id<'transfer'>; atMs: number }

/** The account of an owner for a purpose and currency. */
export const accountId = (owner: Owner, purpose: Purpose, currency: Currency): AccountId => `${owner}/${purpose}/${currency}`

/** Reads an account id back into its parts; throws for anything this chart does not know. */
export function readAccountId(text: string): { owner: Owner; purpose: Purpose; currency: Currency } {
  const [owner = '', purpose = '', currency = ''] = text.split('/')
  assert(Object.hasOwn(PURPOSES, purpose) && (owner === 'platform' || owner.startsWith('ven_')), `an account of the chart, not ${text}`)
  return { owner: owner as Owner, purpose: purpose as Purpose, currency: currency as Currency }
}

/** What an account holds, on its normal side: positive is the usual case. */
export function balanceOf(account: { purpose: string; debitsMinor: number; creditsMinor: number }): number {
  const isDebitNormal = Object.hasOwn(PURPOSES, account.purpose) && PURPOSES[account.purpose as Purpose] === 'debit'
  return isDebitNormal ? account.debitsMinor - account.creditsMinor : account.creditsMinor - account.debitsMinor
}

/**
 * Gives postings their ids. An id follows from cause and code, so a step done twice writes nothing new: one cause has at
 * most one transfer of each code.
 */
export async function toTransfers(postings: readonly Posting[], atMs: number): Promise<LedgerTransfer[]> {
  return Promise.all(postings.map(async (posting) => ({ ...posting, id: await deriveId('transfer', posting.causeId, posting.code), atMs })))
}
