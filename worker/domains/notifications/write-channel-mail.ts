import type { MailContent } from '#queues/messages.ts'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { MailPage } from './mail-page.ts'

export type ChannelMail = Extract<MailContent, { template: 'channel_oversold' | 'channel_order_changed' | 'channel_broken' }>

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
  if (mail.template === 'channel_order_changed') {
    const { text, todo } = CHANGED[mail.why]
    return {
      subject: `Order ${mail.externalNumber} was changed at ${channel}`,
      preview: todo,
      parts: [
        { kind: 'text', text: `${channel} changed order ${mail.externalNumber} of ${mail.vendorName} after it came in. ${text(goods)}` },
        { kind: 'text', text: todo },
        { kind: 'button', label: 'See the order', url: mail.url },
      ],
    }
  }
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

type Changed = Extract<ChannelMail, { template: 'channel_order_changed' }>

/** What a change means that could not be followed, and what to do. */
const CHANGED: Record<Changed['why'], { text: (goods: string) => string; todo: string }> = {
  out_of_stock: {
    text: (goods) => `It wants more of ${goods} than there is.`,
    todo: 'What came in first is still yours to ship. Take in stock and have the order looked at again, or agree with the buyer.',
  },
  unmapped: {
    text: (goods) => `It wants ${goods}, which stands for nothing of yours.`,
    todo: 'Match it among your listings and have the order looked at again. What came in first is still yours to ship.',
  },
  left: {
    text: (goods) => `It wants more of ${goods}, and your parcel has left.`,
    todo: 'Send the rest from the channel’s own pages, and take it off your stock, or agree with the buyer.',
  },
  again: {
    text: () => 'It goes on there, and it is cancelled here.',
    todo: 'Nothing is set aside for it any more. Settle it on the channel’s own pages: cancel it there, or ship it and take it off your stock.',
  },
}
