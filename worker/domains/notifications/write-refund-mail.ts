import type { MailContent } from '#queues/messages.ts'
import { formatMoney } from '#worker/pure/money.ts'
import type { MailPage } from './mail-page.ts'

export type RefundMail = Extract<MailContent, { template: 'refund_sent' | 'refund_returned' | 'refund_for_vendor' }>

const REASONS: Record<string, string> = {
  returned: 'goods returned',
  damaged: 'damaged goods',
  not_as_described: 'goods not as described',
  not_received: 'goods not received',
  wrong_price: 'a wrong price',
  goodwill: 'goodwill',
  by_provider: 'made at the payment provider',
}

/** The mails about money given back: whatever they say is in the message itself. */
export function writeRefundMail(mail: RefundMail): MailPage {
  const amount = formatMoney({ amountMinor: mail.amountMinor, currency: mail.currency }, 'en-US')
  switch (mail.template) {
    case 'refund_sent': {
      const why = mail.isGoodwill ? ' We are sorry for the trouble you had.' : ''
      return page(
        `${amount} is on its way back to you`,
        `${amount} of your order ${mail.orderNumber} from ${mail.vendorName} goes back to the card you paid with.${why} Your bank may take a few days to show it.`,
        'See your order',
        mail.url,
      )
    }
    case 'refund_returned':
      return page(
        `Your bank sent ${amount} back to us`,
        `We gave ${amount} of your order ${mail.orderNumber} from ${mail.vendorName} back to the card you paid with, but your bank returned it: the card may have expired. The money is yours. Write to us, and we find another way to send it.`,
        'See your order',
        mail.url,
      )
    case 'refund_for_vendor': {
      const own = formatMoney({ amountMinor: mail.vendorMinor, currency: mail.currency }, 'en-US')
      const reason = REASONS[mail.reason] ?? 'another reason'
      return page(
        `${amount} of order ${mail.orderNumber} was refunded`,
        `The marketplace gave the buyer ${amount} back (${reason}). ${own} of that comes from your earnings; commission and tax were given back with it.${mail.note ? ` They wrote: ${mail.note}` : ''}`,
        'Open the order',
        mail.url,
      )
    }
  }
}

const page = (subject: string, text: string, label: string, url: string): MailPage => ({
  subject,
  preview: text,
  parts: [
    { kind: 'text', text },
    { kind: 'button', label, url },
  ],
})
