import { z } from '@hono/zod-openapi'
import { DISPUTE_STATUSES } from '#worker/pure/dispute.ts'
import { EVIDENCE_FILE_FIELDS, EVIDENCE_TEXT_FIELDS, FIELD_MAX } from '#worker/pure/dispute-evidence.ts'
import { type Id, type IdKind, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'

export const idOf = <K extends IdKind>(kind: K, example: string) =>
  z.custom<Id<K>>((value) => typeof value === 'string' && isId(kind, value), `The id of a ${kind}.`).openapi({ type: 'string', example })

export const disputeId = idOf('dispute', 'dsp_01JD0000000000000000000000')
export const fileId = idOf('disputeFile', 'dsf_01JD0000000000000000000000')
const vendorId = idOf('vendor', 'ven_01JD0000000000000000000000')
const orderId = idOf('order', 'ord_01JD0000000000000000000000')
const currency = z.enum(CURRENCIES)
const minor = z.number().int()
const status = z.enum(DISPUTE_STATUSES)
const answer = z.enum(['submit', 'accept']).nullable()

const ListedOrder = z
  .object({
    orderId,
    number: z.number().int().nullable(),
    vendorId,
    vendorName: z.string(),
    amountMinor: minor,
    hasVendorAnswered: z.boolean(),
  })
  .openapi('DisputedOrder')
export const Listed = z
  .object({
    id: disputeId,
    status,
    reason: z.string().openapi({ description: 'The card network’s, in the provider’s words.' }),
    amountMinor: minor,
    currency,
    dueAt: z.string().nullable(),
    openedAt: z.string(),
    closedAt: z.string().nullable(),
    answer,
    assigneeName: z.string().nullable(),
    orders: z.array(ListedOrder),
  })
  .openapi('ListedDispute')
export const DisputePage = z
  .object({
    items: z.array(Listed),
    counts: z.object({ open: z.number().int(), due: z.number().int(), review: z.number().int() }).openapi('DisputeCounts'),
    atStake: z.array(z.object({ currency, amountMinor: minor })).openapi({ description: 'Taken by card networks and not decided yet.' }),
    nextOffset: z.number().int().nullable(),
  })
  .openapi('DisputePage')
export const VendorDisputePage = DisputePage.pick({ items: true, nextOffset: true }).openapi('VendorDisputePage')

const Texts = z.partialRecord(z.enum(EVIDENCE_TEXT_FIELDS), z.string())
export const EvidenceEdit = z
  .strictObject({
    texts: z.partialRecord(z.enum(EVIDENCE_TEXT_FIELDS), z.string().max(FIELD_MAX)).openapi({
      description: 'What takes the place of what was gathered; a field that is left out, or empty, is as gathered.',
    }),
  })
  .openapi('EvidenceEdit', { example: { texts: { productDescription: 'Two stoneware mugs, thrown by hand.' } } })

const File = z
  .object({
    id: fileId,
    field: z.enum(EVIDENCE_FILE_FIELDS),
    name: z.string(),
    contentType: z.string(),
    bytes: z.number().int(),
    isVendors: z.boolean(),
    addedByName: z.string().nullable(),
    addedAt: z.string(),
  })
  .openapi('DisputeFile')
export const DisputeFile = File

const Case = Listed.omit({ assigneeName: true, orders: true }).extend({
  answeredAt: z.string().nullable(),
  isAnswerable: z.boolean(),
  version: z.number().int(),
})
const Share = z.object({
  orderId,
  number: z.number().int().nullable(),
  orderStatus: z.string(),
  amountMinor: minor,
  feeMinor: minor.openapi({ description: 'The vendor’s part of the provider’s fee, once lost.' }),
  heldMinor: minor,
  holdMinor: minor.openapi({ description: 'What is kept back for it now, of all this vendor’s orders in the dispute.' }),
  vendorMinor: minor.openapi({ description: 'What the loss took of the vendor, fee included.' }),
  debtMinor: minor.openapi({ description: 'The part of that which the vendor did not have.' }),
  isReleased: z.boolean(),
  vendorText: z.string(),
  vendorCarrier: z.string(),
  vendorTracking: z.string(),
  vendorAnsweredAt: z.string().nullable(),
})
const Happened = z.object({
  id: z.string(),
  kind: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  at: z.string(),
})

export const Dispute = Case.extend({
  networkCode: z.string(),
  cardBrand: z.string(),
  providerRef: z.string(),
  paymentRef: z.string(),
  wasInquiry: z.boolean(),
  orderGroupId: z.string(),
  buyer: z.object({ name: z.string(), email: z.string() }),
  answerReason: z.string(),
  assignedTo: z.string().nullable(),
  assigneeName: z.string().nullable(),
  bearer: z.enum(['vendor', 'platform']).nullable(),
  writeOffMinor: minor.openapi({ description: 'What the marketplace could take on itself in the vendors’ place.' }),
  evidence: z.object({ gathered: Texts, edited: Texts, texts: Texts }).openapi({
    description: 'What follows from what is known, what our people wrote over it, and what a bank would be sent.',
  }),
  checklist: z.array(z.object({ field: z.string(), isNeeded: z.boolean(), isThere: z.boolean() })),
  files: z.array(File),
  money: z.object({ withdrawnMinor: minor, reinstatedMinor: minor, feeMinor: minor, excessMinor: minor, isSettled: z.boolean() }),
  orders: z.array(Share.extend({ vendorId, vendorName: z.string() })),
  timeline: z.array(Happened.extend({ actorId: z.string(), actorName: z.string().nullable() })),
}).openapi('Dispute')

export const VendorDispute = Case.extend({
  isPartOfMore: z.boolean().openapi({ description: 'The same payment was for other stores as well.' }),
  order: Share,
  files: z.array(File),
  timeline: z.array(Happened),
}).openapi('VendorDispute')

const Rate = {
  disputes: z.number().int(),
  orders: z.number().int(),
  rateBps: z.number().int(),
  amountBps: z.number().int().openapi({ description: 'By money, in the currency where it is worst.' }),
  level: z.enum(['fine', 'warning', 'critical']),
  countedAt: z.string().nullable(),
}
const Thresholds = { days: z.number().int(), warningBps: z.number().int(), criticalBps: z.number().int(), disputesMin: z.number().int() }
export const Rates = z
  .object({ ...Thresholds, items: z.array(z.object({ vendorId, vendorName: z.string(), ...Rate })) })
  .openapi('DisputeRates')
export const VendorRate = z.object({ ...Thresholds, ...Rate }).openapi('VendorDisputeRate')
