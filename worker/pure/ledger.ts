import { assert } from '#worker/pure/assert.ts'
import { deriveId, type Id, type IdKind } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'

/**
 * The chart of accounts of the marketplace; what is posted when is in `ledger-postings.ts`.
 *
 * A transfer debits one account and credits another by the same amount, so per currency debits equal credits (INV-LED-1)
 * whatever is posted. Balances of debit-normal accounts are debits - credits, of credit-normal ones credits - debits.
 *
 *   platform/stripe_clearing  debit   what Stripe holds for us, pending or available: equals Stripe's balance at rest
 *   platform/processing_fees  debit   what Stripe kept, of charges and for disputes
 *   platform/buyer_funds      credit  paid by buyers and not (or no longer) an order's: zero once everything is settled
 *   platform/commission       credit  what we earned of sales
 *   platform/commission_tax   credit  tax on our commission, owed to the state
 *   platform/tax_payable      credit  sales tax we collected as marketplace facilitator and remit ourselves
 *   platform/plan_fees        credit  what we earned of vendors' plans
 *   platform/promotions       debit   discounts we paid for
 *   platform/refunds          debit   refunds we paid for
 *   platform/disputes         debit   taken by card networks, not decided yet
 *   platform/dispute_losses   debit   taken by card networks for good, and ours to bear
 *   platform/adjustments      debit   given to vendors by hand, less what was taken by hand
 *   platform/bank             debit   moved from Stripe to our own bank, less what we put in from there
 *   <vendor>/pending          credit  earned, not yet released (goods not shipped, or shipped too recently)
 *   <vendor>/available        credit  may be paid out
 *   <vendor>/held             credit  taken aside from what is available: reserves and holds
 *   <vendor>/debt             debit   owed to us after a claw-back that was more than was available; netted when more comes in
 *
 * A vendor's account is never overdrawn (INV-LED-4, a trigger): whoever takes more than is there has to say so with `debt`.
 * Buyers' money goes through `buyer_funds`, so that a payment is in the ledger as soon as it is known, whether or not its
 * orders can still be placed: a late payment that is refunded needs no rule of its own.
 */
export const PURPOSES = {
  stripe_clearing: 'debit',
  processing_fees: 'debit',
  buyer_funds: 'credit',
  commission: 'credit',
  commission_tax: 'credit',
  tax_payable: 'credit',
  plan_fees: 'credit',
  promotions: 'debit',
  refunds: 'debit',
  disputes: 'debit',
  dispute_losses: 'debit',
  adjustments: 'debit',
  bank: 'debit',
  pending: 'credit',
  available: 'credit',
  held: 'credit',
  debt: 'debit',
} as const
export type Purpose = keyof typeof PURPOSES
export type Owner = 'platform' | Id<'vendor'>
export type AccountId = `${Owner}/${Purpose}/${Currency}`

export const TRANSFER_CODES = [
  'capture',
  'processing_fee',
  'sale',
  'commission',
  'commission_tax',
  'tax',
  'promotion',
  'release',
  'payout',
  'payout_reversed',
  'hold',
  'hold_released',
  'debt_repaid',
  'adjustment',
  'adjustment_debt',
  'sale_reversed',
  'commission_reversed',
  'commission_tax_reversed',
  'tax_reversed',
  'promotion_reversed',
  'refund_borne',
  'refund_recovered',
  'refund',
  'refund_failed',
  'plan_fee',
  'dispute_withdrawn',
  'dispute_reinstated',
  'dispute_fee',
  'dispute_fee_returned',
  'dispute_lost',
  'dispute_borne',
  'dispute_fee_charged',
  'dispute_loss_returned',
  'provider_fee',
  'bank_payout',
  'bank_payout_returned',
  'top_up',
] as const
export type TransferCode = (typeof TRANSFER_CODES)[number]
/** What money moves for. */
export const CAUSE_KINDS = [
  'order',
  'payment',
  'payout',
  'refund',
  'payoutHold',
  'payoutReversal',
  'adjustment',
  'planInvoice',
  'dispute',
  'disputeShare',
  'providerMovement',
  'vendor',
] as const satisfies IdKind[]
export type Cause = Id<(typeof CAUSE_KINDS)[number]>

/**
 * How a transfer moves money. `posted` moves it at once. `pending` only sets it aside: it can be neither spent nor counted
 * as received until a `post` settles it in full or a `void` lets it go; each pending transfer is settled at most once
 * (INV-LED-5, a trigger and a unique index).
 */
export type Phase = 'posted' | 'pending' | 'post' | 'void'

/** A movement of money that has been decided but has no id yet. */
export type Posting = { debit: AccountId; credit: AccountId; amountMinor: number; currency: Currency; code: TransferCode; causeId: Cause }
/** A row of the ledger. `pendingId`: the pending transfer that a `post` or `void` settles. */
export type LedgerTransfer = Posting & { id: Id<'transfer'>; phase: Phase; pendingId: Id<'transfer'> | null; atMs: number }

/** The account of an owner for a purpose and currency. */
export const accountId = (owner: Owner, purpose: Purpose, currency: Currency): AccountId => `${owner}/${purpose}/${currency}`

/** Reads an account id back into its parts; throws for anything this chart does not know. */
export function readAccountId(text: string): { owner: Owner; purpose: Purpose; currency: Currency } {
  const [owner = '', purpose = '', currency = ''] = text.split('/')
  assert(Object.hasOwn(PURPOSES, purpose) && (owner === 'platform' || owner.startsWith('ven_')), `an account of the chart, not ${text}`)
  return { owner: owner as Owner, purpose: purpose as Purpose, currency: currency as Currency }
}

type Sums = { purpose: string; debitsMinor: number; creditsMinor: number }

/** What an account holds, on its normal side: positive is the usual case. What is only pending does not count. */
export function balanceOf(account: Sums): number {
  return isDebitNormal(account.purpose) ? account.debitsMinor - account.creditsMinor : account.creditsMinor - account.debitsMinor
}

/** What can be taken from an account: what it holds less what is already set aside by pending transfers. */
export function spendableOf(account: Sums & { debitsPendingMinor: number; creditsPendingMinor: number }): number {
  return balanceOf(account) - (isDebitNormal(account.purpose) ? account.creditsPendingMinor : account.debitsPendingMinor)
}

const isDebitNormal = (purpose: string) => Object.hasOwn(PURPOSES, purpose) && PURPOSES[purpose as Purpose] === 'debit'

/**
 * Gives postings their ids. An id follows from cause and code, so a step done twice writes nothing new: one cause has at
 * most one transfer of each code.
 * @param phase `pending` sets the money aside until `settle`
 */
export async function toTransfers(
  postings: readonly Posting[],
  atMs: number,
  phase: 'posted' | 'pending' = 'posted',
): Promise<LedgerTransfer[]> {
  return Promise.all(
    postings.map(async (posting) => {
      const id = await deriveId('transfer', posting.causeId, posting.code)
      return { ...posting, id, phase, pendingId: null, atMs }
    }),
  )
}

/** Settles pending transfers: `post` moves their money, `void` lets it go. Done twice it is done once. */
export async function settle(pending: readonly LedgerTransfer[], how: 'post' | 'void', atMs: number): Promise<LedgerTransfer[]> {
  return Promise.all(
    pending.map(async (transfer) => {
      assert(transfer.phase === 'pending', 'only a pending transfer is settled')
      return { ...transfer, id: await deriveId('transfer', transfer.id, how), phase: how, pendingId: transfer.id, atMs }
    }),
  )
}
