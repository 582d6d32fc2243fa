import type { EvidenceTexts } from '#worker/pure/dispute-evidence.ts'
import type { Block, PrintedDocument } from '#worker/pure/document.ts'
import { type Currency, formatMoney } from '#worker/pure/money.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'

/** What is known of a disputed sale, gathered from every place that knows something. Times in UTC epoch ms. */
export type EvidenceFacts = {
  reason: string
  amountMinor: number
  currency: Currency
  chargeRef: string
  buyer: {
    name: string
    email: string
    ip: string
    address: Address
    account: { createdAtMs: number; isEmailVerified: boolean } | null
    sessions: readonly { ip: string; userAgent: string; createdAtMs: number; lastSeenAtMs: number }[]
    /** Orders before this one that nobody disputed. */
    earlierOrders: number
    earlierSinceMs: number | null
  }
  placedAtMs: number
  orders: readonly OrderFacts[]
  mails: readonly { template: string; sentAtMs: number }[]
  refunds: readonly { orderNumber: string; amountMinor: number; status: string; reason: string; atMs: number }[]
}
export type OrderFacts = {
  number: string
  vendorName: string
  totalMinor: number
  lines: readonly { title: string; quantity: number; totalMinor: number }[]
  shippingMinor: number
  shippingName: string
  parcel: { carrier: string; trackingNumber: string; trackingUrl: string | null; shippedAtMs: number; deliveredAtMs: number | null } | null
  policies: string
  vendorText: string
}

const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)
const minute = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
const lines = (parts: readonly (string | null | undefined | false)[]): string => parts.filter(Boolean).join('\n')

export const addressText = (to: Address): string =>
  [to.name, to.line1, to.line2, [to.postalCode, to.city, to.region].filter(Boolean).join(' '), to.country].filter(Boolean).join(', ')

/** The texts a bank reads, as far as they follow from what is known; what our people write takes their place. */
export function textsOf(facts: EvidenceFacts): EvidenceTexts {
  const { buyer, orders } = facts
  const parcels = orders.flatMap(({ parcel }) => parcel ?? [])
  const refunded = facts.refunds.filter(({ status }) => status === 'succeeded')
  const texts: EvidenceTexts = {
    productDescription: orders.map((order) => descriptionOf(order, facts.currency)).join('\n\n'),
    customerName: buyer.name,
    customerEmailAddress: buyer.email,
    customerPurchaseIp: buyer.ip,
    billingAddress: addressText(buyer.address),
    shippingAddress: addressText(buyer.address),
    shippingCarrier: [...new Set(parcels.map(({ carrier }) => carrier))].join(', '),
    shippingTrackingNumber: parcels.map(({ trackingNumber }) => trackingNumber).join(', '),
    shippingDate: [...new Set(parcels.map(({ shippedAtMs }) => day(shippedAtMs)))].join(', '),
    accessActivityLog: activityOf(facts),
    refundPolicyDisclosure: policiesOf(orders),
    refundRefusalExplanation:
      refunded.length === 0 ? '' : `Refunded so far: ${refunded.map((each) => refundLine(each, facts.currency)).join('; ')}.`,
    uncategorizedText: summaryOf(facts),
  }
  return texts
}

const refundLine = ({ orderNumber, amountMinor, atMs }: EvidenceFacts['refunds'][number], currency: Currency): string =>
  `${formatMoney({ amountMinor, currency }, 'en-US')} of order ${orderNumber} on ${day(atMs)}`

function descriptionOf({ number, vendorName, lines: items, shippingName, shippingMinor }: OrderFacts, currency: Currency): string {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency }, 'en-US')
  return lines([
    `Order ${number} from ${vendorName}:`,
    ...items.map(({ quantity, title, totalMinor }) => `${quantity} x ${title}, ${money(totalMinor)}`),
    `Delivery (${shippingName}), ${money(shippingMinor)}`,
  ])
}

const policiesOf = (orders: readonly OrderFacts[]): string =>
  lines(
    orders
      .filter(({ policies }) => policies.trim() !== '')
      .map(({ vendorName, policies }) => `${vendorName}, shown on the product page before the purchase: ${policies.trim()}`),
  )

function activityOf({ buyer, placedAtMs }: EvidenceFacts): string {
  return lines([
    buyer.account &&
      `Account opened ${minute(buyer.account.createdAtMs)}${buyer.account.isEmailVerified ? ', e-mail address confirmed' : ''}.`,
    `Purchase confirmed ${minute(placedAtMs)}${buyer.ip === '' ? '' : ` from ${buyer.ip}`}.`,
    ...buyer.sessions.map((each) =>
      `Signed in ${minute(each.createdAtMs)} from ${each.ip || 'an address that was not noted'}, last seen ${minute(each.lastSeenAtMs)}. ${each.userAgent}`.trim(),
    ),
  ])
}

function summaryOf({ buyer, orders, mails, placedAtMs }: EvidenceFacts): string {
  return lines([
    `The buyer placed ${orders.length === 1 ? 'this order' : 'these orders'} on ${day(placedAtMs)} and paid by card.`,
    buyer.earlierOrders > 0 &&
      `The same buyer placed ${buyer.earlierOrders} earlier ${buyer.earlierOrders === 1 ? 'order' : 'orders'}${buyer.earlierSinceMs === null ? '' : ` since ${day(buyer.earlierSinceMs)}`} that nobody disputed.`,
    ...orders.map(deliveryOf),
    mails.length > 0 &&
      `We wrote to ${buyer.email} ${mails.length} ${mails.length === 1 ? 'time' : 'times'} about the purchase, the last time on ${day(mails.at(-1)?.sentAtMs ?? placedAtMs)}.`,
    ...orders.filter(({ vendorText }) => vendorText !== '').map(({ vendorName, vendorText }) => `${vendorName} adds: ${vendorText}`),
  ])
}

