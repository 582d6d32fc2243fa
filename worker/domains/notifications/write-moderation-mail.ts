import type { MailContent } from '#queues/messages.ts'
import type { MailPage } from './mail-page.ts'

export type ModerationMail = Extract<MailContent, { template: 'listing_blocked' | 'listing_cleared' | 'review_hidden' | 'appeal_answered' }>

/** The mails about what the marketplace keeps from buyers: always the rule, the exact field, and what to do about it. */
export function writeModerationMail(mail: ModerationMail): MailPage {
  switch (mail.template) {
    case 'listing_blocked': {
      const subject = mail.isFinal ? `“${mail.title}” was taken down` : `“${mail.title}” is hidden until it is changed`
      return page(
        subject,
        mail.isFinal
          ? `We have taken a product of ${mail.vendorName} off the marketplace. Buyers cannot find or buy it any more.`
          : `We have hidden a product of ${mail.vendorName} from buyers. Change what is named below and we look at it again.`,
        [
          { label: 'Rule', value: mail.rule },
          { label: 'Where', value: nameOf(mail.field) },
          { label: 'What to do', value: mail.fix },
        ],
        { label: 'See the decision', url: mail.url },
        'If you think this is wrong, say so on the product’s page: somebody else looks at it within 72 hours.',
      )
    }
    case 'listing_cleared':
      return page(
        `“${mail.title}” is on sale`,
        `We have looked at this product of ${mail.vendorName}, and buyers see it from now on.`,
        [],
        { label: 'See the product', url: mail.url },
        'There is nothing else to do.',
      )
    case 'review_hidden':
      return page(
        `Your review of “${mail.title}” is not shown`,
        `Hello ${mail.name}, we have looked at your review and do not show it as it is.`,
        [
          { label: 'Rule', value: mail.rule },
          { label: 'What to do', value: mail.fix },
        ],
        { label: 'See your reviews', url: mail.url },
        'You can change it, or tell us there why you think the decision is wrong.',
      )
    case 'appeal_answered':
      return page(
        mail.isUpheld ? `Your appeal about “${mail.title}” was upheld` : `The decision about “${mail.title}” stands`,
        mail.isUpheld
          ? 'Somebody else has looked at it and takes the decision back. It has effect at once.'
          : 'Somebody else has looked at it and came to the same decision.',
        [{ label: 'Why', value: mail.note }],
        { label: 'See the decision', url: mail.url },
        mail.isUpheld ? 'Thank you for telling us.' : 'You can still change what the decision names.',
      )
  }
}

type Row = { label: string; value: string }

const page = (subject: string, text: string, rows: Row[], button: { label: string; url: string }, after: string): MailPage => ({
  subject,
  preview: text,
  parts: [
    { kind: 'text', text },
    ...(rows.length === 0 ? [] : [{ kind: 'rows' as const, rows, hasSum: false }]),
    { kind: 'button', ...button },
    { kind: 'text', text: after },
  ],
})

/** A JSON pointer as people say it. */
const nameOf = (field: string): string => (field === '' ? 'the whole product' : field.slice(1).replaceAll('/', ' › '))
