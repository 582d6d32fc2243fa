import type { MailContent } from '#queues/messages.ts'
import { formatMoney } from '#worker/pure/money.ts'
import type { MailPage } from './mail-page.ts'

export type DisputeMail = Extract<MailContent, { disputeId: string }>

/** Why a card holder went to their bank, as a sentence goes on after "says". */
const REASONS: Record<string, string> = {
  fraudulent: 'the card holder did not make this payment',
  unrecognized: 'the card holder does not recognise this payment',
  product_not_received: 'the goods never arrived',
  product_unacceptable: 'the goods were damaged or not as described',
  credit_not_processed: 'a refund was promised and never came',
  duplicate: 'the card was charged twice for the same thing',
  subscription_canceled: 'the card was charged after the buyer had cancelled',
}

/** The mails about card disputes: whatever they say is in the message itself. */
export function writeDisputeMail(mail: DisputeMail): MailPage {
  const amount = formatMoney({ amountMinor: mail.amountMinor, currency: mail.currency }, 'en-US')
  const orders = ordersOf(mail.orderNumbers)
  switch (mail.template) {
    case 'dispute_opened':
      return opened(mail, amount, orders)
    case 'dispute_due':
      return withLink(
        `${dayOf(mail.dueAtMs)} is the last day to answer the dispute over ${amount}`,
        `Nobody has answered the bank about ${orders} yet. An answer that comes after ${dayOf(mail.dueAtMs)} is not read, and the money is lost.`,
        mail.audience === 'vendor' ? 'Add what you know' : 'Answer the dispute',
        mail.url,
        ADVICE,
      )
    case 'dispute_closed':
      return closed(mail, amount, orders)
  }
}

function opened(mail: DisputeMail, amount: string, orders: string): MailPage {
  const says = REASONS[mail.reason] ?? 'something about this payment is wrong'
  const isQuestion = mail.status.startsWith('warning_')
  const money = isQuestion
    ? 'No money has been taken so far: a good answer now often keeps it so.'
    : 'The bank has taken the money back until it decides, and your part of it is kept back until then.'
  const until = mail.dueAtMs === null ? '' : ` It takes an answer until ${dayOf(mail.dueAtMs)}.`
  return withLink(
    isQuestion ? `A bank asks about a payment of ${amount}` : `A payment of ${amount} is disputed`,
    `The bank of a buyer says that ${says}. It is about ${orders}. ${mail.audience === 'vendor' ? money : ''}${until}`.trim(),
    mail.audience === 'vendor' ? 'Add what you know' : 'Open the case',
    mail.url,
    ADVICE,
  )
}

function closed(mail: DisputeMail, amount: string, orders: string): MailPage {
  const isVendor = mail.audience === 'vendor'
  switch (mail.status) {
    case 'won':
      return withLink(
        `The dispute over ${amount} is won`,
        `The bank has decided for us in the dispute over ${orders}. ${isVendor ? 'What was kept back for it is yours again.' : 'The money is back.'}`,
        'See the case',
        mail.url,
        'There is nothing more to do.',
      )
    case 'warning_closed':
      return withLink(
        `The bank’s question about ${amount} is settled`,
        `The bank asked about ${orders} and has let it rest. No money was taken.`,
        'See the case',
        mail.url,
        'There is nothing more to do.',
      )
    default:
      return withLink(
        `The dispute over ${amount} is lost`,
        `${mail.status === 'accepted' ? 'The loss was accepted' : 'The bank has decided for the card holder'} in the dispute over ${orders}, and the buyer keeps the money.`,
        'See what it cost',
        mail.url,
        isVendor
          ? 'The case shows what was taken from your balance, with the commission that was given back to you.'
          : 'The case shows who bears what.',
      )
  }
}

const ADVICE = 'Proof of delivery, what was written to the buyer and how the goods were described help the most.'

const ordersOf = (numbers: readonly number[]): string =>
  numbers.length === 0 ? 'an order' : numbers.length === 1 ? `order ${numbers[0]}` : `orders ${numbers.join(', ')}`

const dayOf = (atMs: number | null): string =>
  atMs === null ? 'soon' : new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(atMs)

const withLink = (subject: string, text: string, label: string, url: string, after: string): MailPage => ({
  subject,
  preview: text,
  parts: [
    { kind: 'text', text },
    { kind: 'button', label, url },
    { kind: 'text', text: after },
  ],
})
