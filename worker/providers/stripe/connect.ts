import type Stripe from 'stripe'
import type { BankPayout, ConnectGateway } from '#worker/domains/payouts/ports.ts'
import { Problem } from '#worker/pure/problem.ts'
import { fromStripe, toStripe } from './amounts.ts'
import { ask, isRefusal, needId, needList, needUrl, reasonOf } from './refusals.ts'

/** 409: the provider will not send the money: the account may not receive it, or the platform's balance does not cover it. */
class TransferRefused extends Problem {
  constructor(reason: string, cause: unknown) {
    super('transfer_refused', 409, `The payment provider refused the transfer: ${reason}.`, { cause, extensions: { reason } })
  }
}

/** 409: the provider will not fetch the money back: the account does not hold that much any more, or it was fetched back. */
class ReversalRefused extends Problem {
  constructor(reason: string, cause: unknown) {
    super('reversal_refused', 409, `The payment provider refused to fetch the money back: ${reason}.`, { cause, extensions: { reason } })
  }
}

/** Pays vendors through Stripe Connect (Express accounts, transfers from the platform's balance). */
export function createConnectGateway(stripe: Stripe): ConnectGateway {
  return {
    async createAccount({ vendorId, email, country }) {
      const account = await ask('vendor', () =>
        stripe.accounts.create(
          { type: 'express', country, email, capabilities: { transfers: { requested: true } }, metadata: { vendor_id: vendorId } },
          { idempotencyKey: `account/${vendorId}` },
        ),
      )
      return { accountRef: needId(account, 'acct_') }
    },
    async onboardingLink({ accountRef, returnUrl, refreshUrl }) {
      const link = await ask('account', () =>
        stripe.accountLinks.create({ account: accountRef, type: 'account_onboarding', return_url: returnUrl, refresh_url: refreshUrl }),
      )
      return { url: needUrl(link) }
    },
    async fetchAccount(accountRef) {
      const account = await ask('account', () => stripe.accounts.retrieve(accountRef))
      return {
        accountRef: needId(account, 'acct_'),
        canReceiveTransfers: account.capabilities?.transfers === 'active',
        requirements: account.requirements?.currently_due ?? [],
      }
    },
    async transfer({ payoutId, attempt = 0, accountRef, amount }) {
      // Looked up first: an earlier try may have moved the money, and its key be forgotten since (after a day).
      const made = await findTransfer(stripe, payoutId)
      if (made) return made
      try {
        const transfer = await stripe.transfers.create(
          { ...toStripe(amount), destination: accountRef, transfer_group: payoutId, metadata: { payout_id: payoutId } },
          // Tried again only after another look, never blindly.
          { idempotencyKey: attempt === 0 ? payoutId : `${payoutId}/${attempt}`, maxNetworkRetries: 0 },
        )
        return { transferRef: needId(transfer, 'tr_') }
      } catch (error) {
        if (isRefusal(error)) {
          // "The balance is too low" may just mean that another try of this payout was quicker.
          const meanwhile = await findTransfer(stripe, payoutId)
          if (meanwhile) return meanwhile
          throw new TransferRefused(reasonOf(error), error)
        }
        return ask('transfer', () => Promise.reject(error))
      }
    },
    async reverseTransfer({ reversalId, transferRef, amount }) {
      const made = await findReversal(stripe, transferRef, reversalId)
      if (made) return made
      try {
        const reversal = await stripe.transfers.createReversal(
          transferRef,
          { amount: toStripe(amount).amount, metadata: { reversal_id: reversalId } },
          { idempotencyKey: reversalId, maxNetworkRetries: 0 },
        )
        return { reversalRef: needId(reversal, 'trr_') }
      } catch (error) {
        if (!isRefusal(error)) return ask('transfer', () => Promise.reject(error))
        const meanwhile = await findReversal(stripe, transferRef, reversalId)
        if (meanwhile) return meanwhile
        throw new ReversalRefused(reasonOf(error), error)
      }
    },
    async fetchBankPayout(accountRef, payoutRef) {
      const payout = await ask('bank payout', () => stripe.payouts.retrieve(payoutRef, {}, { stripeAccount: accountRef }))
      return {
        ref: needId(payout, 'po_'),
        amount: fromStripe(payout.amount, payout.currency),
        status: payout.status as BankPayout['status'],
        failureCode: payout.failure_code ?? null,
        arrivesAtMs: payout.arrival_date * 1000,
        createdAtMs: payout.created * 1000,
      }
    },
  }
}

async function findTransfer(stripe: Stripe, payoutId: string): Promise<{ transferRef: string } | undefined> {
  const [made] = needList(await ask('transfer', () => stripe.transfers.list({ transfer_group: payoutId, limit: 1 })))
  return made && { transferRef: needId(made, 'tr_') }
}

/** Reversals are few a transfer: one page holds them all. */
async function findReversal(stripe: Stripe, transferRef: string, reversalId: string): Promise<{ reversalRef: string } | undefined> {
  const reversals = needList(await ask('transfer', () => stripe.transfers.listReversals(transferRef, { limit: 100 })))
  const made = reversals.find(({ metadata }) => metadata?.reversal_id === reversalId)
  return made && { reversalRef: needId(made, 'trr_') }
}
