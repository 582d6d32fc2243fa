import type { MailContent } from '#queues/messages.ts'
import type { MailPage } from './mail-page.ts'
import { writeChannelMail } from './write-channel-mail.ts'
import { writeModerationMail } from './write-moderation-mail.ts'
import { writePayoutMail } from './write-payout-mail.ts'
import type { RefundMail } from './write-refund-mail.ts'
import { writeStoreMail } from './write-store-mail.ts'

export type AccountMail = Exclude<MailContent, { orderGroupId: string } | { orderId: string } | RefundMail | { disputeId: string }>

/** The mails about accounts and stores: whatever they say is in the message itself. */
export function writeAccountMail(mail: AccountMail): MailPage {
  switch (mail.template) {
    case 'verify_email':
      return withLink(
        'Confirm your e-mail address',
        `Hello ${mail.name}, one click and your account is ready.`,
        'Confirm address',
        mail.url,
        IGNORE,
      )
    case 'reset_password':
      return withLink(
        'Set a new password',
        `Hello ${mail.name}, here is the link to set a new password. It works once, for an hour.`,
        'Set password',
        mail.url,
        IGNORE,
      )
    case 'change_email':
      return withLink(
        'Confirm your new address',
        `Hello ${mail.name}, confirm that this is your new address and we will use it from now on.`,
        'Confirm new address',
        mail.url,
        IGNORE,
      )
    case 'email_change_notice':
      return withLink(
        'Your e-mail address is about to change',
        `Hello ${mail.name}, somebody signed in to your account asked to move it to ${mail.newEmail}.`,
        'Secure my account',
        mail.url,
        'If that was you, there is nothing to do. If not, secure your account now.',
      )
    case 'vendor_invitation':
      return withLink(
        `Join ${mail.vendorName} on Stoa`,
        `You are invited to work for ${mail.vendorName} as ${mail.role.replace('vendor_', '')}.`,
        'Accept the invitation',
        mail.url,
        'If you do not know this store, ignore this mail.',
      )
    case 'email_in_use':
      return withLink(
        'You have an account already',
        `Hello ${mail.name}, somebody tried to use this address for an account, and you have one. Sign in to it, or set a new password there.`,
        'Sign in',
        mail.url,
        'If that was not you, there is nothing to do.',
      )
    case 'journal_broken':
      return withLink(
        `The ${mail.journal === 'ledger' ? 'ledger' : 'audit log'} does not match its seals`,
        `A verification found something that nobody may change to be changed. ${mail.fault}`,
        'See what was found',
        mail.url,
        'Change nothing in the database before somebody has looked: what is there now is evidence.',
      )
    case 'ledger_drift':
      return withLink(
        'The ledger and the payment provider differ',
        `In two reconciliations after one another the provider held another amount than the ledger says. The differences: ${mail.differences}.`,
        'See the reconciliation',
        mail.url,
        'The list of exceptions there says which movements are not explained.',
      )
    case 'messages_waiting':
      return withLink(
        WAITING_WORDS[mail.kind].subject,
        `${WAITING_WORDS[mail.kind].text} ${mail.subject}: ${mail.waiting}, the oldest since ${mail.since}.`,
        'See what waits',
        mail.url,
        'Nothing is lost yet. A queue forgets what nobody took for four days.',
      )
    case 'password_changed':
      return {
        subject: 'Your password was changed',
        preview: 'If that was not you, act now.',
        parts: [
          { kind: 'text', text: `Hello ${mail.name}, the password of your account was changed, and your other devices were signed out.` },
          { kind: 'text', text: 'If that was not you, set a new password at once and answer this mail.' },
        ],
      }
    case 'vendor_ready':
      return withLink(
        `${mail.vendorName} is set up`,
        'Your store is ready to be filled: add products, delivery charges and your bank details. We look at every new store before buyers see it, and write to you once we have.',
        'Set up the store',
        mail.url,
        'Nothing you prepare meanwhile is lost: it goes on sale the moment your store is approved.',
      )
    case 'vendor_approved':
      return withLink(
        `${mail.vendorName} is open`,
        'We have looked at your store, and from now on buyers find it and everything you have published.',
        'See the store',
        mail.url,
        'Orders, prices, delivery and payouts are in the vendor portal.',
      )
    case 'vendor_declined':
      return withLink(
        `${mail.vendorName} cannot open yet`,
        `We have looked at your store and cannot let it sell as it is. The reason: ${mail.reason}`,
        'Change it and ask again',
        mail.url,
        'Your store and all you have prepared stay as they are. Change what the reason names, then ask for another look in the vendor portal.',
      )
    case 'payout_failed':
    case 'payouts_failing':
    case 'bank_payout_failed':
      return writePayoutMail(mail)
    case 'channel_oversold':
    case 'channel_order_changed':
    case 'channel_broken':
      return writeChannelMail(mail)
    case 'vendor_suspended':
    case 'vendor_reopened':
    case 'plan_started':
    case 'plan_payment_failed':
    case 'plan_grace_ending':
    case 'plan_ended':
      return writeStoreMail(mail)
    case 'listing_blocked':
    case 'listing_cleared':
    case 'review_hidden':
    case 'appeal_answered':
      return writeModerationMail(mail)
  }
}

const IGNORE = 'If you did not ask for this, ignore this mail: nothing changes.'

export const withLink = (subject: string, text: string, label: string, url: string, after: string): MailPage => ({
  subject,
  preview: text,
  parts: [
    { kind: 'text', text },
    { kind: 'button', label, url },
    { kind: 'text', text: after },
  ],
})

const WAITING_WORDS = {
  dead_letters_old: { subject: 'Dead letters wait for somebody', text: 'Messages nobody could act on have waited for more than a day.' },
  outbox_stuck: {
    subject: 'Messages are not sent',
    text: 'What was committed has not reached its queue for more than a quarter of an hour.',
  },
  queue_behind: { subject: 'A queue is far behind', text: 'Messages were taken more than six hours after they were sent.' },
} as const
