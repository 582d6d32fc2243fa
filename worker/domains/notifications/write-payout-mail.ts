import type { MailContent } from '#queues/messages.ts'
import { formatMoney, isCurrency } from '#worker/pure/money.ts'
import type { MailPage } from './mail-page.ts'

export type PayoutMail = Extract<MailContent, { template: 'payout_failed' | 'payouts_failing' | 'bank_payout_failed' }>

/** The mails about money that did not reach a vendor, to the vendor or our own people: how much, why, and what to do. */
export function writePayoutMail(mail: PayoutMail): MailPage {
  const amount = isCurrency(mail.currency) ? formatMoney({ amountMinor: mail.amountMinor, currency: mail.currency }, 'en') : ''
  switch (mail.template) {
    case 'payout_failed':
      return {
        subject: `A payout of ${amount} to ${mail.vendorName} failed`,
        preview: 'The money is in your balance again.',
        parts: [
          { kind: 'text', text: `We could not send ${amount} to your account. ${mail.reason}` },
          {
            kind: 'text',
            text: 'Nothing is lost: the amount is in your balance again and goes out with your next payout. If your payment account needs something from you, your balance says what.',
          },
          { kind: 'button', label: 'See your payouts', url: mail.url },
        ],
      }
    case 'payouts_failing':
      return {
        subject: `Payouts of ${mail.period} are failing`,
        preview: `The first is ${amount} to ${mail.vendorName}.`,
        parts: [
          { kind: 'text', text: `We could not send ${amount} to ${mail.vendorName}. ${mail.reason}` },
          {
            kind: 'text',
            text: 'The money is in the store’s balance again, and the store knows. There may be more of this period: the list has them all, each can be sent again once its cause is gone.',
          },
          { kind: 'button', label: 'See what failed', url: mail.url },
        ],
      }
    case 'bank_payout_failed':
      return {
        subject: `Your bank sent ${amount} back`,
        preview: 'The money is in your payment account and waits for bank details that work.',
        parts: [
          {
            kind: 'text',
            text: `${amount} of ${mail.vendorName} was on its way to your bank and came back. ${BANK_FAILURES[mail.failure] ?? OTHER_FAILURE}`,
          },
          { kind: 'text', text: 'The money is safe in your payment account. Once your bank details work, it is sent again.' },
          { kind: 'button', label: 'See what to do', url: mail.url },
        ],
      }
  }
}

const OTHER_FAILURE = 'Your bank did not say why. Ask your bank, or give another account.'
/** Why a bank sends money back, and what helps. https://docs.stripe.com/api/payouts/failures */
const BANK_FAILURES: Record<string, string> = {
  account_closed: 'The bank account is closed: give another one.',
  account_frozen: 'The bank account is frozen: ask your bank, or give another account.',
  bank_account_restricted: 'The bank account may not receive this kind of payment: ask your bank, or give another account.',
  bank_ownership_changed: 'The bank account belongs to somebody else now: give another one.',
  could_not_process: 'Your bank could not process it. It is sent again; if it fails again, ask your bank.',
  debit_not_authorized: 'The bank account does not allow debits: ask your bank to allow them.',
  declined: 'Your bank refused it: ask your bank why.',
  incorrect_account_holder_address: 'The address of the account’s holder is not the one your bank knows: correct it.',
  incorrect_account_holder_name: 'The name of the account’s holder is not the one your bank knows: correct it.',
  incorrect_account_holder_tax_id: 'The tax number of the account’s holder is not the one your bank knows: correct it.',
  incorrect_account_type: 'The kind of account (checking or savings) is wrong: correct it.',
  invalid_account_number: 'The account number is wrong: correct it.',
  invalid_currency: 'The bank account does not take this currency: give one that does.',
  no_account: 'There is no such account at your bank: check the number.',
}
