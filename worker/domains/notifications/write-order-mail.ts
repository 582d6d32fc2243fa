import type { GroupFacts } from '#db/platform/queries/notifications.ts'
import type { MailContent } from '#queues/messages.ts'
import { formatMoney, sumMinor } from '#worker/pure/money.ts'
import type { MailPage, MailPart } from './mail-page.ts'

export type OrderMail = Extract<MailContent, { orderGroupId: string } | { orderId: string }>
type Order = GroupFacts['orders'][number]

/** The mails about orders, with what the marketplace knows of them at the time of sending. */
export function writeOrderMail(mail: OrderMail, { group, orders }: GroupFacts): MailPage {
  const [first] = orders
  switch (mail.template) {
    case 'order_placed':
      return placed(mail.url, { group, orders: orders.filter(({ order }) => order.status !== 'cancelled') })
    case 'order_update':
      return update(mail.status, mail.url, first)
    case 'order_for_vendor':
      return forVendor(mail.url, group, first)
    case 'late_payment_refunded':
      return refunded(
        mail.url,
        orders.filter(({ order }) => order.isLatePaymentRefund),
      )
  }
}

const money = ({ order }: Order, amountMinor: number) => formatMoney({ amountMinor, currency: order.currency }, 'en-US')
const nameOf = ({ order, vendorName }: Order) => (order.number === null ? vendorName : `${vendorName}, order ${order.number}`)

function figures(entry: Order): MailPart {
  const { snapshot, shippingMinor, taxMinor, totalMinor } = entry.order
  const isTaxInside = taxMinor > 0 && snapshot.taxAddedMinor === 0
  return {
    kind: 'rows',
    hasSum: true,
    rows: [
      ...snapshot.lines.map((line) => ({ label: `${line.quantity} × ${line.title}`, value: money(entry, line.totalMinor) })),
      { label: `Delivery (${snapshot.shipping.name})`, value: money(entry, shippingMinor) },
      ...(taxMinor > 0 ? [{ label: isTaxInside ? 'Tax included' : 'Tax', value: money(entry, taxMinor) }] : []),
      { label: 'Total', value: money(entry, totalMinor) },
    ],
  }
}

function addressOf({ shippingAddress: to }: GroupFacts['group']): MailPart {
  const lines = [to.name, to.line1, to.line2 ?? '', [to.postalCode, to.city, to.region ?? ''].filter(Boolean).join(' '), to.country]
  return { kind: 'address', lines: lines.filter(Boolean) }
}

function placed(url: string, { group, orders }: GroupFacts): MailPage {
  const paidMinor = sumMinor(orders.map(({ order }) => order.totalMinor))
  const paid = formatMoney({ amountMinor: paidMinor, currency: group.currency }, 'en-US')
  const stores = orders.length === 1 ? (orders[0]?.vendorName ?? 'one store') : `${orders.length} stores`
  return {
    subject: 'Thank you for your order',
    preview: `${stores}, ${paid} in all.`,
    parts: [
      { kind: 'text', text: `We have your payment of ${paid}, and ${stores} got your order. Each tells you when its parcel leaves.` },
      { kind: 'button', label: 'See your order', url },
      ...orders.flatMap((entry): MailPart[] => [{ kind: 'heading', text: nameOf(entry) }, figures(entry)]),
      { kind: 'heading', text: 'Delivered to' },
      addressOf(group),
    ],
  }
}

function update(status: string, url: string, entry: Order | undefined): MailPage {
  const store = entry?.vendorName ?? 'The store'
  const texts: Record<string, [subject: string, text: string]> = {
    shipped: [`${store} shipped your order`, `Your parcel from ${store} is on its way. You can follow it from your order page.`],
    delivered: [`Your order from ${store} was delivered`, `Your parcel from ${store} arrived. We hope it is what you wanted.`],
    cancelled: [
      `Your order from ${store} was cancelled`,
      `This order will not be sent${entry ? `, and ${money(entry, entry.order.totalMinor)} is on its way back to you` : ''}. Your bank may take a few days to show it.`,
    ],
  }
  const [subject, text] = texts[status] ?? [`News of your order from ${store}`, `Your order is now ${status}.`]
  return {
    subject,
    preview: text,
    parts: [
      { kind: 'text', text },
      { kind: 'button', label: 'See your order', url },
      ...(entry ? [{ kind: 'heading' as const, text: nameOf(entry) }, figures(entry)] : []),
    ],
  }
}

function forVendor(url: string, group: GroupFacts['group'], entry: Order | undefined): MailPage {
  const number = entry?.order.number ?? ''
  const units = entry?.order.snapshot.lines.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0
  return {
    subject: `New order ${number}`,
    preview: `${units} ${units === 1 ? 'unit' : 'units'} to send to ${group.shippingAddress.city}.`,
    parts: [
      { kind: 'text', text: `You sold ${units} ${units === 1 ? 'unit' : 'units'}. The order is paid and waits to be sent.` },
      { kind: 'button', label: 'Open the order', url },
      ...(entry ? [figures(entry)] : []),
      { kind: 'heading', text: 'Send to' },
      addressOf(group),
    ],
  }
}

function refunded(url: string, late: Order[]): MailPage {
  const [first] = late
  const back = first ? money(first, sumMinor(late.map(({ order }) => order.totalMinor))) : 'The money'
  const stores = late.map(({ vendorName }) => vendorName).join(' and ')
  return {
    subject: 'Your payment came too late, and we are sending it back',
    preview: `${back} is on its way back to you.`,
    parts: [
      {
        kind: 'text',
        text: `Your payment arrived after we had to let go of what you reserved, and meanwhile ${stores || 'the store'} sold the last of it. We are sorry.`,
      },
      { kind: 'text', text: `${back} is on its way back to you. Your bank may take a few days to show it.` },
      { kind: 'button', label: 'See what happened', url },
      ...late.flatMap((entry): MailPart[] => [{ kind: 'heading', text: entry.vendorName }, figures(entry)]),
    ],
  }
}
