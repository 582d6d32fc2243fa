import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { Tone } from '#web/ui/badge.tsx'
import { moneyText, weekdayText } from '#web/ui/format.ts'
import type { ApiClient } from '#worker/client.ts'
import { isCurrency } from '#worker/pure/money.ts'

type Api = ApiClient['api']['v1']
export type RunPage = InferResponseType<Api['admin']['payout-runs']['$get'], 200>
export type WholeRun = InferResponseType<Api['admin']['payout-runs'][':runId']['$get'], 200>
export type RunItems = InferResponseType<Api['admin']['payout-runs'][':runId']['items']['$get'], 200>
export type Breakdown = InferResponseType<Api['admin']['payouts'][':payoutId']['$get'], 200>
export type BankPayouts = InferResponseType<Api['admin']['bank-payouts']['$get'], 200>
export type Terms = InferResponseType<Api['admin']['payout-terms']['$get'], 200>
export type Policy = InferResponseType<Api['admin']['payout-policy']['$get'], 200>
export type Purse = InferResponseType<Api['admin']['vendors'][':vendorId']['money']['$get'], 200>
export type Upcoming = InferResponseType<Api['vendor']['upcoming-payouts']['$get'], 200>
export type Hold = Upcoming['holds'][number]
export type Interval = Upcoming['interval']

const RUN_STATUSES: Record<WholeRun['status'], [() => string, Tone]> = {
  drafting: [m.payouts_run_drafting, 'plain'],
  draft: [m.payouts_run_draft, 'warn'],
  approved: [m.payouts_run_approved, 'accent'],
  executing: [m.payouts_run_executing, 'accent'],
  done: [m.payouts_run_done, 'good'],
  discarded: [m.payouts_run_discarded, 'plain'],
}
export const runStatusText = (status: WholeRun['status']): string => RUN_STATUSES[status][0]()
export const runStatusTone = (status: WholeRun['status']): Tone => RUN_STATUSES[status][1]

const BANK_STATUSES: Record<BankPayouts['items'][number]['status'], [() => string, Tone]> = {
  pending: [m.payouts_bank_pending, 'plain'],
  in_transit: [m.payouts_bank_in_transit, 'accent'],
  paid: [m.payouts_bank_paid, 'good'],
  failed: [m.payouts_bank_failed, 'bad'],
  canceled: [m.payouts_bank_canceled, 'plain'],
}
export const bankStatusText = (status: keyof typeof BANK_STATUSES): string => BANK_STATUSES[status][0]()
export const bankStatusTone = (status: keyof typeof BANK_STATUSES): Tone => BANK_STATUSES[status][1]

const BANK_FAILURES: Record<string, () => string> = {
  account_closed: m.payouts_bank_why_account_closed,
  account_frozen: m.payouts_bank_why_account_frozen,
  bank_account_restricted: m.payouts_bank_why_bank_account_restricted,
  could_not_process: m.payouts_bank_why_could_not_process,
  declined: m.payouts_bank_why_declined,
  debit_not_authorized: m.payouts_bank_why_debit_not_authorized,
  incorrect_account_holder_name: m.payouts_bank_why_incorrect_account_holder_name,
  invalid_account_number: m.payouts_bank_why_invalid_account_number,
  invalid_currency: m.payouts_bank_why_invalid_currency,
  no_account: m.payouts_bank_why_no_account,
  insufficient_funds: m.payouts_bank_why_insufficient_funds,
}
/** Why a bank sent money back, and what helps. */
export const bankFailureText = (code: string | null): string => (BANK_FAILURES[code ?? ''] ?? m.payouts_bank_why_other)()

const INTERVALS: Record<Interval, () => string> = {
  daily: m.payouts_interval_daily,
  weekly: m.payouts_interval_weekly,
  monthly: m.payouts_interval_monthly,
  manual: m.payouts_interval_manual,
}
export const intervalText = (interval: Interval): string => INTERVALS[interval]()

/** The name of an ISO weekday; 2024-01-01 was a Monday. */
export const weekdayName = (weekday: number): string => weekdayText(Date.UTC(2024, 0, weekday))
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]

const KINDS: Record<Hold['kind'], [() => string, () => string]> = {
  reserve: [m.payouts_kind_reserve, m.payouts_clears_reserve],
  risk: [m.payouts_kind_risk, m.payouts_clears_risk],
  dispute: [m.payouts_kind_dispute, m.payouts_clears_dispute],
  manual: [m.payouts_kind_manual, m.payouts_clears_manual],
}
export const holdKindText = (kind: Hold['kind']): string => KINDS[kind][0]()
export const holdClearsText = (kind: Hold['kind']): string => KINDS[kind][1]()

const CODES: Record<string, () => string> = {
  release: m.payouts_code_release,
  hold: m.payouts_code_hold,
  hold_released: m.payouts_code_hold_released,
  debt_repaid: m.payouts_code_debt_repaid,
  payout_reversed: m.payouts_code_payout_reversed,
  adjustment: m.payouts_code_adjustment,
  adjustment_debt: m.payouts_code_adjustment_debt,
}
/** What a movement of a balance was. */
export const entryText = (code: string): string =>
  (
    CODES[code] ??
    (code.includes('refund') || code.endsWith('_reversed')
      ? m.payouts_code_refund
      : code.includes('dispute')
        ? m.payouts_code_dispute
        : m.payouts_code_other)
  )()

/** An amount with its sign, as it changes a balance. */
export const signedText = (amountMinor: number, currency: string): string =>
  `${amountMinor > 0 ? '+' : ''}${moneyText({ amountMinor, currency })}`

/** Amounts of several currencies in one line. */
export const sumsText = (totals: readonly { currency: string; amountMinor: number }[]): string =>
  totals
    .filter(({ currency }) => isCurrency(currency))
    .map(moneyText)
    .join(' · ')
