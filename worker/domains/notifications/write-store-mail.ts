import type { MailContent } from '#queues/messages.ts'
import type { MailPage } from './mail-page.ts'
import { withLink } from './write-account-mail.ts'

type StoreMail = Extract<
  MailContent,
  { template: 'vendor_suspended' | 'vendor_reopened' | 'plan_started' | 'plan_payment_failed' | 'plan_grace_ending' | 'plan_ended' }
>

/** The mails about a store's standing and its plan. */
export function writeStoreMail(mail: StoreMail): MailPage {
  switch (mail.template) {
    case 'vendor_suspended':
      return withLink(
        `${mail.vendorName} is closed for now`,
        `Buyers cannot see your store or buy from it at the moment. The reason: ${mail.reason}`,
        'Open the vendor portal',
        mail.url,
        'Orders you already have can be shipped as usual, and are paid out to you. Answer this mail if something is not as the reason says, or once it is mended.',
      )
    case 'vendor_reopened':
      return withLink(
        `${mail.vendorName} is open again`,
        'Buyers see your store and everything you have published again.',
        'See the store',
        mail.url,
        'Nothing was changed while it was closed.',
      )
    case 'plan_started':
      return withLink(
        `${mail.vendorName} has the plan ${mail.planName}`,
        `Your payment arrived, and everything the plan ${mail.planName} allows is yours from now on.`,
        'See your plan',
        mail.url,
        'The plan renews by itself. You can change or end it whenever you like.',
      )
    case 'plan_payment_failed':
      return withLink(
        `The payment for your plan ${mail.planName} failed`,
        `We could not take the payment for the plan ${mail.planName} of ${mail.vendorName}. You keep the plan until ${mail.until}; we try the card again until then.`,
        'Pay or change the card',
        mail.url,
        'If nothing arrives by then, your store goes on with the free plan. Nothing is deleted.',
      )
    case 'plan_grace_ending':
      return withLink(
        `Your plan ${mail.planName} ends on ${mail.until} unless it is paid`,
        `The payment for the plan ${mail.planName} of ${mail.vendorName} is still missing. Pay it or give another card before ${mail.until}, and everything stays as it is.`,
        'Pay or change the card',
        mail.url,
        'After that your store goes on with the free plan. What it has beyond the limits of that plan stays; you cannot add to it.',
      )
    case 'plan_ended':
      return withLink(
        `Your plan ${mail.planName} is over`,
        `${mail.vendorName} goes on with the free plan. What you have beyond its limits stays; you cannot add to it.`,
        'See the plans',
        mail.url,
        'You can take a plan again at any time.',
      )
  }
}