function deliveryOf({ number, parcel }: OrderFacts): string {
  if (!parcel) return `Order ${number} has not been shipped.`
  const tracked = `with ${parcel.carrier}, number ${parcel.trackingNumber}`
  if (parcel.deliveredAtMs === null) return `Order ${number} left on ${day(parcel.shippedAtMs)} ${tracked}.`
  return `Order ${number} left on ${day(parcel.shippedAtMs)} ${tracked}, and was delivered on ${day(parcel.deliveredAtMs)}.`
}

const MAIL_WORDS: Record<string, string> = {
  order_placed: 'Order confirmation',
  order_update: 'News of the order',
  refund_sent: 'Refund sent',
  refund_returned: 'Refund returned by the bank',
}

/**
 * The pack as a document for the bank: everything that was gathered, in the order in which somebody who knows nothing reads it.
 * @param texts what is sent as fields, edits included
 */
export function packOf(facts: EvidenceFacts, texts: EvidenceTexts, issuer: readonly string[], atMs: number): PrintedDocument {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: facts.currency }, 'en-US')
  return {
    title: 'Evidence about a disputed payment',
    subtitle: `${money(facts.amountMinor)}, ${facts.reason.replaceAll('_', ' ')}`,
    issuer,
    facts: [
      ['Payment', facts.chargeRef],
      ['Paid on', day(facts.placedAtMs)],
      ['Orders', facts.orders.map(({ number }) => number).join(', ')],
      ['Prepared on', day(atMs)],
    ],
    recipient: ['For the card holder’s bank'],
    blocks: [
      { kind: 'heading', text: 'In short' },
      ...paragraphs(texts.uncategorizedText),
      { kind: 'heading', text: 'The buyer' },
      pairs([
        ['Name', texts.customerName],
        ['E-mail', texts.customerEmailAddress],
        ['Address', texts.shippingAddress],
        ['Bought from', texts.customerPurchaseIp],
        ['Earlier orders without a dispute', facts.buyer.earlierOrders === 0 ? '' : String(facts.buyer.earlierOrders)],
      ]),
      ...facts.orders.flatMap((order) => orderBlocks(order, money)),
      ...historyBlocks(facts, money),
      ...section('Terms the buyer was shown', texts.refundPolicyDisclosure),
      ...section('Why there was no (further) refund', texts.refundRefusalExplanation),
      ...section('Terms of cancellation', texts.cancellationPolicyDisclosure),
      ...section('About the cancellation', texts.cancellationRebuttal),
      ...section('About the other charge', texts.duplicateChargeExplanation),
      ...section('Sign-ins and activity', texts.accessActivityLog),
    ],
    footer: `${issuer[0] ?? ''}, evidence about payment ${facts.chargeRef}`,
    atMs,
  }
}

function orderBlocks(order: OrderFacts, money: (amountMinor: number) => string): Block[] {
  const { parcel } = order
  return [
    { kind: 'heading', text: `Order ${order.number}, sold by ${order.vendorName}` },
    {
      kind: 'table',
      columns: [
        { title: 'What was bought', share: 6 },
        { title: 'Pieces', share: 1, isFigure: true },
        { title: 'Amount', share: 2, isFigure: true },
      ],
      rows: [
        ...order.lines.map(({ title, quantity, totalMinor }) => ({ cells: [title, String(quantity), money(totalMinor)] })),
        { cells: [`Delivery, ${order.shippingName}`, '', money(order.shippingMinor)] },
        { cells: ['Paid', '', money(order.totalMinor)], weight: 'total' as const },
      ],
    },
    pairs([
      ['Carrier', parcel?.carrier],
      ['Tracking number', parcel?.trackingNumber],
      ['Tracking', parcel?.trackingUrl],
      ['Left on', parcel && minute(parcel.shippedAtMs)],
      ['Delivered on', parcel?.deliveredAtMs && minute(parcel.deliveredAtMs)],
    ]),
    ...section(`What ${order.vendorName} says`, order.vendorText),
  ]
}

function historyBlocks({ mails, refunds }: EvidenceFacts, money: (amountMinor: number) => string): Block[] {
  const rows = [
    ...mails.map(({ template, sentAtMs }) => ({ atMs: sentAtMs, what: `${MAIL_WORDS[template] ?? 'Mail'}, by e-mail` })),
    ...refunds.map(({ orderNumber, amountMinor, status, atMs }) => ({
      atMs,
      what: `Refund of ${money(amountMinor)} of order ${orderNumber}, ${status}`,
    })),
  ].sort((a, b) => a.atMs - b.atMs)
  if (rows.length === 0) return []
  return [
    { kind: 'heading', text: 'What was written and refunded' },
    {
      kind: 'table',
      columns: [
        { title: 'When', share: 2 },
        { title: 'What', share: 6 },
      ],
      rows: rows.map(({ atMs, what }) => ({ cells: [minute(atMs), what] })),
    },
  ]
}

/** Label and value; rows without a value are left out. */
function pairs(rows: readonly (readonly [string, string | null | undefined | 0 | false])[]): Block {
  return {
    kind: 'table',
    columns: [
      { title: '', share: 2 },
      { title: '', share: 6 },
    ],
    rows: rows.flatMap(([label, value]) => (value ? [{ cells: [label, value] }] : [])),
  }
}

const paragraphs = (text = ''): Block[] =>
  text
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
    .map((line) => ({ kind: 'text', text: line }))

const section = (heading: string, text = ''): Block[] =>
  text.trim() === '' ? [] : [{ kind: 'heading', text: heading }, ...paragraphs(text)]
