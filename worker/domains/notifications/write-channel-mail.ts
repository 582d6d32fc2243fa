import type { MailContent } from '#queues/messages.ts'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { MailPage } from './mail-page.ts'

export type ChannelMail = Extract<MailContent, { template: 'channel_oversold' | 'channel_broken' }>

/** The mails about a store's channels: what happened there, and what to do. */
export function writeChannelMail(mail: ChannelMail): MailPage {
  const channel = CHANNEL_NAMES[mail.channel]
  if (mail.template === 'channel_broken') {
    return {
      subject: `${channel} does not accept your connection any more`,
      preview: 'Stock and orders wait until you connect again.',
      parts: [
        { kind: 'text', text: `${mail.vendorName} is cut off from ${channel}. ${mail.reason}` },
        {
          kind: 'text',
          text: 'Until you connect again, your stock there is not kept up to date. Orders placed meanwhile come in afterwards.',
        },
        { kind: 'button', label: 'Connect again', url: mail.url },
      ],
    }
  }
  const goods = mail.skus.join(', ')
  return {
    subject: `${channel} sold what was gone: order ${mail.externalNumber}`,
    preview: mail.isCancelled ? 'We cancel it there.' : 'It waits for you.',
    parts: [
      {
        kind: 'text',
        text: `Order ${mail.externalNumber} at ${channel} asks for ${goods}, which ${mail.vendorName} had just sold elsewhere.`,
      },
      {
        kind: 'text',
        text: mail.isCancelled
          ? `Nobody got the same unit twice: we cancel the order at ${channel} as out of stock. If you can send it after all, tell the buyer there. A buffer keeps some units back from a channel.`
          : `It is parked: take in stock and import it, or cancel it at ${channel}.`,
      },
      { kind: 'button', label: 'See the order', url: mail.url },
    ],
  }
}
